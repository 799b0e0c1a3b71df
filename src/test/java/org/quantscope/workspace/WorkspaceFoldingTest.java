package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Clamp;

/** Folding BatchNormalization in an open network: one step that undo takes back, in the settings file, never silent. */
class WorkspaceFoldingTest {
    private static final String STORED = "fashion-mobile-bn.onnx";
    private static final String STEM = "/stem/stem.0/Conv";

    private final List<String> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private Workspace workspace;

    @TempDir
    Path folder;

    @BeforeEach
    void openTheSample() {
        workspace = opened(new Workspace(Workers.immediate()));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Workspace opened(Workspace made) {
        made.onProblem(problems::add);
        made.onNotice(notices::add);
        made.openSample(STORED);
        return made;
    }

    @Test
    void aNetworkOpensAsItIsStored() {
        assertThat(model().folded()).isFalse();
        assertThat(workspace.state().settings().folded()).isFalse();
        assertThat(notices).isEmpty();
    }

    @Test
    void foldingIsOneStepThatKeepsTheSettingsAndIsToldOf() {
        workspace.edit("bits", settings -> settings.withLayer(STEM, layer -> layer.editWeight(
                weight -> weight.withType(weight.type().withBits(5)))));
        assertThat(workspace.state().params(STEM).orElseThrow().clamp()).isEmpty();

        workspace.foldBatchNorm(true);

        WorkspaceState state = workspace.state();
        assertThat(problems).isEmpty();
        assertThat(notices).containsExactly("BatchNormalization folded into " + model().foldedLayers() + " layers.");
        assertThat(state.undoLabel()).contains("Fold BatchNormalization");
        assertThat(model().folded()).isTrue();
        assertThat(state.settings().layer(STEM).weight().orElseThrow().type().bits()).isEqualTo(5);
        assertThat(state.params(STEM).orElseThrow().clamp()).as("the activation behind it is the layer's now")
                .contains(new Clamp(0, 6));
        assertThat(state.input()).isPresent();
        assertThat(state.isShownCurrent()).isTrue();
        for (Layer layer : model().layers()) {
            assertThat(state.isCurrent(layer.name())).as(layer.name()).isTrue();
        }
    }

    @Test
    void undoAndRedoGoBackAndForthBetweenTheTwoForms() {
        WorkspaceState before = workspace.state();
        workspace.foldBatchNorm(true);
        WorkspaceState folded = workspace.state();

        workspace.undo();

        assertThat(workspace.state().model()).isEqualTo(before.model());
        assertThat(workspace.state().settings()).isEqualTo(before.settings());
        assertThat(workspace.state().summaries().keySet()).isEqualTo(before.summaries().keySet());
        assertThat(workspace.state().params(STEM)).isEqualTo(before.params(STEM));
        workspace.redo();
        assertThat(model().folded()).isTrue();
        assertThat(workspace.state().params(STEM)).isEqualTo(folded.params(STEM));
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    @Test
    void unfoldingGivesTheLayersTheirOwnClampsBack() {
        workspace.foldBatchNorm(true);
        workspace.foldBatchNorm(false);

        assertThat(model().folded()).isFalse();
        assertThat(workspace.state().params(STEM).orElseThrow().clamp()).isEmpty();
        assertThat(workspace.state().undoLabel()).contains("Unfold BatchNormalization");
        assertThat(notices).last().isEqualTo("BatchNormalization is as stored again.");
    }

    @Test
    void aClampThatSomebodyChoseStays() {
        workspace.edit("clamp", settings -> settings.withLayer(
                STEM, layer -> layer.withClamp(java.util.Optional.of(new Clamp(-1, 1)))));
        workspace.foldBatchNorm(true);

        assertThat(workspace.state().params(STEM).orElseThrow().clamp()).contains(new Clamp(-1, 1));
    }

    @Test
    void savedSettingsSayThatTheyAreForTheFoldedNetworkAndOpenAsSuch() throws IOException {
        Path file = folder.resolve("a.quantscope.json");
        workspace.foldBatchNorm(true);
        assertThat(workspace.saveSettings(file)).as(String.join(" ", problems)).isTrue();
        WorkspaceState saved = workspace.state();
        assertThat(Files.readString(file)).contains("\"folded\": true");

        try (Workspace other = opened(new Workspace(Workers.immediate()))) {
            notices.clear();
            other.openSettings(file);

            assertThat(problems).isEmpty();
            assertThat(other.state().model().orElseThrow().folded()).isTrue();
            assertThat(other.state().settings()).isEqualTo(saved.settings());
            assertThat(other.state().params(STEM)).isEqualTo(saved.params(STEM));
            assertThat(other.state().saved()).isTrue();
            assertThat(notices).containsExactly("Opened a.quantscope.json. BatchNormalization folded into "
                    + model().foldedLayers() + " layers.");
            other.undo();
            assertThat(other.state().model().orElseThrow().folded()).isFalse();
        }
    }

    @Test
    void settingsOfTheStoredNetworkUnfoldIt() {
        Path file = folder.resolve("a.quantscope.json");
        workspace.saveSettings(file);
        workspace.foldBatchNorm(true);

        workspace.openSettings(file);

        assertThat(problems).isEmpty();
        assertThat(model().folded()).isFalse();
    }

    @Test
    void settingsThatCannotBeReadLeaveTheNetworkAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("a.quantscope.json"),
                "{\"quantscope\": 1, \"folded\": true, \"layers\": {\"nobody\": {}}}");

        workspace.openSettings(file);

        assertThat(problems).singleElement().asString().contains("'nobody'");
        assertThat(model().folded()).isFalse();
        assertThat(workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void settingsThatWantFoldingWhereThereIsNothingToFoldAreRefused() throws IOException {
        workspace.openSample("fashion-lenet.onnx");
        Path file = Files.writeString(folder.resolve("a.quantscope.json"),
                "{\"quantscope\": 1, \"folded\": true, \"layers\": {}}");

        workspace.openSettings(file);

        assertThat(problems).singleElement().asString()
                .contains("'folded' is true, but 'fashion-lenet.onnx' has no BatchNormalization that can be folded");
    }

    @Test
    void aNetworkCanBeOpenedFolded() {
        workspace.openSample(STORED, true);

        assertThat(model().folded()).isTrue();
        assertThat(workspace.state().settings().folded()).isTrue();
        assertThat(workspace.state().undoLabel()).isEmpty();
        assertThat(workspace.state().saved()).isTrue();
        assertThat(notices).containsExactly("BatchNormalization folded into " + model().foldedLayers() + " layers.");
        workspace.foldBatchNorm(false);
        assertThat(model().folded()).isFalse();
    }

    @Test
    void thatThereIsNothingToFoldIsSaid() {
        workspace.openSample("fashion-lenet.onnx", true);

        assertThat(model().folded()).isFalse();
        assertThat(notices).containsExactly("'fashion-lenet.onnx' has no BatchNormalization that can be folded; it is"
                + " open as it is stored.");
        workspace.foldBatchNorm(true);
        assertThat(workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void whileItFoldsInTheBackgroundTheNetworkStaysAsItIs() throws InterruptedException {
        BlockingQueue<Runnable> frame = new LinkedBlockingQueue<>();
        try (Workspace window = opened(new Workspace(Workers.threads(frame::add)))) {
            runUntilIdle(window, frame);
            window.foldBatchNorm(true);

            assertThat(window.state().task()).contains("Folding BatchNormalization");
            assertThat(window.state().model().orElseThrow().folded()).isFalse();
            assertThat(window.state().settings().folded()).isFalse();
            runUntilIdle(window, frame);
            assertThat(window.state().model().orElseThrow().folded()).isTrue();
            assertThat(window.state().settings().folded()).isTrue();
            assertThat(window.state().isShownCurrent()).isTrue();
            window.undo();
            assertThat(window.state().model().orElseThrow().folded()).as("undo does not wait").isFalse();
            runUntilIdle(window, frame);
            assertThat(problems).isEmpty();
        }
    }

    private Model model() {
        return workspace.state().model().orElseThrow();
    }

    private static void runUntilIdle(Workspace window, BlockingQueue<Runnable> frame) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isIdle(window.state())) {
            Runnable next = frame.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(next).as("something happens").isNotNull();
            next.run();
        }
    }

    private static boolean isIdle(WorkspaceState state) {
        return state.model().isPresent() && state.task().isEmpty() && state.input().isPresent()
                && state.model().get().layers().stream().allMatch(layer -> state.isCurrent(layer.name()));
    }
}
