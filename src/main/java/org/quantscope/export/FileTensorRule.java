package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.model.FoldedBatchNorm;
import org.quantscope.model.Layer;

/** Parameters that are not there yet, and such that belong to no tensor of the model's file. */
final class FileTensorRule implements LayerRule {
    private static final Set<LintTarget> BY_NAME =
            Set.of(LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES);

    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        for (LintLayer.Activation activation : List.of(layer.input(), layer.output())) {
            if (activation.choices().isPresent() && activation.params().isEmpty()) {
                findings.add(LayerFinding.of(Severity.REFUSED, layer, activation.role(),
                        "has no scale for its " + activation.role() + " yet, because its range has not been observed;"
                                + " run the model on an image first, or set scale and zero point by hand"));
            }
        }
        if (BY_NAME.contains(target)) {
            names(target, layer, findings);
        }
        return findings;
    }

    private static void names(LintTarget target, LintLayer layer, List<LayerFinding> findings) {
        Layer own = layer.layer();
        if (layer.params().weight().isPresent() && !isNamedInFile(own)) {
            findings.add(LayerFinding.of(Severity.REFUSED, layer, "weight",
                    "has other weights than the file, because an alpha was applied or doubles were rounded, so their"
                            + " scales do not fit the stored tensor " + Quoted.text(own.weightName()),
                    LayerFixes.FLOAT_WEIGHTS));
        }
        boolean bias = target != LintTarget.ORT_OVERRIDES && layer.params().hasIntegerBias();
        if (bias && own.bias().isPresent() && own.biasName().isEmpty()) {
            findings.add(LayerFinding.of(Severity.REMARK, layer, "bias",
                    "has a bias that the file does not hold as one value for each channel, so it gets no encoding"));
        }
        boolean foreign = layer.params().clamp()
                .filter(clamp -> own.activation()
                        .filter(fused -> fused.lo() == clamp.lo() && fused.hi() == clamp.hi())
                        .isEmpty())
                .isPresent();
        if (foreign) {
            findings.add(LayerFinding.of(Severity.REMARK, layer, "output",
                    "has a clamp that is not the model's own activation, which " + target.title() + " does not store",
                    LayerFixes.ownClamp(own)));
        }
    }

    /** Those of the file, or those that folding BatchNormalization into the file's own gives. */
    private static boolean isNamedInFile(Layer layer) {
        return layer.foldedBatchNorm().map(FoldedBatchNorm::ofStoredWeights).orElse(layer.weightsAsStored());
    }
}
