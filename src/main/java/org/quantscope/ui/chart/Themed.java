package org.quantscope.ui.chart;

/** A node that changes its colours at run time. */
public interface Themed {
    void setPalette(Palette palette);
}
