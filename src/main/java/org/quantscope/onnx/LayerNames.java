package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names for layers: exact ones for files, short ones for people, both unique within a model. */
final class LayerNames {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private LayerNames() {}

    /** The nodes' own names; the first output where a node has none or shares it. */
    static List<String> exact(List<NodeProto> layers) {
        List<String> preferred = layers.stream().map(GraphNames::nameOf).toList();
        List<String> fallback = layers.stream().map(GraphNames::firstOutput).toList();
        return unique(preferred, fallback);
    }

    /**
     * Short names: {@code /ir1/dw/dw.0/Conv} becomes {@code ir1/dw}. Where that is empty or not unique the exact name
     * stays.
     */
    static List<String> display(List<NodeProto> layers, List<String> exact) {
        List<String> preferred = new ArrayList<>();
        for (int i = 0; i < exact.size(); i++) {
            String brief = shorten(exact.get(i), layers.get(i).getOpType());
            preferred.add(brief.isEmpty() ? exact.get(i) : brief);
        }
        return unique(preferred, exact);
    }

    /** Drops what exporters add to a path: the operator at its end, and a part that numbers the one before it. */
    static String shorten(String name, String op) {
        List<String> kept = new ArrayList<>();
        String[] parts = name.split("/");
        for (int i = 0; i < parts.length; i++) {
            boolean operator = i == parts.length - 1 && parts[i].equals(op);
            boolean numbered = i > 0 && !parts[i - 1].isEmpty()
                    && parts[i].startsWith(parts[i - 1] + ".")
                    && DIGITS.matcher(parts[i].substring(parts[i - 1].length() + 1)).matches();
            if (!parts[i].isEmpty() && !operator && !numbered) {
                kept.add(parts[i]);
            }
        }
        return String.join("/", kept);
    }

    /** Takes the preferred name wherever nobody else has it. A fallback may itself collide, hence the rounds. */
    private static List<String> unique(List<String> preferred, List<String> fallback) {
        List<String> chosen = new ArrayList<>(preferred);
        boolean changed = true;
        while (changed) {
            changed = false;
            Map<String, Integer> uses = new HashMap<>();
            chosen.forEach(name -> uses.merge(name, 1, Integer::sum));
            for (int i = 0; i < chosen.size(); i++) {
                if (uses.get(chosen.get(i)) > 1 && !chosen.get(i).equals(fallback.get(i))) {
                    chosen.set(i, fallback.get(i));
                    changed = true;
                }
            }
        }
        return chosen;
    }
}
