package org.quantscope.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quantscope.analysis.IntegerForm;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.Shape;

/**
 * The pure parameters for firmware and for FPGA and ASIC flows, as a folder: C headers, {@code .npz}, {@code $readmemh}
 * files, a README, and a C program that runs a layer and compares. Everything is read back and compared before the folder
 * takes the place of an older one.
 */
public final class FirmwareExport {
    /** A text file of more weights than that helps nobody. */
    private static final int MOST_WEIGHTS = 1 << 25;
    private static final String SETTINGS = "settings.quantscope.json";
    private static final String PARAMETERS = "parameters.npz";
    private static final String VECTORS = "vectors.npz";
    private static final String PROGRAM = "check_layer.c";
    private static final String README = "README.md";

    private final ExportSource source;
    private final List<FirmwareLayer> layers;
    private final Map<String, String> leftOut;

    private FirmwareExport(ExportSource source) {
        this.source = source;
        this.leftOut = new LinkedHashMap<>();
        List<IntegerForm> forms = new ArrayList<>();
        source.params().forEach((name, params) -> {
            Layer layer = source.model().layer(name).orElseThrow();
            absence(layer, params).ifPresentOrElse(
                    reason -> leftOut.put(name, reason), () -> forms.add(IntegerForm.of(layer, params)));
        });
        if (forms.isEmpty()) {
            throw new IllegalArgumentException("There is no layer with an integer form to write"
                    + leftOut.entrySet().stream().findFirst()
                            .map(first -> ": of layer '" + first.getKey() + "', for example, " + first.getValue())
                            .orElse("")
                    + ".");
        }
        List<String> ids = FirmwareNames.of(
                forms.stream().map(form -> form.layer().name()).toList(), FirmwareLayer.SUFFIXES);
        this.layers = new ArrayList<>();
        for (int at = 0; at < ids.size(); at++) {
            layers.add(FirmwareLayer.of(ids.get(at), forms.get(at)));
        }
    }

    private static Optional<String> absence(Layer layer, LayerParams params) {
        return layer.weight().size() > MOST_WEIGHTS
                ? Optional.of("it has " + layer.weight().size() + " weights, more than the " + MOST_WEIGHTS
                        + " that are written as text")
                : IntegerForm.absence(layer, params);
    }

    /**
     * Saves the folder.
     *
     * @throws IllegalArgumentException with a sentence if no layer has an integer form; nothing is written then
     * @throws FileNotSavedException with a sentence if the folder cannot be written, holds files that an export did not
     *     put there, or does not read back the same; what was there is then unchanged
     */
    public static SaveReport save(Path folder, ExportSource source) {
        List<LintFinding> findings = Lint.requireWritable(LintTarget.FIRMWARE, source);
        FirmwareExport export = new FirmwareExport(source);
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFolder.write(folder, FirmwareExport::isOwn, export::write, written ->
                compared[0] = export.readBack(written).requireSame(String.valueOf(folder.getFileName())));
        List<String> notes = new ArrayList<>();
        export.leftOut.forEach((name, reason) -> notes.add("Layer '" + name + "' is left out: " + reason + "."));
        export.layers.stream()
                .filter(layer -> layer.form().accumulatorBits() > Integer.SIZE)
                .forEach(layer -> notes.add("Layer '" + layer.form().layer().name() + "' needs an accumulator of "
                        + layer.form().accumulatorBits() + " bits to hold every sum that its weights can make; one of 32"
                        + " bits can overflow."));
        Lint.notes(findings).stream().filter(note -> !notes.contains(note)).forEach(notes::add);
        return new SaveReport(
                List.of(folder, folder.resolve(README), folder.resolve(PROGRAM)), compared[0].fields(),
                compared[0].differing(), notes);
    }

    /** Whether every file of a folder is one that an export put there. */
    private static boolean isOwn(Path folder) {
        try (Stream<Path> inside = Files.walk(folder)) {
            Map<String, String> files = FirmwareManifest.parse(
                    StrictJson.bytes(folder.resolve(FirmwareManifest.NAME)), FirmwareManifest.NAME).files();
            return inside.filter(path -> !Files.isDirectory(path))
                    .map(path -> path(folder, path))
                    .allMatch(name -> name.equals(FirmwareManifest.NAME) || files.containsKey(name));
        } catch (IOException | UncheckedIOException | SettingsFormatException notOurs) {
            return false;
        }
    }

