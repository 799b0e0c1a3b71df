package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.analysis.ErrorSpread;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.TickSteps;
import org.quantscope.analysis.WeightHistogram;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** What the charts draw, before anything is drawn. */
class ChartShapesTest {
    private static final QuantParams FOUR_BITS = new QuantParams(new QuantType(4, true, true), 0.5f, 0);

    @ParameterizedTest
    @CsvSource(textBlock = """
            20, 10, 2
            20, 9, 5
            1, 4, 0.5
            0.47, 3, 0.2
            22, 20, 2
            3136, 5, 1000
            0, 5, 1
            """)
    void aStepIsRoundAndPutsNoMoreThanWishedIntoAnExtent(double extent, int most, double step) {
        assertThat(TickSteps.step(extent, most)).isCloseTo(step, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            -0.00001, 3, 0.000
            -6, 3, −6.000
            1234.5, 1, 1234.5
            """)
    void numbersHaveATrueMinusSignAndZeroHasNone(double value, int decimals, String text) {
        assertThat(Figures.fixed(value, decimals)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            3.5, 3.5
            1.75, 1.75
            0, 0
            -1.06, −1.06
            0.35, 0.35
            127, 127
            0.00042, 4.2e−4
            """)
    void aScaleIsLabelledBriefly(double value, String text) {
        assertThat(Figures.brief(value)).isEqualTo(text);
    }

    @Test
    void tickLabelsHaveTheDecimalsOfTheirStepAndAPlainZero() {
        assertThat(Figures.ticks(0.2).format(0.4)).isEqualTo("0.4");
        assertThat(Figures.ticks(0.2).format(-1e-17)).isEqualTo("0");
        assertThat(Figures.ticks(2).format(-10)).isEqualTo("−10");
        assertThat(Figures.powersOfTen().format(3)).isEqualTo("1,000");
        assertThat(Figures.superscript(16)).isEqualTo("¹⁶");
    }

    @Test
    void theStackOfEveryBinAddsUpToItsWeightsAndTheLevelsToAllOfThem() {
        Random random = new Random(5);
        for (HistogramAxis axis : HistogramAxis.values()) {
            WeightHistogram histogram = histogram(random, axis);
            AxisMap map = new AxisMap(-12, 12, 30, 700);
            HistogramShapes shapes = HistogramShapes.of(histogram, map, CountScale.LINEAR);
            double drawn = area(shapes.kept()) + area(shapes.underflow()) + area(shapes.overflow());
            assertThat(drawn).isEqualTo(histogram.totals().weights());
            assertThat(area(shapes.overflow())).isEqualTo(histogram.totals().clipped()).isPositive();
            assertThat(area(shapes.underflow())).isEqualTo(histogram.totals().underflow()).isPositive();
            assertThat(area(shapes.levels()) + area(shapes.caps())).isEqualTo(histogram.totals().weights());
            assertThat(area(shapes.caps())).isEqualTo(histogram.totals().clipped());
        }
    }

    @Test
    void binsAndLevelsStandOnWholePixels() {
        AxisMap map = new AxisMap(-12, 12, 30, 700);
        HistogramShapes shapes = HistogramShapes.of(histogram(new Random(6), HistogramAxis.VALUES), map, CountScale.LOG);
        for (Bars bars : new Bars[] {shapes.kept(), shapes.levels()}) {
            for (int i = 0; i < bars.size(); i++) {
                double left = map.toPixel(bars.getStartXValue(0, i));
                assertThat(left).isCloseTo(Math.rint(left), within(1e-6));
            }
        }
    }

    @Test
    void aCountOfOneStandsAboveNothingOnALogarithmicScale() {
        assertThat(CountScale.LOG.height(1)).isGreaterThan(CountScale.LOG.height(0)).isZero();
        assertThat(CountScale.LOG.height(1000)).isCloseTo(3, within(1e-12));
        assertThat(CountScale.LINEAR.top(38, 4)).isEqualTo(40);
        assertThat(CountScale.LINEAR.top(0, 4)).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theViewShowsAllWeightsTheBoxAndTheClippingRange() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            for (HistogramAxis axis : HistogramAxis.values()) {
                WeightHistogram histogram = histogram(random, axis);
                ClipState clip = new ClipState(
                        new ClippingRange(-random.nextFloat() * 20, random.nextFloat() * 20), FOUR_BITS,
                        random.nextBoolean(), true);
                WeightHistogram.Span view = HistogramView.fit(histogram, clip);
                assertThat(view.low()).isLessThanOrEqualTo(histogram.binStart())
                        .isLessThanOrEqualTo(clip.toAxis(clip.range().min(), axis))
                        .isLessThanOrEqualTo(histogram.representable().low());
                assertThat(view.high()).isGreaterThanOrEqualTo(histogram.binEnd())
                        .isGreaterThanOrEqualTo(clip.toAxis(clip.range().max(), axis));
            }
        }
    }

