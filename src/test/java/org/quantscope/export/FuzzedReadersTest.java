package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.floats;
import static org.quantscope.onnx.OnnxModels.ramp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.network.ImageSet;
import org.quantscope.network.ImageSource;
import org.quantscope.onnx.ModelFormatException;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.onnx.StoredQuantization;
import org.quantscope.quant.Clamp;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.NpzFile;
import org.quantscope.tensor.NpzWriter;
import org.quantscope.tensor.Shape;
import org.quantscope.tensor.UnreadableInputException;

/**
 * Every reader of the product takes damaged files: each is read, or refused in one sentence by the exception that the
 * reader declares. Nothing else happens, whatever the damage.
 */
class FuzzedReadersTest {
    private static final int MUTATIONS = 550;
    private static final int TRUNCATIONS = 50;
    private static final Model MODEL =
            TestModels.of(TestModels.conv("conv1", 3, 2, 7), TestModels.gemm("fc", 2, 4, 1, 8));
    private static final ParameterDerivation OBSERVED = TestStatistics.observed(MODEL);

    @TempDir
    private Path folder;

    private final Map<String, Subject> subjects = new LinkedHashMap<>();

    private interface Reading {
        void read(byte[] bytes) throws IOException;
    }

    private record Subject(byte[] original, Class<? extends RuntimeException> refusal, Reading reading) {}

    @Test
    void damagedFilesOfEveryFormatAreReadOrRefusedInOneSentence() throws IOException {
        texts();
        imports();
        arrays();
        networks();
        firmware();
        assertThat(subjects.size() * (MUTATIONS + TRUNCATIONS)).isGreaterThanOrEqualTo(10_000);
        for (Map.Entry<String, Subject> each : subjects.entrySet()) {
            Subject subject = each.getValue();
            assertThat(isRead(each.getKey() + ", undamaged", subject, subject.original())).as(each.getKey()).isTrue();
            Mutations mutations = new Mutations(each.getKey().hashCode());
            int read = 0;
            for (int round = 0; round < MUTATIONS; round++) {
                read += isRead(each.getKey() + ", mutation " + round, subject, mutations.of(subject.original())) ? 1 : 0;
            }
            for (int round = 0; round < TRUNCATIONS; round++) {
                int length = (int) ((long) subject.original().length * round / TRUNCATIONS);
                read += isRead(each.getKey() + ", cut at " + length, subject,
                        Arrays.copyOf(subject.original(), length)) ? 1 : 0;
            }
            assertThat(read).as(each.getKey() + " read").isLessThan(MUTATIONS + TRUNCATIONS);
        }
    }

    private static boolean isRead(String what, Subject subject, byte[] bytes) {
        try {
            subject.reading().read(bytes);
            return true;
        } catch (RuntimeException | IOException | Error refused) {
            if (refused.getClass() != subject.refusal()) {
                throw new AssertionError(what, refused);
            }
            assertThat(refused.getMessage()).as(what).isNotBlank().doesNotContain("\n", "\r").matches("(?s).*[.?]");
            return false;
        }
    }

    private void text(String name, byte[] original, Reading reading) {
        subjects.put(name, new Subject(original, SettingsFormatException.class, reading));
    }

