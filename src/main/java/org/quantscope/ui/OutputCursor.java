package org.quantscope.ui;

/**
 * The place that all four maps mark.
 *
 * @param channel output channel
 * @param row from the top
 * @param column from the left
 */
record OutputCursor(int channel, int row, int column) {
    static OutputCursor at(int index, OutputPlanes planes) {
        int plane = planes.rows() * planes.columns();
        return new OutputCursor(
                index / plane, index % plane / planes.columns(), index % planes.columns());
    }

    int index(OutputPlanes planes) {
        return (channel * planes.rows() + row) * planes.columns() + column;
    }

    boolean isInside(OutputPlanes planes) {
        return channel < planes.channels() && row < planes.rows() && column < planes.columns();
    }
}
