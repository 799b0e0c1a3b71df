package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.RandomParams;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class FormalAgreementTest {
    private static final QuantParams ONE = new QuantParams(QuantType.UINT8, 1, 0);

    /** One pixel: its trace and the stages must tell the same of every difference. */
    @RepeatedTest(40)
    void theStagesSayWhatTheTracesSay(RepetitionInfo repetition) {
        RandomLayers layers = new RandomLayers(repetition.getCurrentRepetition());
        ConvShape shape = layers.shape(3);
        Layer layer = layers.layer(shape);
        FloatTensor input = layers.floats(shape.input());
        LayerParams params = repetition.getCurrentRepetition() % 2 == 0
                ? new RandomParams(layers).any(shape.outputChannels())
                : new RandomParams(layers).otherFormulas(shape.outputChannels());
        LayerRunner runner = new LayerRunner(Engines.select("reference"));
        LayerOutputs outputs =
                runner.run(layer, input, params, shape.channels(), Cancellation.NEVER);

        FormalAgreement agreement =
                FormalAgreement.of(runner.stages(layer, input, params, outputs, Cancellation.NEVER));

        assertThat(agreement.stages()).extracting(StageAgreement::stage).containsExactly(Stage.values());
        assertThat(agreement.at(Stage.INPUT_CODES).exists()).isEqualTo(params.input().isPresent());
        assertThat(agreement.at(Stage.WEIGHT_CODES).exists()).isEqualTo(params.weight().isPresent());
        assertThat(agreement.at(Stage.ACCUMULATOR).exists()).isEqualTo(params.countsInIntegers());
        assertThat(agreement.at(Stage.BIAS).exists()).isEqualTo(params.hasIntegerBias());
        assertThat(agreement.at(Stage.REQUANTIZATION).exists()).isEqualTo(params.output().isPresent());
        ImplementationMismatch mismatch = ImplementationMismatch.of(outputs, params);
        assertThat(agreement.at(Stage.OUTPUT).differing()).isEqualTo(mismatch.differing());
        assertThat(agreement.at(Stage.OUTPUT).compared()).isEqualTo(mismatch.total());
        assertThat(agreement.sentence()).endsWith(".");
        assertAccumulatorCountsOverflows(layer, input, params, outputs, agreement);
    }

    private static void assertAccumulatorCountsOverflows(
            Layer layer, FloatTensor input, LayerParams params, LayerOutputs outputs, FormalAgreement agreement) {
        if (!params.countsInIntegers()) {
            return;
        }
        Shape output = outputs.real().shape();
        long parting = 0;
        for (int at = 0; at < output.size(); at++) {
            int plane = output.extent(2) * output.extent(3);
            Pixel pixel = new Pixel(
                    at / plane / output.extent(1), outputs.channels().from() + at / plane % output.extent(1),
                    at % plane / output.extent(3), at % output.extent(3));
            ArithmeticTrace trace = ArithmeticTracer.trace(layer, input, params, pixel);
            long held = trace.held() - trace.biasCode().orElse(0);
            parting += Math.abs(trace.fakeQuant().sum() / trace.unit() - held) > 0.5 ? 1 : 0;
        }
        assertThat(agreement.at(Stage.ACCUMULATOR).differing()).isEqualTo(parting);
    }

    @Test
    void pathsThatAgreeSaySo() {
        FormalAgreement agreement = of(new float[] {3, 1}, new float[] {1, 2}, params(ONE, RequantizationProfile.FLOAT32));

        assertThat(agreement.firstDifference()).isEmpty();
        assertThat(agreement.sentence()).isEqualTo("The paths agree at every stage (input codes, weight codes,"
                + " accumulator, bias, requantization, output): none of 1 output codes differs.");
    }

    @Test
    void aTieIsNamedWithItsValues() {
        QuantParams away = new QuantParams(QuantType.UINT8, 2, 0, Rounding.HALF_AWAY_FROM_ZERO);

        FormalAgreement agreement =
                of(new float[] {3, 1}, new float[] {1, 2}, params(away, RequantizationProfile.FLOAT32));

        StageAgreement first = agreement.firstDifference().orElseThrow();
        assertThat(first.stage()).isEqualTo(Stage.REQUANTIZATION);
        assertThat(first.maxDifference()).isZero();
        assertThat(agreement.at(Stage.OUTPUT).maxDifference()).isEqualTo(1);
        assertThat(agreement.sentence()).isEqualTo("The paths part at the requantization: 1 of 1 values; before rounding"
                + " float32 has exactly 2.5, the integer path exactly 2.5; the codes are 3 and 2.");
    }

    @Test
    void aNarrowRegisterPartsAtTheAccumulator() {
        QuantParams wide = new QuantParams(new QuantType(16, true, false), 1, 0);
        LayerParams params = new LayerParams(
                Optional.of(new TensorParams(List.of(wide))), Optional.of(wide), Optional.empty(), OptionalInt.of(32),
                RequantizationProfile.FLOAT32, new Accumulator(16, Accumulator.Overflow.WRAP), Optional.empty());

        FormalAgreement agreement = of(new float[] {200, 1}, new float[] {200, 0}, params);

        assertThat(agreement.sentence()).startsWith("The paths part at the accumulator: 1 of 1 values; the exact sum"
                + " 40,000 does not fit 16 bits, and the register wraps to -25,536.");
        assertThat(agreement.at(Stage.ACCUMULATOR).maxDifference()).isEqualTo(65_536);
    }

    @Test
    void sumsBeyondFloat32PartAtTheAccumulatorAndMayAgreeInTheEnd() {
        QuantParams wide = new QuantParams(new QuantType(16, true, false), 1, 0);
        LayerParams params = new LayerParams(
                Optional.of(new TensorParams(List.of(wide))), Optional.of(wide),
                Optional.of(new QuantParams(QuantType.UINT8, 1e8f, 0)), OptionalInt.of(32),
                RequantizationProfile.FLOAT32, Accumulator.EXACT, Optional.empty());

        FormalAgreement agreement = of(new float[] {32_767, 3}, new float[] {32_767, 1}, params);

        assertThat(agreement.firstDifference().orElseThrow().stage()).isEqualTo(Stage.ACCUMULATOR);
        assertThat(agreement.sentence()).endsWith("the exact one 1,073,676,292. The outputs agree all the same.");
    }

    @Test
    void aValueBeyondFloat32PartsAtTheInput() {
        QuantParams huge = new QuantParams(QuantType.UINT8, 3e38f, 0);
        LayerParams params = new LayerParams(
                Optional.of(new TensorParams(List.of(ONE))), Optional.of(huge), Optional.empty(), OptionalInt.empty(),
                RequantizationProfile.FLOAT32, Accumulator.EXACT, Optional.empty());

        FormalAgreement agreement = of(new float[] {3.4e38f, Float.MAX_VALUE}, new float[] {1, 1}, params);
        FormalAgreement clipped = of(new float[] {3.4e38f, 0}, new float[] {1, 1}, params);

        assertThat(agreement.at(Stage.INPUT_CODES).differing()).isZero();
        assertThat(clipped.at(Stage.INPUT_CODES).differing()).isZero();
        assertThat(agreement.firstDifference().orElseThrow().stage()).isEqualTo(Stage.ACCUMULATOR);
    }

    @Test
    void aLayerThatStaysFloatHasOnlyItsOutputToCompare() {
        FormalAgreement agreement = of(new float[] {3, 1}, new float[] {1, 2}, LayerParams.FLOAT);

        assertThat(agreement.stages()).filteredOn(StageAgreement::exists)
                .extracting(StageAgreement::stage)
                .containsExactly(Stage.OUTPUT);
        assertThat(agreement.stages()).filteredOn(stage -> !stage.exists()).extracting(StageAgreement::remark)
                .containsExactly("the input stays float", "the weights stay float",
                        "the input stays float: there is no integer accumulator",
                        "the bias stays float in both paths",
                        "there is no output quantizer: the integer path ends in real units");
    }

    private static LayerParams params(QuantParams output, RequantizationProfile profile) {
        return new LayerParams(
                Optional.of(new TensorParams(List.of(ONE))), Optional.of(ONE), Optional.of(output),
                OptionalInt.of(32), profile, Accumulator.EXACT, Optional.empty());
    }

    /** One output element: the dot product of the two. */
    private static FormalAgreement of(float[] input, float[] weight, LayerParams params) {
        Shape shape = Shape.of(1, input.length, 1, 1);
        Layer layer = RandomLayers.layer("dot", FloatTensor.wrap(shape, Arrays.copyOf(weight, weight.length)),
                Optional.empty(), ConvGeometry.POINTWISE);
        FloatTensor given = FloatTensor.wrap(shape, input);
        LayerRunner runner = new LayerRunner(Engines.select("reference"));
        LayerOutputs outputs = runner.run(layer, given, params, ChannelRange.all(1), Cancellation.NEVER);
        return FormalAgreement.of(runner.stages(layer, given, params, outputs, Cancellation.NEVER));
    }
}
