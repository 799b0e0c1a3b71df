package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;

/** What is read must mean what ONNX Runtime computes, for every form of layer that is explored. */
class LayersAgainstOnnxRuntimeTest {
    private final Random random = new Random(20);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # name                 | input     | weights | group | strides | dilations | pads    | auto_pad   | kernel_shape
            1x1                    | 2 3 5 4   | 4 3 1 1 | 1     | -       | -         | -       | -          | 1 1
            3x3 without a kernel   | 1 2 6 7   | 3 2 3 3 | 1     | -       | -         | -       | -          | -
            oblong kernel          | 1 2 6 7   | 3 2 2 5 | 1     | -       | -         | 0 2 1 2 | -          | 2 5
            asymmetric pads        | 1 2 5 6   | 3 2 3 3 | 1     | -       | -         | 0 1 2 3 | NOTSET     | 3 3
            strides that differ    | 1 1 9 11  | 2 1 3 3 | 1     | 2 3     | -         | 1 1 1 1 | -          | 3 3
            dilations that differ  | 1 1 9 11  | 2 1 3 3 | 1     | -       | 2 3       | 2 3 2 3 | -          | 3 3
            depthwise              | 1 4 6 6   | 4 1 3 3 | 4     | 2 2     | -         | 1 1 1 1 | -          | 3 3
            depthwise multiplier 2 | 1 3 6 6   | 6 1 3 3 | 3     | -       | -         | 1 1 1 1 | -          | 3 3
            grouped                | 2 6 5 5   | 4 3 3 3 | 2     | -       | -         | 1 1 1 1 | -          | 3 3
            VALID ignores pads     | 1 2 6 7   | 3 2 3 3 | 1     | 2 2     | -         | -       | VALID      | 3 3
            SAME_UPPER odd         | 1 2 7 5   | 3 2 3 3 | 1     | -       | -         | -       | SAME_UPPER | 3 3
            SAME_UPPER even kernel | 1 2 7 5   | 3 2 2 4 | 1     | -       | -         | -       | SAME_UPPER | 2 4
            SAME_UPPER strided     | 1 2 7 10  | 3 2 3 3 | 1     | 2 3     | -         | -       | SAME_UPPER | 3 3
            SAME_LOWER even kernel | 1 2 7 5   | 3 2 2 4 | 1     | -       | -         | -       | SAME_LOWER | -
            SAME_LOWER strided     | 1 2 8 10  | 3 2 3 3 | 1     | 2 3     | -         | -       | SAME_LOWER | 3 3
            stride beyond kernel   | 1 1 8 8   | 1 1 1 2 | 1     | 3 4     | -         | -       | SAME_UPPER | 1 2
            1-D                    | 2 3 9     | 4 3 3   | 1     | 2       | 2         | 1 3     | -          | 3
            1-D depthwise          | 1 3 9     | 3 1 4   | 3     | -       | -         | -       | SAME_LOWER | 4
            1-D one tap            | 1 3 9     | 5 3 1   | 1     | -       | -         | -       | -          | -
            """)
    void aConvolution(
            String name, String input, String weights, int group, String strides, String dilations, String pads,
            String autoPad, String kernel)
            throws Exception {
        List<AttributeProto> attributes = new ArrayList<>(List.of(integer("group", group)));
        addInts(attributes, "strides", strides);
        addInts(attributes, "dilations", dilations);
        addInts(attributes, "pads", pads);
        addInts(attributes, "kernel_shape", kernel);
        if (autoPad != null) {
            attributes.add(text("auto_pad", autoPad));
        }
        long[] w = longs(weights);
        OnnxModels model = OnnxModels.opset(13).input("x", open(longs(input)))
                .initializer("w", values(w), w)
                .initializer("b", values(w[0]), w[0])
                .node("Conv", "c", "x,w,b", "y", attributes.toArray(AttributeProto[]::new))
                .output("y");
        Layer layer = assertAgrees(model, longs(input));
        assertThat(layer.inputLayout())
                .isEqualTo(w.length == 3 ? InputLayout.SEQUENCE : InputLayout.IMAGE);
        assertThat(layer.storedOutputAxis()).isZero();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            0, 0, 1,    1,    5
            0, 1, 1,    1,    5
            1, 0, 1,    1,    1 5
            1, 1, 0.5,  1,    1
            0, 0, -2.5, 0.25, 1 1
            0, 1, 3,    0,    5
            1, 1, 1,    -1,   ''
            0, 1, 1,    1,    -
            """)
    void aGemm(int transA, int transB, float alpha, float beta, String biasShape) throws Exception {
        OnnxModels model = OnnxModels.opset(13).input("x", -1, -1)
                .initializer("w", values(15), transB == 1 ? new long[] {5, 3} : new long[] {3, 5});
        if (biasShape != null) {
            long[] shape = longs(biasShape);
            model.initializer("b", values(Arrays.stream(shape).reduce(1, (a, b) -> a * b)), shape);
        }
        model.node("Gemm", "g", biasShape == null ? "x,w" : "x,w,b", "y", integer("transA", transA),
                        integer("transB", transB), real("alpha", alpha), real("beta", beta))
                .output("y");
        long[] shape = transA == 1 ? new long[] {3, 4} : new long[] {4, 3};
        Layer layer = assertAgrees(model, shape);
        assertThat(layer.inputLayout()).isEqualTo(transA == 1 ? InputLayout.COLUMNS : InputLayout.ROWS);
        assertThat(layer.weightsAsStored()).isEqualTo(alpha == 1);
        assertThat(layer.storedOutputAxis()).isEqualTo(1 - transB);
        assertThat(layer.biasName().isPresent()).isEqualTo(beta == 1 && "5".equals(biasShape));
        assertThat(layer.bias().isPresent()).isEqualTo(beta != 0 && biasShape != null);
    }

    @ParameterizedTest
    @CsvSource({"4 3", "2 4 3", "2 2 4 3"})
    void aMatMulWithItsWeightsRightOfRows(String shape) throws Exception {
        OnnxModels model = OnnxModels.opset(13).input("x", open(longs(shape)))
                .initializer("w", values(15), 3, 5)
                .node("MatMul", "m", "x,w", "y").output("y");
        Layer layer = assertAgrees(model, longs(shape));
        assertThat(layer.inputLayout()).isEqualTo(InputLayout.ROWS);
        assertThat(layer.storedOutputAxis()).isEqualTo(1);
    }

    @Test
    void aMatMulWithItsWeightsLeftOfColumns() throws Exception {
        OnnxModels model = OnnxModels.opset(13).input("x", 3, 4)
                .initializer("w", values(15), 5, 3)
                .node("MatMul", "m", "w,x", "y").output("y");
        Layer layer = OnnxReader.read(model.write(folder.resolve("m.onnx"))).layers().get(0);
        float[] x = values(12);
        Map<String, OnnxRuntimeRun.Values> seen = run("m.onnx", x, 3, 4);
        assertThat(layer.inputLayout()).isEqualTo(InputLayout.COLUMNS);
        assertThat(layer.storedOutputAxis()).isZero();
        // ONNX Runtime writes (O, N); a layer computes (N, O).
        PlainLayer.assertClose(
                "m", PlainLayer.run(layer, x, 3, 4), PlainLayer.transposed(seen.get("y").data(), 5, 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 19, 20, 21, 22, 23})
    void everyVersionOfTheOperators(long opset) throws Exception {
        OnnxModels model = OnnxModels.opset(opset).input("x", -1, 2, 4, 4)
                .initializer("w", values(3, 2, 3, 3), 3, 2, 3, 3)
                .initializer("m", values(12, 5), 12, 5)
                .initializer("b", values(5), 5)
                .node("Conv", "c", "x,w", "h", integers("pads", 0, 0, 0, 0))
                .node("Flatten", "f", "h", "flat")
                .node("Gemm", "g", "flat,m,b", "y").output("y");
        Path file = model.write(folder.resolve("m.onnx"));
        Model read = OnnxReader.read(file);
        float[] x = values(2, 2, 4, 4);
        Map<String, OnnxRuntimeRun.Values> seen =
                OnnxRuntimeRun.run(ExposedTensors.of(file, List.of("h", "flat")), "x", x, 2, 2, 4, 4);
        PlainLayer.assertClose("c", PlainLayer.run(read.layers().get(0), x, 2, 2, 4, 4), seen.get("h").data());
        PlainLayer.assertClose(
                "g", PlainLayer.run(read.layers().get(1), seen.get("flat").data(), 2, 12), seen.get("y").data());
        assertThat(read.opset()).isEqualTo(opset);
    }

    @Test
    void weightsThroughTransposeCastAndIdentity() throws Exception {
        OnnxModels model = OnnxModels.opset(13).input("x", -1, 3)
                .initializer("w", values(15), 5, 3)
                .node("Identity", "", "w", "w1")
                .node("Transpose", "", "w1", "w2", integers("perm", 1, 0))
                .node("Cast", "", "w2", "w3", integer("to", 1))
                .node("MatMul", "m", "x,w3", "y").output("y");
        Layer layer = assertAgrees(model, 2, 3);
        assertThat(layer.weightName()).isEqualTo("w");
        assertThat(layer.storedOutputAxis()).isZero();
        assertThat(layer.weightsAsStored()).isTrue();
    }

    @Test
    void aConvolutionWhoseWeightsComeFromAnotherLayoutThroughTranspose() throws Exception {
        OnnxModels model = OnnxModels.opset(13).input("x", 1, 3, 6, 6)
                .initializer("hwio", values(120), 4, 2, 3, 5)
                .node("Transpose", "", "hwio", "w", integers("perm", 3, 2, 0, 1))
                .node("Conv", "c", "x,w", "y").output("y");
        Layer layer = assertAgrees(model, 1, 3, 6, 6);
        assertThat(layer.storedOutputAxis()).isEqualTo(3);
    }

    private Layer assertAgrees(OnnxModels model, long... shape) throws IOException, OrtException {
        Layer layer = OnnxReader.read(model.write(folder.resolve("m.onnx"))).layers().get(0);
        float[] x = values(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        PlainLayer.assertClose(
                layer.name(), PlainLayer.run(layer, x, shape), run("m.onnx", x, shape).get("y").data());
        return layer;
    }

    private Map<String, OnnxRuntimeRun.Values> run(String file, float[] x, long... shape) throws OrtException {
        return OnnxRuntimeRun.run(ExposedTensors.of(folder.resolve(file), List.of()), "x", x, shape);
    }

    private float[] values(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static void addInts(List<AttributeProto> attributes, String name, String values) {
        if (values != null) {
            attributes.add(integers(name, longs(values)));
        }
    }

    private static long[] longs(String text) {
        return text.isBlank()
                ? new long[0]
                : Arrays.stream(text.trim().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static long[] open(long[] shape) {
        return Arrays.stream(shape).map(extent -> -1).toArray();
    }
}
