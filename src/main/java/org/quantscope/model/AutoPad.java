package org.quantscope.model;

/**
 * How the pads of a convolution come about (ONNX's {@code auto_pad}). The two SAME forms depend on the input's extent, so
 * a layer resolves them for the input it is given.
 */
public enum AutoPad {
    NOTSET,
    VALID,
    SAME_UPPER,
    SAME_LOWER;

    /** Whether the pads depend on the extent of the input. */
    public boolean dependsOnInput() {
        return this == SAME_UPPER || this == SAME_LOWER;
    }

    /** The geometry with the pads that this rule gives for an input of that height and width. */
    public ConvGeometry resolve(ConvGeometry geometry, int inputHeight, int inputWidth) {
        if (this == NOTSET) {
            return geometry;
        }
        int high = total(inputHeight, geometry.kernelHeight(), geometry.strideHeight(), geometry.dilationHeight());
        int wide = total(inputWidth, geometry.kernelWidth(), geometry.strideWidth(), geometry.dilationWidth());
        return new ConvGeometry(
                geometry.kernelHeight(), geometry.kernelWidth(),
                geometry.strideHeight(), geometry.strideWidth(),
                before(high), before(wide), high - before(high), wide - before(wide),
                geometry.dilationHeight(), geometry.dilationWidth(), geometry.group());
    }

    private int total(int extent, int kernel, int stride, int dilation) {
        if (this == VALID) {
            return 0;
        }
        long outputs = ((long) extent + stride - 1) / stride;
        long needed = (outputs - 1) * stride + (long) dilation * (kernel - 1) + 1;
        return (int) Math.max(0, needed - extent);
    }

    private int before(int total) {
        return this == SAME_LOWER ? total - total / 2 : total / 2;
    }
}
