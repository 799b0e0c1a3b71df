package org.quantscope.ui.chart;

/** Hears of a clipping range, in real values. */
@FunctionalInterface
public interface RangeListener {
    void range(float low, float high);
}
