package org.quantscope.ui.chart;

import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** The planes of one image of an output, one for each channel, without a copy. Read only. */
public final class MapData {
    private final Planes planes;
    private final int channels;
    private final int rows;
    private final int columns;

    /** Where a channel's plane is. */
    public interface Planes {
        /** The array that holds a channel's plane, row by row. */
        float[] values(int channel);

        /** Where the plane begins in {@link #values}. */
        int start(int channel);
    }

    public MapData(Planes planes, int channels, int rows, int columns) {
        if (channels < 1 || rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "A map of " + channels + " × " + rows + " × " + columns + " values has nothing to show.");
        }
        this.planes = planes;
        this.channels = channels;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Planes that lie one after the other.
     *
     * @param from where channel 0 begins in {@code values}
     */
    public MapData(float[] values, int from, int channels, int rows, int columns) {
        this(new Planes() {
            @Override
            public float[] values(int channel) {
                return values;
            }

            @Override
            public int start(int channel) {
                return from + channel * rows * columns;
            }
        }, channels, rows, columns);
        long end = from + (long) channels * rows * columns;
        if (from < 0 || end > values.length) {
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

    public int channels() {
        return channels;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** The array that holds a channel's plane, from {@link #start} on. */
    public float[] values(int channel) {
        return planes.values(channel);
    }

    /** Where a channel's plane begins in its array. */
    public int start(int channel) {
        return planes.start(channel);
    }

    public float get(int channel, int row, int column) {
        return values(channel)[start(channel) + row * columns + column];
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
