package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class NetworkRunnerTest {
    @TempDir
    Path folder;

    @Test
    void aSequenceIsHandedOverAsAnImageOfHeightOne() throws IOException {
        Model model = read(OnnxModels.opset(13)
                .input("x", 1, 2, 6)
                .initializer("w", OnnxModels.ramp(3 * 2 * 3), 3, 2, 3)
                .node("Conv", "c", "x,w", "y")
                .output("y"));

        expectPlain(model, random(1, 2, 6), Shape.of(1, 2, 1, 6));
    }

    @Test
    void rowsOfAnyRankAreFlattened() throws IOException {
        Model model = read(OnnxModels.opset(13)
                .input("x", 2, 3, 4)
                .initializer("w", OnnxModels.ramp(4 * 5), 4, 5)
                .node("MatMul", "m", "x,w", "y")
                .output("y"));

        expectPlain(model, random(2, 3, 4), Shape.of(6, 4, 1, 1));
    }

    @Test
    void columnsAreTurnedIntoRows() throws IOException {
        Model model = read(OnnxModels.opset(13)
                .input("x", 4, 3)
                .initializer("w", OnnxModels.ramp(4 * 5), 4, 5)
                .node("Gemm", "g", "x,w", "y", OnnxModels.integer("transA", 1))
                .output("y"));

        expectPlain(model, random(4, 3), Shape.of(3, 4, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({"DOUBLE, 0.3", "FLOAT16, 0.30004883", "UINT8, 3", "INT8, -4", "INT32, -70000", "INT64, 16777216"})
    void inputsOfOtherTypesAreConverted(DataType type, float value) throws IOException {
        OnnxModels models = OnnxModels.opset(13).input("x", 1, 2).node("Cast", "cast", "x", "f", OnnxModels.integer(
                "to", DataType.FLOAT.getNumber()));
        models.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
        Model model = read(models.initializer("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "m", "f,w", "y")
                .output("y"));

        try (NetworkRunner runner = NetworkRunner.open(model)) {
            FloatTensor input = FloatTensor.wrap(Shape.of(1, 2), new float[] {value, 1});
            assertThat(runner.predict(input).data()).containsExactly(value, 1);
        }
    }

    @Test
    void integerInputsAreRoundedHalfToEvenAndKeptInsideTheirType() throws IOException {
        OnnxModels models = OnnxModels.opset(13).input("x", 1, 4).node("Cast", "cast", "x", "y", OnnxModels.integer(
                "to", DataType.FLOAT.getNumber()));
        models.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.UINT8_VALUE);
        Model model = read(models.output("y"));

        try (NetworkRunner runner = NetworkRunner.open(model)) {
            FloatTensor input = FloatTensor.wrap(Shape.of(1, 4), new float[] {-3, 0.5f, 1.5f, 300});
            assertThat(runner.predict(input).data()).containsExactly(0, 0, 2, 255);
        }
    }

    @Test
    void otherInputsAreFilledAndSaidSo() throws IOException {
        Model model = read(OnnxModels.opset(13)
                .input("noise", 1, 2)
                .input("x", 1, 2, 1, 1)
                .input("attention_mask", -1, 2)
                .initializer("w", new float[] {1, 0, 0, 1}, 2, 2, 1, 1)
                .node("Conv", "c", "x,w", "z")
                .node("Flatten", "flat", "z", "f")
                .node("Add", "a", "f,noise", "n")
                .node("Add", "b", "n,attention_mask", "y")
                .output("y"));

        try (NetworkRunner runner = NetworkRunner.open(model)) {
            assertThat(runner.remarks()).containsExactly(
                    "Input 'noise' (float, 1×2) is filled with zeros; the image goes to 'x'.",
                    "Input 'attention_mask' (float, 1×2) is filled with ones; the image goes to 'x'.");
            FloatTensor input = FloatTensor.wrap(Shape.of(1, 2, 1, 1), new float[] {5, 7});
            assertThat(runner.predict(input).data()).containsExactly(6, 8);
        }
    }

    @Test
    void weightsInAFileBesideTheNetworkAreFound() throws IOException {
        Files.write(folder.resolve("w.bin"), OnnxModels.rawFloats(2, 3));
        Model model = read(OnnxModels.opset(13)
                .input("x", 1, 1, 1, 2)
                .initializer(OnnxModels.external("w", new long[] {2, 1, 1, 1}, "location", "w.bin"))
                .node("Conv", "c", "x,w", "y")
                .output("y"));

        try (NetworkRunner runner = NetworkRunner.open(model)) {
            FloatTensor input = FloatTensor.wrap(Shape.of(1, 1, 1, 2), new float[] {1, 10});
            assertThat(runner.predict(input).data()).containsExactly(2, 20, 3, 30);
        }
    }

    @Test
    void anInputThatDoesNotFitIsRefusedInASentence() throws IOException {
        Model model = read(OnnxModels.opset(13)
                .input("x", -1, 1, 28, 28)
                .initializer("w", OnnxModels.ramp(2), 2, 1, 1, 1)
                .node("Conv", "c", "x,w", "y")
                .output("y"));
        float[] values = new float[28 * 28];
        values[5] = Float.NaN;
        float[] infinite = new float[28 * 28];
        infinite[6] = Float.NEGATIVE_INFINITY;

        try (NetworkRunner runner = NetworkRunner.open(model)) {
            assertThatThrownBy(() -> runner.run(random(1, 3, 28, 28)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Input 'x' of 'net.onnx' has the shape [d0, 1, 28, 28]; the given one is 1×3×28×28.");
            assertThatThrownBy(() -> runner.run(random(28, 28)))
                    .hasMessage("Input 'x' of 'net.onnx' has the shape [d0, 1, 28, 28]; the given one is 28×28.");
            assertThatThrownBy(() -> runner.run(FloatTensor.wrap(Shape.of(1, 1, 28, 28), values)))
                    .hasMessage("The network's input has NaN at element 5; give one with finite values only.");
            assertThatThrownBy(() -> runner.run(FloatTensor.wrap(Shape.of(1, 1, 28, 28), infinite)))
                    .hasMessage("The network's input has infinity at element 6; give one with finite values only.");
        }
    }

    @Test
    void anOperatorThatOnnxRuntimeDoesNotKnowIsNamed() throws IOException {
        Model model = read(conv().node("Frobnicate", "f", "y", "z").output("z"));

        assertThatThrownBy(() -> NetworkRunner.open(model))
                .isInstanceOf(NetworkRunException.class)
                .hasMessageStartingWith("ONNX Runtime cannot run 'net.onnx': ")
                .hasMessageContaining("Frobnicate")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aRunThatFailsIsToldInASentence() throws IOException {
        Model model = read(conv()
                .initializer(OnnxModels.raw("shape", DataType.INT64, new byte[] {7, 0, 0, 0, 0, 0, 0, 0}, 1))
                .node("Reshape", "r", "y,shape", "z")
                .output("z"));

        try (NetworkRunner runner = NetworkRunner.open(model)) {
            assertThatThrownBy(() -> runner.run(random(1, 1, 2, 2)))
                    .isInstanceOf(NetworkRunException.class)
                    .hasMessageStartingWith("ONNX Runtime stopped while running 'net.onnx': ")
                    .hasMessageEndingWith(".");
        }
    }

    @Test
    void infinityInsideTheNetworkIsToldWithItsTensor() throws IOException {
        Model model = read(OnnxModels.opset(13)
                .input("x", 1, 1, 1, 1)
                .node("Log", "l", "x", "log")
                .initializer("w", new float[] {1}, 1, 1, 1, 1)
                .node("Conv", "c", "log,w", "y")
                .output("y"));

        try (NetworkRunner runner = NetworkRunner.open(model);
                Activations activations = runner.run(FloatTensor.zeros(Shape.of(1, 1, 1, 1)))) {
            assertThatThrownBy(activations::ranges)
                    .isInstanceOf(NetworkRunException.class)
                    .hasMessage("Network 'net.onnx' computes NaN or infinity in tensor 'log' for this input; try another"
                            + " input or another normalisation.");
        }
    }

    @Test
    void activationsMayBeClosedTwiceAndThenGiveNothing() throws IOException {
        Model model = read(conv());
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            Activations activations = runner.run(random(1, 1, 2, 2));
            activations.close();
            activations.close();
            assertThatThrownBy(() -> activations.input(model.layers().get(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("These activations are closed.");
        }
    }

    @Test
    void activationsOutliveTheirRunner() throws IOException {
        Model model = read(conv());
        Activations activations;
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            activations = runner.run(random(1, 1, 2, 2));
        }
        try (activations) {
            assertThat(activations.input(model.layers().get(0))).isEqualTo(random(1, 1, 2, 2));
            assertThat(activations.networkOutput().size()).isEqualTo(8);
        }
    }

    @Test
    void aRunnerThatIsClosedSaysSo() throws IOException {
        NetworkRunner runner = NetworkRunner.open(read(conv()));
        runner.close();
        runner.close();

        assertThatThrownBy(() -> runner.run(random(1, 1, 2, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The runner of 'net.onnx' is closed.");
    }

    @Test
    void aRangePassStopsWhenNobodyWantsItAndHonoursItsLimit() throws IOException {
        Model model = read(conv());
        ImageSet images = ImageSource.open(Path.of("src/test/resources/images/grays.npy"));
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            RangePass pass = new RangePass(model, runner, Preprocessing.UNIT, Shape.of(1, 1, 3, 5));
            Map<String, LayerRanges> first = pass.run(images, 1, Cancellation.NEVER, done -> {});
            Map<String, LayerRanges> both = pass.run(images, 9, Cancellation.NEVER, done -> {});

            assertThat(first.get("c").input().max()).isEqualTo((float) (14 / 255.0));
            assertThat(both.get("c").input().max()).isEqualTo((float) (29 / 255.0));
            assertThat(both.get("c").input().count()).isEqualTo(30);
            assertThatThrownBy(() -> pass.run(images, 9, new Cancellation(() -> true), done -> {}))
                    .isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> pass.run(images, 0, Cancellation.NEVER, done -> {}))
                    .hasMessage("Calibration needs at least one image, not 0.");
        }
    }

    @Test
    void aNetworkWithoutDimensionsRunsInTheShapeThatItsFirstLayerSuggests() throws IOException {
        Model model = read(OnnxModels.conv(OnnxModels.floats("w", OnnxModels.ramp(2 * 5 * 9), 2, 5, 3, 3)));
        Shape shape = InputShape.of(model).withDimensions(Map.of("height", 4, "width", 6)).shape();

        expectPlain(model, random(shape.toArray()), Shape.of(1, 5, 4, 6));
    }

    private static OnnxModels conv() {
        return OnnxModels.opset(13)
                .input("x", -1, 1, -1, -1)
                .initializer("w", OnnxModels.ramp(2), 2, 1, 1, 1)
                .node("Conv", "c", "x,w", "y")
                .output("y");
    }

    /** The layer's input has that shape, and the plain loops over it give what ONNX Runtime gives. */
    private static void expectPlain(Model model, FloatTensor networkInput, Shape layerInput) {
        Layer layer = model.layers().get(0);
        try (NetworkRunner runner = NetworkRunner.open(model);
                Activations activations = runner.run(networkInput)) {
            FloatTensor input = activations.input(layer);
            float[] output = activations.output(layer).data();
            double[] expected = PlainConvolution.run(layer, input);

            assertThat(input.shape()).isEqualTo(layerInput);
            assertThat(output).hasSameSizeAs(expected);
            for (int i = 0; i < output.length; i++) {
                assertThat(Math.abs(output[i] - expected[i])).isLessThan(1e-5);
            }
        }
    }

    private static FloatTensor random(int... extents) {
        Shape shape = Shape.of(extents);
        Random random = new Random(1);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return FloatTensor.wrap(shape, values);
    }

    private Model read(OnnxModels models) throws IOException {
        return OnnxReader.read(models.write(folder.resolve("net.onnx")));
    }
}
