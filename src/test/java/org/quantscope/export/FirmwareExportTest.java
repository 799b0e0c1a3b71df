package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.analysis.IntegerForm;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.Clamp;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.tensor.NpzFile;

class FirmwareExportTest {
    private static final Model LENET = OnnxReader.read(Path.of("samples", "fashion-lenet.onnx"));

    @TempDir
    private Path folder;

    @Test
    void theFolderOfASampleReadsBackTheSameInEveryForm() throws IOException {
        Path target = folder.resolve("firmware");

        SaveReport report = FirmwareExport.save(target, source(settings()));

        assertThat(report.sentence()).matches("Saved firmware: 0 of \\d{3,} fields differ\\.");
        assertThat(report.notes()).isEmpty();
        FirmwareManifest manifest = FirmwareManifest.parse(
                Files.readAllBytes(target.resolve("manifest.json")), "manifest.json");
        assertThat(manifest.modelSha256()).isEqualTo(LENET.sha256());
        assertThat(manifest.layers()).extracting(FirmwareManifest.Entry::name)
                .isEqualTo(LENET.layers().stream().map(Layer::name).toList());
        assertThat(files(target).keySet()).containsAll(manifest.files().keySet()).contains("manifest.json")
                .hasSize(manifest.files().size() + 1);
        Layer first = LENET.layers().get(0);
        String id = manifest.layers().get(0).id();
        IntegerForm form = IntegerForm.of(first, source(settings()).params().get(first.name()));
        assertThat(NpzFile.read(target.resolve("parameters.npz"), id + "_weight").toInt()).isEqualTo(form.weight());
        assertThat(NpzFile.read(target.resolve("parameters.npz"), id + "_bias").toInt().data()).isEqualTo(form.bias());
        assertThat(Files.readString(target.resolve("README.md")))
                .contains(first.name(), "`" + id + "`", "| " + form.accumulatorBits() + " |", "float32 (all layers)");
    }

    @Test
    void theSameSettingsGiveTheSameBytes() throws IOException {
        FirmwareExport.save(folder.resolve("a"), source(settings()));
        FirmwareExport.save(folder.resolve("b"), source(settings()));

        assertThat(files(folder.resolve("a"))).isEqualTo(files(folder.resolve("b")));
    }

    @Test
    void layersWithoutAnIntegerFormAreNamedAndLeftOut() {
        String float32 = LENET.layers().get(0).name();
        String weightOnly = LENET.layers().get(1).name();
        String floatBias = LENET.layers().get(2).name();
        QuantSettings settings = settings()
                .withLayer(float32, any -> LayerSettings.FLOAT)
                .withLayer(weightOnly, layer -> layer.withInput(Optional.empty()).withOutput(Optional.empty()))
                .withLayer(floatBias, layer -> layer.withBiasBits(OptionalInt.empty()).withOutput(Optional.empty()));

        SaveReport report = FirmwareExport.save(folder.resolve("part"), source(settings));

        assertThat(report.notes()).contains(
                "Layer '" + float32 + "' is left out: its weights stay float.",
                "Layer '" + weightOnly + "' is left out: its input stays float, so only its weights are integers.",
                "Layer '" + floatBias + "' is left out: its bias stays float; give it 32 bits.");
    }

    @Test
    void withoutAnyLayerLeftNothingIsWritten() {
        QuantSettings weightOnly = settings();
        for (Layer layer : LENET.layers()) {
            weightOnly = weightOnly.withLayer(
                    layer.name(), each -> each.withInput(Optional.empty()).withOutput(Optional.empty()));
        }
        ExportSource noIntegers = source(weightOnly);

        assertThatThrownBy(() -> FirmwareExport.save(folder.resolve("none"), noIntegers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no layer with an integer form")
                .hasMessageContaining("its input stays float");
        assertThatThrownBy(() -> FirmwareExport.save(folder.resolve("none"), source(QuantSettings.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to write");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anEarlierExportIsReplacedWithoutLeftovers() throws IOException {
        Path target = folder.resolve("firmware");
        FirmwareExport.save(target, source(settings()));
        String dropped = LENET.layers().get(0).name();

        FirmwareExport.save(target, source(settings().withLayer(dropped, any -> LayerSettings.FLOAT)));

        FirmwareManifest manifest = FirmwareManifest.parse(
                Files.readAllBytes(target.resolve("manifest.json")), "manifest.json");
        assertThat(manifest.leftOut()).containsOnlyKeys(dropped);
        assertThat(files(target)).hasSize(manifest.files().size() + 1);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
    }

    @Test
    void aFolderWithOtherFilesIsNotReplaced() throws IOException {
        Path target = folder.resolve("firmware");
        FirmwareExport.save(target, source(settings()));
        Files.writeString(target.resolve("hex/mine.txt"), "mine");
        Map<String, List<Byte>> before = files(target);

        assertThatThrownBy(() -> FirmwareExport.save(target, source(settings())))
                .isInstanceOf(FileNotSavedException.class)
                .hasMessageContaining("files that were not saved with it");

        assertThat(files(target)).isEqualTo(before);
        Path documents = Files.createDirectory(folder.resolve("documents"));
        Files.writeString(documents.resolve("letter.txt"), "mine");
        assertThatThrownBy(() -> FirmwareExport.save(documents, source(settings())))
                .isInstanceOf(FileNotSavedException.class);
        assertThat(documents.resolve("letter.txt")).hasContent("mine");
    }

    private static Map<String, List<Byte>> files(Path target) throws IOException {
        Map<String, List<Byte>> files = new TreeMap<>();
        try (Stream<Path> inside = Files.walk(target)) {
            for (Path file : inside.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Byte[] boxed = new Byte[bytes.length];
                Arrays.setAll(boxed, at -> bytes[at]);
                files.put(target.relativize(file).toString().replace('\\', '/'), List.of(boxed));
            }
        }
        return files;
    }

    private static QuantSettings settings() {
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : LENET.layers()) {
            settings = settings.withLayer(layer.name(), any -> LayerSettings.initial(
                    layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()))));
        }
        return settings;
    }

    private static ExportSource source(QuantSettings settings) {
        Map<String, LayerStatistics> statistics = new HashMap<>();
        Random random = new Random(5);
        for (Layer layer : LENET.layers()) {
            statistics.put(layer.name(), new LayerStatistics(
                    WeightStatistics.of(layer.weight()),
                    Optional.of(new RangeStatistics(-random.nextFloat(), random.nextFloat() * 5, 100)),
                    Optional.of(new RangeStatistics(-random.nextFloat(), random.nextFloat() * 5, 100))));
        }
        return new ExportSource(LENET, settings, new ParameterDerivation(statistics));
    }
}
