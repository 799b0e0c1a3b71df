package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.analysis.ChannelPaths;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathTerm;
import org.quantscope.analysis.PathTotals;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.DoubleConv;
import org.quantscope.conv.FakeQuantConv;
import org.quantscope.conv.FourTerms;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Operand;
import org.quantscope.conv.RandomLayers;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class LessonCaseTest {
    /** A random layer of any form with 8-bit codes on both sides, and what the plain loops say of it. */
    private static final class Oracle {
        final ConvShape shape;
        final Layer layer;
        final LayerParams params;
        final FloatTensor input;
        final Operand x;
        final Operand w;

        Oracle(long seed, boolean quantizedInput) {
            RandomLayers random = new RandomLayers(seed);
            ConvShape some = random.shape(3);
            Shape one = Shape.of(1, some.input().extent(1), some.inputHeight(), some.inputWidth());
            shape = new ConvShape(some.geometry(), one, some.outputChannels(), ChannelRange.all(some.outputChannels()));
            layer = random.layer(shape);
            input = random.floats(one);
            QuantParams[] channels = new QuantParams[shape.outputChannels()];
            Arrays.setAll(channels, channel -> new QuantParams(
                    new QuantType(6, false, false), 0.05f + random.random().nextFloat() / 10, random.between(0, 63)));
            params = params(new TensorParams(List.of(channels)), quantizedInput
                    ? Optional.of(new QuantParams(QuantType.UINT8, 0.02f, random.between(1, 255)))
                    : Optional.empty());
            x = Operand.input(input, params.input());
            w = Operand.weight(layer.weight(), params.weight(), shape.channels());
        }

        LessonCase lesson() {
            return new LessonCase(layer, params, input);
        }
    }

    private static LayerParams params(TensorParams weight, Optional<QuantParams> input) {
        return new LayerParams(Optional.of(weight), input, Optional.empty(), OptionalInt.empty(),
                LayerParams.FLOAT.requantization(), LayerParams.FLOAT.accumulator(), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theFakeQuantPathIsThatOfTheReferenceLoopsToTheLastBit(long seed) {
        Oracle oracle = new Oracle(seed, true);
        Bias bias = Bias.of(oracle.layer.bias(), oracle.params, oracle.shape.channels());

        float[] expected =
                FakeQuantConv.convolve(oracle.shape, oracle.x, oracle.w, bias, Cancellation.NEVER).data();

        List<ChannelPaths> all = oracle.lesson().compute(oracle.shape.channels(), Cancellation.NEVER);
        int plane = all.get(0).fake().length;
        for (ChannelPaths paths : all) {
            assertThat(paths.fake())
                    .containsExactly(Arrays.copyOfRange(
                            expected, paths.channel() * plane, (paths.channel() + 1) * plane));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32})
    void theFourTermsWithRealZeroAndWithValidTapsAreTheAccumulator(long seed) {
        Oracle oracle = new Oracle(seed, true);
        Codes x = oracle.x.counted().orElseThrow();
        Codes w = oracle.w.counted().orElseThrow();
        long[] accumulator = IntegerConv.sums(oracle.shape, x, w, Cancellation.NEVER).data();

        for (ChannelPaths paths : oracle.lesson().compute(oracle.shape.channels(), Cancellation.NEVER)) {
            for (int pixel = 0; pixel < paths.fake().length; pixel++) {
                long expected = accumulator[paths.channel() * paths.fake().length + pixel];
                for (PaddingRule right : List.of(PaddingRule.REAL_ZERO, PaddingRule.VALID_TAPS)) {
                    assertThat(paths.sums().sum(PathTerm.CORRECTED, right, pixel)).isEqualTo(expected);
                }
                FourTerms terms = FourTerms.of(
                        oracle.shape, x, w, 0, paths.channel(), pixel / paths.columns(), pixel % paths.columns());
                assertThat(term(paths, PathTerm.PRODUCTS, pixel)).isEqualTo(terms.products());
                assertThat(term(paths, PathTerm.WEIGHT_ZERO_POINT, pixel)).isEqualTo(terms.weightZeroPointTerm());
                assertThat(term(paths, PathTerm.INPUT_ZERO_POINT, pixel)).isEqualTo(terms.inputZeroPointTerm());
                assertThat(term(paths, PathTerm.BOTH_ZERO_POINTS, pixel)).isEqualTo(terms.constantTerm());
            }
        }
    }

    private static double term(ChannelPaths paths, PathTerm term, int pixel) {
        return paths.sums().term(term, PaddingRule.REAL_ZERO, pixel) + 0.0; // minus zero is zero
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48})
    void inEveryChannelTheDifferenceIsTheClosedFormAndTheCorrectedPathIsFakeQuant(long seed) {
        for (boolean quantizedInput : new boolean[] {true, false}) {
            LessonCase lesson = new Oracle(seed, quantizedInput).lesson();
            PathTotals totals = PathTotals.empty(lesson.channels());
            for (ChannelPaths paths : lesson.compute(ChannelRange.all(lesson.channels()), Cancellation.NEVER)) {
                totals = totals.with(paths, PathTerm.CORRECTED, PaddingRule.REAL_ZERO);
            }

            double size = Math.max(totals.largestOutput(), totals.largestDifference());
            assertThat(totals.isWhole()).isTrue();
            assertThat(totals.largestDifference()).isGreaterThan(1e-3 * size);
            assertThat(totals.largestGap()).isLessThan(1e-5 * size);
            assertThat(totals.largestResidual()).isLessThan(1e-4).isLessThan(1e-5 * size);
            assertThat(totals.residualsInside() + totals.residualsAtBorder()).isZero();
        }
    }

    @Test
    void integerZeroInThePaddingIsWrongAtTheBorderAndNowhereElse() {
        ConvGeometry padded = new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        RandomLayers random = new RandomLayers(5);
        Layer layer = RandomLayers.layer(
                "padded", random.floats(Shape.of(4, 2, 3, 3)), Optional.empty(), padded);
        TensorParams weight = TensorParams.uniform(new QuantParams(new QuantType(8, false, false), 0.03f, 100), 4);
        LayerParams params = params(weight, Optional.of(new QuantParams(QuantType.UINT8, 0.05f, 73)));
        LessonCase lesson = new LessonCase(layer, params, random.floats(Shape.of(1, 2, 7, 9)));

        PathTotals wrong = totals(lesson, PaddingRule.INTEGER_ZERO);
        PathTotals right = totals(lesson, PaddingRule.VALID_TAPS);

        assertThat(wrong.residualsInside()).isZero();
        assertThat(wrong.residualsAtBorder()).isBetween(4L * 20, 4L * (7 * 9 - 5 * 7));
        assertThat(wrong.largestResidual()).isGreaterThan(1);
        assertThat(right.residualsInside() + right.residualsAtBorder()).isZero();
    }

    private static PathTotals totals(LessonCase lesson, PaddingRule padding) {
        PathTotals totals = PathTotals.empty(lesson.channels());
        for (int channel = 0; channel < lesson.channels(); channel++) {
            totals = totals.with(lesson.compute(channel), PathTerm.CORRECTED, padding);
        }
        return totals;
    }

    @Test
    void realZeroPointsOfMicronetAreSummedAsTheyAre() {
        RandomLayers random = new RandomLayers(8);
        ConvGeometry padded = new ConvGeometry(3, 2, 2, 1, 1, 0, 2, 1, 1, 1, 1);
        Layer layer = RandomLayers.layer("real", random.floats(Shape.of(3, 2, 3, 2)), Optional.empty(), padded);
        QuantParams own = new QuantParams(
                new QuantType(4, false, false), 0.31f, -3.7f, Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        LessonCase lesson = new LessonCase(
                layer, params(TensorParams.uniform(own, 3), Optional.empty()), random.floats(Shape.of(2, 2, 6, 5)));

        ChannelPaths paths = lesson.compute(1);

        Operand weight = Operand.weight(
                layer.weight(), lesson.params().weight(), ChannelRange.single(1));
        ConvShape single = lesson.shape().withChannels(ChannelRange.single(1));
        FloatTensor image = FloatTensor.wrap(single.input(), new RandomLayersInput().firstImage());
        double[] expected = DoubleConv.sums(single, image, weight.fakeQuant(), Cancellation.NEVER).data();
        double[] corrected = paths.sums().outputs(PathTerm.CORRECTED, PaddingRule.REAL_ZERO);
        for (int pixel = 0; pixel < expected.length; pixel++) {
            assertThat(corrected[pixel]).isCloseTo(expected[pixel], within(1e-5));
            double once = paths.sums().outputs(PathTerm.NAIVE, PaddingRule.REAL_ZERO)[pixel];
            assertThat(corrected[pixel] - once).isCloseTo(paths.sums().predicted(pixel), within(1e-9));
        }
        assertThat(paths.sums().z()).isEqualTo(-3.7f);
    }

    /** The input that the seed above gives after the weights were drawn. */
    private static final class RandomLayersInput {
        float[] firstImage() {
            RandomLayers random = new RandomLayers(8);
            random.floats(Shape.of(3, 2, 3, 2));
            return Arrays.copyOf(random.floats(Shape.of(2, 2, 6, 5)).data(), 2 * 6 * 5);
        }
    }

    @Test
    void aTermThatIsSwitchedOffIsMissing() {
        Oracle oracle = new Oracle(3, true);
        ChannelPaths paths = oracle.lesson().compute(0);
        EnumSet<PathTerm> without = EnumSet.copyOf(PathTerm.CORRECTED);
        without.remove(PathTerm.INPUT_ZERO_POINT);

        double[] all = paths.sums().outputs(PathTerm.CORRECTED, PaddingRule.REAL_ZERO);
        double[] some = paths.sums().outputs(without, PaddingRule.REAL_ZERO);

        double missing = paths.sums().term(PathTerm.INPUT_ZERO_POINT, PaddingRule.REAL_ZERO, 0);
        assertThat(missing).isNotZero();
        assertThat(all[0] - some[0]).isCloseTo(missing * paths.sums().unit(), within(1e-9 * Math.abs(all[0])));
    }

    @Test
    void weightsThatStayFloatHaveNoTwoPaths() {
        Oracle oracle = new Oracle(1, true);

        assertThatThrownBy(() -> new LessonCase(oracle.layer, LayerParams.FLOAT, oracle.input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'random'")
                .hasMessageContaining("quantize them first");
    }
}
