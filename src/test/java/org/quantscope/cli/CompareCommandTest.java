package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.WeightSettings;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

class CompareCommandTest {
    private static final Path MOBILE = Path.of("samples", "fashion-mobile.onnx");
    private static final Model MODEL = OnnxReader.read(MOBILE);
    private static final Layer STEM = MODEL.layers().get(0);

    @TempDir
    private Path folder;

    @Test
    void printsBothMetersAsOneJsonObject() throws IOException {
        CommandRun run = CommandRun.of("compare", MOBILE, "--layer", STEM.name(), "--input", input(STEM, 1),
                "--engine", "reference", "--json");

        assertThat(run.exitCode()).isZero();
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertThat(root.fieldNames()).toIterable()
                .containsExactly("layer", "engine", "quantization_error", "implementation_mismatch", "requantization",
                        "accumulator", "agreement");
        assertThat(root.get("layer").asText()).isEqualTo(STEM.name());
        assertThat(root.get("engine").asText()).isEqualTo("reference");
        assertThat(root.get("quantization_error").fieldNames()).toIterable()
                .containsExactly("sqnr_db", "mse", "max_abs", "cosine");
        assertThat(root.get("quantization_error").get("sqnr_db").asDouble()).isBetween(30.0, 60.0);
        JsonNode mismatch = root.get("implementation_mismatch");
        assertThat(mismatch.fieldNames()).toIterable()
                .containsExactly("max_abs", "differing", "total", "max_lsb");
        assertThat(mismatch.get("differing").asLong()).isZero();
        assertThat(mismatch.get("total").asLong()).isEqualTo(run(STEM, 1).real().size());
    }

