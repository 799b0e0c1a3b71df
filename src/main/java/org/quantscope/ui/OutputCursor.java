package org.quantscope.ui;

/**
 * The place that all four maps mark.
 *
 * @param channel output channel
 * @param row from the top
 * @param column from the left
 */
record OutputCursor(int channel, int row, int column) {
    /** The place behind this one, row by row and channel by channel; may lie behind the last channel. */
    OutputCursor next(OutputPlanes planes) {
        if (column + 1 < planes.columns()) {
            return new OutputCursor(channel, row, column + 1);
        }
        return row + 1 < planes.rows()
                ? new OutputCursor(channel, row + 1, 0)
                : new OutputCursor(channel + 1, 0, 0);
    }

    boolean isInside(OutputPlanes planes) {
        return channel < planes.channels() && row < planes.rows() && column < planes.columns();
    }
}
