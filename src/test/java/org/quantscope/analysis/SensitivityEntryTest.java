package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;

class SensitivityEntryTest {
    private static final QuantParams CODES = MethodParams.dorefaActivation(8);

    @Test
    void theWorstOfEachGroupComesFirst() {
        List<SensitivityEntry> ranked = SensitivityEntry.worstFirst(List.of(
                entry("a", SensitivityMode.ALL_BUT, SensitivityTarget.BOTH, 3),
                entry("b", SensitivityMode.ALL_BUT, SensitivityTarget.BOTH, 2),
                entry("a", SensitivityMode.ONLY, SensitivityTarget.WEIGHTS, 9),
                entry("a", SensitivityMode.ONLY, SensitivityTarget.BOTH, 1),
                entry("b", SensitivityMode.ONLY, SensitivityTarget.BOTH, 4),
                entry("c", SensitivityMode.ONLY, SensitivityTarget.BOTH, 1)));

        assertThat(ranked).extracting(one -> one.mode().keyword() + " " + one.target().keyword() + " " + one.layer())
                .containsExactly("only both b", "only both a", "only both c", "only weights a", "all-but both b",
                        "all-but both a");
    }

    @Test
    void aTargetTakesItsPartOfTheParametersAndLeavesTheBiasFloat() {
        LayerParams all = params(true, true);

        LayerParams weights = SensitivityTarget.WEIGHTS.of(all).orElseThrow();
        LayerParams activations = SensitivityTarget.ACTIVATIONS.of(all).orElseThrow();

        assertThat(SensitivityTarget.BOTH.of(all)).hasValue(all);
        assertThat(weights.weight()).isEqualTo(all.weight());
        assertThat(weights.input()).isEmpty();
        assertThat(weights.output()).isEmpty();
        assertThat(weights.biasBits()).isEmpty();
        assertThat(activations.weight()).isEmpty();
        assertThat(activations.input()).isEqualTo(all.input());
        assertThat(activations.output()).isEqualTo(all.output());
        assertThat(activations.biasBits()).isEmpty();
    }

    @Test
    void whatHasNothingQuantizedIsNotMeant() {
        assertThat(SensitivityTarget.BOTH.of(params(false, false))).isEmpty();
        assertThat(SensitivityTarget.WEIGHTS.of(params(false, true))).isEmpty();
        assertThat(SensitivityTarget.ACTIVATIONS.of(params(true, false))).isEmpty();
    }

    @Test
    void whereOnlyWeightsAreQuantizedBothAndWeightsAreTheSame() {
        assertThat(SensitivityTarget.BOTH.of(params(true, false)))
                .isEqualTo(SensitivityTarget.WEIGHTS.of(params(true, false)));
    }

    private static SensitivityEntry entry(
            String layer, SensitivityMode mode, SensitivityTarget target, double logitMse) {
        return new SensitivityEntry(layer, mode, target, 1, OptionalDouble.empty(), logitMse, 1);
    }

    private static LayerParams params(boolean weights, boolean activations) {
        return new LayerParams(
                weights ? Optional.of(new TensorParams(List.of(CODES))) : Optional.empty(),
                activations ? Optional.of(CODES) : Optional.empty(),
                activations ? Optional.of(CODES) : Optional.empty(),
                OptionalInt.of(32),
                RequantizationProfile.FLOAT32,
                Accumulator.EXACT,
                Optional.empty());
    }
}
