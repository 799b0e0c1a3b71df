package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class AccumulatorHeadroomTest {
    private static final QuantType INT8 = new QuantType(8, true, false);

    private final RandomLayers layers = new RandomLayers(31);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            magnitude,           bits
            0,                   1
            1,                   2
            2,                   3
            127,                 8
            128,                 9
            2147483647,          32
            2147483648,          33
            9223372036854775807, 64
            """)
    void bitsAreThoseOfASignedRegister(long magnitude, int bits) {
        assertThat(ChannelHeadroom.bits(magnitude)).isEqualTo(bits);
        BigInteger value = BigInteger.valueOf(magnitude);
        assertThat(bits).isEqualTo(value.bitLength() + 1);
    }

    @Test
    void aSumOfExactlyTheLowestCodeFits() {
        ChannelHeadroom lowest = new ChannelHeadroom(1L << 31, -(1L << 31), 5, 0, 0);
        assertThat(lowest.observedBits()).isEqualTo(32);
        assertThat(lowest.worstCaseBits()).isEqualTo(33);
        assertThat(lowest.maxAbs()).isEqualTo(1L << 31);
        assertThat(lowest.ofInt32()).isEqualTo(Overflow.POSSIBLE);
        ChannelHeadroom highest = new ChannelHeadroom(1L << 31, 0, 1L << 31, 1, 0);
        assertThat(highest.observedBits()).isEqualTo(33);
        assertThat(highest.ofInt32()).isEqualTo(Overflow.OBSERVED);
    }

    /** The window that makes channel {@code channel} as large as it can be, found by trying both ends at every tap. */
    private static long worstByBruteForce(Layer layer, LayerParams params, int channel) {
        QuantParams input = params.input().orElseThrow();
        QuantParams weight = params.weight().orElseThrow().channel(channel);
        int taps = layer.taps();
        Bias bias = Bias.of(layer.bias(), params, ChannelRange.all(layer.outputChannels()));
        long sum = 0;
        for (int tap = 0; tap < taps; tap++) {
            float value = layer.weight().get(channel * taps + tap);
            int code = Math.max(weight.type().qmin(), Math.min(weight.type().qmax(),
                    (int) Math.rint(value / weight.scale()) + (int) weight.zeroPoint()));
            long step = code - (int) weight.zeroPoint();
            long low = Math.abs(step * (input.type().qmin() - (int) input.zeroPoint()));
            long high = Math.abs(step * (input.type().qmax() - (int) input.zeroPoint()));
            sum += Math.max(low, high);
        }
        return sum + Math.abs((long) bias.code(channel));
    }

    @Test
    void theWorstCaseIsTheLargestMagnitudeAtEveryTap() {
        for (int round = 0; round < 200; round++) {
            Layer layer = layers.layer(layers.shape(3));
            LayerParams params = params(layers.weightParams(layer.outputChannels()), layers.params(), 32);
            AccumulatorHeadroom headroom = run(layer, params, 1 + round % 2);
            for (int channel = 0; channel < layer.outputChannels(); channel++) {
                assertThat(headroom.each().get(channel).worstCase())
                        .isEqualTo(worstByBruteForce(layer, params, channel));
            }
        }
    }

    @Test
    void noInputExceedsTheWorstCaseOfItsWeightsNorTheseTheOneOfAnyWeights() {
        for (int round = 0; round < 200; round++) {
            Layer layer = layers.layer(layers.shape(3));
            LayerParams params = params(
                    layers.weightParams(layer.outputChannels()), layers.params(), round % 3 == 0 ? 0 : 16 << round % 2);
            AccumulatorHeadroom headroom = run(layer, params, 1);
            assertThat(headroom.observedBits()).isLessThanOrEqualTo(headroom.worstCaseBits());
            assertThat(headroom.worstCaseBits()).isLessThanOrEqualTo(headroom.anyWeightsBits());
            assertThat(headroom.maxAbs()).isLessThanOrEqualTo(
                    headroom.each().get(headroom.worstChannel()).worstCase());
        }
    }

    /** One window of the kernel's own size, filled with the code farthest from zero and with each weight's sign. */
    @Test
    void theInputMadeForTheWorstCaseAttainsIt() {
        for (int round = 0; round < 100; round++) {
            int inputs = layers.between(1, 5);
            int kernel = layers.between(1, 4);
            int outputs = layers.between(1, 4);
            ConvGeometry geometry = new ConvGeometry(kernel, kernel, 1, 1, 0, 0, 0, 0, 1, 1, 1);
            Layer layer = RandomLayers.layer("worst", layers.floats(Shape.of(outputs, inputs, kernel, kernel)),
                    Optional.empty(), geometry);
            QuantType narrow = new QuantType(layers.between(2, 16), true, true);
            QuantParams input = new QuantParams(narrow, 1f, 0);
            TensorParams weights = layers.weightParams(outputs);
            int channel = layers.random().nextInt(outputs);
            QuantParams own = weights.channel(channel);
            float[] worst = new float[layer.taps()];
            for (int tap = 0; tap < worst.length; tap++) {
                double position = Math.rint(layer.weight().get(channel * worst.length + tap) / own.scale());
                double code = Math.max(own.type().qmin(), Math.min(own.type().qmax(), position + own.zeroPoint()));
                worst[tap] = (code < own.zeroPoint() ? -1 : 1) * narrow.qmax();
            }
            AccumulatorHeadroom headroom = AccumulatorHeadroom.of(layer, params(weights, input, 32), outputs(
                    layer, params(weights, input, 32),
                    FloatTensor.wrap(Shape.of(1, inputs, kernel, kernel), worst))).orElseThrow();
            assertThat(headroom.each().get(channel).highest()).isEqualTo(headroom.each().get(channel).worstCase());
        }
    }

    @Test
    void whatIsObservedIsTheLargestSumWithItsBiasCode() {
        for (int round = 0; round < 60; round++) {
            Layer layer = layers.layer(layers.shape(3));
            LayerParams params = params(layers.weightParams(layer.outputChannels()), layers.params(), 32);
            LayerOutputs outputs = outputs(layer, params, input(layer, 2));
            AccumulatorHeadroom headroom = AccumulatorHeadroom.of(layer, params, outputs).orElseThrow();
            Bias bias = Bias.of(layer.bias(), params, ChannelRange.all(layer.outputChannels()));
            Shape shape = outputs.real().shape();
            int plane = shape.extent(2) * shape.extent(3);
            long[] largest = new long[layer.outputChannels()];
            long beyond = 0;
            for (int at = 0; at < shape.size(); at++) {
                int channel = at / plane % largest.length;
                BigInteger sum = BigInteger.valueOf(outputs.accumulator().orElseThrow().get(at))
                        .add(BigInteger.valueOf(bias.code(channel)));
                largest[channel] = Math.max(largest[channel], sum.abs().longValueExact());
                beyond += sum.bitLength() > 31 ? 1 : 0;
            }
            for (int channel = 0; channel < largest.length; channel++) {
                assertThat(headroom.each().get(channel).maxAbs()).isEqualTo(largest[channel]);
            }
            assertThat(headroom.beyondInt32()).isEqualTo(beyond);
            assertThat(headroom.total()).isEqualTo(shape.size());
        }
    }

    @Test
    void aNarrowRegisterThatCannotHoldASumIsSeenToOverflow() {
        for (int round = 0; round < 60; round++) {
            Layer layer = layers.layer(layers.shape(2));
            Accumulator.Overflow manner = Accumulator.Overflow.values()[round % 2];
            Accumulator register = new Accumulator(layers.between(16, 40), manner);
            LayerParams params = new LayerParams(
                    Optional.of(layers.weightParams(layer.outputChannels())), Optional.of(layers.params()),
                    Optional.empty(), OptionalInt.of(32), RequantizationProfile.FLOAT32, register, Optional.empty());
            AccumulatorHeadroom headroom = run(layer, params, 1);
            for (ChannelHeadroom channel : headroom.each()) {
                Overflow overflow = channel.ofRegister(register.bits());
                if (channel.observedBits() > register.bits()) {
                    assertThat(overflow).isEqualTo(Overflow.OBSERVED);
                } else if (channel.worstCaseBits() <= register.bits()) {
                    assertThat(overflow).isEqualTo(Overflow.NONE);
                } else if (manner == Accumulator.Overflow.WRAP) {
                    assertThat(overflow).isEqualTo(Overflow.POSSIBLE);
                }
            }
        }
    }

    @Test
    void doReFaWeightsAreCountedInHalfCodes() {
        QuantParams half = new QuantParams(new QuantType(4, false, false), 1f, 0f, Rounding.HALF_AWAY_FROM_ZERO,
                Formula.DOREFA_WEIGHT);
        Layer layer = RandomLayers.layer("half", layers.floats(Shape.of(2, 3, 1, 1)), Optional.empty(),
                ConvGeometry.POINTWISE);
        LayerParams params = params(TensorParams.uniform(half, 2), new QuantParams(INT8, 1f, 0), 32);
        AccumulatorHeadroom headroom = run(layer, params, 1);
        assertThat(headroom.anyWeights()).isEqualTo(3 * 15 * 128);
        assertThat(headroom.each().get(0).worstCase() % 128).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            64 | 20 | 0 | 0 | An int32 accumulator cannot overflow: the worst case of these weights needs 21 bits.
            64 | 35 | 0 | 0 | An int32 accumulator could overflow: the worst case of these weights needs 36 bits, although this input needs only 5. The 64-bit accumulator used here is exact.
            64 | 40 | 33 | 0 | An int32 accumulator would overflow: 1 of 100 sums do not fit into 32 bits, and the largest needs 35. The 64-bit accumulator used here is exact.
            32 | 20 | 0 | 0 | The 32-bit accumulator cannot overflow: the worst case of these weights needs 21 bits.
            32 | 40 | 0 | 0 | The 32-bit accumulator could overflow: the worst case of these weights needs 41 bits, although this input needs only 5.
            32 | 40 | 33 | 1 | The 32-bit accumulator overflows: of 100 sums it wraps around in 1, and the largest needs 35 bits.
            16 | 20 | 18 | 7 | The 16-bit accumulator overflows: of 100 sums it wraps around in 7, and the largest needs 20 bits.
            40 | 38 | 33 | 0 | The 40-bit accumulator cannot overflow: the worst case of these weights needs 39 bits. An int32 accumulator would overflow: 1 of 100 sums do not fit into 32 bits, and the largest needs 35.
            """)
    void theSentenceSaysWhatOverflows(int bits, int worst, int observed, int differs, String sentence) {
        long highest = observed == 0 ? 8 : 1L << observed;
        ChannelHeadroom channel = new ChannelHeadroom(
                (1L << worst) - 1, -3, highest, observed > 31 ? 1 : 0, differs);
        AccumulatorHeadroom headroom = headroom(new Accumulator(bits, Accumulator.Overflow.WRAP), channel);
        assertThat(HeadroomSentence.of(headroom)).isEqualTo(sentence);
    }

    @Test
    void aLayerWithoutAnIntegerAccumulatorSaysWhy() {
        QuantParams plain = new QuantParams(INT8, 1f, 0);
        QuantParams real = new QuantParams(INT8, 1f, 0.5f, Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
        LayerParams integer = params(TensorParams.uniform(plain, 1), plain, 32);
        assertThat(HeadroomSentence.absence(integer)).isEmpty();
        assertThat(HeadroomSentence.absence(LayerParams.FLOAT))
                .contains("There is no integer accumulator: weights and input are float.");
        assertThat(HeadroomSentence.absence(params(TensorParams.uniform(plain, 1), real, 32)).orElseThrow())
                .startsWith("There is no integer accumulator: a zero point is not an integer");
        Layer layer = RandomLayers.layer("one", layers.floats(Shape.of(1, 2, 1, 1)), Optional.empty(),
                ConvGeometry.POINTWISE);
        LayerParams uncounted = params(TensorParams.uniform(plain, 1), real, 32);
        assertThat(AccumulatorHeadroom.of(layer, uncounted, outputs(layer, uncounted, input(layer, 1)))).isEmpty();
    }

    private static AccumulatorHeadroom headroom(Accumulator register, ChannelHeadroom... each) {
        return new AccumulatorHeadroom(register, ChannelRange.all(each.length), List.of(each), 1L << 41, 100);
    }

    private AccumulatorHeadroom run(Layer layer, LayerParams params, int images) {
        return AccumulatorHeadroom.of(layer, params, outputs(layer, params, input(layer, images))).orElseThrow();
    }

    private FloatTensor input(Layer layer, int images) {
        int extent = Math.max(layer.geometry().kernelHeight() * layer.geometry().dilationHeight(),
                layer.geometry().kernelWidth() * layer.geometry().dilationWidth());
        return layers.floats(Shape.of(images, layer.inputChannels(), extent + 1, extent + 2));
    }

    private static LayerOutputs outputs(Layer layer, LayerParams params, FloatTensor input) {
        return new LayerRunner(Engines.select("reference"))
                .run(layer, input, params, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
    }

    private static LayerParams params(TensorParams weight, QuantParams input, int biasBits) {
        return new LayerParams(
                Optional.of(weight), Optional.of(input), Optional.empty(),
                biasBits == 0 ? OptionalInt.empty() : OptionalInt.of(biasBits),
                RequantizationProfile.FLOAT32, Accumulator.EXACT, Optional.empty());
    }
}
