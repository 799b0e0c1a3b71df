package org.quantscope.ui.chart;

/**
 * Which part of a feature map is seen. Maps that share one move together.
 *
 * @param steps pixels that a cell is larger than where everything fits; 0 shows everything
 * @param across centre of what is seen, from 0 (left edge of the map) to 1
 * @param down centre of what is seen, from 0 (top edge) to 1
 */
public record MapViewport(int steps, double across, double down) {
    private static final int MOST_STEPS = 64;

    public static final MapViewport WHOLE = new MapViewport(0, 0.5, 0.5);

    public MapViewport {
        steps = Math.max(0, Math.min(MOST_STEPS, steps));
        across = Math.max(0, Math.min(1, across));
        down = Math.max(0, Math.min(1, down));
    }
}
