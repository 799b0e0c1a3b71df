package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.model.FoldableBatchNorm;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.WeightSettings;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Settings and encodings know whether they are for the folded network, and are not used for the other one. */
class FoldedSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void theWordIsWrittenAndReadWithTheModelThatItIsFor() {
        Model folded = BatchNormFolding.fold(stored(TestModels.conv("c", 3, 2, 1)));
        QuantSettings settings = weights(folded);

        byte[] bytes = SettingsFileWriter.render(folded, settings, derivation(folded));
        QuantSettings read = SettingsFileReader.parse(bytes, "a.json", folded, derivation(folded));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"folded\": true");
        assertThat(read).isEqualTo(settings);
        assertThat(read.folded()).isTrue();
    }

    @Test
    void settingsOfTheFoldedNetworkAreNotReadForTheStoredOneNorTheOtherWayRound() {
        Model stored = stored(TestModels.conv("c", 3, 2, 1));
        Model folded = BatchNormFolding.fold(stored);

        assertThatThrownBy(() -> parse("true", stored))
                .hasMessage("In file 'a.json': 'folded' is true, but 'net.onnx' was opened with its BatchNormalization as"
                        + " stored; fold it before these settings are used.");
        assertThatThrownBy(() -> parse("false", folded))
                .hasMessage("In file 'a.json': 'folded' is false, but the BatchNormalization of 'net.onnx' was asked to"
                        + " be folded; leave --fold-bn out, or use settings of the folded model.");
        assertThatThrownBy(() -> parse("\"yes\"", folded))
                .hasMessage("In file 'a.json': 'folded' must be true or false, not the text 'yes'.");
    }

    @Test
    void settingsOfOneFormAreNotWrittenWithTheOther() {
        Model stored = stored(TestModels.conv("c", 3, 2, 1));
        Model folded = BatchNormFolding.fold(stored);

        assertThatThrownBy(() -> SettingsFileWriter.render(stored, weights(folded), derivation(stored)))
                .hasMessage("The settings are for 'net.onnx' with its BatchNormalization folded, and the model is open the"
                        + " other way; fold or unfold it first.");
        assertThatThrownBy(() -> SettingsFileWriter.render(folded, weights(stored), derivation(folded)))
                .hasMessage("The settings are for 'net.onnx' as it is stored, and the model is open the other way;"
                        + " fold or unfold it first.");
    }

    @Test
    void whatAFileSaysCanBeAskedBeforeTheModelIsOpened() throws IOException {
        Path file = folder.resolve("a.json");
        assertThat(SettingsFileReader.folded(Files.writeString(file, "{\"quantscope\": 1, \"folded\": true}")))
                .contains(true);
        assertThat(SettingsFileReader.folded(Files.writeString(file, "{\"quantscope\": 1, \"folded\": false}")))
                .contains(false);
        assertThat(SettingsFileReader.folded(Files.writeString(file, "{\"quantscope\": 1}"))).isEmpty();
        Files.writeString(file, "{\"folded\": true}");
        assertThatThrownBy(() -> SettingsFileReader.folded(file)).hasMessageContaining("'quantscope' is missing");
    }

    @Test
    void encodingsOfFoldedWeightsGoUnderTheirNameAndSayWhatTheyBelongTo() {
        Model folded = BatchNormFolding.fold(stored(TestModels.conv("c", 3, 2, 1)));

        SaveReport report =
                AimetExport.save(folder.resolve("a.encodings.json"),
                        new ExportSource(folded, weights(folded), derivation(folded)));

        assertThat(report.notes()).first().asString().isEqualTo("BatchNormalization is folded into 1 layer: these"
                + " parameters belong to the folded network, not to 'net.onnx' as it is stored; fold it in the same way"
                + " before using them.");
        assertThat(AimetEncodings.of(folded, weights(folded), derivation(folded)))
                .extracting(AimetEncoding::name).containsExactly("c.weight");
    }

    @Test
    void encodingsOfWeightsThatNobodyElseGetsAreRefused() {
        Layer scaled = TestModels.withChangedWeights(TestModels.conv("c", 3, 2, 1));
        Model folded = BatchNormFolding.fold(stored(scaled));

        assertThatThrownBy(() -> AimetEncodings.of(folded, weights(folded), derivation(folded)))
                .hasMessageStartingWith("The weights of layer 'c' are not those of the file");
    }

    private static QuantSettings parse(String folded, Model model) {
        byte[] bytes = ("{\"quantscope\": 1, \"folded\": " + folded + ", \"layers\": {}}").getBytes(StandardCharsets.UTF_8);
        return SettingsFileReader.parse(bytes, "a.json", model, derivation(model));
    }

    private static QuantSettings weights(Model model) {
        LayerSettings layer = LayerSettings.FLOAT.withWeight(Optional.of(WeightSettings.DEFAULT));
        return new QuantSettings(Map.of("c", layer), Optional.empty(), model.folded());
    }

    private static ParameterDerivation derivation(Model model) {
        return new ParameterDerivation(Map.of("c", new LayerStatistics(
                WeightStatistics.of(model.layers().get(0).weight()), Optional.empty(), Optional.empty())));
    }

    /** The layer with a BatchNormalization behind it. */
    private static Model stored(Layer layer) {
        Model model = TestModels.of(layer);
        FoldableBatchNorm norm = new FoldableBatchNorm(
                "bn", "c", tensor(2, -1, 0.5f), tensor(1, 2, 3), tensor(0, 1, -1), tensor(1, 4, 0.25f), 1e-5f, "c.bn",
                Optional.empty());
        return new Model(
                model.file(), model.sha256(), model.opset(), model.inputs(), model.outputs(), model.nodes(),
                model.layers(), List.of(norm), false);
    }

    private static FloatTensor tensor(float... values) {
        return FloatTensor.wrap(Shape.of(values.length), values);
    }
}