    @Test
    void hoveringTellsTheLevelOrElseTheBin() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(1, 5), new float[] {0.5f, 0.5f, 0.05f, 9f, -1.12f});
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(TensorParams.uniform(FOUR_BITS, 1)), HistogramAxis.VALUES, 0);
        ClipState clip = new ClipState(new ClippingRange(-3.5f, 3.5f), FOUR_BITS, true, true);
        assertThat(HistogramHover.text(histogram, clip, 0.51, 0.02, "weight")).isEqualTo("level 0.5000 · code 1 · 2 weights");
        assertThat(HistogramHover.text(histogram, clip, 3.5, 0.02, "weight"))
                .isEqualTo("level 3.5000 · code 7 · 1 weight, 1 clipped");
        assertThat(HistogramHover.text(histogram, clip, 9.05, 0.02, "weight"))
                .isEqualTo("9.0000 to 9.1250 · 1 weight, 1 clipped");
        assertThat(HistogramHover.text(histogram, clip, 0.06, 0.02, "weight"))
                .isEqualTo("0.0000 to 0.1250 · 1 weight, 1 become 0");
        assertThat(HistogramHover.text(histogram, clip, 5, 0.02, "weight")).isEmpty();
        assertThat(HistogramHover.text(histogram, null, 1e9, 0.02, "weight")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tagsNeverCoverOneAnother(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            double low = random.nextDouble() * 800;
            double high = Math.min(800, low + random.nextDouble() * (random.nextBoolean() ? 30 : 500));
            double zero = low + random.nextDouble() * (high - low);
            double[] widths = {50, 80, 60};
            TagLayout tags = TagLayout.of(new double[] {low, zero, high}, widths, 0, 810);
            assertThat(tags.low() + widths[0]).isLessThanOrEqualTo(tags.high());
            assertThat(tags.low()).isNotNegative();
            assertThat(tags.high() + widths[2]).isLessThanOrEqualTo(810);
            if (tags.zeroFits()) {
                assertThat(tags.zero() + widths[1] <= tags.high() || tags.zero() >= tags.high() + widths[2]).isTrue();
                assertThat(tags.zero() >= tags.low() + widths[0] || tags.zero() + widths[1] <= tags.low()).isTrue();
            }
        }
    }

    @Test
    void aSymmetricRangeStaysSymmetricAndAnAffineOneKeepsZero() {
        ClipState symmetric = new ClipState(new ClippingRange(-2, 2), FOUR_BITS, true, true);
        ClipState affine = new ClipState(new ClippingRange(-2, 3), FOUR_BITS, false, true);
        assertThat(symmetric.withEnd(false, -5, 0.1)).isEqualTo(new ClippingRange(-5, 5));
        assertThat(symmetric.withEnd(true, -5, 0.1)).isEqualTo(new ClippingRange(-0.1f, 0.1f));
        assertThat(affine.withEnd(false, 1, 0.1)).isEqualTo(new ClippingRange(0, 3));
        assertThat(affine.nudged(true, 1)).isEqualTo(new ClippingRange(-2, 3.005f));
        assertThat(affine.nudgedByUlp(false, true)).isEqualTo(new ClippingRange(Math.nextUp(-2f), 3));
        assertThat(affine.withEnd(true, 1e300, 0.1).max()).isEqualTo(Float.MAX_VALUE);
        assertThat(affine.toValue(affine.toAxis(1.3, HistogramAxis.CODES), HistogramAxis.CODES)).isCloseTo(1.3, within(1e-12));
        assertThat(affine.zeroPointNear(99)).isEqualTo(7);
    }

    @Test
    void errorsAreColouredBySignAndStrengthAndTheMiddleBinIsNeither() {
        ErrorHistogram histogram = ErrorHistogram.of(
                List.of(ErrorSpread.of(new float[] {-2, -1, 0}), ErrorSpread.of(new float[] {0, 0.5f, 2})), 1, 3);
        ErrorBars bars = ErrorBars.of(histogram, new AxisMap(-2.2, 2.2, 0, 440), CountScale.LOG,
                Palette.light().differenceMap(), 2, 0xff123456, 0.1);
        ColorRamp ramp = Palette.light().differenceMap();
        assertThat(bars.colors()).hasSize(5).contains(0xff123456).contains(ramp.argb(0)).contains(ramp.argb(1));
        assertThat(bars.marks().size()).isEqualTo(3);
        assertThat(ErrorBars.place(-1e-9, 2)).isLessThan(0.5);
        assertThat(ErrorBars.place(1, 0)).isGreaterThan(0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 300, 2048, 5000})
    void noChannelIsLostAndTheWorstOneStands(int channels) {
        double[] errors = new Random(channels).doubles(channels).toArray();
        errors[channels / 2] = 5;
        AxisMap map = new AxisMap(-0.6, channels - 0.4, 34, 380);
        ChannelBars bars = ChannelBars.of(errors, map);
        assertThat(bars.group() / map.unitsPerPixel()).isGreaterThanOrEqualTo(1.99);
        int bar = bars.barOf(channels / 2);
        assertThat(bars.values()[bar]).isEqualTo(5);
        assertThat(bars.largest()[bar]).isEqualTo(channels / 2);
        assertThat(bars.barOf(0)).isZero();
        assertThat(bars.barOf(channels - 1)).isEqualTo(bars.values().length - 1);
        assertThat(bars.rectangles(map, bar, true).size()).isEqualTo(1);
        assertThat(bars.rectangles(map, bar, false).size()).isEqualTo(bars.values().length - 1);
    }

    @Test
    void countsBesideAnAxisAreShortWhereTheyWouldNotFit() {
        assertThat(List.of(0L, 1_000L, 9_999L, 10_000L, 12_500L, 200_000L, 3_000_000L, 1_500_000L, 12_345L))
                .extracting(Figures::tick)
                .containsExactly("0", "1,000", "9,999", "10k", "12.5k", "200k", "3M", "1.5M", "12,345");
    }

    @Test
    void theStripShowsEveryChannelOrScrollsToIt() {
        StripLayout few = StripLayout.of(16, 34, 760, 99);
        assertThat(few.mostScrolled()).isZero();
        assertThat(few.scrolled()).isZero();
        assertThat(few.endShown()).isEqualTo(16);
        StripLayout many = StripLayout.of(512, 34, 760, 0);
        assertThat(many.pitch()).isEqualTo(StripLayout.LEAST_PITCH);
        for (int channel : new int[] {0, 31, 32, 200, 511}) {
            StripLayout moved = many.showing(channel);
            assertThat(moved.channelAt(moved.centre(channel))).isEqualTo(channel);
            assertThat(moved.firstShown()).isLessThanOrEqualTo(channel);
            assertThat(moved.endShown()).isGreaterThan(channel);
        }
        assertThat(many.channelAt(10)).isEqualTo(-1);
        assertThat(StripLayout.of(0, 34, 760, 0).channelAt(100)).isEqualTo(-1);
    }

    private static WeightHistogram histogram(Random random, HistogramAxis axis) {
        float[] values = new float[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * 2);
        }
        values[0] = 0.1f;
        values[1] = 6;
        return new WeightCounter(FloatTensor.wrap(Shape.of(10, 20), values)).layer(Optional.of(TensorParams.uniform(FOUR_BITS, 10)), axis, 3);
    }

    /** Heights summed: on a linear scale the weights drawn. */
    private static double area(Bars bars) {
        double sum = 0;
        for (int i = 0; i < bars.size(); i++) {
            sum += bars.getEndYValue(0, i) - bars.getStartYValue(0, i);
        }
        return sum;
    }
}
