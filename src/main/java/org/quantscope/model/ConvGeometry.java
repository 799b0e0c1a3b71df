package org.quantscope.model;

import org.quantscope.tensor.Shape;

/**
 * How a two-dimensional convolution walks over its input. A fully connected layer is a 1×1 convolution on 1×1 images, a
 * one-dimensional convolution has height 1.
 *
 * @param kernelHeight taps in a column
 * @param kernelWidth taps in a row
 * @param strideHeight rows between two outputs
 * @param strideWidth columns between two outputs
 * @param padTop rows of real zero above the input
 * @param padLeft columns of real zero left of the input
 * @param padBottom rows of real zero below the input
 * @param padRight columns of real zero right of the input
 * @param dilationHeight rows between two taps
 * @param dilationWidth columns between two taps
 * @param group groups of channels that do not see each other
 */
public record ConvGeometry(
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int dilationHeight,
        int dilationWidth,
        int group) {

    /** A fully connected layer. */
    public static final ConvGeometry POINTWISE = new ConvGeometry(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1);

    public ConvGeometry {
        if (kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1 || dilationHeight < 1
                || dilationWidth < 1 || group < 1) {
            throw new IllegalArgumentException("Kernel, strides, dilations and group must be at least 1.");
        }
        if (padTop < 0 || padLeft < 0 || padBottom < 0 || padRight < 0) {
            throw new IllegalArgumentException("Pads must not be negative.");
        }
    }

    /** Rows of the output for an input of that height; at most 0 if the kernel does not fit. */
    public int outputHeight(int inputHeight) {
        return outputExtent(inputHeight, padTop, padBottom, kernelHeight, strideHeight, dilationHeight);
    }

    /** Columns of the output for an input of that width; at most 0 if the kernel does not fit. */
    public int outputWidth(int inputWidth) {
        return outputExtent(inputWidth, padLeft, padRight, kernelWidth, strideWidth, dilationWidth);
    }

    /** The output's shape (N, O, H', W') for an input (N, C, H, W). */
    public Shape outputShape(Shape input, int outputChannels) {
        int height = outputHeight(input.extent(2));
        int width = outputWidth(input.extent(3));
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("An input of " + input.extent(2) + "×" + input.extent(3)
                    + " is smaller than the dilated " + kernelHeight + "×" + kernelWidth + " kernel with its pads.");
        }
        return Shape.of(input.extent(0), outputChannels, height, width);
    }

    public boolean isPadded() {
        return padTop + padLeft + padBottom + padRight > 0;
    }

    private static int outputExtent(int extent, int before, int after, int kernel, int stride, int dilation) {
        long dilated = (long) dilation * (kernel - 1) + 1;
        long room = (long) extent + before + after - dilated;
        return room < 0 ? 0 : (int) (room / stride + 1);
    }
}
