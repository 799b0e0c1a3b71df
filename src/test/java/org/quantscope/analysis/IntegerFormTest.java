package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.RandomParams;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.conv.engine.ReferenceEngine;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

class IntegerFormTest {
    private static final int LAYERS = 20;

    @ParameterizedTest
    @EnumSource(RequantizationProfile.class)
    void itRunsAsTheIntegerPathDoes(RequantizationProfile profile) {
        RandomLayers layers = new RandomLayers(500 + profile.ordinal());
        for (int i = 0; i < LAYERS; i++) {
            ConvShape shape = layers.shape(3);
            Layer layer = layers.layer(shape);
            FloatTensor input = layers.floats(shape.input());
            LayerParams params = new RandomParams(layers).requantized(shape.outputChannels(), profile);
            LayerOutputs outputs = new LayerRunner(new ReferenceEngine())
                    .run(layer, input, params, ChannelRange.all(shape.outputChannels()), Cancellation.NEVER);

            IntegerForm form = IntegerForm.of(layer, params);
            IntegerForm.Run run = form.run(outputs.inputCodes().orElseThrow());

            assertThat(run.codes()).isEqualTo(outputs.outputCodes());
            assertThat(form.weight()).isEqualTo(outputs.weightCodes().orElseThrow());
        }
    }

    @Test
    void theFoldedBiasGivesTheSameSumsWithCodesInThePadding() {
        RandomLayers layers = new RandomLayers(71);
        for (int i = 0; i < LAYERS; i++) {
            ConvShape shape = layers.shape(2);
            Layer layer = layers.layer(shape);
            LayerParams any = new RandomParams(layers).requantized(
                    shape.outputChannels(), RequantizationProfile.FLOAT32);
            IntegerForm form = IntegerForm.of(layer, any);
            IntTensor zeros = IntTensor.wrap(shape.input(), filled(shape.input().size(), form.inputZeroPoint()));
            long[] folded = form.foldedBias();

            for (int channel = 0; channel < folded.length; channel++) {
                long sum = 0;
                for (int tap = 0; tap < layer.taps(); tap++) {
                    int step = form.weight().get(channel * layer.taps() + tap) - form.weightZeroPoints()[channel];
                    sum += (long) form.inputZeroPoint() * step;
                }
                assertThat(folded[channel] + sum).as("an input of real zero").isEqualTo(form.bias()[channel]);
            }
            assertThat(form.accumulatorBits()).isGreaterThanOrEqualTo(1);
            assertThat(form.run(zeros).accumulators().size()).isPositive();
        }
    }

    @Test
    void noSumIsWiderThanItIsSaidToBecomeAndOneIsAsWide() {
        Layer layer = RandomLayers.layer(
                "wide", FloatTensor.wrap(Shape.of(1, 3, 1, 1), new float[] {1, -1, 0.5f}), Optional.empty(),
                ConvGeometry.POINTWISE);
        LayerParams params = params(new QuantParams(QuantType.INT8_NARROW, 1f / 127, 0));
        IntegerForm form = IntegerForm.of(layer, params);

        long worst = form.run(IntTensor.wrap(Shape.of(1, 3, 1, 1), new int[] {255, 0, 255})).accumulators().get(0);

        assertThat(form.worstCases()).containsExactly((255 - 100) * (127 + 127 + 64));
        assertThat(form.accumulatorBits()).isEqualTo(17);
        assertThat(worst).isEqualTo(155L * 127 + 100L * 127 + 155L * 64).isLessThan(1 << 16);
        assertThat(form.foldedAccumulatorBits()).isGreaterThanOrEqualTo(17);
    }

    @Test
    void whatHasNoIntegerFormSaysWhy() {
        Layer layer = RandomLayers.layer(
                "named", FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {1}), Optional.empty(),
                ConvGeometry.POINTWISE);
        LayerParams right = params(new QuantParams(QuantType.INT8_NARROW, 0.01f, 0));
        QuantParams real = new QuantParams(QuantType.UINT8, 0.1f, 0.5f, Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);

        assertThat(IntegerForm.absence(layer, right)).isEmpty();
        assertThat(IntegerForm.absence(layer, LayerParams.FLOAT)).contains("its weights stay float");
        assertThat(IntegerForm.absence(layer, with(right, right.weight(), Optional.empty(), OptionalInt.of(32))))
                .contains("its input stays float, so only its weights are integers");
        assertThat(IntegerForm.absence(layer, with(right, right.weight(), Optional.of(real), OptionalInt.of(32))))
                .contains("real zero lies between two codes of its input, so its sums are no integers");
        assertThat(IntegerForm.absence(layer, with(
                        right, Optional.of(TensorParams.uniform(real, 1)), right.input(), OptionalInt.of(32))))
                .contains("real zero lies between two codes of its weights, so its sums are no integers");
        assertThat(IntegerForm.absence(layer, with(right, right.weight(), right.input(), OptionalInt.empty())))
                .contains("its bias stays float; give it 32 bits");
        assertThatThrownBy(() -> IntegerForm.of(layer, LayerParams.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Layer 'named' has no integer form: its weights stay float.");
    }

    @Test
    void theSampleIsTheSameEveryTimeAndReachesBothEndsOfTheInput() {
        RandomLayers layers = new RandomLayers(8);
        Layer layer = RandomLayers.layer(
                "sampled", layers.floats(Shape.of(4, 8, 3, 3)), Optional.empty(),
                new ConvGeometry(3, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1));
        LayerParams params = new RandomParams(layers).requantized(4, RequantizationProfile.FLOAT32);
        params = new LayerParams(params.weight(), Optional.of(new QuantParams(new QuantType(4, false, false), 0.1f, 3)),
                params.output(), params.biasBits(), params.requantization(), params.accumulator(), params.clamp());
        IntegerForm form = IntegerForm.of(layer, params);

        IntegerForm.Run sample = SampleCodes.of(form);

        assertThat(sample.input()).isEqualTo(SampleCodes.of(form).input());
        assertThat(sample.input().shape()).isEqualTo(Shape.of(2, 8, 7, 6));
        assertThat(sample.input().data()).contains(0, 15);
        assertThat(Arrays.stream(sample.input().data()).boxed()).allMatch(code -> code >= 0 && code <= 15);
        assertThat(sample.accumulators()).isEqualTo(form.run(sample.input()).accumulators());
        assertThat(sample.codes()).isEqualTo(form.run(sample.input()).codes());
    }

    private static int[] filled(int size, int value) {
        int[] all = new int[size];
        Arrays.fill(all, value);
        return all;
    }

    private static LayerParams params(QuantParams weight) {
        return with(LayerParams.FLOAT, Optional.of(TensorParams.uniform(weight, 1)),
                Optional.of(new QuantParams(QuantType.UINT8, 0.02f, 100)), OptionalInt.of(32));
    }

    private static LayerParams with(
            LayerParams params, Optional<TensorParams> weight, Optional<QuantParams> input, OptionalInt biasBits) {
        return new LayerParams(weight, input, params.output(), biasBits, params.requantization(),
                params.accumulator(), params.clamp());
    }
}
