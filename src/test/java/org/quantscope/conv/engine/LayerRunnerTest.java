package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Requantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** What a layer gives in every combination of quantized sides, with the reference engine unless said otherwise. */
class LayerRunnerTest {
    private static final QuantParams INPUT = new QuantParams(QuantType.UINT8, 0.02f, 117);
    private static final QuantParams OUTPUT = new QuantParams(QuantType.UINT8, 0.05f, 121);

    private final RandomLayers layers = new RandomLayers(42);
    private final ConvShape shape = new ConvShape(
            new ConvGeometry(3, 2, 2, 1, 1, 0, 0, 1, 1, 2, 2), Shape.of(2, 6, 7, 9), 8, ChannelRange.all(8));
    private final FloatTensor input = layers.floats(shape.input());
    private final FloatTensor bias = layers.floats(Shape.of(8));
    private final Layer layer = RandomLayers.layer(
            "conv1", layers.floats(shape.weight()), Optional.of(bias), shape.geometry());
    private final TensorParams weight = weightParams(0.03f);

    private TensorParams weightParams(float scale) {
        QuantParams[] channels = new QuantParams[8];
        Arrays.setAll(
                channels, o -> new QuantParams(new QuantType(4 + o % 5, true, false), scale * (1 + o), o % 3 - 1));
        return new TensorParams(Arrays.asList(channels));
    }

    private LayerParams params(boolean weights, boolean inputs, boolean outputs, int biasBits) {
        return new LayerParams(
                weights ? Optional.of(weight) : Optional.empty(),
                inputs ? Optional.of(INPUT) : Optional.empty(),
                outputs ? Optional.of(OUTPUT) : Optional.empty(),
                biasBits == 0 ? OptionalInt.empty() : OptionalInt.of(biasBits),
                outputs && biasBits == 0 ? RequantizationProfile.FLOAT64 : RequantizationProfile.FLOAT32,
                Accumulator.EXACT,
                Optional.empty());
    }

    private static LayerParams with(
            LayerParams params, RequantizationProfile profile, Clamp clamp, Accumulator register) {
        return new LayerParams(
                params.weight(), params.input(), params.output(), params.biasBits(), profile, register,
                Optional.ofNullable(clamp));
    }

    private LayerOutputs run(LayerParams params) {
        return new LayerRunner(new ReferenceEngine())
                .run(layer, input, params, ChannelRange.all(8), Cancellation.NEVER);
    }

    private int channel(LayerOutputs outputs, int at) {
        Shape result = outputs.real().shape();
        return at / (result.extent(2) * result.extent(3)) % 8;
    }

    @Test
    void withNothingQuantizedTheThreePathsAreOne() {
        LayerOutputs outputs = run(LayerParams.FLOAT);
        assertThat(outputs.fakeQuant()).isEqualTo(outputs.real());
        assertThat(outputs.accumulator()).isEmpty();
        assertThat(outputs.inputCodes()).isEmpty();
        assertThat(outputs.weightCodes()).isEmpty();
        assertThat(outputs.outputCodes()).isEmpty();
        for (int at = 0; at < outputs.real().size(); at++) {
            assertThat(outputs.integer().get(at)).isCloseTo(outputs.real().get(at), within(1e-5));
        }
    }

    @Test
    void anIntegerBiasJoinsTheAccumulator() {
        LayerOutputs outputs = run(params(true, true, false, 32));
        for (int at = 0; at < outputs.real().size(); at++) {
            int o = channel(outputs, at);
            float scale = weight.channel(o).scale();
            int code = new BiasQuantizer(32).quantize(bias.get(o), BiasQuantizer.scale(INPUT.scale(), scale));
            assertThat(outputs.integer().get(at))
                    .isEqualTo((double) INPUT.scale() * scale * (outputs.accumulator().get().get(at) + code));
        }
    }

