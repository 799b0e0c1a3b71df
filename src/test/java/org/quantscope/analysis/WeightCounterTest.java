package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.quant.Formula;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** The fused loops give, number for number, what counting weight by weight gives. */
class WeightCounterTest {
    private static final int[][] SHAPES = {{1, 1, 1, 1}, {3, 1, 1, 1}, {2, 7, 1, 1}, {5, 3, 3, 3}, {1, 515, 2, 1},
        {9, 1, 3, 3}, {4, 2049, 1, 1}, {33, 4, 1, 3}};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void countsOfAnyWeightsByAnyParametersAreThoseOfEachWeightAlone(long seed) {
        Random random = new Random(seed);
        for (int[] extents : SHAPES) {
            FloatTensor weight = weights(random, extents);
            WeightCounter counter = new WeightCounter(weight);
            for (int step = 0; step < 4; step++) {
                compare(counter, weight, Optional.of(params(random, extents[0])), random);
            }
            compare(counter, weight, Optional.empty(), random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void countsThatGoOnFromTheLastOnesAreThoseOfCountingAnew(long seed) {
        Random random = new Random(seed);
        FloatTensor weight = weights(random, new int[] {40, 5, 3, 3});
        WeightCounter counter = new WeightCounter(weight);
        List<QuantParams> channels = new ArrayList<>();
        for (int channel = 0; channel < 40; channel++) {
            channels.add(affine(random, Formula.ONNX));
        }
        for (int step = 0; step < 25; step++) {
            HistogramAxis axis = step < 12 ? HistogramAxis.VALUES : HistogramAxis.CODES;
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                channels.set(random.nextInt(40), affine(random, Formula.ONNX));
            }
            Optional<TensorParams> params = Optional.of(new TensorParams(channels));
            same(counter.layer(params, axis, 3), WeightByWeight.layer(weight, params, axis, 3));
            assertThat(counter.spans(params)).isEqualTo(WeightByWeight.spans(weight, params));
        }
    }

    @Test
    void aRangeFarBeyondTheWeightsHasItsLevels() {
        FloatTensor weight = weights(new Random(5), new int[] {4, 30, 1, 1});
        List<QuantParams> channels = List.of(new QuantParams(QuantType.INT8_NARROW, 1e-6f, 0),
                new QuantParams(QuantType.INT8_NARROW, 1e30f, 0), new QuantParams(QuantType.UINT8, 3f, 255),
                new QuantParams(new QuantType(16, true, false), Float.MIN_NORMAL, -32768));
        Optional<TensorParams> params = Optional.of(new TensorParams(channels));
        for (HistogramAxis axis : HistogramAxis.values()) {
            same(new WeightCounter(weight).layer(params, axis, 2), WeightByWeight.layer(weight, params, axis, 2));
        }
    }

    private static void compare(WeightCounter counter, FloatTensor weight, Optional<TensorParams> params, Random random) {
        int channel = random.nextInt(weight.shape().extent(0));
        for (HistogramAxis axis : HistogramAxis.values()) {
            same(counter.layer(params, axis, channel), WeightByWeight.layer(weight, params, axis, channel));
            same(counter.channel(params, axis, channel), WeightByWeight.channel(weight, params, axis, channel));
        }
        assertThat(counter.spans(params)).isEqualTo(WeightByWeight.spans(weight, params));
    }

    private static void same(WeightHistogram fused, WeightHistogram alone) {
        assertThat(fused).usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(alone);
    }

    private static FloatTensor weights(Random random, int[] extents) {
        Shape shape = Shape.of(extents);
        float[] values = new float[shape.size()];
        float size = (float) Math.pow(10, random.nextInt(5) - 3);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (random.nextInt(20)) {
                case 0 -> 0f;
                case 1 -> -0f;
                case 2 -> size * Math.round(random.nextGaussian() * 4) / 2; // ties
                case 3 -> random.nextInt(50) == 0 ? Float.MIN_VALUE : size;
                case 4 -> random.nextInt(200) == 0 ? 3e38f : -size;
                default -> (float) (random.nextGaussian() * size);
            };
        }
        return FloatTensor.wrap(shape, values);
    }

    private static TensorParams params(Random random, int channels) {
        Formula[] formulas = {Formula.ONNX, Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020,
            Formula.DOREFA_WEIGHT, Formula.TERNARY_WEIGHT, Formula.BINARY_WEIGHT};
        Formula formula = formulas[random.nextInt(formulas.length)];
        boolean uniform = random.nextInt(3) == 0;
        QuantParams shared = one(random, formula);
        return new TensorParams(IntStream.range(0, channels)
                .mapToObj(channel -> uniform ? shared : one(random, formula))
                .toList());
    }

    private static QuantParams one(Random random, Formula formula) {
        return switch (formula) {
            case DOREFA_WEIGHT -> MethodParams.dorefaWeight(2 + random.nextInt(7));
            case TERNARY_WEIGHT, BINARY_WEIGHT -> MethodParams.scaledSigns(formula, 0.01f + random.nextFloat());
            default -> affine(random, formula);
        };
    }

    private static QuantParams affine(Random random, Formula formula) {
        int bits = random.nextInt(8) == 0 ? 12 + random.nextInt(5) : 2 + random.nextInt(7);
        QuantType type = new QuantType(bits, random.nextBoolean(), random.nextBoolean());
        float step = (float) (Math.pow(10, random.nextInt(5) - 3) / type.levels() * (1 + random.nextFloat()));
        float scale = formula == Formula.MICRONET_2020 ? 1 / step : step;
        int code = switch (random.nextInt(4)) {
            case 0 -> type.qmin();
            case 1 -> type.qmax();
            default -> type.qmin() + random.nextInt(type.levels());
        };
        float zeroPoint = formula == Formula.ONNX
                ? code
                : random.nextBoolean() ? -code : (float) (random.nextGaussian() * type.levels());
        Rounding rounding = Rounding.values()[random.nextInt(Rounding.values().length)];
        return new QuantParams(type, scale, zeroPoint, rounding, formula);
    }

    @Test
    void whatIsClippedIsToldApartFromWhatLiesAtTheEnd() {
        QuantParams params = new QuantParams(new QuantType(2, true, false), 1f, 0);
        int[] codes = new int[6];
        Quantizer.quantizeOneBeyond(new float[] {9, -3, -2, 1, 2, Float.NaN}, 1, 5, codes, params);
        assertThat(codes).containsExactly(-3, -2, 1, 2, 0, 0);
    }
}
