package org.quantscope.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.onnx.WrittenFile;
import org.quantscope.quant.LayerParams;

/**
 * Saves the network as a quantized {@code .onnx} file, read back and compared before it replaces an older file, and
 * beside it a settings file with what the format has no room for.
 */
public final class NetworkExport {
    private NetworkExport() {}

    /**
     * Saves both files.
     *
     * @throws IllegalArgumentException with a sentence if the form cannot hold the settings; nothing is written then
     * @throws FileNotSavedException with a sentence if a file cannot be written or does not read back the same
     * @throws org.quantscope.onnx.ModelFormatException with a sentence if the model's own file changed since it was read
     */
    public static SaveReport save(Path file, ExportSource source, QuantizedForm form) {
        Path companion = Companion.beside(file, word(form));
        List<LintFinding> findings = Lint.requireWritable(target(form), source);
        Map<String, LayerParams> params = source.params();
        QuantizedNetwork network = QuantizedNetwork.write(source.model(), params, form);
        String name = String.valueOf(file.getFileName());
        Companion.save(companion, file, word(form), "opset " + network.opset(), source);
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, network.model(), written -> {
            WrittenFile found = WrittenFile.compare(source.model(), params, network, written);
            compared[0] = new FieldComparison(found.fields(), found.differing()).requireSame(name);
        });
        return new SaveReport(
                List.of(file, companion), compared[0].fields(), compared[0].differing(), Lint.notes(findings));
    }

    private static String word(QuantizedForm form) {
        return form == QuantizedForm.QDQ ? "qdq" : "qoperator";
    }

    private static LintTarget target(QuantizedForm form) {
        return form == QuantizedForm.QDQ ? LintTarget.QDQ : LintTarget.QOPERATOR;
    }
}
