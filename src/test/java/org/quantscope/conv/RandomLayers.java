package org.quantscope.conv;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/** Seeded random layers of awkward forms: odd sizes, strides, dilations, pads, groups. */
public final class RandomLayers {
    private final Random random;

    public RandomLayers(long seed) {
        this.random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    /** From {@code lo} to {@code hi}, both included. */
    public int between(int lo, int hi) {
        return lo + random.nextInt(hi - lo + 1);
    }

    /**
     * A geometry of up to {@code largestGroup} groups, with an input (N, C, H, W) that its kernel fits into together
     * with the pads.
     */
    public ConvShape shape(int largestGroup) {
        int group = between(1, largestGroup);
        ConvGeometry geometry = new ConvGeometry(
                between(1, 5), between(1, 5), between(1, 3), between(1, 3),
                between(0, 3), between(0, 3), between(0, 3), between(0, 3),
                between(1, 3), between(1, 3), group);
        int outputs = group * between(1, 9);
        int height = Math.max(
                between(1, 17),
                smallest(geometry.kernelHeight(), geometry.dilationHeight(), geometry.padTop() + geometry.padBottom()));
        int width = Math.max(
                between(1, 17),
                smallest(geometry.kernelWidth(), geometry.dilationWidth(), geometry.padLeft() + geometry.padRight()));
        Shape input = Shape.of(between(1, 3), group * between(1, 6), height, width);
        int from = random.nextInt(outputs);
        return new ConvShape(geometry, input, outputs, new ChannelRange(from, between(from + 1, outputs)));
    }

    /** A 1×1 convolution with stride 1 and no pads, the form that needs no window. */
    public ConvShape pointwise() {
        Shape input = Shape.of(between(1, 3), between(1, 40), between(1, 17), between(1, 17));
        int outputs = between(1, 12);
        return new ConvShape(ConvGeometry.POINTWISE, input, outputs, ChannelRange.all(outputs));
    }

    public QuantType type() {
        return new QuantType(between(2, 16), random.nextBoolean(), random.nextBoolean());
    }

    public QuantParams params() {
        return params(type());
    }

    public QuantParams params(QuantType type) {
        return new QuantParams(type, 0.001f + random.nextFloat(), between(type.qmin(), type.qmax()));
    }

    public TensorParams weightParams(int channels) {
        QuantParams[] all = new QuantParams[channels];
        Arrays.setAll(all, channel -> params());
        return new TensorParams(Arrays.asList(all));
    }

    /** Codes of a type: random, or all at one end, or at both ends. */
    public IntTensor codes(Shape shape, QuantType type) {
        int[] codes = new int[shape.size()];
        int manner = random.nextInt(6);
        Arrays.setAll(codes, at -> switch (manner) {
            case 0 -> type.qmin();
            case 1 -> type.qmax();
            case 2 -> random.nextBoolean() ? type.qmin() : type.qmax();
            default -> between(type.qmin(), type.qmax());
        });
        return IntTensor.wrap(shape, codes);
    }

    public FloatTensor floats(Shape shape) {
        float[] values = new float[shape.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(shape, values);
    }

    /** A layer with random weights and, more often than not, a bias. */
    public Layer layer(ConvShape shape) {
        Shape weight = shape.withChannels(ChannelRange.all(shape.outputChannels())).weight();
        Optional<FloatTensor> bias =
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(floats(Shape.of(shape.outputChannels())));
        return layer("random", floats(weight), bias, shape.geometry());
    }

    public static Layer layer(String name, FloatTensor weight, Optional<FloatTensor> bias, ConvGeometry geometry) {
        return new Layer(
                name, name, "Conv", LayerKind.CONV, weight, bias, geometry, AutoPad.NOTSET, "w",
                bias.map(present -> "b"), "x", InputLayout.IMAGE, "y", Optional.empty(), true, 0);
    }

    private static int smallest(int kernel, int dilation, int pads) {
        return Math.max(1, dilation * (kernel - 1) + 1 - pads);
    }
}
