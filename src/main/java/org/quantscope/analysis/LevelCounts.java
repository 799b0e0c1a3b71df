package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/** How many weights stand on each level; levels closer together than the grid tells apart are one. */
final class LevelCounts {
    /** Levels this far from the first one are counted in arrays; a range typed by hand may reach much farther. */
    private static final int NEAR = 2048;

    private final HistogramGrid grid;
    private final int[] nearCounts = new int[2 * NEAR + 1];
    private final int[] nearClipped = new int[2 * NEAR + 1];
    private final TreeMap<Long, int[]> far = new TreeMap<>();

    LevelCounts(HistogramGrid grid) {
        this.grid = grid;
    }

    /** Adds weights that have a code, or takes them away where the numbers are negative. */
    void add(int code, QuantParams own, int count, int clipped) {
        long level = grid.level(grid.axis() == HistogramAxis.CODES ? code : Quantizer.dequantize(code, own));
        if (Math.abs(level) <= NEAR) {
            nearCounts[(int) level + NEAR] += count;
            nearClipped[(int) level + NEAR] += clipped;
        } else {
            int[] counts = far.computeIfAbsent(level, unused -> new int[2]);
            counts[0] += count;
            counts[1] += clipped;
        }
    }

    /** The levels in use, from the lowest on. */
    List<WeightHistogram.Level> levels() {
        List<WeightHistogram.Level> levels = new ArrayList<>();
        far.headMap((long) -NEAR).forEach((level, counts) -> add(levels, level, counts[0], counts[1]));
        for (int i = 0; i < nearCounts.length; i++) {
            add(levels, (long) i - NEAR, nearCounts[i], nearClipped[i]);
        }
        far.tailMap((long) NEAR).forEach((level, counts) -> add(levels, level, counts[0], counts[1]));
        return List.copyOf(levels);
    }

    private void add(List<WeightHistogram.Level> levels, long level, int count, int clipped) {
        if (count != 0) {
            levels.add(new WeightHistogram.Level(grid.levelPosition(level), count, clipped));
        }
    }
}
