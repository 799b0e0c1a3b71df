package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.ramp;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.reals;
import static org.quantscope.onnx.OnnxModels.tensor;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.tensor.Shape;

/** The same weights in every type and every place that ONNX has for them. */
class WeightEncodingsTest {
    private static final float[] WEIGHTS = ramp(24);
    private static final long[] SHAPE = {4, 6, 1, 1};

    @TempDir
    Path folder;

    static Stream<Arguments> encodings() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16)
                .flatMap(type -> Stream.of(true, false).map(raw -> Arguments.of(type, raw)));
    }

    @ParameterizedTest(name = "{0}, raw: {1}")
    @MethodSource("encodings")
    void everyTypeInBytesAndInItsTypedField(DataType type, boolean raw) throws IOException {
        Layer layer = only(OnnxModels.conv(encoded("w", type, raw)));
        assertThat(layer.weight().data()).containsExactly(WEIGHTS);
        assertThat(layer.weight().shape()).isEqualTo(Shape.of(4, 6, 1, 1));
        assertThat(layer.weightsAsStored()).isEqualTo(type != DataType.DOUBLE);
    }

    @ParameterizedTest(name = "{0}, raw: {1}")
    @MethodSource("encodings")
    void everyTypeInAConstantNode(DataType type, boolean raw) throws IOException {
        OnnxModels model = OnnxModels.opset(13).input("x")
                .node("Constant", "", "", "w", tensor("value", encoded("", type, raw)))
                .node("Conv", "c", "x,w", "y").output("y");
        Layer layer = only(model);
        assertThat(layer.weight().data()).containsExactly(WEIGHTS);
        assertThat(layer.weightName()).isEqualTo("w");
    }

    @Test
    void aBiasFromConstantFloatsAndAScalarC() throws IOException {
        OnnxModels model = OnnxModels.opset(13).input("x").initializer("w", ramp(6), 3, 2)
                .node("Constant", "", "", "b", reals("value_floats", 1, 2, 3))
                .node("Constant", "", "", "s", real("value_float", 0.5f))
                .node("Gemm", "g", "x,w,b", "h", integer("transB", 1))
                .node("Gemm", "k", "x,w,s", "y", integer("transB", 1)).output("y").output("h");
        Model read = read(model);
        assertThat(read.layers().get(0).bias().orElseThrow().data()).containsExactly(1, 2, 3);
        assertThat(read.layers().get(1).bias().orElseThrow().data()).containsExactly(0.5f, 0.5f, 0.5f);
    }

    @Test
    void castsThatNarrowRoundTheWeights() throws IOException {
        OnnxModels model = OnnxModels.opset(13).input("x")
                .initializer("w", new float[] {0.1f, 65519, 1e-8f, -3e-7f}, 1, 4, 1, 1)
                .node("Cast", "", "w", "h", integer("to", DataType.FLOAT16_VALUE))
                .node("Cast", "", "h", "f", integer("to", DataType.FLOAT_VALUE))
                .node("Conv", "c", "x,f", "y").output("y");
        Layer layer = only(model);
        assertThat(layer.weight().data()).containsExactly(0.099975586f, 65504, 0, -5 * 0x1p-24f);
        assertThat(layer.weightsAsStored()).isFalse();
    }

    @Test
    void initializersThatAreAlsoInputsAreWeightsAndNotFed() throws IOException {
        OnnxModels model = OnnxModels.conv(encoded("w", DataType.FLOAT, true)).input("w", SHAPE);
        model.model().setIrVersion(3);
        Model read = read(model);
        assertThat(read.inputs()).extracting("name").containsExactly("x");
        assertThat(read.layers()).hasSize(1);
    }

    @Test
    void oneInitializerMayServeSeveralLayers() throws IOException {
        OnnxModels model = OnnxModels.opset(13).input("x").initializer("w", WEIGHTS, 4, 6, 1, 1)
                .node("Conv", "a", "x,w", "h").node("Conv", "b", "x,w", "y").output("y");
        Model read = read(model);
        assertThat(read.layers().get(0).weight().data()).isSameAs(read.layers().get(1).weight().data());
    }

    @Test
    void everyFloat16ValueIsItself() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.fromFloat16(bits);
            boolean special = (bits & 0x7c00) == 0x7c00;
            assertThat(Float.isFinite(value)).isNotEqualTo(special);
            if (!Float.isNaN(value)) {
                assertThat(HalfPrecision.roundToFloat16(value)).isEqualTo(value);
            }
        }
        assertThat(HalfPrecision.fromFloat16(0x3c00)).isEqualTo(1);
        assertThat(HalfPrecision.fromFloat16(0x7bff)).isEqualTo(65504);
        assertThat(HalfPrecision.fromFloat16(0x8001)).isEqualTo(-0x1p-24f);
        assertThat(HalfPrecision.fromBfloat16(0xc0a0)).isEqualTo(-5);
    }

    @Test
    void betweenTwoFloat16ValuesTheNearestIsTakenAndTiesGoToEven() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = HalfPrecision.fromFloat16(bits);
            float high = HalfPrecision.fromFloat16(bits + 1);
            float middle = (low + high) / 2;
            assertThat(HalfPrecision.roundToFloat16(middle)).isEqualTo(bits % 2 == 0 ? low : high);
            assertThat(HalfPrecision.roundToFloat16(-Math.nextUp(middle))).isEqualTo(-high);
            assertThat(HalfPrecision.roundToFloat16(Math.nextDown(middle))).isEqualTo(low);
        }
        assertThat(HalfPrecision.roundToFloat16(65520)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfPrecision.roundToBfloat16(1 + 0x1p-8f)).isEqualTo(1);
        assertThat(HalfPrecision.roundToBfloat16(1 + 3 * 0x1p-8f)).isEqualTo(1 + 0x1p-6f);
    }

    private Layer only(OnnxModels model) throws IOException {
        Model read = read(model);
        assertThat(read.layers()).hasSize(1);
        return read.layers().get(0);
    }

    private Model read(OnnxModels model) throws IOException {
        return OnnxReader.read(model.write(folder.resolve("m.onnx")));
    }

    private static TensorProto encoded(String name, DataType type, boolean raw) {
        TensorProto.Builder tensor = OnnxModels.empty(name, type, SHAPE);
        ByteBuffer bytes = ByteBuffer.allocate(WEIGHTS.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : WEIGHTS) {
            switch (type) {
                case FLOAT -> {
                    bytes.putFloat(value);
                    tensor.addFloatData(value);
                }
                case DOUBLE -> {
                    bytes.putDouble(value);
                    tensor.addDoubleData(value);
                }
                default -> {
                    short bits = type == DataType.FLOAT16
                            ? float16(value)
                            : (short) (Float.floatToIntBits(value) >> 16);
                    bytes.putShort(bits);
                    tensor.addInt32Data(bits & 0xffff);
                }
            }
        }
        return raw
                ? OnnxModels.empty(name, type, SHAPE).setRawData(ByteString.copyFrom(bytes.flip())).build()
                : tensor.build();
    }

    /** For multiples of 1/4 up to 4, which are normal in both types. */
    private static short float16(float value) {
        if (value == 0) {
            return 0;
        }
        int bits = Float.floatToIntBits(value);
        return (short) (bits >>> 16 & 0x8000 | ((bits >>> 23 & 0xff) - 112) << 10 | bits >>> 13 & 0x3ff);
    }
}
