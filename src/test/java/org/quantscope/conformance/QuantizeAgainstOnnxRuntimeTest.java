package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.integer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.Rounding;
import org.quantscope.tensor.Shape;

/**
 * ONNX Runtime's QuantizeLinear, DequantizeLinear and DynamicQuantizeLinear against {@link Quantizer}, bit for bit, on
 * a million seeded values: a third at and next to ties, where a multiplication by 1/scale or another rounding shows.
 */
class QuantizeAgainstOnnxRuntimeTest {
    private static final int CHANNELS = 50;
    private static final int LENGTH = 5_000;

    /** A tensor (50, 5000) with a scale and a zero point for each row, or one for all. */
    @ParameterizedTest(name = "{0} bits, signed {1}, a scale for each channel {2}")
    @CsvSource(textBlock = """
            8,  false, false
            8,  true,  true
            16, false, true
            16, true,  false
            """)
    void codesAndValuesAreThoseOfTheRuntime(int bits, boolean signed, boolean perChannel) throws OrtException {
        Random random = new Random(bits + (signed ? 1 : 0));
        QuantType type = new QuantType(bits, signed, false);
        int count = perChannel ? CHANNELS : 1;
        float[] scales = new float[count];
        int[] zeroPoints = new int[count];
        for (int channel = 0; channel < count; channel++) {
            scales[channel] = Math.scalb(1f + random.nextFloat(), random.nextInt(20) - 15);
            zeroPoints[channel] = type.qmin() + random.nextInt(type.levels());
        }
        float[] values = new float[CHANNELS * LENGTH];
        int[] codes = new int[values.length];
        float[] back = new float[values.length];
        for (int channel = 0; channel < CHANNELS; channel++) {
            float scale = scales[perChannel ? channel : 0];
            int from = channel * LENGTH;
            int to = from + LENGTH;
            fill(values, from, to, scale, type, random);
            QuantParams params = new QuantParams(type, scale, zeroPoints[perChannel ? channel : 0]);
            Quantizer.quantize(values, codes, from, to, params);
            Quantizer.dequantize(codes, back, from, to, params);
        }
        Shape shape = perChannel ? Shape.of(CHANNELS) : Shape.of();
        OnnxModels model = OnnxModels.opset(21)
                .initializer(RuntimeNode.constant("s", BackendTensor.ofReals(shape, scales)))
                .initializer(RuntimeNode.constant("z", BackendTensor.ofCodes(shape, type, zeroPoints)))
                .node("QuantizeLinear", "q", "x,s,z", "y", integer("axis", 0))
                .node("DequantizeLinear", "d", "y,s,z", "back", integer("axis", 0));
        Map<String, DataType> outputs = new LinkedHashMap<>();
        outputs.put("y", RuntimeNode.dataType(type));
        outputs.put("back", DataType.FLOAT);
        List<BackendTensor> results =
                RuntimeNode.run(model, BackendTensor.ofReals(Shape.of(CHANNELS, LENGTH), values), outputs);
        assertThat(results.get(0).codes()).isEqualTo(codes);
        assertThat(results.get(1).reals()).isEqualTo(back);
        assertThat(Arrays.stream(codes).distinct().count()).as("different codes").isGreaterThan(type.levels() / 4);
    }

    private static void fill(float[] values, int from, int to, float scale, QuantType type, Random random) {
        for (int at = from; at < to; at++) {
            float tie = (random.nextInt(2 * type.levels()) - type.levels() + 0.5f) * scale;
            values[at] = switch (at % 6) {
                case 0 -> tie;
                case 1 -> random.nextBoolean() ? Math.nextUp(tie) : Math.nextDown(tie);
                default -> (float) random.nextGaussian() * scale * type.levels() / 2;
            };
        }
        values[from] = Float.MAX_VALUE;
        values[from + 1] = -Float.MAX_VALUE;
        values[from + 2] = Float.MIN_VALUE;
        values[from + 3] = -0f;
    }

    /** What is observed gives the range, it the parameters, and they the codes; 200 tensors of 1 to 400 values. */
    @Test
    void dynamicParametersAndCodesAreThoseOfTheRuntime() throws OrtException {
        Random random = new Random(77);
        Map<String, DataType> outputs = new LinkedHashMap<>();
        outputs.put("y", DataType.UINT8);
        outputs.put("s", DataType.FLOAT);
        outputs.put("z", DataType.UINT8);
        for (int round = 0; round < 200; round++) {
            float[] values = new float[1 + random.nextInt(400)];
            float middle = (float) random.nextGaussian();
            float spread = Math.scalb(1f, random.nextInt(30) - 15);
            for (int at = 0; at < values.length; at++) {
                values[at] = (middle + (float) random.nextGaussian()) * spread;
            }
            BackendTensor x = BackendTensor.ofReals(Shape.of(values.length), values);
            QuantParams params = ParameterChoice.choose(
                    CalibrationMethod.MIN_MAX.range(
                            Observer.statistics(x.realTensor()), RangeTarget.UINT8_AFFINE),
                    QuantType.UINT8,
                    QuantScheme.AFFINE, Rounding.HALF_TO_EVEN);
            int[] codes = new int[values.length];
            Quantizer.quantize(values, codes, 0, codes.length, params);
            List<BackendTensor> results = RuntimeNode.run(
                    OnnxModels.opset(13).node("DynamicQuantizeLinear", "d", "x", "y,s,z"), x, outputs);
            assertThat(results.get(1).reals()).as("round %d", round).containsExactly(params.scale());
            assertThat(results.get(2).codes()).as("round %d", round).containsExactly((int) params.origin());
            assertThat(results.get(0).codes()).as("round %d", round).isEqualTo(codes);
        }
    }
}
