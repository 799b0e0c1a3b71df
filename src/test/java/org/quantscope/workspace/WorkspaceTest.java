package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.quant.ClippingRange;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightEdits;

class WorkspaceTest {
    private static final String DEPTHWISE = "/ds_dw/ds_dw.0/Conv";
    private static final String OTHER = "/stem/stem.0/Conv";

    private final List<String> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private Workspace workspace;

    @TempDir
    Path folder;

    @BeforeEach
    void openTheSample() {
        workspace = new Workspace(Workers.immediate());
        workspace.onProblem(problems::add);
        workspace.onNotice(notices::add);
        workspace.openSample("fashion-mobile.onnx");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void aSampleOpensWithAnImageAndFiguresForEveryLayer() {
        WorkspaceState state = workspace.state();
        assertThat(problems).isEmpty();
        assertThat(state.model().orElseThrow().layers()).hasSize(19);
        assertThat(state.summaries()).hasSize(19);
        for (Layer layer : state.model().get().layers()) {
            assertThat(state.isCurrent(layer.name())).as(layer.name()).isTrue();
            assertThat(state.summaries().get(layer.name()).error().sqnrDb()).isBetween(20.0, 80.0);
        }
        assertThat(state.isShownCurrent()).isTrue();
        InputState input = state.input().orElseThrow();
        assertThat(input.count()).isEqualTo(1000);
        assertThat(input.rangeSource()).isEqualTo("256 calibration images");
        assertThat(input.predictions()).hasSize(5);
        assertThat(input.nearby()).hasSize(7);
        assertThat(state.task()).isEmpty();
    }

    @Test
    void ofSeveralMovesBetweenTwoFramesListenersHearTheLastAndItsResultIsShown() throws InterruptedException {
        BlockingQueue<Runnable> frame = new LinkedBlockingQueue<>();
        try (Workspace window = new Workspace(Workers.threads(frame::add))) {
            window.openSample("fashion-mobile.onnx");
            runUntilSettled(window, frame);
            String layer = window.state().focus().layer();
            List<Integer> heard = new ArrayList<>();
            window.onChange(state -> heard.add(bits(state, layer)));
            heard.clear();
            for (int bits = 7; bits >= 3; bits--) {
                int wanted = bits;
                window.preview(settings -> settings.withLayer(layer, one -> one.editWeight(
                        weight -> weight.withType(weight.type().withBits(wanted)))));
                assertThat(bits(window.state(), layer)).as("the state does not wait").isEqualTo(wanted);
            }
            assertThat(heard).isEmpty();
            runUntilSettled(window, frame);
            assertThat(heard).isNotEmpty().containsOnly(3);
            assertThat(window.state().isShownCurrent()).isTrue();
        }
    }

    private static int bits(WorkspaceState state, String layer) {
        return state.settings().layer(layer).weight().orElseThrow().type().bits();
    }

    private static void runUntilSettled(Workspace window, BlockingQueue<Runnable> frame) throws InterruptedException {
        while (window.state().task().isPresent()
                || !window.state().isShownCurrent() || !frame.isEmpty()) {
            Runnable next = frame.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("the workers answer within half a minute").isNotNull();
            next.run();
        }
    }

    @Test
    void nothingIsComparedWithTheBaselineWhileNothingIsSetByHand() {
        workspace.focus(DEPTHWISE);
        assertThat(workspace.state().baselineSqnrDb()).isEmpty();
        double minMax = workspace.state().shown().orElseThrow().report().error().sqnrDb();
        workspace.edit("Clip", settings -> settings.withLayer(DEPTHWISE, one -> one.editWeight(
                weight -> WeightEdits.withLayerRange(weight, RangeChoice.byHand(new ClippingRange(-1, 1))))));
        assertThat(workspace.state().baselineSqnrDb()).contains(minMax);
        workspace.edit("Bits 3", settings -> settings.withLayer(DEPTHWISE, WorkspaceTest::threeBits));
        assertThat(workspace.state().baselineSqnrDb().orElseThrow()).isLessThan(minMax);
    }

    @Test
    void anEditMovesTheFiguresAndUndoBringsThemBack() {
        workspace.focus(DEPTHWISE);
        double before = workspace.state().shown().orElseThrow().report().error().sqnrDb();
        workspace.edit("Bits 3", settings -> settings.withLayer(DEPTHWISE, WorkspaceTest::threeBits));
        WorkspaceState edited = workspace.state();
        assertThat(edited.isShownCurrent()).isTrue();
        assertThat(edited.shown().orElseThrow().report().error().sqnrDb()).isLessThan(before - 10);
        assertThat(edited.undoLabel()).contains("Bits 3");
        assertThat(edited.saved()).isFalse();
        workspace.undo();
        assertThat(workspace.state().shown().orElseThrow().report().error().sqnrDb()).isEqualTo(before);
        assertThat(workspace.state().saved()).isTrue();
        assertThat(workspace.state().redoLabel()).contains("Bits 3");
    }

    @Test
    void previewsAreOneStepOnceTheyAreCommitted() {
        workspace.focus(DEPTHWISE);
        for (int bits = 7; bits >= 3; bits--) {
            int next = bits;
            workspace.preview(settings -> settings.withLayer(DEPTHWISE, layer ->
                    layer.editWeight(weight -> weight.withType(weight.type().withBits(next)))));
            assertThat(workspace.state().undoLabel()).isEmpty();
        }
        workspace.commitPreview("Bits 3");
        assertThat(workspace.state().undoLabel()).contains("Bits 3");
        workspace.undo();
        assertThat(workspace.state().undoLabel()).isEmpty();
        assertThat(workspace.state().layerSettings()).isEqualTo(
                LayerSettings.initial(workspace.state().layerSettings().clamp()));
    }

    @Test
    void theBaselineIsTheLayerWithoutAnythingSetByHand() {
        workspace.focus(DEPTHWISE);
        double plain = workspace.state().shown().orElseThrow().report().error().sqnrDb();
        workspace.edit("Clip", settings -> settings.withLayer(DEPTHWISE, layer -> layer.editWeight(weight ->
                WeightEdits.withChannelRange(weight, List.of(1, 2), new ClippingRange(-0.1f, 0.1f)))));
        assertThat(workspace.state().baselineSqnrDb()).contains(plain);
    }

    @Test
    void savedSettingsOpenAsTheSameAndSavingAgainGivesTheSameBytes() throws Exception {
        workspace.focus(DEPTHWISE);
        workspace.edit("Bits 3", settings -> settings.withLayer(DEPTHWISE, WorkspaceTest::threeBits));
        workspace.edit("Clip", settings -> settings.withLayer(DEPTHWISE, layer -> layer.editWeight(weight ->
                WeightEdits.withChannelRange(weight, List.of(11), new ClippingRange(-0.3f, 0.3f)))));
        Path first = folder.resolve("a.quantscope.json");
        Path second = folder.resolve("b.quantscope.json");
        assertThat(workspace.saveSettings(first)).as("%s", problems).isTrue();
        assertThat(notices).anyMatch(notice -> notice.contains("0 of"));
        assertThat(workspace.state().saved()).isTrue();
        Object saved = workspace.state().settings();
        workspace.undo();
        workspace.undo();
        workspace.openSettings(first);
        assertThat(problems).isEmpty();
        assertThat(workspace.state().settings()).isEqualTo(saved);
        workspace.saveSettings(second);
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void aimetEncodingsAreWrittenWithTheirCompanion() {
        Path file = folder.resolve("mobile.encodings");
        workspace.exporting().choose("aimet");
        assertThat(workspace.exporting().save(file)).as("%s", problems).isTrue();
        assertThat(notices).anyMatch(notice -> notice.contains("mobile.encodings") && notice.contains("0 of"));
        assertThat(file).exists();
    }

    @Test
    void whatCannotBeOpenedIsASentenceAndChangesNothing() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "not a network");
        WorkspaceState before = workspace.state();
        workspace.open(broken);
        workspace.openImages(broken);
        assertThat(problems).hasSize(2).allMatch(sentence -> sentence.endsWith("."));
        assertThat(workspace.state().model()).isEqualTo(before.model());
        assertThat(workspace.state().input()).isEqualTo(before.input());
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    @Test
    void anotherImageIsAnotherInputWithTheSameRanges() {
        long version = workspace.state().input().orElseThrow().version();
        workspace.showImage(182);
        InputState input = workspace.state().input().orElseThrow();
        assertThat(input.version()).isGreaterThan(version);
        assertThat(input.index()).isEqualTo(182);
        assertThat(input.rangeSource()).isEqualTo("256 calibration images");
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    @Test
    void aRandomInputIsLabelledSo() {
        workspace.useRandomInput(7);
        InputState input = workspace.state().input().orElseThrow();
        assertThat(input.source()).isEqualTo("random input, seed 7");
        assertThat(input.picture()).isEmpty();
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    @Test
    void rangesCanBeObservedOnTheImageShown() {
        workspace.focus(DEPTHWISE);
        float calibrated = workspace.state().params().orElseThrow().input().orElseThrow().scale();
        workspace.observeRangesHere();
        assertThat(workspace.state().input().orElseThrow().rangeSource()).isEqualTo("image 0");
        assertThat(workspace.state().params().orElseThrow().input().orElseThrow().scale()).isLessThan(calibrated);
    }

    @Test
    void anotherNormalisationFeedsTheNetworkAgainAndUndoFeedsTheOldOne() {
        long version = workspace.state().input().orElseThrow().version();
        workspace.edit("Normalisation", settings -> settings.withPreprocessing(Optional.of(Preprocessing.UNIT)));
        assertThat(workspace.state().input().orElseThrow().version()).isGreaterThan(version);
        workspace.undo();
        assertThat(workspace.state().settings().preprocessing()).isNotEqualTo(Optional.of(Preprocessing.UNIT));
        assertThat(problems).isEmpty();
    }

    @Test
    void aFloatBiasBeforeAnOutputQuantizerIsRefusedUnlessTheProfileIsFloat64() {
        workspace.focus(DEPTHWISE);
        LayerSettings before = workspace.state().layerSettings();
        workspace.edit("Float bias", settings -> settings.withLayer(
                DEPTHWISE, layer -> layer.withBiasBits(OptionalInt.empty())));
        assertThat(problems).singleElement().asString().contains("float64");
        assertThat(workspace.state().layerSettings()).isEqualTo(before);
    }

    @Test
    void theSelectionIsNotAStepOfTheHistory() {
        workspace.focus(DEPTHWISE);
        workspace.select(3, new TreeSet<>(List.of(2, 3)));
        assertThat(workspace.state().focus().channel()).isEqualTo(3);
        assertThat(workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void dimensionsThatDoNotExistAreRefused() {
        workspace.setInputDimensions(Map.of("depth", 3));
        assertThat(problems).singleElement().asString().contains("depth");
    }

    @Test
    void settingsThatAreOpenedBeforeTheNetworkRanAreTheSameOnceItHas() {
        Path file = editAndSave();
        QuantSettings saved = workspace.state().settings();
        Tasks tasks = new Tasks();
        try (Workspace late = new Workspace(tasks.workers())) {
            late.onProblem(problems::add);
            late.openSample("fashion-mobile.onnx");
            tasks.runUntil(() -> late.state().model().isPresent());
            assertThat(late.state().input()).isEmpty();
            late.openSettings(file);
            assertThat(late.state().settings()).isNotEqualTo(saved);
            late.edit("Float", settings -> settings.withLayer(OTHER, layer -> layer.withWeight(Optional.empty())));
            tasks.runUntil(() -> late.state().input().isPresent());

            late.undo();
            assertThat(late.state().settings()).isEqualTo(saved);
            assertThat(late.state().saved()).isTrue();
            assertThat(late.state().undoLabel()).contains("Open a.quantscope.json");
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void settingsWithAnotherNormalisationAreTheSameOnceTheRangesBelongToIt() {
        workspace.edit("Normalisation", settings -> settings.withPreprocessing(Optional.of(Preprocessing.UNIT)));
        Path file = editAndSave();
        QuantSettings saved = workspace.state().settings();
        try (Workspace other = new Workspace(Workers.immediate())) {
            other.openSample("fashion-mobile.onnx");
            other.openSettings(file);
            assertThat(other.state().settings()).isEqualTo(saved);
            assertThat(other.state().saved()).isTrue();
        }
    }

    @Test
    void aNormalisationThatTheNetworkCannotBeFedWithIsToldOnceAndTheInputStays() {
        InputState before = workspace.state().input().orElseThrow();
        Preprocessing huge = new Preprocessing(
                3e38, List.of(0.0), List.of(1e-30), Preprocessing.UNIT.layout());
        workspace.edit("Normalisation", settings -> settings.withPreprocessing(Optional.of(huge)));
        assertThat(problems).singleElement().asString().endsWith(".");
        assertThat(workspace.state().input()).contains(before);
        workspace.focus(DEPTHWISE);
        workspace.edit("Bits 3", settings -> settings.withLayer(DEPTHWISE, WorkspaceTest::threeBits));
        assertThat(problems).hasSize(1);
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    private Path editAndSave() {
        workspace.edit("Bits 3", settings -> settings.withLayer(DEPTHWISE, WorkspaceTest::threeBits));
        workspace.edit("By hand", settings -> settings.withLayer(DEPTHWISE, layer -> layer.withInput(
                layer.input().map(input -> input.withScale(0.05f)))));
        Path file = folder.resolve("a.quantscope.json");
        assertThat(workspace.saveSettings(file)).as("%s", problems).isTrue();
        return file;
    }

    /** The network's worker only runs what it is told to; everything else runs at once. */
    private static final class Tasks {
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        Workers workers() {
            return new Workers(
                    Runnable::run, Runnable::run, Runnable::run, Runnable::run, waiting::add, Runnable::run, List.of());
        }

        void runUntil(BooleanSupplier reached) {
            while (!reached.getAsBoolean()) {
                waiting.remove().run();
            }
        }
    }

    private static LayerSettings threeBits(LayerSettings layer) {
        return layer.editWeight(weight -> weight.withType(weight.type().withBits(3)));
    }
}
