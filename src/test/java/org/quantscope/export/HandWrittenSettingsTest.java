package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.TestStatistics;
import org.quantscope.settings.WeightSettings;

class HandWrittenSettingsTest {
    private static final Model MODEL = TestModels.of(TestModels.conv("conv1", 2, 3, 7));
    private static final ParameterDerivation OBSERVED = TestStatistics.observed(MODEL);

    private static LayerSettings layer(String json) {
        String file = "{\"quantscope\": 1, \"layers\": {\"conv1\": " + json + "}}";
        QuantSettings settings = SettingsFileReader.parse(
                file.getBytes(StandardCharsets.UTF_8), "hand.quantscope.json", MODEL, OBSERVED);
        return settings.layer("conv1");
    }

    private static LayerParams params(String json) {
        return OBSERVED.derive("conv1", layer(json));
    }

    private static QuantParams weight(String json, int channel) {
        return params("{\"weight\": " + json + "}").weight().orElseThrow().channel(channel);
    }

    @Test
    void theExampleOfTheDesignIsReadAsItStands() {
        LayerParams params = params("""
                {"weight": {"bits": 8, "signed": true, "narrow_range": true, "scale": [0.011, 0.020],
                            "zero_point": [0, 0], "rounding": "half-even", "convention": "onnx"},
                 "input":  {"bits": 8, "signed": false, "scale": 0.0157, "zero_point": 117},
                 "output": {"bits": 8, "signed": false, "scale": 0.05, "zero_point": 3},
                 "bias_bits": 32, "requantization": "float32",
                 "accumulator": {"bits": 32, "overflow": "wrap"}}""");
        assertThat(params.weight().orElseThrow().channels())
                .containsExactly(
                        new QuantParams(QuantType.INT8_NARROW, 0.011f, 0),
                        new QuantParams(QuantType.INT8_NARROW, 0.02f, 0));
        assertThat(params.input()).contains(new QuantParams(QuantType.UINT8, 0.0157f, 117));
        assertThat(params.output()).contains(new QuantParams(QuantType.UINT8, 0.05f, 3));
        assertThat(params.biasBits()).hasValue(32);
        assertThat(params.requantization()).isEqualTo(RequantizationProfile.FLOAT32);
        assertThat(params.accumulator()).isEqualTo(new Accumulator(32, Accumulator.Overflow.WRAP));
        assertThat(params.clamp()).isEmpty();
    }

    @Test
    void oneScaleServesAllZeroPointsOfAList() {
        String json = "{\"bits\": 8, \"signed\": false, \"scale\": 0.5, \"zero_point\": [3, 250]}";
        QuantType type = QuantType.UINT8;
        assertThat(weight(json, 0)).isEqualTo(new QuantParams(type, 0.5f, 3));
        assertThat(weight(json, 1)).isEqualTo(new QuantParams(type, 0.5f, 250));
        WeightSettings choices = layer("{\"weight\": " + json + "}").weight().orElseThrow();
        assertThat(choices.granularity()).isEqualTo(Granularity.PER_CHANNEL);
        assertThat(choices.scheme()).isEqualTo(QuantScheme.AFFINE);
    }

    @Test
    void oneZeroPointServesAllScalesOfAList() {
        String json = "{\"bits\": 4, \"signed\": true, \"scale\": [0.5, 0.25], \"zero_point\": -8}";
        QuantType type = new QuantType(4, true, false);
        assertThat(weight(json, 0)).isEqualTo(new QuantParams(type, 0.5f, -8));
        assertThat(weight(json, 1)).isEqualTo(new QuantParams(type, 0.25f, -8));
    }

    @Test
    void oneOfEachIsOneForTheTensor() {
        String json = "{\"bits\": 8, \"signed\": true, \"scale\": 0.5, \"zero_point\": 0}";
        WeightSettings choices = layer("{\"weight\": " + json + "}").weight().orElseThrow();
        assertThat(choices.granularity()).isEqualTo(Granularity.PER_TENSOR);
        assertThat(choices.scheme()).isEqualTo(QuantScheme.SYMMETRIC);
        assertThat(weight(json, 1).scale()).isEqualTo(0.5f);
    }

