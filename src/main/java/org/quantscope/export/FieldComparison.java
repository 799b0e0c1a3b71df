package org.quantscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * Compares what was written with what was read back, value by value; floats bit for bit.
 *
 * @param fields how many values were compared
 * @param differing the names of those that differ
 */
record FieldComparison(int fields, List<String> differing) {
    static FieldComparison of(Map<String, ?> written, Map<String, ?> readBack) {
        Set<String> names = new LinkedHashSet<>(written.keySet());
        names.addAll(readBack.keySet());
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            boolean inBoth = written.containsKey(name) && readBack.containsKey(name);
            if (!inBoth || !written.get(name).equals(readBack.get(name))) {
                differing.add(name);
            }
        }
        return new FieldComparison(names.size(), List.copyOf(differing));
    }

    /**
     * The report of a file that reads back as it was written.
     *
     * @throws FileNotSavedException with a sentence that names the first difference
     */
    FieldComparison requireSame(String fileName) {
        if (!differing.isEmpty()) {
            throw new FileNotSavedException("File " + Quoted.text(fileName) + " was not saved: read back, "
                    + differing.size() + " of " + fields + " fields differ, first " + differing.get(0)
                    + "; the older file is unchanged, please report this.");
        }
        return this;
    }

    /** Every value that decides numbers of a layer of the settings, by a name that a person can find. */
    static Map<String, Object> fields(Model model, QuantSettings settings, ParameterDerivation derivation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        settings.preprocessing().ifPresent(preprocessing -> fields.put("preprocessing", preprocessing));
        model.layers().stream()
                .map(layer -> layer.name())
                .filter(settings.layers()::containsKey)
                .forEach(name -> put(fields, "layer '" + name + "' ", derivation.derive(name, settings.layer(name))));
        return fields;
    }

    private static void put(Map<String, Object> fields, String layer, LayerParams params) {
        params.weight().map(TensorParams::channels).ifPresent(channels -> {
            for (int channel = 0; channel < channels.size(); channel++) {
                put(fields, layer + "weight channel " + channel + " ", Optional.of(channels.get(channel)));
            }
        });
        put(fields, layer + "input ", params.input());
        put(fields, layer + "output ", params.output());
        fields.put(layer + "bias bits", params.biasBits());
        fields.put(layer + "requantization", params.requantization());
        fields.put(layer + "accumulator", params.accumulator());
        fields.put(layer + "clamp", params.clamp());
    }

    private static void put(Map<String, Object> fields, String tensor, Optional<QuantParams> found) {
        found.ifPresent(params -> {
            fields.put(tensor + "type", params.type());
            fields.put(tensor + "scale", params.scale());
            fields.put(tensor + "zero point", params.zeroPoint());
            fields.put(tensor + "rounding", params.rounding());
            fields.put(tensor + "formula", params.formula());
        });
    }
}
