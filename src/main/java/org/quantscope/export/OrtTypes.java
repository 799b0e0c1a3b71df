package org.quantscope.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quantscope.model.Model;
import org.quantscope.quant.QuantType;

/**
 * Overrides with the types that their file leaves to the quantizer's command line: said by a person, or else the
 * quantizer's own defaults, int8 weights and uint8 inputs and outputs, unless a zero point says otherwise.
 *
 * @param tensors the overrides with types
 * @param remark what was taken for granted
 */
record OrtTypes(List<TensorEncoding> tensors, Optional<String> remark) {
    private static final QuantType INT8 = new QuantType(8, true, false);

    /** @throws SettingsFormatException with a sentence if a zero point is none of the type's codes */
    static OrtTypes of(List<OrtOverride> overrides, String fileName, Model model, ImportTarget target) {
        Set<String> weights = new HashSet<>();
        model.layers().forEach(layer -> weights.add(layer.weightName()));
        QuantType weightType = target.weightType().orElseGet(() -> guess(overrides, weights, true));
        QuantType activationType = target.activationType().orElseGet(() -> guess(overrides, weights, false));
        List<TensorEncoding> tensors = new ArrayList<>();
        for (OrtOverride override : overrides) {
            QuantType type = weights.contains(override.name()) ? weightType : activationType;
            for (int zeroPoint : override.zeroPoints()) {
                if (!type.contains(zeroPoint)) {
                    throw new SettingsFormatException("In file " + Quoted.text(fileName) + ", tensor "
                            + Quoted.text(override.name()) + ": 'zero_point' is " + zeroPoint + ", which lies outside "
                            + type.qmin() + " to " + type.qmax() + " of " + type.onnxName()
                            + "; ONNX Runtime would wrap it around without a word. Correct it, or say the type with"
                            + " --weight-type or --activation-type.");
                }
            }
            tensors.add(new TensorEncoding(override.name(), type.bits(), type.signed(), false, override.scales(),
                    override.zeroPoints(), override.axis().isPresent(), override.axis()));
        }
        boolean said = target.weightType().isPresent() && target.activationType().isPresent();
        return new OrtTypes(tensors, said
                ? Optional.empty()
                : Optional.of("The file does not say types: weights are taken for " + weightType.onnxName()
                        + ", inputs and outputs for " + activationType.onnxName()
                        + "; --weight-type and --activation-type say otherwise."));
    }

    private static QuantType guess(List<OrtOverride> overrides, Set<String> weights, boolean ofWeights) {
        int lowest = 0;
        int highest = 0;
        for (OrtOverride override : overrides) {
            if (weights.contains(override.name()) == ofWeights) {
                for (int zeroPoint : override.zeroPoints()) {
                    lowest = Math.min(lowest, zeroPoint);
                    highest = Math.max(highest, zeroPoint);
                }
            }
        }
        boolean signed = lowest < 0 || (ofWeights && highest <= INT8.qmax());
        QuantType eight = INT8.withSigned(signed);
        return eight.contains(lowest) && eight.contains(highest) ? eight : eight.withBits(QuantType.MAX_BITS);
    }
}
