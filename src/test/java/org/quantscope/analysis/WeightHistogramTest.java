package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.quant.Formula;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class WeightHistogramTest {
    private static final QuantType INT4_NARROW = new QuantType(4, true, true);

    @Test
    void countsWhatIsClippedAndWhatBecomesZero() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(1, 6), new float[] {-8f, -7.4f, 0.2f, 0f, 3f, 7.6f});
        TensorParams params = TensorParams.uniform(new QuantParams(INT4_NARROW, 1f, 0), 1);
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.VALUES, 0);
        WeightHistogram.Totals totals = histogram.totals();
        assertThat(totals.clippedLow()).isEqualTo(1);
        assertThat(totals.clippedHigh()).isEqualTo(1);
        assertThat(totals.underflow()).isEqualTo(1);
        assertThat(totals.levelsUsed()).isEqualTo(4);
        assertThat(totals.levelsAvailable()).isEqualTo(15);
        assertThat(histogram.sharesParameters()).isTrue();
        assertThat(histogram.representable()).isEqualTo(new WeightHistogram.Span(-7, 7));
        assertThat(histogram.levels()).containsExactly(
                new WeightHistogram.Level(-7, 2, 1),
                new WeightHistogram.Level(0, 2, 0),
                new WeightHistogram.Level(3, 1, 0),
                new WeightHistogram.Level(7, 1, 1));
    }

    @Test
    void levelsOfDorefaWeightsLieOnBothSidesOfZero() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(1, 4, 1, 1), new float[] {-0.4f, -0.01f, 0.02f, 0.4f});
        TensorParams params = TensorParams.uniform(MethodParams.dorefaWeight(2), 1);
        WeightHistogram values = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.VALUES, 0);
        assertThat(values.levels()).extracting(level -> Math.rint(level.position() * 3e6) / 1e6)
                .containsExactly(-3.0, -1.0, 1.0, 3.0);
        assertThat(values.totals().underflow()).isZero();
        assertThat(values.totals().levelsUsed()).isEqualTo(4);
        WeightHistogram codes = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.CODES, 0);
        assertThat(codes.levels()).extracting(WeightHistogram.Level::position).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(codes.zero()).isEqualTo(1.5);
    }

    @Test
    void ternaryWeightsThatBecomeZeroAreCounted() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(1, 5, 1, 1), new float[] {0.7f, -0.7f, 0.6f, 2f, -1f});
        TensorParams params = TensorParams.uniform(MethodParams.scaledSigns(Formula.TERNARY_WEIGHT, 1.5f), 1);
        WeightHistogram values = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.VALUES, 0);
        assertThat(values.totals().underflow()).isEqualTo(1);
        assertThat(values.levels()).containsExactly(new WeightHistogram.Level(-1.5, 2, 0),
                new WeightHistogram.Level(0, 1, 0), new WeightHistogram.Level(1.5, 2, 0));
    }

    @Test
    void halfStepsFallOnBinEdgesSoThatZonesMeetThere() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(1, 3), new float[] {-1f, 0.1f, 1f});
        TensorParams params = TensorParams.uniform(new QuantParams(INT4_NARROW, 0.25f, 0), 1);
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.VALUES, 0);
        assertThat(histogram.binWidth()).isEqualTo(0.0625);
        assertThat(histogram.binStart() / histogram.binWidth()).isEqualTo(Math.rint(histogram.binStart() / 0.0625));
    }

    @Test
    void theCodesAxisCountsStepsOfEachChannelsOwnScale() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(2, 2), new float[] {1f, -1f, 100f, -100f});
        TensorParams params = new TensorParams(List.of(
                new QuantParams(INT4_NARROW, 0.5f, 0), new QuantParams(INT4_NARROW, 50f, 0)));
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.CODES, 1);
        assertThat(histogram.levels()).containsExactly(
                new WeightHistogram.Level(-2, 2, 0), new WeightHistogram.Level(2, 2, 0));
        assertThat(histogram.sharesParameters()).isFalse();
        assertThat(histogram.ticks()).containsExactly(2, -2);
        assertThat(histogram.representable()).isEqualTo(new WeightHistogram.Span(-7, 7));
    }

    @Test
    void floatWeightsHaveNoLevelsAndNoBox() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(1, 3), new float[] {-1f, 0.1f, 1f});
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.empty(), HistogramAxis.CODES, 0);
        assertThat(histogram.axis()).isEqualTo(HistogramAxis.VALUES);
        assertThat(histogram.levels()).isEmpty();
        assertThat(histogram.representable()).isNull();
        assertThat(histogram.totals().bits()).isZero();
    }

    @Test
    void aLayerOfZerosHasOneFilledBin() {
        FloatTensor weight = FloatTensor.zeros(Shape.of(2, 3));
        TensorParams params = TensorParams.uniform(new QuantParams(INT4_NARROW, 1f, 0), 2);
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.VALUES, 0);
        assertThat(Arrays.stream(histogram.before()).sum()).isEqualTo(6);
        assertThat(histogram.totals().underflow()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2,true", "4,true", "8,false", "12,true", "16,false", "16,true"})
    void everyWeightIsCountedOnceBeforeAndOnceAfter(int bits, boolean signed) {
        Random random = new Random(bits);
        QuantType type = new QuantType(bits, signed, false);
        int zeroPoint = signed ? 0 : (type.qmax() + 1) / 2;
        float[] values = new float[4000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        FloatTensor weight = FloatTensor.wrap(Shape.of(8, 500), values);
        QuantParams params = new QuantParams(type, 5f / type.levels(), zeroPoint);
        for (HistogramAxis axis : HistogramAxis.values()) {
            WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(TensorParams.uniform(params, 8)), axis, 3);
            assertThat(Arrays.stream(histogram.before()).sum()).isEqualTo(values.length);
            assertThat(histogram.levels().stream().mapToInt(WeightHistogram.Level::count).sum())
                    .isEqualTo(values.length);
            assertThat(histogram.levels().stream().mapToInt(WeightHistogram.Level::clipped).sum())
                    .isEqualTo(histogram.totals().clipped())
                    .isEqualTo(Arrays.stream(histogram.overflow()).sum());
            assertThat(histogram.before().length).isLessThanOrEqualTo(1600);
            assertThat(histogram.levels().size()).isLessThanOrEqualTo(800);
        }
        long expected = 0;
        for (float value : values) {
            expected += Quantizer.unclamped(value, params) == Quantizer.quantize(value, params) ? 0 : 1;
        }
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(TensorParams.uniform(params, 8)), HistogramAxis.CODES, 0);
        assertThat((long) histogram.totals().clipped()).isEqualTo(expected);
    }
}
