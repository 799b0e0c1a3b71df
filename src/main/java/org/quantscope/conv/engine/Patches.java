package org.quantscope.conv.engine;

import java.util.Arrays;
import org.quantscope.conv.ConvShape;

/**
 * Copies the input values under the taps of a convolution into rows that lie side by side, so that the sums become a
 * matrix product. Output pixels are numbered through all images: {@code (image · H' + oy) · W' + ox}.
 */
final class Patches {
    private final ConvShape shape;
    private final int outputWidth;
    private final int plane;
    private final boolean contiguous;

    Patches(ConvShape shape) {
        this.shape = shape;
        this.plane = shape.outputHeight() * shape.outputWidth();
        this.contiguous = shape.geometry().kernelHeight() == 1
                && shape.geometry().kernelWidth() == 1
                && shape.geometry().strideHeight() == 1
                && shape.geometry().strideWidth() == 1
                && !shape.geometry().isPadded();
        // Without a window to move, a whole image is one long row.
        this.outputWidth = contiguous ? plane : shape.outputWidth();
    }

    /** Output pixels of one image. */
    int plane() {
        return plane;
    }

    /** Output pixels of all images. */
    int pixels() {
        return plane * shape.images();
    }

    /** The end of the row of output pixels that {@code pixel} belongs to, or {@code limit} if that comes first. */
    int rowEnd(int pixel, int limit) {
        return Math.min(limit, (pixel / outputWidth + 1) * outputWidth);
    }

    /**
     * Fills a matrix (taps, to − from), last dimension fastest, with the values under every tap.
     *
     * @param x the input's elements
     * @param firstChannel first input channel of the group
     */
    void fill(float[] x, int firstChannel, int from, int to, float[] matrix) {
        int columns = to - from;
        for (int start = from, end; start < to; start = end) {
            end = rowEnd(start, to);
            int at = start - from;
            for (int channel = firstChannel; channel < firstChannel + shape.channelsPerGroup(); channel++) {
                for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                    for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, at += columns) {
                        gather(x, channel, ky, kx, start, end - start, matrix, at);
                    }
                }
            }
        }
    }

    /**
     * Copies the values under one tap for {@code count} output pixels of one row.
     *
     * @param pixel the first output pixel
     * @param target where they go, from index {@code at}
     */
    void gather(float[] x, int channel, int ky, int kx, int pixel, int count, float[] target, int at) {
        int image = pixel / plane;
        if (contiguous) {
            System.arraycopy(x, shape.inputIndex(image, channel, 0) + pixel % plane, target, at, count);
            return;
        }
        int oy = pixel % plane / outputWidth;
        int ox = pixel % outputWidth;
        int iy = shape.inputRow(oy, ky);
        if (!shape.hasRow(iy)) {
            Arrays.fill(target, at, at + count, 0f);
            return;
        }
        int base = shape.inputIndex(image, channel, iy);
        int stride = shape.geometry().strideWidth();
        int column = shape.inputColumn(ox, kx);
        // Pixels before and after these two counts see the padding.
        int lo = Math.min(count, column >= 0 ? 0 : (-column + stride - 1) / stride);
        int room = shape.inputWidth() - 1 - column;
        int hi = Math.max(lo, room < 0 ? 0 : Math.min(count, room / stride + 1));
        Arrays.fill(target, at, at + lo, 0f);
        if (stride == 1 && hi > lo) { // a copy of nothing still asks for a place inside the array
            System.arraycopy(x, base + column + lo, target, at + lo, hi - lo);
        } else {
            for (int i = lo; i < hi; i++) {
                target[at + i] = x[base + column + i * stride];
            }
        }
        Arrays.fill(target, at + hi, at + count, 0f);
    }
}
