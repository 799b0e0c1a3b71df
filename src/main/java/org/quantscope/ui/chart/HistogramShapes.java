package org.quantscope.ui.chart;

import java.util.Arrays;
import java.util.List;
import org.quantscope.analysis.WeightHistogram;

/**
 * A weight histogram as rectangles and lines in axis units. In a bin the weights that are kept lie below those that
 * become zero, and those below the clipped ones; where one step serves all, a bin is of one kind only.
 *
 * @param kept weights that are neither clipped nor become zero
 * @param underflow weights that become zero
 * @param overflow weights that are clipped
 * @param keptOutline upper edge of the bins whose top is kept weights
 * @param underflowOutline upper edge of the bins whose top is weights that become zero
 * @param overflowOutline upper edge of the bins whose top is clipped weights
 * @param levels thin bars, without what was clipped into them
 * @param caps what was clipped into the levels, on top of the bars
 */
record HistogramShapes(
        Bars kept,
        Bars underflow,
        Bars overflow,
        Outline keptOutline,
        Outline underflowOutline,
        Outline overflowOutline,
        Bars levels,
        Bars caps) {
    private static final double LEVEL_PIXELS = 4;

    static HistogramShapes of(WeightHistogram histogram, AxisMap map, CountScale scale) {
        int bins = histogram.before().length;
        Stack stack = new Stack(histogram, map, scale, bins);
        return new HistogramShapes(
                stack.bars(0), stack.bars(1), stack.bars(2),
                stack.outline(0), stack.outline(1), stack.outline(2),
                levelBars(histogram.levels(), map, scale, false), levelBars(histogram.levels(), map, scale, true));
    }

    /** The most weights in a bin or on a level. */
    static int largestCount(WeightHistogram histogram) {
        int largest = 0;
        for (int count : histogram.before()) {
            largest = Math.max(largest, count);
        }
        for (WeightHistogram.Level level : histogram.levels()) {
            largest = Math.max(largest, level.count());
        }
        return largest;
    }

    private static Bars levelBars(
            List<WeightHistogram.Level> levels, AxisMap map, CountScale scale, boolean caps) {
        double width = levelPixels(levels, map);
        int count = levels.size();
        double[] left = new double[count];
        double[] right = new double[count];
        double[] bottom = new double[count];
        double[] top = new double[count];
        for (int i = 0; i < count; i++) {
            WeightHistogram.Level level = levels.get(i);
            double start = Math.rint(map.toPixel(level.position()) - width / 2);
            left[i] = map.toValue(start);
            right[i] = map.toValue(start + width);
            double own = scale.height(level.count() - level.clipped());
            bottom[i] = caps ? own : scale.floor();
            top[i] = caps ? scale.height(level.count()) : own;
        }
        return new Bars(left, right, bottom, top, false);
    }

    /** Whole pixels, and never wider than half the way to the next level. */
    private static double levelPixels(List<WeightHistogram.Level> levels, AxisMap map) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 1; i < levels.size(); i++) {
            nearest = Math.min(nearest, levels.get(i).position() - levels.get(i - 1).position());
        }
        double room = nearest / map.unitsPerPixel();
        return Math.max(1, Math.min(LEVEL_PIXELS, Math.floor(room / 2)));
    }

    /** The three kinds of weights of every bin, stacked. */
    private static final class Stack {
        private final double[] edges;
        private final double[][] heights;
        private final int bins;
        private final double floor;

        Stack(WeightHistogram histogram, AxisMap map, CountScale scale, int bins) {
            this.bins = bins;
            this.floor = scale.floor();
            edges = new double[bins + 1];
            for (int i = 0; i <= bins; i++) {
                edges[i] = map.snap(histogram.binStart() + i * histogram.binWidth());
            }
            heights = new double[4][bins];
            for (int i = 0; i < bins; i++) {
                int lost = histogram.overflow()[i] + histogram.underflow()[i];
                heights[0][i] = floor;
                heights[1][i] = scale.height(histogram.before()[i] - lost);
                heights[2][i] = scale.height(histogram.before()[i] - histogram.overflow()[i]);
                heights[3][i] = scale.height(histogram.before()[i]);
            }
        }

        Bars bars(int kind) {
            int count = 0;
            int[] which = new int[bins];
            for (int i = 0; i < bins; i++) {
                if (heights[kind + 1][i] > heights[kind][i]) {
                    which[count++] = i;
                }
            }
            double[] left = new double[count];
            double[] right = new double[count];
            double[] bottom = new double[count];
            double[] top = new double[count];
            for (int i = 0; i < count; i++) {
                left[i] = edges[which[i]];
                right[i] = edges[which[i] + 1];
                bottom[i] = heights[kind][which[i]];
                top[i] = heights[kind + 1][which[i]];
            }
            return new Bars(left, right, bottom, top, false);
        }

        /** Which kind is on top of a bin, or −1 for an empty bin. */
        private int topKind(int bin) {
            for (int kind = 2; kind >= 0; kind--) {
                if (heights[kind + 1][bin] > heights[kind][bin]) {
                    return kind;
                }
            }
            return -1;
        }

        Outline outline(int kind) {
            double[] across = new double[bins * 5];
            double[] up = new double[bins * 5];
            int points = 0;
            boolean drawing = false;
            for (int i = 0; i < bins; i++) {
                boolean own = topKind(i) == kind;
                if (own && !drawing) {
                    double start = i == 0 ? floor : Math.min(heights[3][i], heights[3][i - 1]);
                    points = add(across, up, points, edges[i], start);
                }
                if (own) {
                    points = add(across, up, points, edges[i], heights[3][i]);
                    points = add(across, up, points, edges[i + 1], heights[3][i]);
                }
                boolean ends = own && (i == bins - 1 || topKind(i + 1) != kind);
                if (ends) {
                    double next = i == bins - 1 ? floor : Math.min(heights[3][i], heights[3][i + 1]);
                    points = add(across, up, points, edges[i + 1], next);
                    points = add(across, up, points, edges[i + 1], Double.NaN);
                }
                drawing = own && !ends;
            }
            return new Outline(Arrays.copyOf(across, points), Arrays.copyOf(up, points));
        }

        private static int add(double[] across, double[] up, int at, double x, double y) {
            across[at] = x;
            up[at] = y;
            return at + 1;
        }
    }
}
