package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.analysis.SensitivityMode;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.settings.QuantSettings;

class NetworkStudiesTest {
    private static final String CONV = "/conv1/Conv";

    private final List<String> problems = new ArrayList<>();
    private Workspace workspace;
    private NetworkStudies studies;
    private EvaluationWork evaluation;

    @TempDir
    Path folder;

    @BeforeEach
    void openTheSample() {
        workspace = new Workspace(Workers.immediate());
        workspace.onProblem(problems::add);
        workspace.openSample("fashion-lenet.onnx");
        studies = workspace.studies();
        evaluation = studies.evaluation();
        evaluation.setLimit(20);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void theSettingsShownAreEvaluatedOnTheImagesOfTheWindow() {
        assertThat(evaluation.start()).isTrue();

        EvaluationState state = evaluation.state();
        assertThat(problems).isEmpty();
        assertThat(state.progress().isComplete()).isTrue();
        assertThat(state.progress().running()).isFalse();
        assertThat(state.progress().done()).isEqualTo(20);
        assertThat(state.progress().source()).isEqualTo("fashion-test1000-images-idx3-ubyte");
        assertThat(state.classes()).startsWith("T-shirt/top");
        assertThat(state.evaluation().orElseThrow().images()).isEqualTo(20);
        assertThat(state.evaluation().get().floatAccuracy().orElseThrow()).isGreaterThan(0.8);
        assertThat(state.evaluation().get().logitMse()).isPositive();
    }

    @Test
    void whatIsKnownOfSettingsShowsAgainWhenTheyDo() {
        evaluation.start();
        EvaluationState first = evaluation.state();

        workspace.edit("Two bits", settings -> withBits(settings, 2));
        assertThat(evaluation.state().evaluation()).isEmpty();
        assertThat(evaluation.state().progress().done()).isZero();
        evaluation.start();
        EvaluationState second = evaluation.state();
        workspace.undo();

        assertThat(evaluation.state()).isEqualTo(first);
        assertThat(second.evaluation().orElseThrow().logitMse())
                .isGreaterThan(first.evaluation().orElseThrow().logitMse());
        workspace.redo();
        assertThat(evaluation.state()).isEqualTo(second);
    }

    @Test
    void anotherImageInTheWindowKeepsWhatIsKnown() {
        evaluation.start();
        EvaluationState before = evaluation.state();

        workspace.showImage(7);

        assertThat(evaluation.state()).isEqualTo(before);
    }

    @Test
    void listenersHearOfTheStartAndOfTheEnd() {
        List<StudyProgress> heard = new ArrayList<>();
        evaluation.onChange(state -> heard.add(state.progress()));

        evaluation.start();

        assertThat(heard.get(0).done()).isZero();
        assertThat(heard).anyMatch(StudyProgress::running);
        assertThat(heard.get(heard.size() - 1).isComplete()).isTrue();
        assertThat(heard.get(heard.size() - 1).running()).isFalse();
    }

    @Test
    void otherImagesCanBeChosenAndTheWindowsAgain() {
        studies.useImages(Path.of("samples/fashion-calib256.npz"));
        evaluation.start();

        assertThat(studies.hasOwnImages()).isTrue();
        assertThat(evaluation.state().progress().source()).isEqualTo("fashion-calib256.npz");
        studies.show(3);
        assertThat(workspace.state().input().orElseThrow().source()).isEqualTo("fashion-calib256.npz");
        assertThat(workspace.state().input().get().index()).isEqualTo(3);

        studies.useShownImages();
        assertThat(studies.hasOwnImages()).isFalse();
    }

    @Test
    void aFlipsImageIsShownInTheWindow() {
        workspace.edit("Two bits", settings -> withBits(settings, 2));
        evaluation.setLimit(100);
        evaluation.start();
        int image = evaluation.state().evaluation().orElseThrow().flips().get(0).image();

        studies.show(image);

        assertThat(workspace.state().input().orElseThrow().index()).isEqualTo(image);
    }

    @Test
    void imagesThatCannotBeReadAreTold() {
        studies.useImages(folder.resolve("no.npz"));

        assertThat(problems).singleElement().asString().startsWith("There is no file or folder");
        assertThat(studies.hasOwnImages()).isFalse();
    }

    @Test
    void aNetworkWithoutImagesHasNothingToStudy() throws Exception {
        Path file = folder.resolve("one.onnx");
        OnnxModels.conv(OnnxModels.floats("w", new float[] {1, 2, 3, 4}, 1, 1, 2, 2)).write(file);
        workspace.open(file);

        assertThat(evaluation.start()).isFalse();
        assertThat(evaluation.state().evaluation()).isEqualTo(Optional.empty());
        assertThat(evaluation.state().progress().total()).isZero();
    }

    @Test
    void everyLayersSensitivityIsRankedInBothModes() {
        SensitivityWork sensitivity = studies.sensitivity();
        sensitivity.setLimit(3);

        assertThat(sensitivity.start()).isTrue();

        SensitivityState state = sensitivity.state();
        assertThat(problems).isEmpty();
        assertThat(state.progress().isComplete()).isTrue();
        assertThat(state.entries()).hasSize(2 * 3 * 5);
        assertThat(state.entries().get(0).mode()).isEqualTo(SensitivityMode.ONLY);
        assertThat(state.task()).isEmpty();
        workspace.edit("Two bits", settings -> withBits(settings, 2));
        assertThat(sensitivity.state().entries()).isEmpty();
        sensitivity.start();
        assertThat(sensitivity.state().entries().get(0).layer()).isEqualTo(CONV);
    }

    @Test
    void aStoppedEvaluationKeepsWhatIsDoneAndGoesOn() throws InterruptedException {
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        try (Workspace window = new Workspace(Workers.threads(tasks::add))) {
            window.openSample("fashion-lenet.onnx");
            EvaluationWork work = window.studies().evaluation();
            runUntil(tasks, () -> work.state().progress().images() > 0);
            work.start();
            runUntil(tasks, () -> work.state().progress().done() > 0);
            work.cancel();
            drain(tasks);
            StudyProgress stopped = work.state().progress();
            assertThat(stopped.running()).isFalse();
            assertThat(stopped.done()).isPositive();
            long before = work.state().progress().done();

            work.start();
            assertThat(work.state().progress().done()).isGreaterThanOrEqualTo(before);
            runUntil(tasks, () -> work.state().progress().isComplete());

            assertThat(work.state().evaluation().orElseThrow().images()).isEqualTo(1000);
            assertThat(work.state().evaluation().get().floatAccuracy()).hasValue(0.914);
        }
    }

    @Test
    void anEditStopsAnEvaluationThatIsUnderWay() throws InterruptedException {
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        try (Workspace window = new Workspace(Workers.threads(tasks::add))) {
            window.openSample("fashion-mobile.onnx");
            EvaluationWork work = window.studies().evaluation();
            runUntil(tasks, () -> work.state().progress().images() > 0);
            work.start();
            assertThat(work.state().progress().running()).isTrue();

            window.edit("Two bits", settings -> withBits(settings, 2));

            assertThat(work.state().progress().running()).isFalse();
            assertThat(work.state().progress().done()).isZero();
            drain(tasks);
        }
    }

    private static QuantSettings withBits(QuantSettings settings, int bits) {
        String layer = settings.layers().containsKey(CONV) ? CONV : settings.layers().keySet().iterator().next();
        return settings.withLayer(layer, choices ->
                choices.editWeight(weight -> weight.withType(weight.type().withBits(bits))));
    }

    /** Runs what the workers hand to the publisher, as the FX thread would. */
    private static void runUntil(BlockingQueue<Runnable> tasks, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!reached.getAsBoolean()) {
            Runnable task = tasks.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(task).as("within a minute").isNotNull();
            task.run();
        }
    }

    private static void drain(BlockingQueue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
