package org.quantscope.ui.chart;

import java.util.List;

/**
 * How far networks are apart behind every layer, in the order of depth, as relative differences: 0 where they are equal,
 * NaN where nothing was compared.
 *
 * @param names what the layers are called
 * @param fakeQuant the fake-quant network from the float one
 * @param integer the integer network from the fake-quant one
 * @param readings what hovering tells of each layer
 */
public record DivergenceCurves(List<String> names, double[] fakeQuant, double[] integer, List<String> readings) {
    /** Nothing to show. */
    public static final DivergenceCurves NONE =
            new DivergenceCurves(List.of(), new double[0], new double[0], List.of());

    public DivergenceCurves {
        names = List.copyOf(names);
        readings = List.copyOf(readings);
        if (fakeQuant.length != names.size() || integer.length != names.size() || readings.size() != names.size()) {
            throw new IllegalArgumentException("Every layer needs a name, two figures and a reading; there are "
                    + names.size() + ", " + fakeQuant.length + ", " + integer.length + " and " + readings.size() + ".");
        }
    }

    int size() {
        return names.size();
    }
}