    @Test
    void aFloatBiasIsAddedInRealUnits() {
        LayerOutputs outputs = run(params(true, true, false, 0));
        for (int at = 0; at < outputs.real().size(); at++) {
            int o = channel(outputs, at);
            double product = (double) INPUT.scale() * weight.channel(o).scale() * outputs.accumulator().get().get(at);
            assertThat(outputs.integer().get(at)).isEqualTo(product + bias.get(o));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 32})
    void fakeQuantAndIntegerPathsAgreeBeforeRequantization(int biasBits) {
        for (boolean weights : new boolean[] {true, false}) {
            for (boolean inputs : new boolean[] {true, false}) {
                LayerOutputs outputs = run(params(weights, inputs, false, biasBits));
                double largest = 0;
                double difference = 0;
                for (int at = 0; at < outputs.fakeQuant().size(); at++) {
                    largest = Math.max(largest, Math.abs(outputs.integer().get(at)));
                    difference = Math.max(
                            difference, Math.abs(outputs.integer().get(at) - outputs.fakeQuant().get(at)));
                }
                assertThat(difference).isLessThanOrEqualTo(1e-5 * largest);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = RequantizationProfile.class, mode = EnumSource.Mode.EXCLUDE, names = "POWER_OF_TWO")
    void everyProfileRequantizesTheAccumulatorWithItsBias(RequantizationProfile profile) {
        Clamp clamp = new Clamp(0, 4);
        LayerOutputs outputs = run(with(params(true, true, true, 32), profile, clamp, Accumulator.EXACT));
        for (int at = 0; at < outputs.real().size(); at++) {
            float scale = weight.channel(channel(outputs, at)).scale();
            int code = new BiasQuantizer(32).quantize(
                    bias.get(channel(outputs, at)), BiasQuantizer.scale(INPUT.scale(), scale));
            int expected = Requantizer.of(profile, INPUT.scale(), scale, OUTPUT, Optional.of(clamp))
                    .requantize(outputs.accumulator().get().get(at) + code);
            assertThat(outputs.outputCodes().get().get(at)).isEqualTo(expected);
            assertThat(outputs.integer().get(at)).isEqualTo(Quantizer.dequantize(expected, OUTPUT));
            assertThat(outputs.fakeQuantCodes().get().get(at))
                    .isEqualTo(Quantizer.quantize(outputs.fakeQuant().get(at), OUTPUT));
        }
    }

    @Test
    void theShiftProfileRunsOnPowersOfTwo() {
        TensorParams powers = TensorParams.uniform(new QuantParams(QuantType.INT8_NARROW, 0.0625f, 0), 8);
        QuantParams activation = new QuantParams(QuantType.UINT8, 0.125f, 100);
        LayerParams params = new LayerParams(
                Optional.of(powers), Optional.of(activation), Optional.of(activation), OptionalInt.of(32),
                RequantizationProfile.POWER_OF_TWO, Accumulator.EXACT, Optional.empty());
        LayerOutputs outputs = run(params);
        for (int at = 0; at < outputs.real().size(); at++) {
            int code = new BiasQuantizer(32).quantize(bias.get(channel(outputs, at)), 0.125f * 0.0625f);
            long held = outputs.accumulator().get().get(at) + code;
            assertThat(outputs.outputCodes().get().get(at))
                    .isEqualTo((int) Math.max(0, Math.min(255, ((held + 8) >> 4) + 100)));
        }
    }

    @Test
    void sidesThatStayFloatAreRequantizedFromTheRealValue() {
        for (boolean weights : new boolean[] {true, false}) {
            for (boolean inputs : new boolean[] {true, false}) {
                LayerOutputs real = run(params(weights, inputs, false, 0));
                LayerOutputs coded = run(params(weights, inputs, true, 0));
                for (int at = 0; at < real.integer().size(); at++) {
                    double steps = Math.rint(real.integer().get(at) / OUTPUT.scale()) + OUTPUT.zeroPoint();
                    assertThat(coded.outputCodes().get().get(at)).isEqualTo((int) Math.max(0, Math.min(255, steps)));
                }
            }
        }
    }

    @Test
    void theClampHoldsEveryPathInRealUnits() {
        LayerOutputs outputs = run(with(
                params(true, true, false, 32), RequantizationProfile.FLOAT32, new Clamp(0, 0.5f), Accumulator.EXACT));
        for (int at = 0; at < outputs.real().size(); at++) {
            assertThat(outputs.real().get(at)).isBetween(0f, 0.5f);
            assertThat(outputs.fakeQuant().get(at)).isBetween(0f, 0.5f);
            assertThat(outputs.integer().get(at)).isBetween(0.0, 0.5);
        }
    }

    @Test
    void aNarrowRegisterChangesTheResultAndNeverTheAccumulator() {
        LayerOutputs exact = run(params(true, true, false, 32));
        for (Accumulator.Overflow overflow : Accumulator.Overflow.values()) {
            Accumulator narrow = new Accumulator(16, overflow);
            TensorParams coarse = weightParams(0.0005f);
            LayerParams params = new LayerParams(
                    Optional.of(coarse), Optional.of(INPUT), Optional.empty(), OptionalInt.of(32),
                    RequantizationProfile.FLOAT32, narrow, Optional.empty());
            LayerOutputs limited = run(params);
            LayerOutputs unlimited = run(with(params, RequantizationProfile.FLOAT32, null, Accumulator.EXACT));
            assertThat(limited.accumulator()).isEqualTo(unlimited.accumulator());
            int changed = 0;
            for (int at = 0; at < limited.integer().size(); at++) {
                float scale = coarse.channel(channel(limited, at)).scale();
                double held = limited.integer().get(at) / ((double) INPUT.scale() * scale);
                assertThat(held).isBetween(-32768.5, 32767.5);
                changed += limited.integer().get(at) == unlimited.integer().get(at) ? 0 : 1;
            }
            assertThat(changed).as("sums that do not fit 16 bits").isPositive();
        }
        assertThat(run(with(
                                params(true, true, false, 32), RequantizationProfile.FLOAT32, null,
                                new Accumulator(32, Accumulator.Overflow.SATURATE)))
                        .integer())
                .isEqualTo(exact.integer());
    }

    @Test
    void someChannelsAreASliceOfAll() {
        for (ConvEngine engine : List.of(new ReferenceEngine(), Engines.select("auto"))) {
            LayerRunner runner = new LayerRunner(engine);
            LayerParams params = params(true, true, true, 32);
            LayerOutputs all = runner.run(layer, input, params, ChannelRange.all(8), Cancellation.NEVER);
            LayerOutputs some = runner.run(layer, input, params, new ChannelRange(3, 6), Cancellation.NEVER);
            int plane = all.real().shape().extent(2) * all.real().shape().extent(3);
            Shape extents = all.real().shape();
            assertThat(some.real().shape()).isEqualTo(Shape.of(2, 3, extents.extent(2), extents.extent(3)));
            for (int image = 0; image < 2; image++) {
                for (int at = 0; at < 3 * plane; at++) {
                    int whole = (image * 8 + 3) * plane + at;
                    int part = image * 3 * plane + at;
                    assertThat(some.accumulator().get().get(part)).isEqualTo(all.accumulator().get().get(whole));
                    assertThat(some.outputCodes().get().get(part)).isEqualTo(all.outputCodes().get().get(whole));
                    assertThat(some.real().get(part)).isCloseTo(all.real().get(whole), within(1e-5f));
                }
            }
        }
    }

    @Test
    void whatIsKeptNeverOutlivesItsReason() {
        LayerRunner runner = new LayerRunner(Engines.select("auto"));
        List<LayerParams> edits = List.of(
                params(true, true, false, 32), params(false, true, false, 0), params(true, false, true, 0),
                with(params(true, true, false, 32), RequantizationProfile.FLOAT32, new Clamp(0, 1), Accumulator.EXACT),
                params(true, true, true, 32));
        FloatTensor other = layers.floats(shape.input());
        for (int round = 0; round < 3; round++) {
            for (LayerParams params : edits) {
                for (FloatTensor given : List.of(input, other)) {
                    LayerOutputs kept = runner.run(layer, given, params, ChannelRange.all(8), Cancellation.NEVER);
                    LayerOutputs fresh = new LayerRunner(Engines.select("auto"))
                            .run(layer, given, params, ChannelRange.all(8), Cancellation.NEVER);
                    assertThat(kept).isEqualTo(fresh);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void anInputThatIsNotFiniteIsRefusedWithItsPlace(float value) {
        float[] broken = input.data().clone();
        broken[17] = value;
        FloatTensor given = FloatTensor.wrap(input.shape(), broken);
        LayerRunner runner = new LayerRunner(new ReferenceEngine());
        assertThatThrownBy(() ->
                        runner.run(layer, given, LayerParams.FLOAT, ChannelRange.all(8), Cancellation.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The input of layer 'conv1' has " + value
                        + " at element 17; every element must be a finite number.");
        assertThatThrownBy(() ->
                        runner.run(layer, given, LayerParams.FLOAT, ChannelRange.all(8), Cancellation.NEVER))
                .as("asked again")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersOfAnotherLayerAreRefused() {
        LayerParams params = new LayerParams(
                Optional.of(TensorParams.uniform(weight.channel(0), 5)), Optional.of(INPUT), Optional.empty(),
                OptionalInt.of(32), RequantizationProfile.FLOAT32, Accumulator.EXACT, Optional.empty());
        assertThatThrownBy(() -> run(params))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Layer 'conv1' has 8 output channels, but the weight parameters are for 5.");
    }

    @Test
    void aLayerThatCannotFitTheHeapIsRefusedBeforeItIsComputed() {
        assertThatThrownBy(() -> MemoryEstimate.require("conv1", shape, params(true, true, true, 32), 1 << 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Layer 'conv1' needs about 0 MB for an input of 2×6×7×9, and Java may use 0 MB;");
    }

    @Test
    void nobodyWaitsForACancelledRun() {
        for (ConvEngine engine : List.of(new ReferenceEngine(), Engines.select("auto"))) {
            assertThatThrownBy(() -> new LayerRunner(engine).run(
                            layer, input, LayerParams.FLOAT, ChannelRange.all(8), new Cancellation(() -> true)))
                    .isInstanceOf(CancellationException.class);
        }
    }
}
