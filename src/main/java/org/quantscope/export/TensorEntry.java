package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;

/** What the entries of weights and of activations have in common. */
final class TensorEntry {
    private static final String AFFINE = "affine";

    private TensorEntry() {}

    static void writeRounding(Map<String, Object> entry, Rounding rounding, Formula formula) {
        entry.put("rounding", rounding.keyword());
        entry.put("convention", formula.keyword());
    }

    /**
     * The formula that the keys {@code convention} and {@code method} name together.
     *
     * @param methods the formulas without a scale to choose that this tensor may have
     */
    static Formula formula(JsonEntry entry, Formula... methods) {
        Formula convention = entry.has("convention")
                ? entry.word("convention", new Formula[] {Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020},
                        Formula::keyword)
                : Formula.ONNX;
        if (!entry.has("method") || entry.string("method").equals(AFFINE)) {
            return convention;
        }
        for (Formula method : methods) {
            if (entry.string("method").equals(method.keyword())) {
                return method;
            }
        }
        String known = Arrays.stream(methods).map(method -> ", " + method.keyword()).collect(Collectors.joining());
        throw entry.fault("'method' is " + Quoted.text(entry.string("method")) + "; the known words are " + AFFINE
                + known + ".");
    }

    /** A bit-width that a type can have. */
    static int bits(JsonEntry entry, JsonNode value, String label) {
        int bits = entry.integer(value, label);
        if (bits < QuantType.MIN_BITS || bits > QuantType.MAX_BITS) {
            throw entry.fault(label + " must lie between " + QuantType.MIN_BITS + " and " + QuantType.MAX_BITS + "; "
                    + bits + " does not.");
        }
        return bits;
    }

    static boolean narrowRange(JsonEntry entry) {
        return entry.has("narrow_range") && entry.bool("narrow_range");
    }

    static Rounding rounding(JsonEntry entry) {
        return entry.has("rounding")
                ? entry.word("rounding", Rounding.values(), Rounding::keyword)
                : Rounding.HALF_TO_EVEN;
    }

    static float scale(JsonEntry entry, JsonNode value, String label) {
        double scale = entry.real(value, label);
        String fault = QuantParams.scaleFault(scale);
        if (fault != null) {
            throw entry.fault(label + ": " + fault);
        }
        return (float) scale;
    }

    static float zeroPoint(JsonEntry entry, JsonNode value, String label, QuantType type, Formula formula) {
        double zeroPoint = formula == Formula.ONNX ? entry.integer(value, label) : entry.real(value, label);
        String fault = QuantParams.zeroPointFault(type, zeroPoint, formula);
        if (fault != null) {
            throw entry.fault(label + ": " + fault);
        }
        return (float) zeroPoint;
    }

    /** A zero point as the file has it: an integer where it is one. */
    static Number written(float zeroPoint) {
        if (zeroPoint == (int) zeroPoint) {
            return (int) zeroPoint;
        }
        return zeroPoint;
    }

    /** The zero point of a symmetric type, (8); micronet's is 0. */
    static float symmetricZeroPoint(QuantType type, Formula formula) {
        return formula == Formula.ONNX ? (float) Math.rint((type.qmin() + type.qmax()) / 2.0) : 0;
    }

    static QuantScheme scheme(JsonEntry entry, QuantScheme inferred) {
        return entry.has("scheme") ? entry.word("scheme", QuantScheme.values(), QuantScheme::keyword) : inferred;
    }
}
