package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerPlane;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.RunOutputs;
import org.quantscope.conv.SummedPlane;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Whatever was computed before and is kept: every result is the one that the reference loops give from scratch. */
class LiveLayerTest {
    private static final int EDITS = 40;

    private static ConvEngine engine(String name) {
        return name.equals("plain") ? PlainBands.engine() : Engines.select(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "plain"})
    void afterEveryEditAllChannelsAreTheReference(String engine) {
        RandomLayers random = new RandomLayers(414);
        for (int round = 0; round < 8; round++) {
            ConvShape shape = round % 3 == 0 ? random.pointwise() : random.shape(3);
            Layer layer = random.layer(shape);
            FloatTensor input = random.floats(shape.input());
            ParamEdits edits = new ParamEdits(random, layer.outputChannels());
            try (LiveLayer live = new LiveLayer(engine(engine), Crew.of(1 + round % 3), layer, input)) {
                for (int edit = 0; edit < EDITS; edit++) {
                    LayerParams params = edits.next();
                    LayerOutputs expected = reference(layer, input, params);
                    if (edit % 2 == 0) {
                        int channel = random.between(0, layer.outputChannels() - 1);
                        assertSame(live.channel(params, channel, Cancellation.NEVER), expected, layer, params);
                    }
                    List<ChannelOutputs> all = live.all(params, Cancellation.NEVER);
                    assertThat(all).hasSize(layer.outputChannels());
                    for (ChannelOutputs channel : all) {
                        assertSame(channel, expected, layer, params);
                    }
                }
            }
        }
    }

    private static LayerOutputs reference(Layer layer, FloatTensor input, LayerParams params) {
        return new LayerRunner(new ReferenceEngine())
                .run(layer, input, params, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
    }

    private static void assertSame(ChannelOutputs channel, LayerOutputs expected, Layer layer, LayerParams params) {
        Bias bias = Bias.of(layer.bias(), params, ChannelRange.all(layer.outputChannels()));
        ChannelOutputs wanted = RunOutputs.channels(expected, bias).get(channel.channel());
        assertThat(channel.real()).isEqualTo(wanted.real());
        assertThat(channel.fakeQuant()).isEqualTo(wanted.fakeQuant());
        IntegerPlane integer = channel.integer();
        IntegerPlane other = wanted.integer();
        assertThat(integer.size()).isEqualTo(other.size());
        assertThat(integer.hasCodes()).isEqualTo(other.hasCodes());
        assertThat(integer.hasSums()).isEqualTo(other.hasSums());
        for (int at = 0; at < integer.size(); at++) {
            assertThat(integer.value(at)).isEqualTo(other.value(at));
            if (integer.hasCodes()) {
                assertThat(integer.code(at)).isEqualTo(other.code(at));
            }
            if (integer.hasSums()) {
                assertThat(integer.sum(at)).isEqualTo(other.sum(at));
                assertThat(integer.held(at)).isEqualTo(other.held(at));
            }
        }
    }

    // ---- what an edit costs

    private final RandomLayers random = new RandomLayers(11);
    private final ConvShape shape = new ConvShape(
            new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), Shape.of(1, 12, 20, 22), 24, ChannelRange.all(24));
    private final Layer layer = random.layer(shape);
    private final FloatTensor input = random.floats(shape.input());

    private static LayerParams params(float weightScale, int changed, float changedScale, QuantParams output) {
        QuantParams[] weight = new QuantParams[24];
        Arrays.setAll(weight, channel -> new QuantParams(
                QuantType.INT8_NARROW, channel == changed ? changedScale : weightScale, 0));
        return new LayerParams(
                Optional.of(new TensorParams(Arrays.asList(weight))),
                Optional.of(new QuantParams(QuantType.UINT8, 0.03f, 120)),
                Optional.of(output), OptionalInt.of(32), RequantizationProfile.FLOAT32, Accumulator.EXACT,
                Optional.empty());
    }

    private static final QuantParams OUTPUT = new QuantParams(QuantType.UINT8, 0.2f, 128);

