package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes of many values at once are the codes of each alone, by every formula and rounding. */
class CodeRunsTest {
    private static final int[] LENGTHS = {0, 1, 3, 511, 512, 513, 1537};

    @ParameterizedTest
    @EnumSource(Formula.class)
    void codesOfARunAreThoseOfEachValueAlone(Formula formula) {
        Random random = new Random(formula.ordinal());
        for (int round = 0; round < 60; round++) {
            QuantParams params = params(random, formula);
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            int from = random.nextInt(3);
            float[] values = values(random, from + length, params, round % 3 == 0);
            int[] codes = new int[from + length];
            Quantizer.quantize(values, codes, from, from + length, params);
            int[] oneBeyond = new int[length];
            Quantizer.quantizeOneBeyond(values, from, length, oneBeyond, params);
            for (int i = 0; i < length; i++) {
                float value = values[from + i];
                double unclamped = Quantizer.unclamped(value, params);
                assertThat(codes[from + i]).as("%s of %s", params, value).isEqualTo(Quantizer.quantize(value, params));
                assertThat(oneBeyond[i])
                        .as("%s of %s", params, value)
                        .isEqualTo((int) Math.max(params.type().qmin() - 1,
                                Math.min(params.type().qmax() + 1, unclamped)));
            }
        }
    }

    private static float[] values(Random random, int count, QuantParams params, boolean withOdd) {
        float[] odd = {Float.NaN, Float.intBitsToFloat(0xffc00000), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
            0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE};
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double position = params.type().qmin() + (random.nextDouble() * 1.4 - 0.2) * params.type().levels();
            double tie = random.nextInt(4) == 0 ? Math.floor(position) + 0.5 : position;
            float value = (float) params.valueAt(tie);
            values[i] = withOdd && random.nextInt(40) == 0
                    ? odd[random.nextInt(odd.length)]
                    : random.nextInt(9) == 0 ? Math.nextUp(value) : value;
        }
        return values;
    }

    private static QuantParams params(Random random, Formula formula) {
        QuantType type = new QuantType(2 + random.nextInt(15), random.nextBoolean(), random.nextBoolean());
        Rounding rounding = Rounding.values()[random.nextInt(Rounding.values().length)];
        float scale = random.nextInt(3) == 0 ? 0.25f : (float) Math.exp(random.nextGaussian() * 6);
        int code = random.nextBoolean() ? type.qmin() : type.qmin() + random.nextInt(type.levels());
        float zeroPoint = formula == Formula.ONNX ? code : (float) (random.nextGaussian() * type.levels());
        return switch (formula) {
            case DOREFA_WEIGHT -> MethodParams.dorefaWeight(2 + random.nextInt(15));
            case DOREFA_ACTIVATION -> MethodParams.dorefaActivation(2 + random.nextInt(15));
            case TERNARY_WEIGHT, BINARY_WEIGHT -> MethodParams.scaledSigns(formula, 0.5f);
            case BINARY_ACTIVATION -> MethodParams.signs();
            default -> new QuantParams(type, scale, zeroPoint, rounding, formula);
        };
    }
}
