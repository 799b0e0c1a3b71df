package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;
import org.quantscope.settings.WeightSettings;

class SettingsRoundTripTest {
    private static final Layer CONV = TestModels.conv("conv1", 16, 3, 1);
    private static final Model MODEL = TestModels.of(
            CONV,
            TestModels.withoutBias(TestModels.conv("/features/\"odd\" name: ä\u2028", 1, 2, 2)),
            TestModels.gemm("fc", 5, 4, 1, 3));
    private static final ParameterDerivation OBSERVED = TestStatistics.observed(MODEL);

    @TempDir
    private Path folder;

    private static QuantSettings opened(byte[] bytes, ParameterDerivation derivation) {
        return SettingsFileReader.parse(bytes, "a.quantscope.json", MODEL, derivation);
    }

    private static QuantSettings initial() {
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : MODEL.layers()) {
            Optional<Clamp> clamp = layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()));
            settings = settings.withLayer(layer.name(), any -> LayerSettings.initial(clamp));
        }
        return settings;
    }

    @Test
    void randomSettingsComeBackWithTheSameParametersAndTheSameBytes() {
        for (int seed = 0; seed < 600; seed++) {
            QuantSettings settings = new RandomSettings(seed).of(MODEL);
            ParameterDerivation derivation = seed % 3 == 0 ? TestStatistics.unobserved(MODEL) : OBSERVED;
            byte[] saved = SettingsFileWriter.render(MODEL, settings, derivation);
            QuantSettings opened = opened(saved, derivation);
            assertThat(new String(SettingsFileWriter.render(MODEL, opened, derivation), StandardCharsets.UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(new String(saved, StandardCharsets.UTF_8));
            settings.layers().forEach((name, choices) -> {
                LayerParams written = derivation.derive(name, choices);
                assertThat(derivation.derive(name, opened.layer(name))).isEqualTo(written);
            });
            assertThat(opened.preprocessing()).isEqualTo(settings.preprocessing());
        }
    }

    @Test
    void choicesOfWeightsComeBackWhole() {
        for (int seed = 0; seed < 400; seed++) {
            WeightSettings choices = withoutCodesOutsideTheirType(new RandomSettings(seed).weight(16));
            QuantSettings settings = QuantSettings.EMPTY.withLayer(
                    "conv1", layer -> LayerSettings.FLOAT.withWeight(Optional.of(choices)));
            byte[] saved = SettingsFileWriter.render(MODEL, settings, OBSERVED);
            assertThat(opened(saved, OBSERVED)).as("seed %d", seed).isEqualTo(settings);
        }
    }

    private static WeightSettings withoutCodesOutsideTheirType(WeightSettings choices) {
        Map<Integer, ChannelOverride> kept = new TreeMap<>(choices.overrides());
        kept.replaceAll((channel, own) -> own.zeroPoint().isPresent()
                ? new ChannelOverride(
                        own.bits(), own.range(), own.scale(),
                        choices.type().withBits(own.bits().orElse(choices.type().bits()))
                                        .contains(own.zeroPoint().get().intValue())
                                ? own.zeroPoint()
                                : Optional.empty())
                : own);
        return choices.withOverrides(kept);
    }

    @Test
    void whatAModelOpensWithComesBackAsTheSameSettings() {
        byte[] saved = SettingsFileWriter.render(MODEL, initial(), OBSERVED);
        assertThat(opened(saved, OBSERVED)).isEqualTo(initial());
    }

    @Test
    void valuesOfAnActivationNotYetObservedAreKeptAsSetByHand() {
        byte[] saved = SettingsFileWriter.render(MODEL, initial(), OBSERVED);
        ParameterDerivation unobserved = TestStatistics.unobserved(MODEL);
        QuantSettings opened = opened(saved, unobserved);
        LayerParams written = OBSERVED.derive("conv1", initial().layer("conv1"));
        ActivationSettings input = opened.layer("conv1").input().orElseThrow();
        assertThat(input.scale()).contains(written.input().orElseThrow().scale());
        assertThat(input.zeroPoint()).hasValue(written.input().orElseThrow().zeroPoint());
        assertThat(unobserved.derive("conv1", opened.layer("conv1"))).isEqualTo(written);
        assertThat(SettingsFileWriter.render(MODEL, opened, OBSERVED)).isEqualTo(saved);
    }

    @Test
    void aValueSetByHandToWhatTheChoicesGiveStaysSetByHand() {
        float derived = OBSERVED.derive("conv1", initial().layer("conv1")).weight().orElseThrow().channel(2).scale();
        QuantSettings settings = initial().withLayer("conv1", layer -> layer.editWeight(
                weight -> weight.withOverrides(Map.of(2, ChannelOverride.NONE.withScale(derived).withBits(8)))));
        assertThat(opened(SettingsFileWriter.render(MODEL, settings, OBSERVED), OBSERVED)).isEqualTo(settings);
    }

    @Test
    void aLayerLeftOutStaysOutAndAFloatLayerStaysIn() {
        QuantSettings settings = QuantSettings.EMPTY.withLayer("fc", layer -> LayerSettings.FLOAT);
        QuantSettings opened = opened(SettingsFileWriter.render(MODEL, settings, OBSERVED), OBSERVED);
        assertThat(opened.layers()).containsOnlyKeys("fc");
        assertThat(opened.layer("fc")).isEqualTo(LayerSettings.FLOAT);
    }

    @Test
    void theBytesDoNotDependOnTheLocaleOrTheOrderOfEdits() {
        byte[] saved = SettingsFileWriter.render(MODEL, initial(), OBSERVED);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            QuantSettings backwards = QuantSettings.EMPTY;
            for (int i = MODEL.layers().size() - 1; i >= 0; i--) {
                String name = MODEL.layers().get(i).name();
                backwards = backwards.withLayer(name, any -> initial().layer(name));
            }
            assertThat(SettingsFileWriter.render(MODEL, backwards, OBSERVED)).isEqualTo(saved);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theFileIsReadableTextWithShortLines() {
        String text = new String(SettingsFileWriter.render(MODEL, initial(), OBSERVED), StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").doesNotContain("\r", "\t", " \n");
        assertThat(text.lines()).allMatch(line -> line.length() <= 120);
        assertThat(text).contains("      \"input\": {\n        \"bits\": 8,\n        \"signed\": false,\n");
        assertThat(text).contains("      \"clamp\": [0.0, null]\n");
    }

    @Test
    void savingReportsHowManyFieldsWereCompared() throws IOException {
        Path file = folder.resolve("net.quantscope.json");
        SaveReport report = SettingsExport.save(file, MODEL, initial(), OBSERVED);
        // 22 channels, 3 inputs and 3 outputs with 5 values each; 4 values of every layer
        assertThat(report.fieldsCompared()).isEqualTo((22 + 3 + 3) * 5 + 3 * 4);
        assertThat(report.sentence()).isEqualTo("Saved net.quantscope.json: 0 of 152 fields differ.");
        assertThat(Files.readAllBytes(file)).isEqualTo(SettingsFileWriter.render(MODEL, initial(), OBSERVED));
        assertThat(SettingsFileReader.read(file, MODEL, OBSERVED)).isEqualTo(initial());
    }
}
