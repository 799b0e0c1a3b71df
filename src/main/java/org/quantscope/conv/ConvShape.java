package org.quantscope.conv;

import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.tensor.Shape;

/**
 * The extents of one convolution: what is read, what is written, and which output channels are wanted. Weight tensors
 * that go with it hold the rows of {@code channels} only: (channels.count(), C/group, kh, kw).
 *
 * @param geometry kernel, strides, pads and dilations, the pads resolved for this input
 * @param input (N, C, H, W)
 * @param outputChannels of the whole layer; decides which group a channel belongs to
 * @param channels the output channels that are computed
 */
public record ConvShape(ConvGeometry geometry, Shape input, int outputChannels, ChannelRange channels) {
    public ConvShape {
        if (input.rank() != 4 || channels.to() > outputChannels || outputChannels % geometry.group() != 0
                || input.extent(1) % geometry.group() != 0) {
            throw new IllegalArgumentException("Channels " + channels.from() + " to " + (channels.to() - 1) + " of "
                    + outputChannels + " in " + geometry.group() + " groups cannot be computed from an input of shape "
                    + input + ".");
        }
    }

    /** The extents of a layer on an input (N, C, H, W). */
    public static ConvShape of(Layer layer, Shape input, ChannelRange channels) {
        return new ConvShape(layer.geometryFor(input), input, layer.outputChannels(), channels);
    }

    /** The same convolution for other output channels. */
    public ConvShape withChannels(ChannelRange other) {
        return new ConvShape(geometry, input, outputChannels, other);
    }

    /** (N, channels.count(), H', W'). */
    public Shape output() {
        return geometry.outputShape(input, channels.count());
    }

    /** (channels.count(), C/group, kh, kw). */
    public Shape weight() {
        return Shape.of(channels.count(), channelsPerGroup(), geometry.kernelHeight(), geometry.kernelWidth());
    }

    public int images() {
        return input.extent(0);
    }

    public int inputHeight() {
        return input.extent(2);
    }

    public int inputWidth() {
        return input.extent(3);
    }

    public int outputHeight() {
        return geometry.outputHeight(inputHeight());
    }

    public int outputWidth() {
        return geometry.outputWidth(inputWidth());
    }

    /** Input channels that one output channel reads. */
    public int channelsPerGroup() {
        return input.extent(1) / geometry.group();
    }

    /** Products that are summed for one output element, those in the padding included. */
    public int taps() {
        return channelsPerGroup() * geometry.kernelHeight() * geometry.kernelWidth();
    }

    /** The first input channel that the {@code row}-th computed output channel reads. */
    public int firstInputChannel(int row) {
        int outputsPerGroup = outputChannels / geometry.group();
        return (channels.from() + row) / outputsPerGroup * channelsPerGroup();
    }

    /** Row of the input under tap {@code ky} for output row {@code oy}; outside the input where there is padding. */
    public int inputRow(int oy, int ky) {
        return oy * geometry.strideHeight() - geometry.padTop() + ky * geometry.dilationHeight();
    }

    /**
     * Column of the input under tap {@code kx} for output column {@code ox}; outside the input where there is padding.
     */
    public int inputColumn(int ox, int kx) {
        return ox * geometry.strideWidth() - geometry.padLeft() + kx * geometry.dilationWidth();
    }

    public boolean hasRow(int row) {
        return row >= 0 && row < inputHeight();
    }

    public boolean hasColumn(int column) {
        return column >= 0 && column < inputWidth();
    }

    /** Where row {@code row} of an input channel begins in the input's elements. */
    public int inputIndex(int image, int channel, int row) {
        return ((image * input.extent(1) + channel) * inputHeight() + row) * inputWidth();
    }
}
