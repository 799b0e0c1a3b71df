package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;

/** What the entries of weights and of activations have in common. */
final class TensorEntry {
    private static final String CONVENTION = "onnx";
    private static final String METHOD = "affine";

    private TensorEntry() {}

    static void writeRounding(Map<String, Object> entry, Rounding rounding) {
        entry.put("rounding", rounding.keyword());
        entry.put("convention", CONVENTION);
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

    static int zeroPoint(JsonEntry entry, JsonNode value, String label, QuantType type) {
        int zeroPoint = entry.integer(value, label);
        String fault = QuantParams.zeroPointFault(type, zeroPoint);
        if (fault != null) {
            throw entry.fault(label + ": " + fault);
        }
        return zeroPoint;
    }

    /** The zero point of a symmetric type, (8). */
    static int symmetricZeroPoint(QuantType type) {
        return (int) Math.rint((type.qmin() + type.qmax()) / 2.0);
    }

    static QuantScheme scheme(JsonEntry entry, QuantScheme inferred) {
        return entry.has("scheme") ? entry.word("scheme", QuantScheme.values(), QuantScheme::keyword) : inferred;
    }

    /** Complains about conventions and methods that are part of the format but not of this version. */
    static void computable(JsonEntry entry) {
        known(entry, "convention", CONVENTION, "micronet", "micronet-2020");
        known(entry, "method", METHOD, "dorefa", "ternary", "binary");
    }

    private static void known(JsonEntry entry, String key, String computed, String... planned) {
        if (!entry.has(key) || entry.string(key).equals(computed)) {
            return;
        }
        String text = entry.string(key);
        for (String word : planned) {
            if (word.equals(text)) {
                throw entry.fault("'" + key + "' is '" + text + "', which this version does not compute; use '"
                        + computed + "'.");
            }
        }
        throw entry.fault("'" + key + "' is " + Quoted.text(text) + "; the known words are " + computed + ", "
                + String.join(", ", planned) + ".");
    }
}