    @Test
    void aListOfBitsGivesChannelsTheirOwn() {
        String json = "{\"bits\": [8, 3], \"signed\": true, \"scale\": 0.5, \"zero_point\": 0}";
        assertThat(weight(json, 0).type().bits()).isEqualTo(8);
        assertThat(weight(json, 1).type().bits()).isEqualTo(3);
        WeightSettings choices = layer("{\"weight\": " + json + "}").weight().orElseThrow();
        assertThat(choices.type().bits()).isEqualTo(8);
        assertThat(choices.override(1).bits()).hasValue(3);
        assertThat(choices.override(0).bits()).isEmpty();
    }

    @Test
    void whatIsNotGivenFollowsFromTheChoices() {
        LayerSettings choices = layer("""
                {"weight": {"bits": 8, "signed": true, "narrow_range": true},
                 "input": {"bits": 8, "signed": false}, "clamp": [0, 6]}""");
        assertThat(choices.weight()).contains(WeightSettings.DEFAULT);
        assertThat(choices.input().orElseThrow().range()).isEqualTo(RangeChoice.MIN_MAX);
        assertThat(choices.input().orElseThrow().scale()).isEmpty();
        assertThat(choices.clamp()).contains(new Clamp(0, 6));
        assertThat(choices.output()).isEmpty();
        assertThat(choices.biasBits()).isEqualTo(OptionalInt.empty());
        assertThat(OBSERVED.derive("conv1", choices).input().orElseThrow().scale()).isEqualTo((float) (3.75 / 255));
    }

    @Test
    void aFloatBiasWithAnOutputNeedsTheDoubleProfileAndIsReadWithIt() {
        LayerParams params = params("""
                {"output": {"bits": 8, "signed": true, "scale": 1, "zero_point": -128}, "requantization": "float64"}""");
        assertThat(params.requantization()).isEqualTo(RequantizationProfile.FLOAT64);
        assertThat(params.output()).contains(new QuantParams(new QuantType(8, true, false), 1f, -128));
    }

    @Test
    void aSymmetricActivationNeedsNoZeroPointAndNoData() {
        String json = "{\"input\": {\"bits\": 8, \"signed\": true, \"scale\": 0.5, \"scheme\": \"symmetric\"}}";
        String file = "{\"quantscope\": 1, \"layers\": {\"conv1\": " + json + "}}";
        ParameterDerivation unobserved = TestStatistics.unobserved(MODEL);
        QuantSettings settings = SettingsFileReader.parse(
                file.getBytes(StandardCharsets.UTF_8), "hand.quantscope.json", MODEL, unobserved);
        assertThat(unobserved.derive("conv1", settings.layer("conv1")).input())
                .contains(new QuantParams(new QuantType(8, true, false), 0.5f, 0));
    }

    @Test
    void nullInAClampIsASideWithoutABound() {
        assertThat(layer("{\"clamp\": [null, 6]}").clamp()).contains(new Clamp(Float.NEGATIVE_INFINITY, 6));
        assertThat(layer("{\"clamp\": [0, null]}").clamp()).contains(new Clamp(0, Float.POSITIVE_INFINITY));
    }

    @Test
    void theModelMayBeNamedByItsHashAlone() {
        String file = "{\"quantscope\": 1, \"model\": {\"sha256\": \"" + TestModels.SHA256.toUpperCase(Locale.ROOT)
                + "\"}, \"folded\": false, \"preprocessing\": {\"scale\": 1, \"mean\": 0.5, \"std\": [1, 2, 3],"
                + " \"layout\": \"NHWC\"}, \"layers\": {}}";
        QuantSettings settings =
                SettingsFileReader.parse(file.getBytes(StandardCharsets.UTF_8), "hand.json", MODEL, OBSERVED);
        assertThat(settings.layers()).isEmpty();
        assertThat(settings.preprocessing().orElseThrow().mean()).containsExactly(0.5);
        assertThat(settings.preprocessing().orElseThrow().std()).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void aScaleIsRoundedToFloatOnce() {
        assertThat(weight("{\"bits\": 8, \"signed\": true, \"scale\": 1.1754943508222875e-38}", 0).scale())
                .isEqualTo(Float.MIN_NORMAL);
        assertThat(weight("{\"bits\": 8, \"signed\": true, \"scale\": 0.1}", 0).scale()).isEqualTo(0.1f);
        assertThat(weight("{\"bits\": 8, \"signed\": true, \"scale\": 3.4028234663852886E38}", 0).scale())
                .isEqualTo(Float.MAX_VALUE);
        assertThat(Optional.of(weight("{\"bits\": 8, \"signed\": true, \"scale\": 2}", 0).scale())).contains(2f);
    }
}
