package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.FormulaTypes;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;

/** The entry of a tensor whose method leaves nothing to choose but a bit-width: {@code {"bits": 4, "method": "dorefa"}}. */
final class MethodEntry {
    private MethodEntry() {}

    static Map<String, Object> write(Formula formula, QuantType type) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("bits", fixedBits(formula) == 0 ? type.bits() : fixedBits(formula));
        entry.put("method", formula.keyword());
        return entry;
    }

    static WeightSettings readWeight(JsonEntry entry, Formula formula) {
        int bits = bits(entry, formula);
        WeightSettings choices = WeightEdits.withFormula(WeightSettings.DEFAULT, formula);
        return formula == Formula.DOREFA_WEIGHT ? choices.withType(FormulaTypes.dorefa(bits)) : choices;
    }

    static ActivationSettings readActivation(JsonEntry entry, Formula formula) {
        int bits = bits(entry, formula);
        ActivationSettings choices = ActivationSettings.DEFAULT.withFormula(formula);
        return formula == Formula.DOREFA_ACTIVATION ? choices.withType(FormulaTypes.dorefa(bits)) : choices;
    }

    private static int bits(JsonEntry entry, Formula formula) {
        for (String key : entry.keys()) {
            if (!key.equals("bits") && !key.equals("method") && !key.equals("convention")) {
                throw entry.fault("'" + key + "' cannot stand beside the method '" + formula.keyword()
                        + "', which takes 'bits' alone.");
            }
        }
        int fixed = fixedBits(formula);
        if (fixed == 0) {
            return TensorEntry.bits(entry, entry.value("bits"), "'bits'");
        }
        int bits = entry.has("bits") ? entry.integer("bits") : fixed;
        if (bits != fixed) {
            throw entry.fault("'bits' is " + bits + ", but the method '" + formula.keyword() + "' has " + fixed + ".");
        }
        return bits;
    }

    /** 0 where the bit-width is a choice. */
    private static int fixedBits(Formula formula) {
        return switch (formula) {
            case TERNARY_WEIGHT -> 2;
            case BINARY_WEIGHT, BINARY_ACTIVATION -> 1;
            default -> 0;
        };
    }
}
