package org.quantscope.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;

/**
 * Saves overrides for ONNX Runtime's quantizer, read back and compared before they replace an older file, and beside
 * them a script that quantizes the model with them and a settings file with what the format has no room for.
 */
final class OrtOverridesExport {
    private static final String WORD = "ort-overrides";
    private static final String VERSION = "ONNX Runtime 1.30";

    private final Path file;
    private final ExportSource source;
    private final List<TensorEncoding> tensors;
    private final Map<String, LayerParams> params;

    private OrtOverridesExport(Path file, ExportSource source) {
        this.file = file;
        this.source = source;
        this.tensors = TensorEncodings.of(
                EncodingTarget.ORT_OVERRIDES, source.model(), source.settings(), source.derivation());
        this.params = source.params();
    }

    /**
     * Saves the three files.
     *
     * @throws IllegalArgumentException with a sentence if the format cannot hold the settings; nothing is written then
     * @throws FileNotSavedException with a sentence if a file cannot be written or does not read back the same
     */
    static SaveReport save(Path file, ExportSource source) {
        List<LintFinding> findings = Lint.requireWritable(LintTarget.ORT_OVERRIDES, source);
        OrtOverridesExport export = new OrtOverridesExport(file, source);
        String weights = export.oneType("weights", true);
        String activations = export.oneType("inputs and outputs", false);
        if (activations.equals("int8") && weights.equals("uint8")) {
            throw new IllegalArgumentException("Inputs and outputs are int8 and weights uint8, for which ONNX Runtime's"
                    + " quantizer has no operators; make the weights signed, or inputs and outputs unsigned.");
        }
        return export.save(findings, weights, activations);
    }

    private SaveReport save(List<LintFinding> findings, String weights, String activations) {
        Path companion = Companion.beside(file, WORD);
        Path script = file.resolveSibling(Companion.stem(file) + ".py");
        List<String> nodes = nodes();
        String text = OrtScript.text(new OrtScript.Facts(
                source.model().fileName(), source.model().sha256(), String.valueOf(file.getFileName()), weights,
                activations, tensors.stream().anyMatch(TensorEncoding::perChannel), clampsStay(), nodes));
        Companion.save(companion, file, WORD, VERSION, source);
        List<OrtOverride> overrides = tensors.stream().map(OrtOverride::of).toList();
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, OrtOverridesFile.render(overrides), written -> {
            JsonEntry root = StrictJson.parse(StrictJson.bytes(written), name);
            compared[0] = FieldComparison.of(fields(overrides), fields(OrtOverridesFile.parse(root, name)))
                    .requireSame(name);
        });
        AtomicFile.write(script, text.getBytes(StandardCharsets.UTF_8));
        List<String> notes = new ArrayList<>(Lint.notes(findings));
        notes.addAll(notes());
        return new SaveReport(
                List.of(file, script, companion), compared[0].fields(), compared[0].differing(), notes);
    }

    /** The type that all weights, or all inputs and outputs, have: the quantizer takes one of each. */
    private String oneType(String who, boolean weights) {
        Set<String> names = new HashSet<>();
        source.model().layers().forEach(layer -> names.add(layer.weightName()));
        TensorEncoding first = null;
        for (TensorEncoding tensor : tensors) {
            if (names.contains(tensor.name()) != weights) {
                continue;
            }
            if (first == null) {
                first = tensor;
            }
            if (!tensor.typeName().equals(first.typeName())) {
                throw new IllegalArgumentException("The tensor " + Quoted.text(tensor.name()) + " is "
                        + tensor.typeName() + " and " + Quoted.text(first.name()) + " is " + first.typeName()
                        + ", but ONNX Runtime's quantizer takes one type for all " + who + "; give them the same.");
            }
        }
        return first == null ? (weights ? "int8" : "uint8") : first.typeName();
    }

    /** The nodes that the quantizer is to quantize: the layers with weights and input in codes, and their activations. */
    private List<String> nodes() {
        List<String> nodes = new ArrayList<>();
        for (Layer layer : source.model().layers()) {
            LayerParams own = params.get(layer.name());
            if (own.isIntegerOnly()) {
                nodes.add(layer.name());
                layer.activation()
                        .filter(fused -> own.clamp().isPresent() && own.output().isPresent())
                        .ifPresent(fused -> nodes.add(fused.nodeName()));
            }
        }
        return nodes;
    }

    /** Whether some output type reaches beyond the clamp before it, so that the clamp has to stay a node. */
    private boolean clampsStay() {
        return params.values().stream().anyMatch(own -> own.clamp().isPresent() && own.output().isPresent()
                && (own.output().get().lowest() < own.clamp().get().lo()
                        || own.output().get().highest() > own.clamp().get().hi()));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        AimetNotes.foldedNote(source.model()).ifPresent(notes::add);
        note(notes, own -> !own.isIntegerOnly() && (own.weight().isPresent() || own.input().isPresent()),
                "quantized in part only, but ONNX Runtime quantizes weights and input of a layer together; the script leaves"
                        + " it float");
        note(notes, own -> own.isIntegerOnly() && own.output().isEmpty(),
                "without an output of its own, for which ONNX Runtime will choose a scale itself");
        if (clampsStay()) {
            notes.add("An output type reaches beyond the activation before it, so the script keeps the activations as"
                    + " nodes of their own, and ONNX Runtime chooses scales before them itself.");
        }
        return notes;
    }

    private void note(List<String> notes, Predicate<LayerParams> applies, String what) {
        List<String> names = params.entrySet().stream()
                .filter(entry -> applies.test(entry.getValue()))
                .map(entry -> Quoted.text(entry.getKey()))
                .toList();
        if (!names.isEmpty()) {
            String shown = names.stream().limit(5).collect(Collectors.joining(", "));
            String more = names.size() > 5 ? " and " + (names.size() - 5) + " more" : "";
            notes.add((names.size() == 1 ? "Layer " + shown + " is " : "Layers " + shown + more + " are ") + what + ".");
        }
    }

    private static Map<String, Object> fields(List<OrtOverride> overrides) {
        Map<String, Object> fields = new LinkedHashMap<>();
        overrides.forEach(override -> override.putFields(fields));
        return fields;
    }
}
