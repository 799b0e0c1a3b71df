package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

/** What cannot be used is one sentence, and the window and the work in it stay as they were. */
class BadInputTest {
    private final List<String> problems = new ArrayList<>();
    private Workspace workspace;

    @TempDir
    Path folder;

    @BeforeEach
    void openAWorkspace() {
        workspace = new Workspace(Workers.immediate());
        workspace.onProblem(problems::add);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void anImageThatTheNetworkCannotRunOnLeavesTheOneShown() throws IOException {
        open(conv(1, 3, 8, 8));
        Path good = npy("good.npy", 1);
        workspace.openImages(good);
        edit();
        WorkspaceState before = workspace.state();
        assertThat(before.input().orElseThrow().source()).isEqualTo("good.npy");

        workspace.openImages(npy("huge.npy", Float.MAX_VALUE));
        assertThat(problems).singleElement().asString().contains("NaN or infinity").endsWith(".");
        expectSame(before);
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN", "Infinity, infinity", "-Infinity, infinity"})
    void aValueThatIsNotFiniteIsNamedWithItsPlaceInTheFile(float value, String word) throws IOException {
        open(conv(1, 3, 8, 8));
        edit();
        WorkspaceState before = workspace.state();
        float[] data = OnnxModels.ramp(2 * 3 * 8 * 8);
        data[2 * 64 + 3 * 8 + 5] = value;
        Path file = folder.resolve("x.npy");
        NpyFile.write(file, FloatTensor.wrap(Shape.of(2, 3, 8, 8), data));

        workspace.openImages(file);
        assertThat(problems).containsExactly("File 'x.npy' has " + word
                + " at [0, 2, 3, 5]; the network's input must be finite numbers only.");
        expectSame(before);
    }

    @Test
    void aNetworkThatOnnxRuntimeCannotOpenIsExploredOnRandomLayerInputs() throws IOException {
        open(OnnxModels.opset(17)
                .input("x", 1, 3, 8, 8)
                .initializer("w", OnnxModels.ramp(4 * 3 * 9), 4, 3, 3, 3)
                .node("NoSuchOperator", "n", "x", "a")
                .node("Conv", "c", "a,w", "y")
                .output("y"));
        assertThat(problems).isEmpty();
        assertThat(workspace.state().input().orElseThrow().remark())
                .startsWith("Every layer gets a random input of its own. ONNX Runtime cannot run 'net.onnx': ")
                .doesNotContain("/onnxruntime_src/");
        assertThat(workspace.state().isShownCurrent()).isTrue();

        WorkspaceState before = workspace.state();
        workspace.openImages(npy("good.npy", 1));
        assertThat(problems).singleElement().asString().contains("cannot run 'net.onnx'");
        expectSame(before);
    }

    @Test
    void anInputTooLargeToHoldStillLetsTheLayersBeExplored() throws IOException {
        open(conv(1, 3, 1_000_000, 1_000_000));
        assertThat(problems).isEmpty();
        assertThat(workspace.state().input().orElseThrow().remark()).contains("2^31 - 1 elements");
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    @Test
    void openDimensionsHaveDefaultsAndCanBeChangedAndWhatFailsLeavesThem() throws IOException {
        open(conv(-1, 3, -1, -1));
        List<OpenDimension> defaults = workspace.state().openDimensions();
        assertThat(defaults).extracting(OpenDimension::value).containsExactly(1, 224, 224);
        assertThat(defaults).extracting(OpenDimension::batch).containsExactly(true, false, false);
        assertThat(workspace.state().isShownCurrent()).isTrue();

        String height = defaults.get(1).name();
        String width = defaults.get(2).name();
        workspace.setInputDimensions(Map.of(height, 12, width, 20));
        assertThat(problems).isEmpty();
        assertThat(workspace.state().openDimensions()).extracting(OpenDimension::value).containsExactly(1, 12, 20);
        assertThat(workspace.state().shown().orElseThrow().planes().output()).isEqualTo(Shape.of(1, 4, 10, 18));

        WorkspaceState before = workspace.state();
        workspace.setInputDimensions(Map.of(height, 2, width, 2));
        workspace.setInputDimensions(Map.of(height, 65_536, width, 65_536));
        assertThat(problems).hasSize(2).allMatch(sentence -> sentence.endsWith("."));
        assertThat(problems.get(0)).contains("node 'c' (Conv)");
        expectSame(before);
    }

    @Test
    void aModelWithoutLayersOpensAndHasNothingToShow() throws IOException {
        open(OnnxModels.opset(17).input("x", 1, 3).node("Relu", "r", "x", "y").output("y"));
        assertThat(problems).isEmpty();
        assertThat(workspace.state().model().orElseThrow().layers()).isEmpty();
        assertThat(workspace.state().layer()).isEmpty();
        assertThat(workspace.state().shown()).isEmpty();
        assertThat(workspace.state().task()).isEmpty();
    }

    @Test
    void weightsThatAreAllZeroHaveScaleOneAndNoError() throws IOException {
        open(OnnxModels.opset(17)
                .input("x", 1, 3, 8, 8)
                .initializer("w", new float[4 * 3 * 9], 4, 3, 3, 3)
                .node("Conv", "c", "x,w", "y")
                .output("y"));
        assertThat(problems).isEmpty();
        assertThat(workspace.state().params().orElseThrow().weight().orElseThrow().channel(3).scale()).isEqualTo(1f);
        assertThat(workspace.state().shown().orElseThrow().report().error().maxAbs()).isZero();
    }

    private OnnxModels conv(long... input) {
        return OnnxModels.opset(17)
                .input("x", input)
                .initializer("w", OnnxModels.ramp(4 * 3 * 9), 4, 3, 3, 3)
                .node("Conv", "c", "x,w", "y")
                .output("y");
    }

    private void open(OnnxModels model) throws IOException {
        workspace.open(model.write(folder.resolve("net.onnx")));
    }

    private Path npy(String name, float value) throws IOException {
        float[] data = new float[3 * 8 * 8];
        Arrays.fill(data, value);
        Path file = folder.resolve(name);
        NpyFile.write(file, FloatTensor.wrap(Shape.of(1, 3, 8, 8), data));
        assertThat(Files.size(file)).isGreaterThan(data.length);
        return file;
    }

    private void edit() {
        workspace.edit("Float", settings -> settings.withLayer("c", layer -> layer.withInput(Optional.empty())));
    }

    private void expectSame(WorkspaceState before) {
        WorkspaceState now = workspace.state();
        assertThat(now.model()).isEqualTo(before.model());
        assertThat(now.settings()).isEqualTo(before.settings());
        assertThat(now.undoLabel()).isEqualTo(before.undoLabel());
        assertThat(now.saved()).isEqualTo(before.saved());
        assertThat(now.input()).isEqualTo(before.input());
        assertThat(now.openDimensions()).isEqualTo(before.openDimensions());
        assertThat(now.isShownCurrent()).isTrue();
        assertThat(now.task()).isEmpty();
    }
}
