package org.quantscope.ui.chart;

import java.util.List;

/**
 * A figure of every layer, in the network's order.
 *
 * @param names what the layers are called
 * @param values the figures; NaN where it is not known yet
 * @param low which layers leave little of the answer
 * @param readings what hovering tells of each
 * @param note what the figure is: {@code mean squared difference of the logits}
 */
public record LayerBars(List<String> names, double[] values, boolean[] low, List<String> readings, String note) {
    /** Nothing to show. */
    public static final LayerBars NONE = new LayerBars(List.of(), new double[0], new boolean[0], List.of(), "");

    public LayerBars {
        names = List.copyOf(names);
        readings = List.copyOf(readings);
        if (values.length != names.size() || low.length != names.size() || readings.size() != names.size()) {
            throw new IllegalArgumentException("Every layer needs a name, a value, a mark and a reading; there are "
                    + names.size() + ", " + values.length + ", " + low.length + " and " + readings.size() + ".");
        }
    }

    int size() {
        return values.length;
    }
}