    private static String path(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private void write(Path folder) throws IOException {
        for (String inner : List.of("layers", "vectors", "hex")) {
            Files.createDirectory(folder.resolve(inner));
        }
        for (FirmwareLayer layer : layers) {
            Files.write(folder.resolve(FirmwareProgram.headerFile(layer.id())), header(layer));
            Files.write(folder.resolve(FirmwareProgram.vectorsFile(layer.id())), vectors(layer));
            for (FirmwareArray array : both(layer)) {
                Files.write(folder.resolve(hexFile(array)), HexWords.render(array));
            }
        }
        FirmwareArchive.write(folder.resolve(PARAMETERS), constants(false), arrays(false));
        FirmwareArchive.write(folder.resolve(VECTORS), constants(true), arrays(true));
        Files.writeString(folder.resolve(PROGRAM), FirmwareProgram.of(layers));
        Files.writeString(folder.resolve(README), FirmwareReadme.of(source.model(), layers, leftOut));
        Files.write(folder.resolve(SETTINGS), settings());
        Files.write(folder.resolve(FirmwareManifest.NAME), manifest(folder).render());
    }

    private byte[] settings() {
        return SettingsFileWriter.render(source.model(), source.settings(), source.derivation());
    }

    private FirmwareManifest manifest(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        List<Path> written;
        try (Stream<Path> inside = Files.walk(folder)) {
            written = inside.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : written) {
            files.put(path(folder, file), sha256(Files.readAllBytes(file)));
        }
        files.remove(FirmwareManifest.NAME);
        return FirmwareManifest.of(source.model(), layers, leftOut, files);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    static byte[] header(FirmwareLayer layer) {
        return FirmwareHeader.render(
                "QUANTSCOPE_" + layer.id().toUpperCase(Locale.ROOT) + "_H",
                List.of("Integer parameters of the layer " + layer.form().layer().name() + ".", "README.md says how to"
                        + " compute with them."),
                layer.constants(), layer.arrays());
    }

    static byte[] vectors(FirmwareLayer layer) {
        return FirmwareHeader.render(
                "QUANTSCOPE_" + layer.id().toUpperCase(Locale.ROOT) + "_VECTORS_H",
                List.of("A test input of the layer " + layer.form().layer().name() + ", NCHW,", "with the accumulators"
                        + " and output codes that Quantscope's integer path gives."),
                layer.testConstants(), layer.testArrays());
    }

    private static String hexFile(FirmwareArray array) {
        return "hex/" + array.name() + ".hex";
    }

    private static List<FirmwareArray> both(FirmwareLayer layer) {
        return Stream.concat(layer.arrays().stream(), layer.testArrays().stream()).toList();
    }

    private Map<String, Integer> constants(boolean test) {
        Map<String, Integer> all = new LinkedHashMap<>();
        layers.forEach(layer -> all.putAll(test ? layer.testConstants() : layer.constants()));
        return all;
    }

    private List<FirmwareArray> arrays(boolean test) {
        return layers.stream().flatMap(layer -> (test ? layer.testArrays() : layer.arrays()).stream()).toList();
    }

    /** Every file but the two that are written for people, read and compared with what it was made from. */
    private FieldComparison readBack(Path folder) {
        Map<String, Object> expected = new LinkedHashMap<>();
        Map<String, Object> found = new LinkedHashMap<>();
        try {
            for (FirmwareLayer layer : layers) {
                headers(folder, layer, expected, found);
                for (FirmwareArray array : both(layer)) {
                    String name = hexFile(array);
                    expected.put(name, array.values().reshape(flat(array)));
                    found.put(name, HexWords.parse(Files.readAllBytes(folder.resolve(name)), array.word().bits(),
                            array.word().signed(), name));
                }
            }
            put(expected, PARAMETERS, FirmwareArchive.expected(constants(false), arrays(false)));
            put(found, PARAMETERS, FirmwareArchive.fields(folder.resolve(PARAMETERS)));
            put(expected, VECTORS, FirmwareArchive.expected(constants(true), arrays(true)));
            put(found, VECTORS, FirmwareArchive.fields(folder.resolve(VECTORS)));
            put(expected, SETTINGS,
                    FieldComparison.fields(source.model(), source.settings(), source.derivation()));
            put(found, SETTINGS, FieldComparison.fields(source.model(), SettingsFileReader.read(
                    folder.resolve(SETTINGS), source.model(), source.derivation()), source.derivation()));
            expected.put(FirmwareManifest.NAME, manifest(folder));
            found.put(FirmwareManifest.NAME, FirmwareManifest.parse(
                    StrictJson.bytes(folder.resolve(FirmwareManifest.NAME)), FirmwareManifest.NAME));
        } catch (IOException problem) {
            throw new FileNotSavedException(
                    AtomicFile.sentence("Folder '" + folder + "' could not be read back: ", problem), problem);
        }
        return FieldComparison.of(expected, found);
    }

    private static void headers(
            Path folder, FirmwareLayer layer, Map<String, Object> expected, Map<String, Object> found)
            throws IOException {
        String parameters = FirmwareProgram.headerFile(layer.id());
        String vectors = FirmwareProgram.vectorsFile(layer.id());
        put(expected, parameters, fields(layer.constants(), layer.arrays()));
        put(found, parameters, fields(FirmwareHeader.parse(Files.readAllBytes(folder.resolve(parameters)), parameters)));
        put(expected, vectors, fields(layer.testConstants(), layer.testArrays()));
        put(found, vectors, fields(FirmwareHeader.parse(Files.readAllBytes(folder.resolve(vectors)), vectors)));
    }

    private static Map<String, Object> fields(Map<String, Integer> constants, List<FirmwareArray> arrays) {
        Map<String, Object> fields = new LinkedHashMap<>(constants);
        arrays.forEach(array -> fields.put(array.name(), new FirmwareHeader.CArray(
                array.word().cType(), array.values().reshape(flat(array)))));
        return fields;
    }

    private static Map<String, Object> fields(FirmwareHeader header) {
        Map<String, Object> fields = new LinkedHashMap<>(header.constants());
        fields.putAll(header.arrays());
        return fields;
    }

    private static Shape flat(FirmwareArray array) {
        return Shape.of(array.values().size());
    }

    private static void put(Map<String, Object> all, String file, Map<String, Object> fields) {
        fields.forEach((name, value) -> all.put(file + ", " + name, value));
    }
}
