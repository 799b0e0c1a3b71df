package org.quantscope.network;

/**
 * An image as it was read, before any normalisation: bytes from 0 to 255, row by row, channels interleaved.
 */
public final class RawImage {
    private final int height;
    private final int width;
    private final int channels;
    private final byte[] pixels;

    /**
     * Takes the array over without a copy.
     *
     * @param channels 1 for gray, 3 for red, green and blue
     */
    RawImage(int height, int width, int channels, byte[] pixels) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("An image has 1 or 3 channels, not " + channels + ".");
        }
        if (pixels.length != (long) height * width * channels) {
            throw new IllegalArgumentException("An image of " + height + "×" + width + "×" + channels + " has not "
                    + pixels.length + " values.");
        }
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.pixels = pixels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** 1 for gray, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The value from 0 to 255. */
    public int value(int y, int x, int channel) {
        return pixels[(y * width + x) * channels + channel] & 0xff;
    }

    /** The pixel for drawing: opaque, eight bits each of red, green and blue from the third byte down. */
    public int argb(int y, int x) {
        int red = value(y, x, 0);
        int green = channels == 1 ? red : value(y, x, 1);
        int blue = channels == 1 ? red : value(y, x, 2);
        return 0xff000000 | red << 16 | green << 8 | blue;
    }
}
