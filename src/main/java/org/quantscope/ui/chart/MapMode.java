package org.quantscope.ui.chart;

/** What a feature map shows: one channel, or many side by side. */
public enum MapMode {
    SINGLE,
    MOSAIC
}
