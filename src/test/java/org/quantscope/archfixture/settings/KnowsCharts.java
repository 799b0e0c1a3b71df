package org.quantscope.archfixture.settings;

import org.jfree.chart.JFreeChart;

/** Breaks a rule: a chart outside the charts. */
final class KnowsCharts {
    private final JFreeChart known;

    KnowsCharts(JFreeChart known) {
        this.known = known;
    }

    JFreeChart known() {
        return known;
    }
}
