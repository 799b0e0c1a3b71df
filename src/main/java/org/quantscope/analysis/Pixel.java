package org.quantscope.analysis;

/** One element of a layer's output (N, O, H', W'). */
public record Pixel(int image, int channel, int row, int column) {
    /** {@code channel 14 (12, 2)}, with the image where it is not the first. */
    public String displayName() {
        return (image == 0 ? "" : "image " + image + ", ") + "channel " + channel + " (" + row + ", " + column + ")";
    }
}
