package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.Operand;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.WeightSettings;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;

/** What holds for the integer path of every layer, with both engines; shapes, values and parameters are seeded. */
class LayerPropertiesTest {
    private static final int ROUNDS = 60;

    private static LayerOutputs run(String engine, Layer layer, FloatTensor input, LayerParams params) {
        return new LayerRunner(Engines.select(engine))
                .run(layer, input, params, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
    }

    private static LayerParams params(TensorParams weight, QuantParams input, Optional<QuantParams> output) {
        return new LayerParams(
                Optional.of(weight), Optional.of(input), output, OptionalInt.of(32), RequantizationProfile.FLOAT32,
                Accumulator.EXACT, Optional.empty());
    }

    /** All three sides have types of their own, 2 to 16 bits wide, and the weights a zero point for each channel. */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j", "onednn"})
    void theIntegerPathIsShiftedIntegerArithmetic(String engine) {
        RandomLayers layers = new RandomLayers(231);
        for (int round = 0; round < 2 * ROUNDS; round++) {
            ConvShape shape = round % 6 == 0 ? layers.pointwise() : layers.shape(4);
            Layer layer = layers.layer(shape);
            int channels = layer.outputChannels();
            QuantType inputType = layers.type();
            int inputZeroPoint = layers.between(inputType.qmin(), inputType.qmax());
            QuantParams input = new QuantParams(inputType, 0.01f + layers.random().nextFloat(), inputZeroPoint);
            long[] zeroPoints = new long[channels];
            QuantParams[] weight = new QuantParams[channels];
            Arrays.setAll(weight, channel -> {
                QuantType type = layers.type();
                int zeroPoint = layers.between(type.qmin(), type.qmax());
                zeroPoints[channel] = zeroPoint;
                return new QuantParams(type, 0.001f + layers.random().nextFloat() / 10, zeroPoint);
            });
            LayerOutputs outputs = run(
                    engine, layer, layers.floats(shape.input()),
                    params(new TensorParams(Arrays.asList(weight)), input, Optional.empty()));
            IntTensor x = outputs.inputCodes().orElseThrow();
            IntTensor w = outputs.weightCodes().orElseThrow();
            long[] sums = ShiftedIntegers.sums(layer.geometry(), x, inputZeroPoint, w, zeroPoints);
            assertThat(outputs.accumulator().orElseThrow().data()).as("round %d: %s", round, shape).isEqualTo(sums);
            assertRealOutputs(layer, outputs, sums, input.scale(), weight);
        }
    }

    /** (22) and (24): the sum and the code of the bias, in steps of the two scales. */
    private static void assertRealOutputs(
            Layer layer, LayerOutputs outputs, long[] sums, float inputScale, QuantParams[] weight) {
        int plane = outputs.real().shape().extent(2) * outputs.real().shape().extent(3);
        double[] expected = new double[sums.length];
        for (int at = 0; at < sums.length; at++) {
            int channel = at / plane % weight.length;
            float biasScale = inputScale * weight[channel].scale();
            double bias = layer.bias().map(all -> all.get(channel)).orElse(0f);
            double code = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Math.rint(bias / biasScale)));
            expected[at] = (double) inputScale * weight[channel].scale() * (sums[at] + (long) code);
        }
        assertThat(outputs.integer().data()).isEqualTo(expected);
    }

    /** Signed codes around 0 against unsigned codes around the middle: another zero point, the same layer. */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j", "onednn"})
    void aSymmetricLayerIsTheAffineOneWithItsCodesMoved(String engine) {
        RandomLayers layers = new RandomLayers(232);
        for (int round = 0; round < ROUNDS; round++) {
            ConvShape shape = layers.shape(3);
            Layer layer = layers.layer(shape);
            FloatTensor input = layers.floats(shape.input());
            int inputBits = layers.between(2, 12);
            int weightBits = layers.between(2, 12);
            float inputScale = 3f / (1 << inputBits);
            float[] weightScales = new float[layer.outputChannels()];
            for (int channel = 0; channel < weightScales.length; channel++) {
                weightScales[channel] = (2 + layers.random().nextFloat()) / (1 << weightBits);
            }
            LayerOutputs symmetric = run(
                    engine, layer, input,
                    params(weight(weightBits, true, weightScales), centred(inputBits, true, inputScale),
                            Optional.of(centred(8, true, 0.1f))));
            LayerOutputs moved = run(
                    engine, layer, input,
                    params(weight(weightBits, false, weightScales), centred(inputBits, false, inputScale),
                            Optional.of(centred(8, false, 0.1f))));
            assertThat(moved.accumulator()).isEqualTo(symmetric.accumulator());
            assertThat(moved.integer()).isEqualTo(symmetric.integer());
            assertThat(moved.fakeQuant()).isEqualTo(symmetric.fakeQuant());
            assertThat(Arrays.stream(moved.outputCodes().orElseThrow().data()).map(code -> code - 128).toArray())
                    .isEqualTo(symmetric.outputCodes().orElseThrow().data());
        }
    }

    private static QuantParams centred(int bits, boolean signed, float scale) {
        return new QuantParams(new QuantType(bits, signed, false), scale, signed ? 0 : 1 << (bits - 1));
    }

    private static TensorParams weight(int bits, boolean signed, float[] scales) {
        QuantParams[] channels = new QuantParams[scales.length];
        Arrays.setAll(channels, channel -> centred(bits, signed, scales[channel]));
        return new TensorParams(Arrays.asList(channels));
    }

    /** Symmetric choices and affine choices meet where the ranges are symmetric. */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j", "onednn"})
    void affineChoicesOverSymmetricRangesGiveTheSymmetricLayer(String engine) {
        RandomLayers layers = new RandomLayers(233);
        for (int round = 0; round < ROUNDS; round++) {
            ConvShape shape = layers.shape(3);
            Layer layer = withExtremes(layers, layers.layer(shape), false);
            FloatTensor input = layers.floats(shape.input());
            if (input.size() < 2 || layer.taps() < 2) {
                continue;
            }
            input.data()[0] = -5f;
            input.data()[input.size() - 1] = 5f;
            QuantType type = new QuantType(layers.between(2, 16), true, true);
            LayerOutputs symmetric = run(engine, layer, input, derived(layer, input, type, QuantScheme.SYMMETRIC));
            LayerOutputs affine = run(engine, layer, input, derived(layer, input, type, QuantScheme.AFFINE));
            assertThat(affine).isEqualTo(symmetric);
        }
    }

    private static LayerParams derived(Layer layer, FloatTensor input, QuantType type, QuantScheme scheme) {
        return derive(
                layer, input, WeightSettings.DEFAULT.withType(type).withScheme(scheme),
                ActivationSettings.DEFAULT.withType(type).withScheme(scheme));
    }

    private static LayerParams derive(
            Layer layer, FloatTensor input, WeightSettings weight, ActivationSettings activation) {
        LayerStatistics seen = new LayerStatistics(
                WeightStatistics.of(layer.weight()), Optional.of(Observer.statistics(input)), Optional.empty());
        return new ParameterDerivation(Map.of(layer.name(), seen)).derive(
                layer.name(),
                LayerSettings.FLOAT
                        .withWeight(Optional.of(weight))
                        .withInput(Optional.of(activation))
                        .withBiasBits(OptionalInt.of(32)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j", "onednn"})
    void channelsOfEqualRangesAreQuantizedAsTheTensorIs(String engine) {
        RandomLayers layers = new RandomLayers(234);
        for (int round = 0; round < ROUNDS; round++) {
            ConvShape shape = layers.shape(3);
            Layer layer = withExtremes(layers, layers.layer(shape), true);
            FloatTensor input = layers.floats(shape.input());
            QuantType type = layers.type();
            for (QuantScheme scheme : QuantScheme.values()) {
                WeightSettings weight = WeightSettings.DEFAULT.withType(type).withScheme(scheme);
                LayerParams perChannel = derive(
                        layer, input, weight.withGranularity(Granularity.PER_CHANNEL), ActivationSettings.DEFAULT);
                LayerParams perTensor = derive(
                        layer, input, weight.withGranularity(Granularity.PER_TENSOR), ActivationSettings.DEFAULT);
                assertThat(perChannel.weight().orElseThrow().isUniform()).isTrue();
                assertThat(run(engine, layer, input, perChannel)).isEqualTo(run(engine, layer, input, perTensor));
            }
        }
    }

    /** The same layer with every channel reaching ±3, or with a bound of its own. */
    private static Layer withExtremes(RandomLayers layers, Layer layer, boolean equal) {
        float[] weights = layer.weight().data().clone();
        int taps = layer.taps();
        for (int channel = 0; channel < layer.outputChannels(); channel++) {
            float bound = equal ? 3f : 3f + layers.random().nextFloat();
            for (int tap = channel * taps; tap < (channel + 1) * taps; tap++) {
                weights[tap] = Math.max(-3f, Math.min(3f, weights[tap]));
            }
            weights[channel * taps] = bound;
            weights[(channel + 1) * taps - 1] = taps == 1 ? bound : -bound;
        }
        return RandomLayers.layer(
                layer.name(), FloatTensor.wrap(layer.weight().shape(), weights), layer.bias(), layer.geometry());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j", "onednn"})
    void aLayerOfQuantizedValuesIsQuantizedToItself(String engine) {
        RandomLayers layers = new RandomLayers(235);
        for (int round = 0; round < ROUNDS; round++) {
            ConvShape shape = layers.shape(3);
            Layer layer = layers.layer(shape);
            FloatTensor input = layers.floats(shape.input());
            LayerParams params = params(
                    layers.weightParams(layer.outputChannels()), layers.params(), Optional.of(layers.params()));
            LayerOutputs once = run(engine, layer, input, params);
            FloatTensor weights = Operand.weight(
                            layer.weight(), params.weight(), ChannelRange.all(layer.outputChannels()))
                    .fakeQuant();
            FloatTensor values = Operand.input(input, params.input()).fakeQuant();
            Layer quantized = RandomLayers.layer(layer.name(), weights, layer.bias(), layer.geometry());
            LayerOutputs twice = run(engine, quantized, values, params);
            List.<Function<LayerOutputs, Object>>of(
                            LayerOutputs::inputCodes, LayerOutputs::weightCodes, LayerOutputs::accumulator,
                            LayerOutputs::outputCodes, LayerOutputs::fakeQuant, LayerOutputs::integer)
                    .forEach(part -> assertThat(part.apply(twice)).isEqualTo(part.apply(once)));
        }
    }
}