    @ParameterizedTest
    @CsvSource({"reference, reference", "nd4j, nd4j", "onednn, onednn", "auto, onednn"})
    void computesOnTheEngineThatWasNamed(String wanted, String used) throws IOException {
        CommandRun run = CommandRun.of(
                "compare", MOBILE, "--layer", STEM.name(), "--input", input(STEM, 1), "--engine", wanted, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).get("engine").asText()).isEqualTo(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "auto", "nd4j"})
    void writesWhatTheLayerRunnerGives(String engine) throws IOException {
        for (Layer layer : MODEL.layers()) {
            Path out = folder.resolve(engine).resolve("out-" + layer.displayName().replace('/', '_'));

            CommandRun run = CommandRun.of("compare", MOBILE, "--layer", layer.name(), "--input", input(layer, 2),
                    "--engine", engine, "--out", out);

            assertThat(run.exitCode()).as(run.err()).isZero();
            LayerOutputs expected = run(layer, 2);
            Shape shape = ownShape(layer, expected.real().shape());
            FloatTensor real = NpyFile.readFloat(out.resolve("float.npy"));
            assertThat(real.shape()).isEqualTo(shape);
            assertClose(real, expected.real());
            assertClose(NpyFile.readFloat(out.resolve("fake_quant.npy")), expected.fakeQuant());
            DoubleTensor integer = NpyFile.read(out.resolve("integer.npy")).toDouble();
            assertThat(integer).isEqualTo(expected.integer().reshape(shape));
            assertThat(NpyFile.read(out.resolve("accumulator.npy")).toLong())
                    .isEqualTo(expected.accumulator().orElseThrow().reshape(shape));
            assertThat(NpyFile.read(out.resolve("weight_codes.npy")).toInt())
                    .isEqualTo(expected.weightCodes().orElseThrow().reshape(layer.shownWeightShape()));
            assertThat(NpyFile.read(out.resolve("input_codes.npy")).toInt().data())
                    .isEqualTo(expected.inputCodes().orElseThrow().data());
            assertThat(out.resolve("output_codes.npy")).doesNotExist();
        }
    }

    @Test
    void findsALayerByItsDisplayNameToo() throws IOException {
        CommandRun run = CommandRun.of("compare", MOBILE, "--layer", STEM.displayName(), "--input", input(STEM, 1),
                "--engine", "reference");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Layer " + STEM.name()).contains("SQNR").contains("implementation mismatch");
    }

    @Test
    void aLayerThatTheSettingsDoNotNameIsFloat() throws IOException {
        Path settings = Files.writeString(folder.resolve("a.quantscope.json"), "{\"quantscope\": 1, \"layers\": {}}");
        Path out = folder.resolve("out");

        CommandRun run = CommandRun.of("compare", MOBILE, "--layer", STEM.name(), "--input", input(STEM, 1),
                "--engine", "reference", "--settings", settings, "--json", "--out", out);

        JsonNode error = new ObjectMapper().readTree(run.out()).get("quantization_error");
        assertThat(error.get("sqnr_db").isNull()).isTrue();
        assertThat(error.get("max_abs").asDouble()).isZero();
        assertThat(out.resolve("weight_codes.npy")).doesNotExist();
        assertThat(out.resolve("float.npy")).exists();
    }

    @Test
    void anOutputWithoutAScaleIsQuantizedOverTheRangeOfTheClampedFloatOutput() throws IOException {
        Path settings = Files.writeString(folder.resolve("a.quantscope.json"), "{\"quantscope\": 1, \"layers\": {\""
                + STEM.name() + "\": {\"weight\": {\"bits\": 8, \"signed\": true, \"narrow_range\": true,"
                + " \"scheme\": \"symmetric\", \"granularity\": \"channel\", \"range\": {\"method\": \"min-max\"}},"
                + " \"input\": {\"bits\": 8, \"signed\": false}, \"output\": {\"bits\": 8, \"signed\": false},"
                + " \"bias_bits\": 32, \"clamp\": [0, 0.5]}}}");
        Path out = folder.resolve("out");

        CommandRun run = CommandRun.of("compare", MOBILE, "--layer", STEM.name(), "--input", input(STEM, 1),
                "--engine", "reference", "--settings", settings, "--out", out);

        assertThat(run.exitCode()).as(run.err()).isZero();
        int[] codes = NpyFile.read(out.resolve("output_codes.npy")).toInt().data();
        double[] integer = NpyFile.read(out.resolve("integer.npy")).toDouble().data();
        float scale = 0.5f / 255;
        for (int i = 0; i < codes.length; i++) {
            assertThat(codes[i]).isBetween(0, 255);
            assertThat(integer[i]).isEqualTo(codes[i] * (double) scale, within(1e-6));
        }
        assertThat(new TreeSet<>(Arrays.stream(codes).boxed().toList())).contains(0, 255);
    }

    @Test
    void aSecondRunLeavesNothingOfTheFirst() throws IOException {
        Path out = folder.resolve("out");
        Path settings = Files.writeString(folder.resolve("a.quantscope.json"), "{\"quantscope\": 1, \"layers\": {}}");
        CommandRun.of("compare", MOBILE, "--layer", STEM.name(), "--input", input(STEM, 1), "--engine", "reference",
                "--out", out);
        Files.writeString(out.resolve("mine.txt"), "stays");

        CommandRun run = CommandRun.of("compare", MOBILE, "--layer", STEM.name(), "--input", input(STEM, 1),
                "--engine", "reference", "--settings", settings, "--out", out);

        assertThat(run.exitCode()).isZero();
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("mine.txt", "float.npy", "fake_quant.npy", "integer.npy");
        }
    }

    private Path input(Layer layer, int batch) throws IOException {
        FloatTensor values = values(layer, batch);
        Path file = folder.resolve("input.npy");
        NpyFile.write(file, values.reshape(ownShape(layer, values.shape())));
        return file;
    }

    private static FloatTensor values(Layer layer, int batch) {
        boolean rows = layer.inputLayout() != InputLayout.IMAGE;
        Shape shape = Shape.of(batch, layer.inputChannels(), rows ? 1 : 9, rows ? 1 : 10);
        float[] values = new float[shape.size()];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(shape, values);
    }

    private static Shape ownShape(Layer layer, Shape shape) {
        return layer.inputLayout() == InputLayout.IMAGE ? shape : Shape.of(shape.extent(0), shape.extent(1));
    }

    private static LayerOutputs run(Layer layer, int batch) {
        FloatTensor values = values(layer, batch);
        Observer observer = new Observer();
        observer.observe(values);
        LayerStatistics seen = new LayerStatistics(
                WeightStatistics.of(layer.weight()), Optional.of(observer.statistics()), Optional.empty());
        LayerParams params = new ParameterDerivation(Map.of(layer.name(), seen))
                .derive(layer.name(), LayerSettings.FLOAT
                        .withWeight(Optional.of(WeightSettings.DEFAULT))
                        .withInput(Optional.of(ActivationSettings.DEFAULT))
                        .withBiasBits(OptionalInt.of(32)));
        return new LayerRunner(Engines.select("reference"))
                .run(layer, values, params, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
    }

    /** Engines add float32 products in different orders. */
    private static void assertClose(FloatTensor actual, FloatTensor expected) {
        float magnitude = 0;
        for (float value : expected.data()) {
            magnitude = Math.max(magnitude, Math.abs(value));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Math.abs(actual.get(i) - expected.get(i))).isLessThanOrEqualTo(1e-5f * magnitude);
        }
    }
}
