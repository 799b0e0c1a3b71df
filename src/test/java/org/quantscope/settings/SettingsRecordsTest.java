package org.quantscope.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantType;

class SettingsRecordsTest {
    private static final ClippingRange RANGE = new ClippingRange(-1, 1);

    @Test
    void aNewRangeReplacesAScaleAndAZeroPointTypedEarlier() {
        ChannelOverride typed = ChannelOverride.NONE.withBits(4).withScale(0.1f).withZeroPoint(2);
        ChannelOverride ranged = typed.withRange(RANGE);
        assertThat(ranged.scale()).isEmpty();
        assertThat(ranged.zeroPoint()).isEmpty();
        assertThat(ranged.bits()).hasValue(4);
        ActivationSettings activation = ActivationSettings.DEFAULT.withScale(0.1f).withZeroPoint(2);
        assertThat(activation.withRange(RangeChoice.MIN_MAX)).isEqualTo(ActivationSettings.DEFAULT);
    }

    @Test
    void aScaleKeepsTheRangeItStandsBefore() {
        ChannelOverride override = ChannelOverride.NONE.withRange(RANGE).withScale(0.1f);
        assertThat(override.range()).contains(RANGE);
        assertThat(override.isNone()).isFalse();
        assertThat(ChannelOverride.NONE.isNone()).isTrue();
    }

    @Test
    void lockedChannelsArePassedBy() {
        WeightSettings changed = WeightSettings.DEFAULT
                .withLocked(Set.of(1))
                .withOverride(List.of(0, 1, 2), own -> own.withBits(3));
        assertThat(changed.overrides()).containsOnlyKeys(0, 2);
        assertThat(changed.override(1)).isEqualTo(ChannelOverride.NONE);
    }

    @Test
    void aChannelResetToNothingHasNoEntry() {
        WeightSettings changed = WeightSettings.DEFAULT.withOverride(List.of(5), own -> own.withBits(3));
        assertThat(changed.withOverride(List.of(5), own -> ChannelOverride.NONE)).isEqualTo(WeightSettings.DEFAULT);
    }

    @Test
    void settingsDoNotChangeWithTheCollectionsTheyWereMadeOf() {
        TreeSet<Integer> locked = new TreeSet<>(Set.of(1));
        Map<Integer, ChannelOverride> overrides = new HashMap<>(Map.of(2, ChannelOverride.NONE.withBits(3)));
        WeightSettings weight = WeightSettings.DEFAULT.withLocked(locked).withOverrides(overrides);
        Map<String, LayerSettings> layers = new LinkedHashMap<>(Map.of("a", LayerSettings.FLOAT));
        QuantSettings settings = new QuantSettings(layers, Optional.empty());
        locked.clear();
        overrides.clear();
        layers.clear();
        assertThat(weight.locked()).containsExactly(1);
        assertThat(weight.overrides()).containsOnlyKeys(2);
        assertThat(settings.layers()).containsOnlyKeys("a");
        assertThatThrownBy(() -> settings.layers().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> weight.overrides().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> weight.locked().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aLayerWithoutAnEntryIsFloatAndAnEditGivesItOne() {
        assertThat(QuantSettings.EMPTY.layer("a")).isEqualTo(LayerSettings.FLOAT);
        QuantSettings edited = QuantSettings.EMPTY.withLayer(
                "a", layer -> layer.editWeight(weight -> weight.withType(QuantType.UINT8)));
        assertThat(edited.layer("a").weight()).contains(WeightSettings.DEFAULT.withType(QuantType.UINT8));
        assertThat(QuantSettings.EMPTY.layers()).isEmpty();
        assertThat(edited.withPreprocessing(Optional.of(Preprocessing.UNIT)).preprocessing())
                .contains(Preprocessing.UNIT);
    }

    @Test
    void aLayerOpensQuantizedWithItsOwnActivation() {
        LayerSettings initial = LayerSettings.initial(Optional.of(new Clamp(0, 6)));
        assertThat(initial.weight()).contains(WeightSettings.DEFAULT);
        assertThat(initial.input()).contains(ActivationSettings.DEFAULT);
        assertThat(initial.output()).contains(ActivationSettings.DEFAULT);
        assertThat(initial.biasBits()).hasValue(32);
        assertThat(initial.clamp()).contains(new Clamp(0, 6));
    }

    @Test
    void rangeMethodsAreFoundByTheirWord() {
        for (CalibrationMethod method : List.of(
                CalibrationMethod.MIN_MAX, CalibrationMethod.MOVING_AVERAGE, CalibrationMethod.percentile(99.9),
                CalibrationMethod.ENTROPY, CalibrationMethod.entropy(2048), CalibrationMethod.MSE,
                CalibrationMethod.MICRONET_PERCENTILE, CalibrationMethod.MICRONET_PERCENTILE_COMMAND_LINE)) {
            assertThat(RangeChoice.ofMethod(method.keyword(), method.argument())).isEqualTo(RangeChoice.of(method));
            assertThat(RangeChoice.methodKeywords()).containsOnlyOnce(method.keyword());
            assertThat(RangeChoice.takesArgument(method.keyword())).isEqualTo(method.rule().takesArgument());
        }
        assertThat(RangeChoice.ofMethod("min-max", OptionalDouble.empty())).isEqualTo(RangeChoice.MIN_MAX);
        assertThatThrownBy(() -> RangeChoice.ofMethod("MIN_MAX", OptionalDouble.empty()))
                .hasMessage("'MIN_MAX' is no range method; the known ones are min-max, moving-average, percentile,"
                        + " entropy, mse, micronet-percentile.");
        assertThat(RangeChoice.takesArgument("MIN_MAX")).isFalse();
    }

    @Test
    void preprocessingThatCannotBeComputedIsRefused() {
        assertThatThrownBy(() -> new Preprocessing(0, List.of(0.0), List.of(1.0), Preprocessing.Layout.NCHW))
                .hasMessage("The pixel scale must be a finite number other than zero.");
        assertThatThrownBy(() -> new Preprocessing(1, List.of(Double.NaN), List.of(1.0), Preprocessing.Layout.NCHW))
                .hasMessage("Every mean must be a finite number; NaN is not.");
        assertThatThrownBy(() -> new Preprocessing(1, List.of(0.0), List.of(1.0, 0.0), Preprocessing.Layout.NCHW))
                .hasMessage("Every standard deviation must be a finite number other than zero; 0.0 is not.");
        assertThatThrownBy(() -> new Preprocessing(1, List.of(), List.of(1.0), Preprocessing.Layout.NCHW))
                .hasMessage("Normalisation needs at least one mean and one standard deviation.");
    }
}