    @Test
    void anEditOfOneChannelLeavesTheOthersAsTheyAre() {
        LiveLayer live = new LiveLayer(PlainBands.engine(), Crew.ALONE, layer, input);
        List<ChannelOutputs> before = live.all(params(0.02f, -1, 0, OUTPUT), Cancellation.NEVER);
        LayerParams edited = params(0.02f, 7, 0.021f, OUTPUT);
        assertThat(live.channelsToSum(edited)).isEqualTo(1);
        List<ChannelOutputs> after = live.all(edited, Cancellation.NEVER);
        for (int channel = 0; channel < 24; channel++) {
            if (channel == 7) {
                assertThat(after.get(channel).fakeQuant()).isNotEqualTo(before.get(channel).fakeQuant());
                assertThat(after.get(channel).real()).isSameAs(before.get(channel).real());
            } else {
                assertThat(after.get(channel)).isSameAs(before.get(channel));
            }
        }
    }

    @Test
    void anEditOfTheOutputKeepsEverySum() {
        LiveLayer live = new LiveLayer(PlainBands.engine(), Crew.ALONE, layer, input);
        List<ChannelOutputs> before = live.all(params(0.02f, -1, 0, OUTPUT), Cancellation.NEVER);
        LayerParams edited = params(0.02f, -1, 0, new QuantParams(QuantType.UINT8, 0.19f, 100));
        assertThat(live.channelsToSum(edited)).isZero();
        List<ChannelOutputs> after = live.all(edited, Cancellation.NEVER);
        for (int channel = 0; channel < 24; channel++) {
            assertThat(after.get(channel).fakeQuant()).isSameAs(before.get(channel).fakeQuant());
            assertThat(after.get(channel).integer()).isNotEqualTo(before.get(channel).integer());
        }
    }

    @Test
    void whereTheCodesStayTheSameSoDoTheSums() {
        LiveLayer live = new LiveLayer(PlainBands.engine(), Crew.ALONE, layer, input);
        LayerParams first = params(0.02f, 3, 10f, OUTPUT);
        LayerParams second = params(0.02f, 3, 10.5f, OUTPUT); // all of the channel's codes are 0 with both
        int[] sums = sumsOf(live.channel(first, 3, Cancellation.NEVER));
        assertThat(sumsOf(live.channel(second, 3, Cancellation.NEVER))).isSameAs(sums);
    }

    private static int[] sumsOf(ChannelOutputs outputs) {
        return ((SummedPlane) outputs.integer()).sums();
    }

