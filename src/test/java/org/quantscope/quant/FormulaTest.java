package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formulas of micronet, DoReFa, ternary and binary quantization: arithmetic contract, section 5. */
class FormulaTest {
    private static final QuantType UINT8 = QuantType.UINT8;

    private static QuantParams micronet(QuantType type, float scale, float z) {
        return new QuantParams(type, scale, z, Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
    }

    /** Same codes as ONNX's formula with zp = −z, except at ties, because z is inside the rounding. */
    @ParameterizedTest(name = "x/s = {0}, z = {1}: {2}, ONNX {3}")
    @CsvSource({"0.5, -128, 129, 128", "2.5, -128, 131, 130", "-0.5, -128, 128, 128", "0.4, -128, 128, 128",
        "1.5, -128, 130, 130", "-1.5, -128, 127, 126", "3.2, -128, 131, 131"})
    void micronetRoundsAfterTheZeroPoint(float steps, float z, int code, int onnxCode) {
        assertThat(Quantizer.quantize(steps, micronet(UINT8, 1, z))).isEqualTo(code);
        assertThat(Quantizer.quantize(steps, new QuantParams(UINT8, 1, (int) -z))).isEqualTo(onnxCode);
    }

    @Test
    void realZeroIsNotForcedIntoMicronetsRange() {
        QuantParams params = ParameterChoice.choose(new ClippingRange(0.3f, 2f), UINT8, QuantScheme.AFFINE,
                Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        assertThat(params.zeroPoint()).isEqualTo(45);
        assertThat(Quantizer.fakeQuantize(0f, params)).isCloseTo(0.3f, within(1e-6f));
        assertThat(params.hasIntegerOrigin()).isTrue();
        assertThat(params.onnxFault().orElseThrow()).contains("zero point 45").contains("outside 0 to 255");
    }

    @Test
    void micronetsSymmetricActivationsDivideBy127AndAHalf() {
        QuantType int8 = new QuantType(8, true, false);
        QuantParams params = ParameterChoice.choose(new ClippingRange(-1f, 2.55f), int8, QuantScheme.SYMMETRIC,
                Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        assertThat(params.scale()).isEqualTo(2.55f / 127.5f);
        assertThat(Quantizer.unclamped(2.55f, params)).isEqualTo(128);
        assertThat(Quantizer.quantize(2.55f, params)).isEqualTo(127);
        float observedAgain = Quantizer.fakeQuantize(2.55f, params);
        QuantParams again = ParameterChoice.choose(new ClippingRange(-1f, observedAgain), int8, QuantScheme.SYMMETRIC,
                Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        assertThat(again.scale() / params.scale()).isCloseTo(0.99608f, within(1e-5f));
    }

    @Test
    void micronetsWeightsAreNarrow() {
        QuantParams symmetric = ParameterChoice.choose(new ClippingRange(-1.27f, 1f), QuantType.INT8_NARROW,
                QuantScheme.SYMMETRIC, Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        assertThat(symmetric.scale()).isEqualTo(1.27f / 127);
        assertThat(symmetric.zeroPoint()).isZero();
        QuantParams affine = ParameterChoice.choose(new ClippingRange(-1f, 1.54f), new QuantType(8, false, true),
                QuantScheme.AFFINE, Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        assertThat(affine.scale()).isEqualTo((1.54f + 1f) / 254);
        assertThat(affine.zeroPoint()).isEqualTo(-100);
        assertThat(affine.origin()).isEqualTo(100);
    }

    @Test
    void aRangeWithoutExtentKeepsMicronetsSmallestScale() {
        QuantParams zero = ParameterChoice.choose(new ClippingRange(0, 0), UINT8, QuantScheme.AFFINE,
                Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        assertThat(zero.scale()).isEqualTo(1.1920929e-7f);
        assertThat(zero.zeroPoint()).isZero();
        QuantParams constant = ParameterChoice.choose(new ClippingRange(3, 3), UINT8, QuantScheme.AFFINE,
                Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        assertThat(constant.zeroPoint()).isEqualTo(3 / 1.1920929e-7f);
        assertThat(constant.hasIntegerOrigin()).isFalse();
    }

    @Test
    void theScaleOf2020IsAMultiplier() {
        QuantType int8 = new QuantType(8, true, false);
        QuantParams symmetric = ParameterChoice.choose(new ClippingRange(-2f, 1f), int8, QuantScheme.SYMMETRIC,
                Rounding.HALF_TO_EVEN, Formula.MICRONET_2020);
        assertThat(symmetric.scale()).isEqualTo(63.5f);
        assertThat(Quantizer.quantize(-2f, symmetric)).isEqualTo(-127);
        assertThat(Quantizer.dequantize(-127, symmetric)).isEqualTo(-2f);
        assertThat(symmetric.unit()).isEqualTo(1 / 63.5);
        QuantParams affine = ParameterChoice.choose(new ClippingRange(-1f, 4f), UINT8, QuantScheme.AFFINE,
                Rounding.HALF_TO_EVEN, Formula.MICRONET_2020);
        assertThat(affine.scale()).isEqualTo(51f);
        assertThat(affine.zeroPoint()).isEqualTo(-51);
        assertThat(affine.origin()).isEqualTo(51);
        assertThat(affine.onnxFault().orElseThrow()).contains("multiplies");
    }

    @Test
    void dorefaActivationsAreATenthInUnitSteps() {
        QuantParams params = MethodParams.dorefaActivation(2);
        assertThat(Quantizer.quantize(-1f, params)).isZero();
        assertThat(Quantizer.quantize(5f, params)).isEqualTo(2); // 1.5 away from zero
        assertThat(Quantizer.quantize(99f, params)).isEqualTo(3);
        assertThat(Quantizer.fakeQuantize(10f, params)).isEqualTo(1f);
        assertThat(params.onnxFault()).isPresent();
    }

    @Test
    void dorefaWeightsLoseTheirMagnitudeAndHaveNoZero() {
        float[] weight = {0.33f, -0.1f, 0f, 0.05f};
        QuantParams params = MethodParams.dorefaWeight(8);
        float[] prepared = new WeightPreparation(Formula.DOREFA_WEIGHT, weight, 1, 4).rows(0, 1);
        assertThat(Quantizer.fakeQuantize(prepared[0], params)).isEqualTo(1f);
        assertThat(Quantizer.quantize(prepared[2], params)).isEqualTo(128); // 127.5 away from zero
        assertThat(Quantizer.fakeQuantize(prepared[2], params)).isEqualTo(2 * (128f / 255f) - 1).isNotZero();
        assertThat(params.origin()).isEqualTo(127.5);
        assertThat(params.integerOrigin()).isEqualTo(255);
        assertThat(params.unit()).isEqualTo(1 / 255.0);
        assertThat(params.onnxFault().orElseThrow()).contains("127.5");
    }

    @Test
    void dorefaWeightsAreNotIdempotent() {
        Random random = new Random(5);
        float[] weight = new float[4000];
        for (int at = 0; at < weight.length; at++) {
            weight[at] = (float) random.nextGaussian() * 0.1f;
        }
        QuantParams params = MethodParams.dorefaWeight(8);
        float[] once = new WeightPreparation(Formula.DOREFA_WEIGHT, weight, 1, 1).rows(0, 1);
        float[] values = new float[weight.length];
        for (int at = 0; at < values.length; at++) {
            values[at] = Quantizer.fakeQuantize(once[at], params);
        }
        float[] twice = new WeightPreparation(Formula.DOREFA_WEIGHT, values, 1, 1).rows(0, 1);
        int changed = 0;
        for (int at = 0; at < values.length; at++) {
            changed += Quantizer.quantize(twice[at], params) != Quantizer.quantize(once[at], params) ? 1 : 0;
        }
        assertThat(changed).isGreaterThan(weight.length * 9 / 10);
    }

    @Test
    void ternaryWeightsAsLargeAsTheThresholdCountButDoNotWeigh() {
        // mean 1, threshold 0.7
        float[] weight = {0.7f, -0.7f, 0.6f, 2f, -1f};
        WeightPreparation preparation = new WeightPreparation(Formula.TERNARY_WEIGHT, weight, 1, 5);
        assertThat(preparation.rows(0, 1)).containsExactly(1f, -1f, 0f, 1f, -1f);
        assertThat(preparation.scale(0)).isEqualTo(1.5f);
    }

    @Test
    void aTernaryOrBinaryChannelOfZerosStaysZero() {
        for (Formula formula : new Formula[] {Formula.TERNARY_WEIGHT, Formula.BINARY_WEIGHT}) {
            WeightPreparation preparation = new WeightPreparation(formula, new float[6], 2, 3);
            assertThat(preparation.scale(1)).isZero();
            QuantParams params = MethodParams.scaledSigns(formula, preparation.scale(1));
            for (float value : preparation.rows(1, 2)) {
                assertThat(Quantizer.fakeQuantize(value, params)).isZero();
            }
        }
    }

    @Test
    void binaryWeightsAreCentredOverTheInputChannelsOfEachTap() {
        // two input channels of two taps: means 2 and 0.25
        float[] weight = {1f, 0f, 3f, 0.5f};
        WeightPreparation preparation = new WeightPreparation(Formula.BINARY_WEIGHT, weight, 1, 2);
        assertThat(preparation.rows(0, 1)).containsExactly(-1f, -0.25f, 1f, 0.25f);
        assertThat(preparation.scale(0)).isEqualTo(0.625f);
        QuantParams params = MethodParams.scaledSigns(Formula.BINARY_WEIGHT, 0.625f);
        assertThat(Quantizer.quantize(0f, params)).isEqualTo(1);
    }

    @Test
    void binaryDepthwiseWeightsAreNotCentredAway() {
        WeightPreparation preparation =
                new WeightPreparation(Formula.BINARY_WEIGHT, new float[] {0.5f, -0.25f}, 1, 1);
        assertThat(preparation.rows(0, 1)).containsExactly(0.5f, -0.25f);
        assertThat(preparation.scale(0)).isEqualTo(0.375f);
    }

    @Test
    void binaryActivationsHaveNoZero() {
        QuantParams params = MethodParams.signs();
        assertThat(Quantizer.quantize(0f, params)).isEqualTo(1);
        assertThat(Quantizer.quantize(-0f, params)).isEqualTo(1);
        assertThat(Quantizer.quantize(-1e-30f, params)).isEqualTo(-1);
        assertThat(params.onnxFault()).isPresent();
    }

    @Test
    void everyAffineFormulaFindsItsCodesAgain() {
        Random random = new Random(1);
        for (int round = 0; round < 3000; round++) {
            Formula formula = new Formula[] {Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020}[round % 3];
            QuantType type = new QuantType(2 + random.nextInt(11), random.nextBoolean(), random.nextBoolean());
            int origin = type.qmin() + random.nextInt(type.levels());
            float z = formula == Formula.ONNX ? origin : -origin + (random.nextBoolean() ? 0 : random.nextFloat() / 2);
            float scale = 0.001f + random.nextFloat();
            QuantParams params = new QuantParams(type, scale, z, Rounding.values()[random.nextInt(3)], formula);
            int code = type.qmin() + random.nextInt(type.levels());
            assertThat(Quantizer.quantize(Quantizer.dequantize(code, params), params)).as("%s", params).isEqualTo(code);
        }
    }

    @Test
    void positionAndValueAreInverse() {
        QuantParams params = new QuantParams(UINT8, 51f, -51.5f, Rounding.HALF_TO_EVEN, Formula.MICRONET_2020);
        assertThat(params.position(0)).isEqualTo(51.5);
        assertThat(params.valueAt(params.position(1.25))).isCloseTo(1.25, within(1e-12));
        assertThat(params.hasIntegerOrigin()).isFalse();
    }
}
