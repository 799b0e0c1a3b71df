package org.quantscope.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** What choosing a formula does to the other choices, and the parameters that follow. */
class FormulaChoiceTest {
    private static final FloatTensor WEIGHT =
            FloatTensor.wrap(Shape.of(2, 2, 1, 1), new float[] {0.5f, -1f, 0f, 0f});
    private static final Optional<RangeStatistics> INPUT =
            Optional.of(Observer.batch(new float[] {-1f, 0f, 2f, 4.1f}, 0, 4));

    private static LayerParams derive(LayerSettings choices) {
        return new ParameterDerivation(
                        Map.of("a", new LayerStatistics(WeightStatistics.of(WEIGHT), INPUT, Optional.empty())))
                .derive("a", choices);
    }

    private static LayerParams weights(Formula formula, QuantScheme scheme) {
        WeightSettings affine = WeightEdits.withScheme(WeightSettings.DEFAULT, scheme);
        return derive(LayerSettings.FLOAT.withWeight(Optional.of(WeightEdits.withFormula(affine, formula))));
    }

    @Test
    void micronetsWeightsGetItsTypesAndItsRounding() {
        var symmetric = weights(Formula.MICRONET, QuantScheme.SYMMETRIC).weight().orElseThrow().channel(0);
        assertThat(symmetric.type()).isEqualTo(QuantType.INT8_NARROW);
        assertThat(symmetric.rounding()).isEqualTo(Rounding.HALF_AWAY_FROM_ZERO);
        assertThat(symmetric.scale()).isEqualTo(1f / 127);
        var affine = weights(Formula.MICRONET, QuantScheme.AFFINE).weight().orElseThrow().channel(0);
        assertThat(affine.type()).isEqualTo(new QuantType(8, false, true));
        assertThat(affine.scale()).isEqualTo(1.5f / 254);
        assertThat(affine.zeroPoint()).isEqualTo(-169);
        var older = weights(Formula.MICRONET_2020, QuantScheme.AFFINE).weight().orElseThrow().channel(0);
        assertThat(older.type()).isEqualTo(QuantType.UINT8);
        assertThat(older.scale()).isEqualTo(170f);
        assertThat(older.zeroPoint()).isEqualTo(-170);
    }

    @Test
    void micronetsSchemesBringTheirTypeAndOnnxKeepsIts() {
        WeightSettings micronet = WeightEdits.withFormula(WeightSettings.DEFAULT, Formula.MICRONET);
        assertThat(WeightEdits.withScheme(micronet, QuantScheme.AFFINE).type().signed()).isFalse();
        WeightSettings unsigned = WeightSettings.DEFAULT.withType(QuantType.UINT8);
        assertThat(WeightEdits.withScheme(unsigned, QuantScheme.AFFINE).type()).isEqualTo(QuantType.UINT8);
        ActivationSettings input = ActivationSettings.DEFAULT.withFormula(Formula.MICRONET);
        assertThat(input.type()).isEqualTo(QuantType.UINT8);
        assertThat(input.withScheme(QuantScheme.SYMMETRIC).type()).isEqualTo(new QuantType(8, true, false));
    }

    @Test
    void whatIsNotAffineHasNothingOfSingleChannels() {
        WeightSettings choices = WeightSettings.DEFAULT.withOverride(List.of(1), own -> own.withBits(4).withScale(2f));
        assertThat(WeightEdits.withFormula(choices, Formula.TERNARY_WEIGHT).overrides()).isEmpty();
        WeightSettings micronet = WeightEdits.withFormula(choices, Formula.MICRONET);
        assertThat(micronet.override(1)).isEqualTo(ChannelOverride.NONE.withBits(4));
        WeightSettings back = WeightEdits.withFormula(
                WeightEdits.withFormula(choices, Formula.BINARY_WEIGHT), Formula.ONNX);
        assertThat(back.type()).isEqualTo(QuantType.INT8_NARROW);
        assertThat(back.rounding()).isEqualTo(Rounding.HALF_TO_EVEN);
    }

    @Test
    void ternaryAndBinaryScalesFollowFromTheWeights() {
        var ternary = weights(Formula.TERNARY_WEIGHT, QuantScheme.SYMMETRIC).weight().orElseThrow();
        assertThat(ternary.channel(0).scale()).isEqualTo(1f); // mean 0.75, threshold 0.525: only −1 weighs
        assertThat(ternary.channel(1).scale()).isEqualTo(1f); // no magnitude: codes are 0
        var binary = weights(Formula.BINARY_WEIGHT, QuantScheme.SYMMETRIC).weight().orElseThrow();
        assertThat(binary.channel(0).scale()).isEqualTo(0.75f);
        assertThat(weights(Formula.DOREFA_WEIGHT, QuantScheme.SYMMETRIC).weight().orElseThrow().channel(1).origin())
                .isEqualTo(127.5);
    }

    @Test
    void theZeroPointOfACodeHasTheSignOfTheFormula() {
        WeightSettings onnx = WeightEdits.withOrigin(WeightSettings.DEFAULT, List.of(0), 7);
        assertThat(onnx.override(0).zeroPoint()).contains(7f);
        WeightSettings micronet = WeightEdits.withOrigin(
                WeightEdits.withFormula(WeightSettings.DEFAULT, Formula.MICRONET), List.of(0), 7);
        assertThat(micronet.override(0).zeroPoint()).contains(-7f);
        assertThat(micronet.scheme()).isEqualTo(QuantScheme.AFFINE);
    }

    @Test
    void realZeroPointsByHandAreTakenAsTheyAre() {
        WeightSettings choices = WeightEdits.withZeroPoint(
                WeightEdits.withFormula(WeightSettings.DEFAULT, Formula.MICRONET), List.of(0), 0.375f);
        var params = derive(LayerSettings.FLOAT.withWeight(Optional.of(choices))).weight().orElseThrow();
        assertThat(params.channel(0).zeroPoint()).isEqualTo(0.375f);
        assertThat(params.channel(0).onnxFault().orElseThrow()).contains("0.375");
    }

    @Test
    void inputsOfOtherFormulasNeedNoRange() {
        LayerSettings binary = LayerSettings.FLOAT.withInput(
                Optional.of(ActivationSettings.DEFAULT.withFormula(Formula.BINARY_ACTIVATION)));
        ParameterDerivation unseen = new ParameterDerivation(Map.of(
                "a", new LayerStatistics(WeightStatistics.of(WEIGHT), Optional.empty(), Optional.empty())));
        assertThat(unseen.derive("a", binary).input()).isPresent();
        var percentile = ActivationSettings.DEFAULT.withRange(
                RangeChoice.ofMethod("micronet-percentile", OptionalDouble.of(0.9999)));
        assertThat(derive(LayerSettings.FLOAT.withInput(Optional.of(percentile))).input().orElseThrow().scale())
                .isEqualTo(new ClippingRange(0, 2f).max() / 255);
    }
}
