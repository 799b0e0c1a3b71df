package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.conv.engine.Engines;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;

/** A network of 100 MB is explored long before it has been computed through and through. */
class LargeModelTest {
    private static final int CHANNELS = 384;
    private static final int LAYERS = 20;

    @TempDir
    static Path folder;

    private static Path file;

    private final BlockingQueue<Runnable> frame = new LinkedBlockingQueue<>();
    private final List<String> problems = new ArrayList<>();

    @BeforeAll
    static void writeTheNetwork() throws IOException {
        Random random = new Random(100);
        OnnxModels model = OnnxModels.opset(13).input("x0", 1, 3, 112, 112);
        for (int layer = 0; layer < LAYERS; layer++) {
            int inputs = layer == 0 ? 3 : CHANNELS;
            int stride = layer < 3 ? 2 : 1;
            float[] weights = new float[CHANNELS * inputs * 9];
            float spread = (float) Math.sqrt(2.0 / (inputs * 9));
            for (int at = 0; at < weights.length; at++) {
                weights[at] = spread * (float) random.nextGaussian();
            }
            model.initializer("w" + layer, weights, CHANNELS, inputs, 3, 3)
                    .node("Conv", "conv" + layer, "x" + layer + ",w" + layer, "c" + layer,
                            OnnxModels.integers("pads", 1, 1, 1, 1), OnnxModels.integers("strides", stride, stride))
                    .node("Relu", "relu" + layer, "c" + layer, "x" + (layer + 1));
        }
        file = model.output("x" + LAYERS).write(folder.resolve("large.onnx"));
    }

    @Test
    void theFirstLayerIsThereLongBeforeTheNetworkHasRun() throws InterruptedException {
        Engines.select("auto"); // loaded by whichever test comes first; what is measured here is the network
        long began = System.nanoTime();
        OnnxReader.read(file);
        final long reading = System.nanoTime() - began;
        try (Workspace workspace = new Workspace(Workers.threads(frame::add))) {
            workspace.onProblem(problems::add);
            began = System.nanoTime();
            workspace.open(file);
            WorkspaceState table = runUntil(workspace, state -> state.model().isPresent());
            assertThat(table.model().orElseThrow().layers()).as("the table is there").hasSize(LAYERS);
            assertThat(table.params("conv9")).as("and the weights can be explored").isPresent();
            assertThat(table.input()).isEmpty();

            WorkspaceState first = runUntil(workspace, WorkspaceState::isShownCurrent);
            final long untilFirst = System.nanoTime() - began;
            assertThat(first.focus().layer()).isEqualTo("conv0");
            assertThat(first.summaries().keySet()).as("no other layer was computed").isSubsetOf("conv0");
            assertThat(first.params("conv0").orElseThrow().input()).as("its input's range is known").isPresent();
            assertThat(first.params("conv9").orElseThrow().input()).as("the network has not run").isEmpty();

            workspace.focus("conv9"); // has to wait for the network
            WorkspaceState other = runUntil(workspace, state -> state.isShownCurrent() && state.shown().get().isWhole());
            final long untilOther = System.nanoTime() - began;
            assertThat(other.shown().orElseThrow().layer().name()).isEqualTo("conv9");
            assertThat(other.params("conv9").orElseThrow().input()).isPresent();

            report(reading, untilFirst, untilOther);
            assertThat(untilFirst).as("against reading the file").isLessThan(12 * reading);
            assertThat(untilFirst).as("against a layer that needs the network").isLessThan(untilOther);
        }
    }

    @Test
    void whatTheFirstLayerShowedAloneIsWhatItShowsInTheNetwork() throws InterruptedException {
        try (Workspace workspace = new Workspace(Workers.threads(frame::add))) {
            workspace.open(file);
            WorkspaceState alone = runUntil(workspace, state ->
                    state.isShownCurrent() && state.shown().get().isWhole());
            WorkspaceState whole = runUntil(workspace, state -> state.isShownCurrent()
                    && state.shown().get().isWhole()
                    && state.params("conv9").orElseThrow().input().isPresent());
            assertThat(whole.params("conv0")).isEqualTo(alone.params("conv0"));
            assertThat(whole.shown().orElseThrow().report().error())
                    .isEqualTo(alone.shown().orElseThrow().report().error());
        }
    }

    private static void report(long reading, long untilFirst, long untilOther) {
        System.getLogger(LargeModelTest.class.getName()).log(System.Logger.Level.INFO,
                "100 MB: read in {0} ms, first layer after {1} ms, a layer in the middle after {2} ms",
                reading / 1_000_000, untilFirst / 1_000_000, untilOther / 1_000_000);
    }

    private WorkspaceState runUntil(Workspace workspace, Predicate<WorkspaceState> reached)
            throws InterruptedException {
        while (!reached.test(workspace.state())) {
            Runnable next = frame.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("the workers answer within a minute").isNotNull();
            next.run();
        }
        assertThat(problems).isEmpty();
        return workspace.state();
    }
}
