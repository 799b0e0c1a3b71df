package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterRulesTest {
    private static final QuantParams ACTIVATION = new QuantParams(QuantType.UINT8, 0.5f, 10);
    private static final TensorParams WEIGHT = new TensorParams(List.of(
            new QuantParams(QuantType.INT8_NARROW, 0.25f, 0), new QuantParams(QuantType.INT8_NARROW, 0.3f, 0)));

    private static LayerParams params(OptionalInt biasBits, RequantizationProfile profile, boolean output) {
        return new LayerParams(
                Optional.of(WEIGHT),
                Optional.of(ACTIVATION),
                output ? Optional.of(ACTIVATION) : Optional.empty(),
                biasBits,
                profile,
                Accumulator.EXACT,
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(value = RequantizationProfile.class, mode = EnumSource.Mode.EXCLUDE, names = "POWER_OF_TWO")
    void anIntegerBiasGoesWithEveryProfile(RequantizationProfile profile) {
        assertThat(ParameterRules.fault(params(OptionalInt.of(32), profile, true))).isEmpty();
        assertThat(ParameterRules.fault(params(OptionalInt.of(16), profile, true))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = RequantizationProfile.class, mode = EnumSource.Mode.EXCLUDE, names = "FLOAT64")
    void aFloatBiasNeedsDoublePrecisionWhereTheOutputIsQuantized(RequantizationProfile profile) {
        assertThat(ParameterRules.fault(params(OptionalInt.empty(), profile, true)))
                .contains("With a quantized output, a float bias can only be requantized by 'float64', not by '"
                        + profile.keyword() + "'; choose 'float64' or give the bias 16 or 32 bits.");
        assertThat(ParameterRules.fault(params(OptionalInt.empty(), profile, false))).isEmpty();
    }

    @Test
    void aFloatBiasGoesWithFloat64() {
        assertThat(ParameterRules.fault(params(OptionalInt.empty(), RequantizationProfile.FLOAT64, true))).isEmpty();
    }

    @Test
    void theShiftProfileNamesTheChannelWhoseScaleIsNoPowerOfTwo() {
        assertThat(ParameterRules.fault(params(OptionalInt.of(32), RequantizationProfile.POWER_OF_TWO, true)))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("The power-of-two requantization needs")
                        .endsWith("Output channel 1 has that weight scale."));
    }

    private static LayerParams with(
            QuantParams weight, QuantParams output, RequantizationProfile profile, Accumulator accumulator) {
        return new LayerParams(
                Optional.of(new TensorParams(List.of(weight))),
                Optional.of(ACTIVATION),
                Optional.ofNullable(output),
                OptionalInt.of(32),
                profile,
                accumulator,
                Optional.empty());
    }

    private static QuantParams micronet(float z) {
        return new QuantParams(QuantType.UINT8, 0.1f, z, Rounding.HALF_AWAY_FROM_ZERO, Formula.MICRONET);
    }

    @Test
    void aRealZeroPointLeavesNoAccumulatorToLimitOrToRequantize() {
        Accumulator narrow = new Accumulator(24, Accumulator.Overflow.WRAP);
        assertThat(ParameterRules.fault(
                        with(micronet(0.5f), null, RequantizationProfile.FLOAT32, narrow)).orElseThrow())
                .contains("no integer accumulator to limit");
        assertThat(ParameterRules.fault(
                        with(micronet(0.5f), ACTIVATION, RequantizationProfile.RUY, Accumulator.EXACT)).orElseThrow())
                .contains("only be requantized by 'float64', not by 'ruy'");
        assertThat(ParameterRules.fault(
                        with(micronet(0.5f), ACTIVATION, RequantizationProfile.FLOAT64, Accumulator.EXACT)))
                .isEmpty();
        assertThat(ParameterRules.fault(with(micronet(-3f), ACTIVATION, RequantizationProfile.RUY, narrow))).isEmpty();
    }

    @Test
    void anOutputThatOnnxCannotSayNeedsDoublePrecision() {
        QuantParams weight = new QuantParams(QuantType.INT8_NARROW, 0.25f, 0);
        assertThat(ParameterRules.fault(with(weight, micronet(-3f), RequantizationProfile.FLOAT32, Accumulator.EXACT)))
                .isEmpty();
        assertThat(ParameterRules.fault(
                        with(weight, micronet(3f), RequantizationProfile.FLOAT32, Accumulator.EXACT)).orElseThrow())
                .contains("gives codes of ONNX's kind").contains("leaves out zero");
        assertThat(ParameterRules.fault(with(weight, micronet(3f), RequantizationProfile.FLOAT64, Accumulator.EXACT)))
                .isEmpty();
    }

    @Test
    void formulasStayWithTheTensorsTheyAreMadeFor() {
        QuantParams weight = new QuantParams(QuantType.INT8_NARROW, 0.25f, 0);
        assertThat(ParameterRules.fault(with(MethodParams.signs(), null, RequantizationProfile.FLOAT32,
                Accumulator.EXACT)).orElseThrow()).contains("cannot quantize weights");
        assertThat(ParameterRules.fault(with(weight, MethodParams.dorefaActivation(4), RequantizationProfile.FLOAT64,
                Accumulator.EXACT)).orElseThrow()).contains("is one of inputs and weights");
    }

    @Test
    void aBiasOfAnotherWidthIsRefused() {
        assertThatThrownBy(() ->
                        ParameterRules.require(params(OptionalInt.of(8), RequantizationProfile.FLOAT32, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An integer bias has 16 or 32 bits, not 8.");
    }
}
