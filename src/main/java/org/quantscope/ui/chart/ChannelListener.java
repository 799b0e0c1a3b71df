package org.quantscope.ui.chart;

/** Hears of a channel that was picked. */
@FunctionalInterface
public interface ChannelListener {
    /**
     * @param channel which one
     * @param toggle add it to the selection or take it out, leaving the others (Ctrl)
     * @param extend select everything from the last one picked up to it (Shift)
     */
    void select(int channel, boolean toggle, boolean extend);
}
