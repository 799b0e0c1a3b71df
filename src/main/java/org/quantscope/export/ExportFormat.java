package org.quantscope.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quantscope.onnx.QuantizedForm;

/** The formats that settings leave in. */
public enum ExportFormat {
    SETTINGS("settings", "Settings", ".quantscope.json",
            "A settings file with every parameter written out.",
            (file, source) -> SettingsExport.save(file, source.model(), source.settings(), source.derivation())),
    AIMET("aimet", "AIMET 2.0.0", ".encodings.json",
            "AIMET encodings 2.0.0, with a settings file beside them for what that format has no room for.",
            AimetExport::save),
    AIMET1("aimet1", "AIMET 1.0.0", ".encodings.json",
            "AIMET encodings 1.0.0, with a settings file beside them for what that format has no room for.",
            Aimet1Export::save),
    ORT_OVERRIDES("ort-overrides", "ONNX Runtime overrides", ".overrides.json",
            "Scales and zero points for ONNX Runtime's quantizer, with a script beside them that runs it.",
            OrtOverridesExport::save),
    CSV("csv", "CSV table", ".parameters.csv",
            "Every parameter as a table, one row for each tensor or channel, with the errors of the weights.",
            CsvExport::save),
    MODEL_EXPLORER("model-explorer", "Model Explorer", ".sqnr_db.json",
            "The measured error of every layer as node data, by which Model Explorer colours the graph.",
            NodeDataExport::save),
    QDQ("qdq", "ONNX, QDQ form", ".qdq.onnx",
            "The network as a quantized ONNX file: float operators between QuantizeLinear and DequantizeLinear, weights"
                    + " and biases stored as integers.",
            (file, source) -> NetworkExport.save(file, source, QuantizedForm.QDQ)),
    QOPERATOR("qoperator", "ONNX, QOperator form", ".qoperator.onnx",
            "The network as a quantized ONNX file of integer operators: QLinearConv and QLinearMatMul.",
            (file, source) -> NetworkExport.save(file, source, QuantizedForm.QOPERATOR)),
    FIRMWARE("firmware", "Firmware folder", "",
            "A folder for firmware and FPGA or ASIC flows: integer weights and biases, multipliers and shifts as C headers,"
                    + " .npz and $readmemh files, a README, and a C program that runs a layer and compares.",
            FirmwareExport::save),
    REPORT("report", "Report", ".report.html",
            "One HTML page for people: settings, every layer's figures, the worst layers' histograms, accuracy, certificate"
                    + " and remarks; it opens without a network and has the settings inside.",
            ReportExport::save);

    private static final Set<String> WITH_MEASUREMENTS = Set.of("csv", "model-explorer", "report");

    /** Writes one format. */
    @FunctionalInterface
    private interface Writer {
        SaveReport save(Path target, ExportSource source);
    }

    private final String word;
    private final String title;
    private final String ending;
    private final String sentence;
    private final Writer writer;

    ExportFormat(String word, String title, String ending, String sentence, Writer writer) {
        this.word = word;
        this.title = title;
        this.ending = ending;
        this.sentence = sentence;
        this.writer = writer;
    }

    /** The format of a command line's word. */
    public static Optional<ExportFormat> of(String word) {
        return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
    }

    /** {@code a, b or c}. */
    public static String words() {
        List<String> words = Arrays.stream(values()).map(ExportFormat::word).toList();
        return words.stream().limit(words.size() - 1).collect(Collectors.joining(", ")) + " or "
                + words.get(words.size() - 1);
    }

    /** What the command line calls it. */
    public String word() {
        return word;
    }

    /** What the window calls it. */
    public String title() {
        return title;
    }

    /** How names of its files end; empty where it is a folder. */
    public String ending() {
        return ending;
    }

    /** What it is, in a sentence. */
    public String sentence() {
        return sentence;
    }

    /** Whether it tells what was measured of layers, not of their parameters alone. */
    public boolean showsMeasurements() {
        return WITH_MEASUREMENTS.contains(word);
    }

    /**
     * Writes it, reads it back and compares, and only then replaces what was there.
     *
     * @throws IllegalArgumentException with a sentence if the format cannot hold the settings; nothing is written then
     * @throws FileNotSavedException with a sentence if it cannot be written or does not read back the same
     */
    public SaveReport save(Path target, ExportSource source) {
        return writer.save(target, source);
    }
}
