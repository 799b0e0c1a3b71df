package org.quantscope.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class ParameterDerivationTest {
    /** Three channels: −1 to 0.5, −0.25 to 2, and all zero. */
    private static final WeightStatistics WEIGHTS = WeightStatistics.of(FloatTensor.wrap(
            Shape.of(3, 3, 1, 1), new float[] {-1f, 0.25f, 0.5f, -0.25f, 0f, 2f, 0f, 0f, 0f}));
    private static final RangeStatistics INPUT = new RangeStatistics(-1.5f, 2.25f, 100);
    private static final WeightSettings DEFAULT = WeightSettings.DEFAULT;

    private static ParameterDerivation derivation(Optional<RangeStatistics> input) {
        return new ParameterDerivation(
                Map.of("a", new LayerStatistics(WEIGHTS, input, Optional.empty())));
    }

    private static List<QuantParams> weight(WeightSettings choices) {
        return derivation(Optional.empty())
                .derive("a", LayerSettings.FLOAT.withWeight(Optional.of(choices)))
                .weight()
                .orElseThrow()
                .channels();
    }

    private static Optional<QuantParams> input(ActivationSettings choices, Optional<RangeStatistics> seen) {
        return derivation(seen)
                .derive("a", LayerSettings.FLOAT.withInput(Optional.of(choices)))
                .input();
    }

    @Test
    void equalChoicesGiveTheSameParametersAgainAndOthersTheirOwn() {
        ParameterDerivation derivation = derivation(Optional.empty());
        LayerSettings eight = LayerSettings.FLOAT.withWeight(Optional.of(DEFAULT));
        LayerSettings four = eight.editWeight(weight -> weight.withType(weight.type().withBits(4)));
        LayerSettings three = eight.editWeight(weight -> weight.withType(weight.type().withBits(3)));
        LayerParams first = derivation.derive("a", eight);
        LayerParams second = derivation.derive("a", four);
        assertThat(derivation.derive("a", LayerSettings.FLOAT.withWeight(Optional.of(DEFAULT)))).isSameAs(first);
        assertThat(derivation.derive("a", four)).isSameAs(second);
        derivation.derive("a", three);
        for (LayerSettings choices : List.of(eight, four, three)) {
            LayerParams fresh = derivation(Optional.empty()).derive("a", choices);
            assertThat(derivation.derive("a", choices)).isEqualTo(fresh);
        }
    }

    @Test
    void everyChannelHasTheRangeOfItsOwnValues() {
        assertThat(weight(DEFAULT)).containsExactly(
                new QuantParams(QuantType.INT8_NARROW, (float) (2.0 / 254), 0),
                new QuantParams(QuantType.INT8_NARROW, (float) (4.0 / 254), 0),
                new QuantParams(QuantType.INT8_NARROW, 1f, 0));
    }

    @Test
    void aTensorHasOneRangeOverAllItsChannels() {
        QuantParams shared = new QuantParams(QuantType.INT8_NARROW, (float) (4.0 / 254), 0);
        assertThat(weight(DEFAULT.withGranularity(Granularity.PER_TENSOR))).containsExactly(shared, shared, shared);
    }

    @Test
    void affineParametersFollowFromBothEnds() {
        WeightSettings affine = DEFAULT.withType(QuantType.UINT8).withScheme(QuantScheme.AFFINE);
        assertThat(weight(affine).get(0)).isEqualTo(new QuantParams(QuantType.UINT8, (float) (1.5 / 255), 170));
    }

    @Test
    void aRangeSetByHandReplacesTheObservedOne() {
        ClippingRange byHand = new ClippingRange(-0.5f, 0.25f);
        assertThat(weight(DEFAULT.withRange(RangeChoice.byHand(byHand))))
                .extracting(QuantParams::scale)
                .containsOnly((float) (1.0 / 254));
        WeightSettings single = DEFAULT.withOverrides(Map.of(1, ChannelOverride.NONE.withRange(byHand)));
        assertThat(weight(single))
                .extracting(QuantParams::scale)
                .containsExactly((float) (2.0 / 254), (float) (1.0 / 254), 1f);
        WeightSettings inTensor = single.withGranularity(Granularity.PER_TENSOR);
        assertThat(weight(inTensor))
                .extracting(QuantParams::scale)
                .containsExactly((float) (4.0 / 254), (float) (1.0 / 254), (float) (4.0 / 254));
    }

    @Test
    void aBitWidthOfAChannelChangesItsScaleAndNoOtherChannel() {
        List<QuantParams> params = weight(DEFAULT.withOverrides(Map.of(1, ChannelOverride.NONE.withBits(4))));
        assertThat(params.get(1)).isEqualTo(new QuantParams(new QuantType(4, true, true), (float) (4.0 / 14), 0));
        assertThat(params.get(0)).isEqualTo(weight(DEFAULT).get(0));
    }

    @Test
    void aScaleAndAZeroPointSetByHandAreTakenExactlyAndEachAlone() {
        WeightSettings choices = DEFAULT.withOverrides(Map.of(
                0, ChannelOverride.NONE.withScale(0.1f), 1, ChannelOverride.NONE.withZeroPoint(-5)));
        assertThat(weight(choices).get(0)).isEqualTo(new QuantParams(QuantType.INT8_NARROW, 0.1f, 0));
        assertThat(weight(choices).get(1)).isEqualTo(new QuantParams(QuantType.INT8_NARROW, (float) (4.0 / 254), -5));
    }

    @Test
    void aZeroPointOfAWiderTypeMovesToTheNearestCode() {
        ChannelOverride wide = ChannelOverride.NONE.withZeroPoint(100);
        assertThat(weight(DEFAULT.withOverrides(Map.of(0, wide.withBits(4)))).get(0).zeroPoint()).isEqualTo(7);
        assertThat(weight(DEFAULT.withOverrides(Map.of(0, wide))).get(0).zeroPoint()).isEqualTo(100);
    }

    @Test
    void lockingAChannelDoesNotChangeItsParameters() {
        WeightSettings choices = DEFAULT.withOverrides(Map.of(2, ChannelOverride.NONE.withScale(3f)));
        assertThat(weight(choices.withLocked(Set.of(0, 2)))).isEqualTo(weight(choices));
    }

    @Test
    void anInputFollowsFromWhatWasSeenOfIt() {
        assertThat(input(ActivationSettings.DEFAULT, Optional.of(INPUT)))
                .contains(new QuantParams(QuantType.UINT8, (float) (3.75 / 255), 102));
    }

    @Test
    void anInputNotYetSeenStaysFloatUnlessNothingHasToBeSeen() {
        ActivationSettings choices = ActivationSettings.DEFAULT;
        assertThat(input(choices, Optional.empty())).isEmpty();
        assertThat(input(choices.withScale(0.5f), Optional.empty())).isEmpty();
        assertThat(input(choices.withZeroPoint(3), Optional.empty())).isEmpty();
        assertThat(input(choices.withScale(0.5f).withZeroPoint(3), Optional.empty()))
                .contains(new QuantParams(QuantType.UINT8, 0.5f, 3));
        ActivationSettings symmetric = choices.withScheme(QuantScheme.SYMMETRIC);
        assertThat(input(symmetric, Optional.empty())).isEmpty();
        assertThat(input(symmetric.withScale(0.5f), Optional.empty()))
                .contains(new QuantParams(QuantType.UINT8, 0.5f, 128));
        assertThat(input(choices.withRange(RangeChoice.byHand(new ClippingRange(0, 2.55f))), Optional.empty()))
                .contains(new QuantParams(QuantType.UINT8, (float) (2.55f / 255.0), 0));
    }

    @Test
    void theRestOfTheChoicesIsHandedOnWithItsDefaults() {
        LayerParams plain = derivation(Optional.empty()).derive("a", LayerSettings.FLOAT);
        assertThat(plain).isEqualTo(LayerParams.FLOAT);
        Clamp clamp = new Clamp(0, 6);
        Accumulator register = new Accumulator(24, Accumulator.Overflow.SATURATE);
        LayerParams params = derivation(Optional.empty()).derive("a", LayerSettings.FLOAT
                .withBiasBits(OptionalInt.of(16))
                .withRequantization(Optional.of(RequantizationProfile.RUY))
                .withAccumulator(Optional.of(register))
                .withClamp(Optional.of(clamp)));
        assertThat(params.biasBits()).hasValue(16);
        assertThat(params.requantization()).isEqualTo(RequantizationProfile.RUY);
        assertThat(params.accumulator()).isEqualTo(register);
        assertThat(params.clamp()).contains(clamp);
    }

    @Test
    void aLayerThatTheModelLacksIsNamed() {
        assertThatThrownBy(() -> derivation(Optional.empty()).derive("b", LayerSettings.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The model has no explorable layer named 'b'.");
    }

    @Test
    void withoutAnythingSetByHandAChannelHasTheParametersOfItsRange() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            QuantType type = new QuantType(2 + random.nextInt(15), random.nextBoolean(), random.nextBoolean());
            QuantScheme scheme = QuantScheme.values()[random.nextInt(2)];
            Rounding rounding = Rounding.values()[random.nextInt(3)];
            WeightSettings choices = DEFAULT.withType(type).withScheme(scheme).withRounding(rounding);
            LayerStatistics seen = derivation(Optional.empty()).statistics("a");
            List<QuantParams> params = weight(choices);
            for (int channel = 0; channel < 3; channel++) {
                ClippingRange range = ParameterDerivation.weightRange(choices, seen, channel);
                assertThat(params.get(channel)).isEqualTo(ParameterChoice.choose(range, type, scheme, rounding));
                assertThat(range).isEqualTo(new ClippingRange(
                        seen.weight().channels().get(channel).min(),
                        seen.weight().channels().get(channel).max()));
            }
        }
    }
}
