package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quantscope.analysis.ChannelPaths;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathTerm;
import org.quantscope.analysis.PathTotals;
import org.quantscope.analysis.SeedWorkload;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Operand;
import org.quantscope.quant.Formula;

/**
 * The seed question at its full size, as section 11 of the arithmetic contract describes it. The figures are those of
 * this draw; that section's own are of another one.
 */
class SeedLessonTest {
    private static final SeedWorkload SEED = SeedWorkload.create();
    private static final int PIXELS = 224 * 224;

    @Test
    void theNumbersAreDrawnInTheOrderBiasWeightInputScaleZeroPoint() {
        Random random = new Random(42);
        float[] all = new float[160 + 160 * 192 + 192 * PIXELS + 160 + 160];
        for (int at = 0; at < all.length; at++) {
            all[at] = random.nextFloat();
        }

        assertThat(SEED.layer().bias().orElseThrow().data()).containsExactly(Arrays.copyOf(all, 160));
        assertThat(SEED.layer().weight().data()).containsExactly(Arrays.copyOfRange(all, 160, 160 + 160 * 192));
        assertThat(SEED.input().get(192 * PIXELS - 1)).isEqualTo(all[all.length - 321]);
        assertThat(SEED.params(Formula.MICRONET).weight().orElseThrow().channel(3).scale())
                .isEqualTo(all[all.length - 320 + 3]);
        assertThat(SEED.params(Formula.MICRONET_2020).weight().orElseThrow().channel(159).zeroPoint())
                .isEqualTo(all[all.length - 1]);
    }

    @Test
    void readAsDivisorTheNaivePathIsWrongByUpTo98OnOutputsUpTo100AndTheCorrectedOneWithin1e4() {
        LessonCase lesson = new LessonCase(SEED.layer(), SEED.params(Formula.MICRONET), SEED.input());

        Figures figures = Figures.of(lesson);

        PathTotals totals = figures.totals();
        assertThat(totals.values()).isEqualTo(160L * PIXELS);
        assertThat(totals.isWhole()).isTrue();
        assertThat(totals.largestDifference()).isCloseTo(98.386, within(0.001));
        assertThat(totals.largestOutput()).isCloseTo(100.03, within(0.01));
        assertThat(totals.largestResidual()).isPositive().isLessThan(1e-4);
        assertThat(totals.largestGap()).isLessThan(1e-4);
        assertThat(totals.residualsInside() + totals.residualsAtBorder()).isZero();
        assertThat(figures.median()).isCloseTo(17.49, within(0.05));
        assertThat(figures.zeroChannels()).isEqualTo(18);
        assertThat(figures.shareAt255()).isCloseTo(0.0014, within(0.00005));
    }

    @Test
    void readAsMultiplierTheCodesAre0And1AndTheGapGrowsWithOneOverTheScale() {
        LessonCase lesson = new LessonCase(SEED.layer(), SEED.params(Formula.MICRONET_2020), SEED.input());

        PathTotals totals = PathTotals.empty(lesson.channels());
        for (int channel = 6; channel < lesson.channels(); channel += 10) { // channel 16 has the smallest scale but one
            totals = totals.with(lesson.compute(channel), PathTerm.CORRECTED, PaddingRule.REAL_ZERO);
        }
        int zeroChannels = 0;
        int largestCode = 0;
        for (int channel = 0; channel < lesson.channels(); channel++) {
            int highest = Arrays.stream(codes(lesson, channel)).max().orElseThrow();
            zeroChannels += highest == 0 ? 1 : 0;
            largestCode = Math.max(largestCode, highest);
        }

        assertThat(totals.differences()[16]).isCloseTo(25_577.0, within(0.5));
        assertThat(totals.largestDifference()).isEqualTo(totals.differences()[16]);
        assertThat(totals.largestGap()).isLessThan(1.5e-6 * totals.largestDifference());
        assertThat(totals.largestResidual()).isLessThan(1.6e-6 * totals.largestOutput());
        assertThat(zeroChannels).isEqualTo(141);
        assertThat(largestCode).isEqualTo(1);
    }

    private static int[] codes(LessonCase lesson, int channel) {
        return Operand.weight(lesson.layer().weight(), lesson.params().weight(), ChannelRange.single(channel))
                .codes()
                .orElseThrow()
                .data();
    }

    @Test
    void theWindowSumIsNearHalfTheInputs() {
        LessonCase lesson = new LessonCase(SEED.layer(), SEED.params(Formula.MICRONET), SEED.input());
        ChannelPaths paths = lesson.compute(0);

        double mean = IntStream.range(0, PIXELS).mapToDouble(paths.sums()::windowSum).average().orElseThrow();
        double squares = IntStream.range(0, PIXELS)
                .mapToDouble(pixel -> Math.pow(paths.sums().windowSum(pixel) - mean, 2))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(96.0, within(0.05));
        assertThat(Math.sqrt(squares)).isCloseTo(4.0, within(0.05));
    }

    @Test
    void theTellingChannelHasSeveralCodesAndAZeroPoint() {
        LessonCase lesson = new LessonCase(SEED.layer(), SEED.params(Formula.MICRONET), SEED.input());

        ChannelPaths paths = lesson.compute(lesson.tellingChannel());

        assertThat(paths.levelsUsed()).isGreaterThan(1);
        assertThat(paths.sums().z()).isNotZero();
    }

    /** What a pass over all channels gives. */
    private record Figures(PathTotals totals, double median, int zeroChannels, double shareAt255) {
        static Figures of(LessonCase lesson) {
            PathTotals totals = PathTotals.empty(lesson.channels());
            int sampled = PIXELS / 16;
            float[] differences = new float[lesson.channels() * sampled];
            int zeroChannels = 0;
            int saturated = 0;
            for (int from = 0; from < lesson.channels(); from += 8) {
                for (ChannelPaths paths : lesson.compute(new ChannelRange(from, from + 8), Cancellation.NEVER)) {
                    totals = totals.with(paths, PathTerm.CORRECTED, PaddingRule.REAL_ZERO);
                    for (int at = 0; at < sampled; at++) {
                        differences[paths.channel() * sampled + at] = (float) Math.abs(paths.difference(16 * at));
                    }
                    int highest = Arrays.stream(paths.weightCodes()).max().orElseThrow();
                    zeroChannels += highest == 0 ? 1 : 0;
                    saturated += (int) Arrays.stream(paths.weightCodes()).filter(code -> code == 255).count();
                }
            }
            Arrays.sort(differences);
            return new Figures(totals, differences[differences.length / 2], zeroChannels,
                    saturated / (160.0 * 192));
        }
    }
}
