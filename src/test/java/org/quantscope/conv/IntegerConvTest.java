package org.quantscope.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.model.ConvGeometry;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Accumulator.Overflow;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

class IntegerConvTest {
    private static final ConvGeometry WINDOW = new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    @Test
    void anExampleByHand() {
        ConvShape shape = new ConvShape(WINDOW, Shape.of(1, 1, 2, 2), 1, ChannelRange.all(1));
        Codes input = Codes.uniform(IntTensor.wrap(shape.input(), new int[] {11, 12, 13, 14}), 10);
        Codes weight = Codes.uniform(
                IntTensor.wrap(shape.weight(), new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}), 0);
        // Real zero all around 1 2 / 3 4, seen by the window from four places.
        assertThat(IntegerConv.sums(shape, input, weight, Cancellation.NEVER).data())
                .containsExactly(
                        5 * 1 + 6 * 2 + 8 * 3 + 9 * 4,
                        4 * 1 + 5 * 2 + 7 * 3 + 8 * 4,
                        2 * 1 + 3 * 2 + 5 * 3 + 6 * 4,
                        1 * 1 + 2 * 2 + 4 * 3 + 5 * 4);
    }

    @Test
    void theFourTermsAreTheDefinition() {
        RandomLayers layers = new RandomLayers(23);
        for (int round = 0; round < 150; round++) {
            ConvShape shape = layers.shape(4);
            Codes input = codes(layers, shape.input(), 1);
            Codes weight = codes(layers, shape.weight(), shape.channels().count());
            assertThat(IntegerConv.sumsByFourTerms(shape, input, weight, Cancellation.NEVER))
                    .as("round %d: %s", round, shape)
                    .isEqualTo(IntegerConv.sums(shape, input, weight, Cancellation.NEVER));
        }
    }

    @Test
    void aWideRegisterHoldsTheSumAndTheBias() {
        RandomLayers layers = new RandomLayers(8);
        for (Overflow overflow : Overflow.values()) {
            ConvShape shape = layers.shape(3);
            Codes input = codes(layers, shape.input(), 1);
            Codes weight = codes(layers, shape.weight(), shape.channels().count());
            long[] bias = new long[shape.channels().count()];
            Arrays.fill(bias, 1234);
            long[] expected = IntegerConv.sums(shape, input, weight, Cancellation.NEVER).data();
            Arrays.setAll(expected, at -> expected[at] + 1234);
            Register register = new Register(new Accumulator(64, overflow));
            assertThat(IntegerConv.sumsIn(register, shape, input, weight, bias, Cancellation.NEVER).data())
                    .containsExactly(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bits, overflow, held,   term,   result
            16,   WRAP,     32767,  1,      -32768
            16,   SATURATE, 32767,  1,      32767
            16,   WRAP,     -32768, -1,     32767
            16,   SATURATE, -32768, -1,     -32768
            16,   SATURATE, 32767,  -5,     32762
            20,   WRAP,     524287, 2,      -524287
            24,   SATURATE, 0,      9000000, 8388607
            32,   WRAP,     2147483647, 1,  -2147483648
            64,   WRAP,     9223372036854775807, 1, -9223372036854775808
            64,   SATURATE, 9223372036854775807, 1, 9223372036854775807
            64,   SATURATE, -9223372036854775808, -1, -9223372036854775808
            """)
    void registersWrapOrStick(int bits, Overflow overflow, long held, long term, long result) {
        assertThat(new Register(new Accumulator(bits, overflow)).add(held, term)).isEqualTo(result);
    }

    @Test
    void aSaturatingRegisterDependsOnTheOrderOfTheTaps() {
        ConvShape shape = new ConvShape(ConvGeometry.POINTWISE, Shape.of(1, 3, 1, 1), 1, ChannelRange.all(1));
        Codes input = Codes.uniform(IntTensor.wrap(shape.input(), new int[] {200, 200, 200}), 0);
        Codes upFirst = Codes.uniform(IntTensor.wrap(shape.weight(), new int[] {120, 120, -120}), 0);
        Codes downFirst = Codes.uniform(IntTensor.wrap(shape.weight(), new int[] {-120, 120, 120}), 0);
        Register register = new Register(new Accumulator(16, Overflow.SATURATE));
        assertThat(IntegerConv.sumsIn(register, shape, input, upFirst, new long[1], Cancellation.NEVER).data())
                .containsExactly(32767 - 24000);
        assertThat(IntegerConv.sumsIn(register, shape, input, downFirst, new long[1], Cancellation.NEVER).data())
                .containsExactly(24000);
    }

    @Test
    void paddingIsRealZeroWhateverTheZeroPoint() {
        ConvShape shape = new ConvShape(WINDOW, Shape.of(1, 2, 3, 3), 1, ChannelRange.all(1));
        int[] realZero = new int[shape.input().size()];
        Arrays.fill(realZero, 117);
        Codes input = Codes.uniform(IntTensor.wrap(shape.input(), realZero), 117);
        Codes weight = codes(new RandomLayers(3), shape.weight(), 1);
        assertThat(IntegerConv.sums(shape, input, weight, Cancellation.NEVER).data()).containsOnly(0);
        assertThat(IntegerConv.sumsByFourTerms(shape, input, weight, Cancellation.NEVER).data()).containsOnly(0);
    }

    @Test
    void floatAndDoubleLoopsAgreeOnSmallIntegers() {
        RandomLayers layers = new RandomLayers(12);
        for (int round = 0; round < 60; round++) {
            ConvShape shape = layers.shape(3);
            QuantType small = new QuantType(4, true, false);
            Codes input = Codes.uniform(layers.codes(shape.input(), small), 2);
            Codes weight = Codes.uniform(layers.codes(shape.weight(), small), -1);
            long[] exact = IntegerConv.sums(shape, input, weight, Cancellation.NEVER).data();
            FloatTensor floats = FloatConv.sums(shape, input.steps(), weight.steps(), Cancellation.NEVER);
            double[] doubles = DoubleConv.sums(shape, input.steps(), weight.steps(), Cancellation.NEVER).data();
            for (int at = 0; at < exact.length; at++) {
                assertThat(floats.get(at)).isEqualTo(exact[at]);
                assertThat(doubles[at]).isEqualTo(exact[at]);
            }
        }
    }

    @Test
    void nobodyWaitsForACancelledConvolution() {
        RandomLayers layers = new RandomLayers(13);
        ConvShape shape = layers.shape(2);
        Codes input = codes(layers, shape.input(), 1);
        Codes weight = codes(layers, shape.weight(), 1);
        assertThatThrownBy(() -> IntegerConv.sums(shape, input, weight, new Cancellation(() -> true)))
                .isInstanceOf(CancellationException.class);
    }

    private static Codes codes(RandomLayers layers, Shape shape, int zeroPointCount) {
        QuantType type = layers.type();
        int[] zeroPoints = new int[zeroPointCount];
        Arrays.setAll(zeroPoints, row -> layers.between(type.qmin(), type.qmax()));
        return new Codes(layers.codes(shape, type), zeroPoints);
    }
}
