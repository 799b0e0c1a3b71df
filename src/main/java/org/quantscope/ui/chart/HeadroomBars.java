package org.quantscope.ui.chart;

/**
 * How many bits of an accumulator the channels need; arrays with one entry for each.
 *
 * @param worstCase bits that no input exceeds
 * @param observed bits that the current input needs
 * @param largest the largest |acc| of the current input
 * @param limit the width of the register; bars beyond it are red
 * @param limitName what the line at the limit says: "32 bits, wraps"
 */
public record HeadroomBars(int[] worstCase, int[] observed, long[] largest, int limit, String limitName) {
    /** Nothing to show. */
    public static final HeadroomBars NONE = new HeadroomBars(new int[0], new int[0], new long[0], 32, "");

    int channels() {
        return worstCase.length;
    }

    /** What the bars of an array stand at. */
    static double[] heights(int[] bits) {
        double[] heights = new double[bits.length];
        for (int channel = 0; channel < bits.length; channel++) {
            heights[channel] = bits[channel];
        }
        return heights;
    }
}