    private static QuantSettings initial(Model model) {
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : model.layers()) {
            Optional<Clamp> clamp = layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()));
            settings = settings.withLayer(layer.name(), any -> LayerSettings.initial(clamp));
        }
        return settings;
    }

    private static ExportSource source() {
        return new ExportSource(MODEL, initial(MODEL), OBSERVED);
    }

    private void texts() {
        text("settings", SettingsFileWriter.render(MODEL, new RandomSettings(5).of(MODEL), OBSERVED),
                bytes -> SettingsFileReader.parse(bytes, "f", MODEL, OBSERVED));
        text("AIMET 2.0.0", AimetFile.render(AimetEncodings.of(MODEL, initial(MODEL), OBSERVED)),
                bytes -> AimetFile.parse(bytes, "f"));
        CodeParity layer = new CodeParity("conv1", 12, 1, 2);
        Certificate certificate = new Certificate(
                "qdq", "images", 3, List.of(layer), Map.of("fc", "it is float"), new CodeParity("y", 4, 0, 0),
                Certificate.LSB, "net.onnx", TestModels.SHA256, TestModels.SHA256, TestModels.SHA256,
                Map.of("Quantscope", "1"), Map.of("threads", "1"), List.of("A remark."));
        text("certificate", CertificateFile.render(certificate), bytes -> CertificateFile.parse(bytes, "f"));
    }

    /** What the command reads, told by its content and held against the network. */
    private void imports() throws IOException {
        for (ExportFormat format : List.of(
                ExportFormat.SETTINGS, ExportFormat.AIMET, ExportFormat.AIMET1, ExportFormat.ORT_OVERRIDES,
                ExportFormat.CSV)) {
            Path file = folder.resolve(format.word() + format.ending());
            format.save(file, source());
            text("import of " + format.word(), Files.readAllBytes(file), this::importFile);
        }
        String older = "{\"version\": \"0.6.1\", \"activation_encodings\": {\"fc.in\": [{\"bitwidth\": 8, \"dtype\":"
                + " \"int\", \"is_symmetric\": \"False\", \"min\": -1.14, \"max\": 1.41, \"scale\": 0.01, \"offset\":"
                + " -114}]}, \"param_encodings\": {\"fc.weight\": [{\"bitwidth\": 8, \"dtype\": \"int\","
                + " \"is_symmetric\": \"True\", \"scale\": 0.5, \"offset\": -128}, {\"bitwidth\": 8, \"dtype\": \"int\","
                + " \"is_symmetric\": \"True\", \"scale\": 0.25, \"offset\": -128}]}, \"quantizer_args\": {}}";
        text("import of AIMET 0.6.1", older.getBytes(StandardCharsets.UTF_8), this::importFile);
        text("node data", NodeDataFile.render(Map.of("a", 23.5, "b/c:0", -3.25)),
                bytes -> NodeDataFile.parse(StrictJson.parse(bytes, "f")));
    }

    private void importFile(byte[] bytes) throws IOException {
        ImportFile file = ImportFile.open(Files.write(folder.resolve("import"), bytes));
        ImportFormat.of(file).read(file, new ImportTarget(
                Optional.of(MODEL), any -> OBSERVED, Optional.empty(), Optional.empty()));
    }

    private void arrays() throws IOException {
        FloatTensor images = FloatTensor.wrap(Shape.of(3, 1, 4, 5), ramp(60));
        Path npy = folder.resolve("images.npy");
        NpyFile.write(npy, images);
        image("npy", Files.readAllBytes(npy), npy);
        Path npz = folder.resolve("images.npz");
        try (NpzWriter writer = new NpzWriter(npz)) {
            writer.add("images", images);
        }
        image("npz", Files.readAllBytes(npz), npz);
        subjects.put("npz arrays", new Subject(Files.readAllBytes(npz), UnreadableInputException.class, bytes -> {
            Files.write(npz, bytes);
            NpzFile.names(npz).forEach(name -> NpzFile.read(npz, name));
        }));
        byte[] idx = ByteBuffer.allocate(16 + 60).putInt(0x803).putInt(3).putInt(4).putInt(5).array();
        byte[] labels = ByteBuffer.allocate(8 + 3).putInt(0x801).putInt(3).put(new byte[] {7, 0, 9}).array();
        Path idxFile = folder.resolve("t-images-idx3-ubyte");
        Path labelFile = folder.resolve("t-labels-idx1-ubyte");
        Path fixedIdx = Files.write(folder.resolve("u-images-idx3-ubyte"), idx);
        Path otherLabels = folder.resolve("u-labels-idx1-ubyte");
        Files.write(labelFile, labels);
        image("idx", idx, idxFile);
        subjects.put("idx labels", new Subject(labels, UnreadableInputException.class, bytes -> {
            Files.write(otherLabels, bytes);
            ImageSource.open(fixedIdx).label(2);
        }));
        image("ONNX test data", floats("x", ramp(60), 1, 1, 6, 10).toByteArray(), folder.resolve("input_0.pb"));
    }

    private void image(String name, byte[] original, Path file) {
        subjects.put(name, new Subject(original, UnreadableInputException.class, bytes -> {
            Files.write(file, bytes);
            ImageSet images = ImageSource.open(file);
            for (int at = 0; at < Math.min(3, images.size()); at++) {
                images.label(at);
                images.readyShape().ifPresent(shape -> images.networkInput(0, Preprocessing.UNIT, shape));
                images.image(at);
            }
        }));
    }

    private void networks() throws IOException {
        byte[] plain = OnnxModels.opset(13).input("x", 1, 2, 6, 6)
                .initializer("w", ramp(24), 3, 2, 2, 2).initializer("b", ramp(3), 3)
                .initializer("m", ramp(150), 75, 2)
                .node("Conv", "c", "x,w,b", "y0")
                .node("Relu", "r", "y0", "y1")
                .node("Flatten", "f", "y1", "y2")
                .node("Gemm", "g", "y2,m", "y3")
                .output("y3", 1, 2)
                .bytes();
        network("ONNX", plain);
        Path file = Files.write(folder.resolve("float.onnx"), plain);
        Model model = OnnxReader.read(file);
        ExportSource source = new ExportSource(model, initial(model), TestStatistics.observed(model));
        for (QuantizedForm form : QuantizedForm.values()) {
            network("ONNX, " + form, QuantizedNetwork.write(model, source.params(), form).model());
        }
    }

    private void network(String name, byte[] original) {
        Path file = folder.resolve("net.onnx");
        subjects.put(name, new Subject(original, ModelFormatException.class, bytes -> {
            Files.write(file, bytes);
            StoredQuantization.of(OnnxReader.read(file));
        }));
    }

    private void firmware() throws IOException {
        Path target = folder.resolve("firmware");
        ExportFormat.FIRMWARE.save(target, source());
        List<Path> files;
        try (Stream<Path> all = Files.walk(target)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            byte[] bytes = Files.readAllBytes(file);
            if (name.endsWith(".json") && !name.endsWith(".quantscope.json")) {
                text("firmware manifest", bytes, changed -> FirmwareManifest.parse(changed, "f"));
            } else if (name.endsWith(".h")) {
                text("firmware header", bytes, changed -> FirmwareHeader.parse(changed, "f"));
            } else if (name.endsWith(".npz")) {
                Path copy = folder.resolve("f.npz");
                subjects.put("firmware npz", new Subject(bytes, UnreadableInputException.class, changed -> {
                    Files.write(copy, changed);
                    FirmwareArchive.fields(copy);
                }));
            }
        }
        byte[] words = "80\n7f\n00\nff\n1a\n".getBytes(StandardCharsets.US_ASCII);
        text("firmware words", words, bytes -> HexWords.parse(bytes, 8, true, "f"));
        assertThat(subjects).containsKeys("firmware manifest", "firmware header", "firmware npz");
    }
}
