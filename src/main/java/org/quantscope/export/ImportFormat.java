package org.quantscope.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quantscope.model.Model;
import org.quantscope.settings.ParameterDerivation;

/** The formats that settings come from, each told by its content and never by its name. */
public enum ImportFormat {
    SETTINGS("Quantscope settings", json(root -> root.has("quantscope")), ImportFormat::settings),
    AIMET("AIMET encodings", json(AimetReading::recognizes), ImportFormat::aimet),
    MODEL_EXPLORER("node data of Model Explorer", json(NodeDataFile::recognizes), ImportFormat::refuseNodeData),
    ORT_OVERRIDES("overrides of ONNX Runtime", json(OrtOverridesFile::recognizes), ImportFormat::overrides),
    CSV("the CSV table of parameters", file -> ParameterFile.recognizes(file.headText()), ParameterImport::read),
    ONNX("a quantized ONNX network", NetworkImport::recognizes, NetworkImport::read);

    /** Reads one format. */
    @FunctionalInterface
    private interface Reader {
        Imported read(ImportFile file, ImportTarget target);
    }

    private final String title;
    private final Predicate<ImportFile> recognizer;
    private final Reader reader;

    ImportFormat(String title, Predicate<ImportFile> recognizer, Reader reader) {
        this.title = title;
        this.recognizer = recognizer;
        this.reader = reader;
    }

    /**
     * The format of a file.
     *
     * @throws SettingsFormatException with a sentence if it is none of these
     */
    public static ImportFormat of(ImportFile file) {
        return Arrays.stream(values())
                .filter(format -> format.recognizer.test(file))
                .findFirst()
                .orElseThrow(() -> new SettingsFormatException("File " + Quoted.text(file.name())
                        + " is none of the formats that can be imported, which are " + Arrays.stream(values())
                                .filter(format -> format != MODEL_EXPLORER)
                                .map(ImportFormat::title)
                                .collect(Collectors.joining(", ")) + "; choose another file."));
    }

    /** What a person calls it. */
    public String title() {
        return title;
    }

    /**
     * Reads a file of this format.
     *
     * @throws SettingsFormatException with a sentence if the file cannot be used with the network
     * @throws IllegalArgumentException with a sentence if something has to be said that was not
     */
    public Imported read(ImportFile file, ImportTarget target) {
        return reader.read(file, target);
    }

    private static Predicate<ImportFile> json(Predicate<JsonEntry> root) {
        return file -> file.json().filter(root).isPresent();
    }

    private static Imported settings(ImportFile file, ImportTarget target) {
        Model model = target.requireModel(file);
        ParameterDerivation derivation = target.derivation().apply(model);
        return new Imported(model, SettingsFileReader.parse(file.bytes(), file.name(), model, derivation), List.of());
    }

    private static Imported aimet(ImportFile file, ImportTarget target) {
        Model model = target.requireModel(file);
        List<TensorEncoding> tensors = AimetReading.tensors(file.json().orElseThrow(), file.name());
        return EncodingImport.read(tensors, file.name(), model, target.derivation().apply(model), true);
    }

    private static Imported overrides(ImportFile file, ImportTarget target) {
        Model model = target.requireModel(file);
        List<OrtOverride> overrides = OrtOverridesFile.parse(file.json().orElseThrow(), file.name());
        OrtTypes types = OrtTypes.of(overrides, file.name(), model, target);
        Imported imported = EncodingImport.read(
                types.tensors(), file.name(), model, target.derivation().apply(model), false);
        return types.remark().isEmpty() ? imported : withRemark(imported, types.remark());
    }

    private static Imported withRemark(Imported imported, Optional<String> remark) {
        List<String> remarks = new ArrayList<>(imported.remarks());
        remark.ifPresent(remarks::add);
        return new Imported(imported.model(), imported.settings(), remarks);
    }

    private static Imported refuseNodeData(ImportFile file, ImportTarget target) {
        int nodes = NodeDataFile.parse(file.json().orElseThrow()).size();
        throw new SettingsFormatException(String.format(Locale.ROOT,
                "File %s holds what was measured at %d nodes and no parameters, so there are no settings in it; choose the"
                        + " settings file beside it.", Quoted.text(file.name()), nodes));
    }
}
