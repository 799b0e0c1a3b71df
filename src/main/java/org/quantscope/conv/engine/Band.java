package org.quantscope.conv.engine;

/**
 * Neighbouring output rows of one image, all output channels of them.
 *
 * @param image index in the batch
 * @param fromRow first output row
 * @param toRow one past the last
 */
public record Band(int image, int fromRow, int toRow) {
    public Band {
        if (image < 0 || fromRow < 0 || toRow <= fromRow) {
            throw new IllegalArgumentException(
                    "There is no band of rows " + fromRow + " to " + toRow + " of image " + image + ".");
        }
    }

    public int rows() {
        return toRow - fromRow;
    }
}
