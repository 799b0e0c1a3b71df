package org.quantscope.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;

/** Finds the layer that a person means, and suggests others where there is none. */
public final class LayerFinder {
    private static final int MOST_SUGGESTIONS = 3;

    private LayerFinder() {}

    /**
     * The layer of that name or display name.
     *
     * @throws BadInputException with a sentence that names the nearest layers
     */
    public static Layer find(Model model, String wanted) {
        Optional<Layer> found = model.find(wanted);
        if (found.isPresent()) {
            return found.get();
        }
        Optional<NodeInfo> node =
                model.nodes().stream().filter(other -> other.name().equals(wanted)).findFirst();
        if (node.isPresent()) {
            String remark = node.get().remark();
            throw new BadInputException("Node '" + wanted + "' of '" + model.fileName() + "' is a " + node.get().op()
                    + " and cannot be explored" + (remark.isEmpty() ? "" : " (" + withoutStop(remark) + ")") + "; "
                    + suggestion(model, wanted));
        }
        throw new BadInputException("The model '" + model.fileName() + "' has no layer named '" + wanted + "'; "
                + suggestion(model, wanted));
    }

    private static String suggestion(Model model, String wanted) {
        if (model.layers().isEmpty()) {
            return "none of its layers can be explored.";
        }
        return "did you mean " + String.join(", ", nearest(model, wanted)) + "?";
    }

    private static List<String> nearest(Model model, String wanted) {
        return model.layers().stream()
                .map(Layer::name)
                .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
                .limit(MOST_SUGGESTIONS)
                .map(name -> "'" + name + "'")
                .toList();
    }

    /** Edits (insert, remove, replace a letter) from one name to the other; a part of the name is nearer than that. */
    static int distance(String wanted, String name) {
        String from = wanted.toLowerCase(Locale.ROOT);
        String to = name.toLowerCase(Locale.ROOT);
        if (!from.isEmpty() && to.contains(from)) {
            return 0;
        }
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
