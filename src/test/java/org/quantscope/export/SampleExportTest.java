package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.Clamp;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

class SampleExportTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "mobile", "mobile-bn"})
    void everySampleIsSavedOpenedAndSavedAgainWithTheSameBytes(String name) throws IOException {
        Model model = OnnxReader.read(Path.of("samples", "fashion-" + name + ".onnx"));
        ParameterDerivation derivation = derivation(model);
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : model.layers()) {
            settings = settings.withLayer(layer.name(), any -> LayerSettings.initial(
                    layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()))));
        }
        Path first = folder.resolve("first.quantscope.json");
        Path second = folder.resolve("second.quantscope.json");
        assertThat(SettingsExport.save(first, model, settings, derivation).differing()).isEmpty();
        QuantSettings opened = SettingsFileReader.read(first, model, derivation);
        assertThat(opened).isEqualTo(settings);
        SettingsExport.save(second, model, opened, derivation);
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));

        SaveReport aimet = AimetExport.save(folder.resolve("aimet.json"), new ExportSource(model, settings, derivation));
        assertThat(aimet.differing()).isEmpty();
        assertThat(AimetFile.read(folder.resolve("aimet.json")))
                .hasSizeGreaterThan(3 * model.layers().size())
                .isEqualTo(AimetEncodings.of(model, settings, derivation));
    }

    /** Every tensor has one range, whatever layer reads or writes it. */
    private static ParameterDerivation derivation(Model model) {
        Map<String, LayerStatistics> statistics = new HashMap<>();
        for (Layer layer : model.layers()) {
            String output = layer.activation().map(FusedActivation::output).orElse(layer.output());
            statistics.put(layer.name(), new LayerStatistics(
                    WeightStatistics.of(layer.weight()),
                    Optional.of(range(layer.input())),
                    Optional.of(range(output))));
        }
        return new ParameterDerivation(statistics);
    }

    private static RangeStatistics range(String tensor) {
        Random random = new Random(tensor.hashCode());
        return new RangeStatistics(-random.nextFloat(), random.nextFloat() * 5, 100);
    }
}