    @Test
    void aChannelCostsItsTwoPlanesAndLittleElse() {
        LiveLayer live = new LiveLayer(PlainBands.engine(), Crew.ALONE, layer, input);
        ThreadMXBean threads =
                (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long planes = 2L * Float.BYTES * shape.outputHeight() * shape.outputWidth();
        long most = 0;
        for (int frame = 0; frame < 30; frame++) {
            LayerParams params = params(0.02f, 5, 0.02f + frame * 1e-4f, OUTPUT);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            live.channel(params, 5, Cancellation.NEVER);
            long used = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            most = frame < 10 ? 0 : Math.max(most, used);
        }
        assertThat(most).isLessThan(planes + 20_000);
    }

    // ---- giving up

    @Test
    void aRunThatIsGivenUpLeavesWhatWasThere() {
        LiveLayer live = new LiveLayer(PlainBands.engine(), Crew.of(2), layer, input);
        LayerParams first = params(0.02f, -1, 0, OUTPUT);
        List<ChannelOutputs> before = live.all(first, Cancellation.NEVER);
        float[] copy = before.get(2).fakeQuant().clone();
        AtomicInteger asked = new AtomicInteger();
        Cancellation soon = new Cancellation(() -> asked.incrementAndGet() > 3);
        assertThatThrownBy(() -> live.all(params(0.03f, -1, 0, OUTPUT), soon))
                .isInstanceOf(CancellationException.class);
        assertThat(before.get(2).fakeQuant()).isEqualTo(copy);
        List<ChannelOutputs> again = live.all(params(0.03f, -1, 0, OUTPUT), Cancellation.NEVER);
        LayerOutputs expected = reference(layer, input, params(0.03f, -1, 0, OUTPUT));
        again.forEach(channel -> assertSame(channel, expected, layer, params(0.03f, -1, 0, OUTPUT)));
    }

    @Test
    void anInputThatIsNotFiniteIsRefusedWithASentence() {
        float[] values = input.data().clone();
        values[17] = Float.NaN;
        assertThatThrownBy(() -> new LiveLayer(
                        new ReferenceEngine(), Crew.ALONE, layer, FloatTensor.wrap(input.shape(), values)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("element 17");
    }

    /** Settings as a person may leave them, each a small step from the one before. */
    private static final class ParamEdits {
        private final RandomLayers random;
        private final List<QuantParams> weight = new ArrayList<>();
        private LayerParams params;

        ParamEdits(RandomLayers random, int channels) {
            this.random = random;
            for (int channel = 0; channel < channels; channel++) {
                weight.add(new QuantParams(QuantType.INT8_NARROW, 0.02f, 0));
            }
            params = new LayerParams(
                    Optional.of(new TensorParams(weight)), Optional.of(new QuantParams(QuantType.UINT8, 0.03f, 120)),
                    Optional.of(OUTPUT), OptionalInt.of(32), RequantizationProfile.FLOAT32, Accumulator.EXACT,
                    Optional.empty());
        }

        LayerParams next() {
            LayerParams next = step();
            while (ParameterRules.fault(next).isPresent()) {
                next = step();
            }
            params = next;
            return next;
        }

        private LayerParams step() {
            Optional<TensorParams> weights = params.weight();
            Optional<QuantParams> input = params.input();
            Optional<QuantParams> output = params.output();
            OptionalInt biasBits = params.biasBits();
            RequantizationProfile profile = params.requantization();
            Accumulator accumulator = params.accumulator();
            Optional<Clamp> clamp = params.clamp();
            switch (random.between(0, 13)) {
                case 0, 1, 2 -> {
                    int channel = random.between(0, weight.size() - 1);
                    weight.set(channel, random.params(new QuantType(random.between(2, 8), true, true)));
                    weights = Optional.of(new TensorParams(weight));
                }
                case 3 -> {
                    int channel = random.between(0, weight.size() - 1);
                    QuantParams own = weight.get(channel);
                    weight.set(channel, new QuantParams(
                            own.type(), Math.nextUp(own.scale()), own.zeroPoint(), own.rounding(), own.formula()));
                    weights = Optional.of(new TensorParams(weight));
                }
                case 4 -> {
                    weight.replaceAll(own -> new QuantParams(
                            new QuantType(random.between(2, 8), false, false), 0.01f + random.random().nextFloat() / 50,
                            random.between(0, 3)));
                    weights = Optional.of(new TensorParams(weight));
                }
                case 5 -> input = Optional.of(random.params(new QuantType(
                        random.between(2, 8), random.random().nextBoolean(), false)));
                case 6 -> input = Optional.of(random.params(QuantType.UINT8.withBits(random.between(9, 16))));
                case 7 -> input = random.random().nextInt(3) > 0
                        ? Optional.of(new QuantParams(
                                QuantType.UINT8, 0.05f, random.between(-200, 0) / 2f, Rounding.HALF_TO_EVEN,
                                Formula.MICRONET))
                        : Optional.empty();
                case 8 -> output = random.random().nextInt(3) > 0
                        ? Optional.of(random.params(QuantType.UINT8))
                        : Optional.empty();
                case 9 -> biasBits = random.random().nextInt(3) > 0 ? OptionalInt.of(32) : OptionalInt.empty();
                case 10 -> profile = RequantizationProfile.values()[random.between(0, 3)];
                case 11 -> clamp = random.random().nextBoolean()
                        ? Optional.of(new Clamp(0, Float.POSITIVE_INFINITY))
                        : Optional.empty();
                case 12 -> accumulator = random.random().nextBoolean()
                        ? new Accumulator(16, Accumulator.Overflow.SATURATE)
                        : Accumulator.EXACT;
                default -> weights = random.random().nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(new TensorParams(weight));
            }
            boolean real = input.isEmpty() || weights.isEmpty() || biasBits.isEmpty()
                    || input.get().formula() != Formula.ONNX;
            profile = output.isPresent() && real ? RequantizationProfile.FLOAT64 : profile;
            return new LayerParams(weights, input, output, biasBits, profile, accumulator, clamp);
        }
    }
}
