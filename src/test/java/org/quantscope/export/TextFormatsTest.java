package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;
import org.quantscope.settings.WeightEdits;

/** What is exported as text is imported again with the same parameters. */
class TextFormatsTest {
    private static final Model MODEL =
            TestModels.of(TestModels.conv("a,\"b\"/conv:0", 3, 2, 7), TestModels.gemm("fc", 2, 4, 1, 8));
    private static final ParameterDerivation OBSERVED = TestStatistics.observed(MODEL);
    private static final ParameterDerivation OF_WEIGHTS = TestStatistics.unobserved(MODEL);

    @TempDir
    private Path folder;

    private static QuantSettings initial() {
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : MODEL.layers()) {
            Optional<Clamp> clamp = layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()));
            settings = settings.withLayer(layer.name(), any -> LayerSettings.initial(clamp));
        }
        return settings;
    }

    private static ExportSource source(QuantSettings settings) {
        return new ExportSource(MODEL, settings, OBSERVED);
    }

    private Imported imported(Path file) {
        ImportFile found = ImportFile.open(file);
        return ImportFormat.of(found).read(
                found, new ImportTarget(Optional.of(MODEL), any -> OF_WEIGHTS, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(value = ExportFormat.class, names = {"AIMET1", "CSV"})
    void everyParameterOfTheInitialSettingsComesBack(ExportFormat format) {
        Path file = folder.resolve("net" + format.ending());
        SaveReport report = format.save(file, source(initial()));
        assertThat(report.differing()).isEmpty();
        assertThat(report.files()).allMatch(Files::exists).hasSize(2);

        QuantSettings settings = imported(file).settings();

        for (Layer layer : MODEL.layers()) {
            assertThat(OF_WEIGHTS.derive(layer.name(), settings.layer(layer.name())))
                    .isEqualTo(OBSERVED.derive(layer.name(), initial().layer(layer.name())));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ExportFormat.class, names = {"AIMET", "ORT_OVERRIDES"})
    void formatsWithoutANarrowRangeGiveEverythingElse(ExportFormat format) {
        Path file = folder.resolve("net" + format.ending());
        assertThat(format.save(file, source(initial())).differing()).isEmpty();

        QuantSettings settings = imported(file).settings();

        for (Layer layer : MODEL.layers()) {
            assertThat(wide(OF_WEIGHTS.derive(layer.name(), settings.layer(layer.name()))))
                    .isEqualTo(wide(OBSERVED.derive(layer.name(), initial().layer(layer.name()))));
        }
    }

    private static LayerParams wide(LayerParams params) {
        List<QuantParams> channels = params.weight().orElseThrow().channels().stream()
                .map(own -> new QuantParams(own.type().withNarrowRange(false), own.scale(), (int) own.zeroPoint()))
                .toList();
        return new LayerParams(Optional.of(new TensorParams(channels)), params.input(), params.output(),
                params.biasBits(), params.requantization(), params.accumulator(), params.clamp());
    }

    @Test
    void tablesOfAnySettingsComeBack() {
        int compared = 0;
        for (long seed = 0; seed < 300; seed++) {
            QuantSettings settings = new RandomSettings(seed).of(MODEL);
            boolean onnx = settings.layers().values().stream().allMatch(TextFormatsTest::isOnnx);
            boolean empty = source(settings).params().values().stream()
                    .allMatch(own -> own.weight().isEmpty() && own.input().isEmpty() && own.output().isEmpty());
            if (!onnx || empty) {
                continue;
            }
            List<ParameterRow> rows = ParameterTable.of(source(settings));
            List<ParameterRow> read = ParameterFile.parse(ParameterFile.render(rows), "t.csv");
            assertThat(read).as("seed " + seed).isEqualTo(rows);
            QuantSettings back = ParameterImport.read(read, "t.csv", MODEL, OF_WEIGHTS).settings();
            for (Layer layer : MODEL.layers()) {
                assertSame("seed " + seed, OF_WEIGHTS.derive(layer.name(), back.layer(layer.name())),
                        OBSERVED.derive(layer.name(), settings.layer(layer.name())));
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(50);
    }

    private static boolean isOnnx(LayerSettings layer) {
        return layer.weight().stream().allMatch(own -> own.formula() == Formula.ONNX)
                && layer.input().stream().allMatch(own -> own.formula() == Formula.ONNX);
    }

    /** The table has no rounding, which is the only thing that may differ. */
    private static void assertSame(String what, LayerParams found, LayerParams wanted) {
        assertThat(found.weight().map(own -> own.channels().stream().map(TextFormatsTest::numbers).toList()))
                .as(what).isEqualTo(wanted.weight().map(own ->
                        own.channels().stream().map(TextFormatsTest::numbers).toList()));
        assertThat(found.input().map(TextFormatsTest::numbers)).as(what)
                .isEqualTo(wanted.input().map(TextFormatsTest::numbers));
        assertThat(found.output().map(TextFormatsTest::numbers)).as(what)
                .isEqualTo(wanted.output().map(TextFormatsTest::numbers));
    }

    private static List<Object> numbers(QuantParams params) {
        return List.of(params.type(), params.scale(), params.zeroPoint());
    }

    @Test
    void methodsWithoutAScaleComeBackFromTheTable() {
        QuantSettings settings = initial().withLayer("fc", layer -> layer
                .editWeight(weight -> WeightEdits.withFormula(weight, Formula.TERNARY_WEIGHT))
                .withOutput(Optional.empty()));
        QuantSettings back = ParameterImport.read(
                ParameterTable.of(source(settings)), "t.csv", MODEL, OF_WEIGHTS).settings();
        assertThat(OF_WEIGHTS.derive("fc", back.layer("fc")).weight())
                .isEqualTo(OBSERVED.derive("fc", settings.layer("fc")).weight());
    }

    @Test
    void lockedChannelsAndBitsOfChannelsComeBackFromTheTable() {
        QuantSettings settings = initial().withLayer("fc", layer -> layer.editWeight(weight -> WeightEdits.withLock(
                weight.withOverrides(Map.of(1, ChannelOverride.NONE.withBits(4))), List.of(0), true)));
        QuantSettings back = ParameterImport.read(
                ParameterTable.of(source(settings)), "t.csv", MODEL, OF_WEIGHTS).settings();
        assertThat(back.layer("fc").weight()).isEqualTo(settings.layer("fc").weight());
    }

    @Test
    void errorsOfWeightsStandInTheTable() {
        QuantSettings settings = initial().withLayer("fc", layer -> layer.editWeight(weight -> weight
                .withGranularity(Granularity.PER_TENSOR)
                .withOverrides(Map.of())));
        ParameterRow row = ParameterTable.of(source(settings)).stream()
                .filter(own -> own.layer().equals("fc") && own.role() == ParameterRow.Role.WEIGHT)
                .findFirst()
                .orElseThrow();
        QuantParams params = OBSERVED.derive("fc", settings.layer("fc")).weight().orElseThrow().channel(0);
        float[] weights = MODEL.layer("fc").orElseThrow().weight().data();
        double squared = 0;
        double largest = 0;
        for (float weight : weights) {
            double error = Math.rint(weight / params.scale()) * params.scale() - weight;
            squared += error * error;
            largest = Math.max(largest, Math.abs(error));
        }
        assertThat(row.channel()).isEmpty();
        assertThat(row.error().mse().getAsDouble())
                .isCloseTo(squared / weights.length, offset(1e-9));
        assertThat(row.error().maxAbs().getAsDouble())
                .isCloseTo(largest, offset(1e-7));
        assertThat(row.clipped()).hasValue(0);
    }

    @Test
    void theHexadecimalScaleDecidesOverADecimalThatASpreadsheetRounded() {
        List<ParameterRow> rows = ParameterTable.of(source(initial()));
        String edited = new String(ParameterFile.render(rows), StandardCharsets.UTF_8)
                .replace(Double.toString(rows.get(0).scale()), "0.01")
                .replace("true", "TRUE").replace("false", "FALSE").replace("\n", "\r\n");
        assertThat(ParameterFile.parse(("\uFEFF" + edited).getBytes(StandardCharsets.UTF_8), "t.csv"))
                .isEqualTo(rows);
    }

    @Test
    void aTypeThatTheOverridesDoNotSayIsTakenForTheQuantizersDefault() throws IOException {
        Path file = Files.writeString(folder.resolve("o.json"), "{\"fc.weight\": [{\"axis\": 1, \"scale\": 0.5,"
                + " \"zero_point\": 0}, {\"scale\": 0.25, \"zero_point\": 0}], \"fc.in\": [{\"scale\": 1, \"zero_point\":"
                + " 200}]}");
        Imported imported = imported(file);
        LayerParams params = OF_WEIGHTS.derive("fc", imported.settings().layer("fc"));
        assertThat(params.weight().orElseThrow().channels()).containsExactly(
                new QuantParams(new QuantType(8, true, false), 0.5f, 0),
                new QuantParams(new QuantType(8, true, false), 0.25f, 0));
        assertThat(params.input()).hasValue(new QuantParams(QuantType.UINT8, 1, 200));
        assertThat(params.biasBits()).isEqualTo(OptionalInt.of(32));
        assertThat(imported.remarks()).contains("The file does not say types: weights are taken for int8, inputs and"
                + " outputs for uint8; --weight-type and --activation-type say otherwise.");
    }

    @Test
    void tensorsThatDoNotFitTheNetworkAreRefusedByName() throws IOException {
        assertImportRefused("{\"fc.weight\": [{\"axis\": 1, \"scale\": 1, \"zero_point\": 0},"
                + " {\"scale\": 1, \"zero_point\": 0}, {\"scale\": 1, \"zero_point\": 0}]}",
                "tensor 'fc.weight': there are 3 scales, but layer 'fc' has 2 output channels.");
        assertImportRefused("{\"fc.weight\": [{\"axis\": 0, \"scale\": 1, \"zero_point\": 0},"
                + " {\"scale\": 1, \"zero_point\": 0}]}",
                "tensor 'fc.weight': 'axis' is 0, but the output channels of layer 'fc' lie along axis 1.");
        assertImportRefused("{\"fc.in\": [{\"axis\": 0, \"scale\": 1, \"zero_point\": 0}]}",
                "tensor 'fc.in': a layer reads or writes it, and Quantscope computes with one scale for such a tensor,"
                        + " not with one for each channel.");
        assertImportRefused("{\"version\": \"2.0.0\", \"encodings\": [{\"name\": \"fc.in\", \"output_dtype\": \"int32\","
                + " \"y_scale\": 1}]}",
                "tensor 'fc.in': it has 32 bits, but weights, inputs and outputs have 2 to 16.");
        Path file = Files.writeString(folder.resolve("o.json"), "{\"nobody\": [{\"scale\": 1, \"zero_point\": 0}]}");
        assertThatThrownBy(() -> imported(file)).isInstanceOf(SettingsFormatException.class).hasMessage("File 'o.json'"
                + " names no tensor that a layer of 'net.onnx' reads or writes; choose the network that it belongs to.");
    }

    private void assertImportRefused(String json, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("e.json"), json);
        assertThatThrownBy(() -> imported(file))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessage("In file 'e.json', " + sentence);
    }

    @Test
    void nodeDataColourTheMeasuredLayers() throws IOException {
        QuantizationError error = QuantizationError.between(new float[] {1, 2}, new float[] {1, 2.5f});
        QuantizationError none = QuantizationError.between(new float[] {1}, new float[] {1});
        Measurements measured = Measurements.NONE.withLayers(Map.of(
                MODEL.layers().get(0).name(), measurement(error), "fc", measurement(none)), "image 0");
        Path file = folder.resolve("net.sqnr_db.json");
        SaveReport report = ExportFormat.MODEL_EXPLORER.save(
                file, new ExportSource(MODEL, initial(), OBSERVED, measured));
        assertThat(report.sentence()).isEqualTo("Saved net.sqnr_db.json: 0 of 1 fields differ.");
        assertThat(report.notes()).containsExactly("Layer 'fc' has no error at all, which is no number, and so no colour.");
        JsonEntry root = StrictJson.parse(StrictJson.bytes(file), "net.sqnr_db.json");
        assertThat(NodeDataFile.parse(root))
                .isEqualTo(Map.of(MODEL.layers().get(0).output(), error.sqnrDb()));
        assertThatThrownBy(() -> imported(file)).isInstanceOf(SettingsFormatException.class).hasMessage("File"
                + " 'net.sqnr_db.json' holds what was measured at 1 nodes and no parameters, so there are no settings in"
                + " it; choose the settings file beside it.");
        assertThatThrownBy(() -> ExportFormat.MODEL_EXPLORER.save(file, source(initial())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No layer's error was measured, so there is nothing to colour nodes by; give images to"
                        + " measure on.");
    }

    private static LayerMeasurement measurement(QuantizationError error) {
        return new LayerMeasurement(error, 0, null, Optional.empty(), Optional.empty());
    }

    @Test
    void theCompanionSaysWhatItStandsBeside() throws IOException {
        Path file = folder.resolve("net.encodings.json");
        ExportFormat.AIMET1.save(file, source(initial()));
        Path companion = folder.resolve("net.encodings.aimet1.quantscope.json");
        assertThat(Files.readString(companion)).contains("\"file\": \"net.encodings.json\"",
                "\"format\": \"aimet1\"", "\"version\": \"1.0.0\"", "\"tool\": \"Quantscope ", TestModels.SHA256);
        assertThat(SettingsFileReader.read(companion, MODEL, OBSERVED)).isEqualTo(initial());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void oneTypeServesAllWeightsAndAllActivationsOfOverrides() {
        QuantSettings mixed = initial().withLayer("fc", layer -> layer.editWeight(
                weight -> weight.withType(weight.type().withBits(4))));
        assertThatThrownBy(() -> ExportFormat.ORT_OVERRIDES.save(folder.resolve("o.json"), source(mixed)))
                .isInstanceOf(IllegalArgumentException.class);
        QuantSettings signs = initial();
        for (Layer layer : MODEL.layers()) {
            signs = signs.withLayer(layer.name(), own -> own
                    .editWeight(weight -> weight.withScheme(QuantScheme.AFFINE).withType(QuantType.UINT8))
                    .withInput(own.input().map(in -> in.withType(new QuantType(8, true, false))))
                    .withOutput(own.output().map(out -> out.withType(new QuantType(8, true, false)))));
        }
        QuantSettings unsigned = signs;
        assertThatThrownBy(() -> ExportFormat.ORT_OVERRIDES.save(folder.resolve("o.json"), source(unsigned)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
