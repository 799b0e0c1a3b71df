package org.quantscope.ui.chart;

import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * The planes of one image of an output tensor, without a copy.
 *
 * @param values shared, read only
 * @param from where channel 0 begins in {@code values}
 * @param channels planes, one after the other
 * @param rows of a plane
 * @param columns of a plane
 */
public record MapData(float[] values, int from, int channels, int rows, int columns) {
    public MapData {
        long end = from + (long) channels * rows * columns;
        if (from < 0 || channels < 1 || rows < 1 || columns < 1 || end > values.length) {
            throw new IllegalArgumentException("A map of " + channels + " × " + rows + " × " + columns + " values from "
                    + from + " does not fit into " + values.length + " values.");
        }
    }

    /** One image of a tensor (N, C, H, W), or of a tensor (N, C) as planes of one value each. */
    public static MapData of(FloatTensor tensor, int image) {
        Shape shape = tensor.shape();
        int rows = shape.rank() > 2 ? shape.extent(2) : 1;
        int columns = shape.rank() > 3 ? shape.extent(3) : 1;
        int channels = shape.extent(1);
        return new MapData(tensor.data(), image * channels * rows * columns, channels, rows, columns);
    }

    public int index(int channel, int row, int column) {
        return from + (channel * rows + row) * columns + column;
    }

    public float get(int channel, int row, int column) {
        return values[index(channel, row, column)];
    }

    /** Whether another map has the same channels, rows and columns. */
    public boolean sameShape(MapData other) {
        return other != null && channels == other.channels && rows == other.rows && columns == other.columns;
    }

    /** Whether each channel is a single value, as behind a fully connected layer. */
    public boolean isFlat() {
        return rows == 1 && columns == 1;
    }
}
