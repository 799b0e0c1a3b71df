package org.quantscope.conv.engine;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/** The float layer's output, channel by channel, kept as long as the clamp stays the same: no parameter changes it. */
final class RealPlanes {
    private static final int AT_ONCE = 64;

    private final Layer layer;
    private final FloatTensor input;
    private final ConvShape shape;
    private final ConvKernels kernels;
    private final ChannelWalk walk;
    private final Bias bias;
    private final float[][] planes;
    private Optional<Clamp> clamp = Optional.empty();

    RealPlanes(Layer layer, FloatTensor input, ConvShape shape, ConvKernels kernels, ChannelWalk walk) {
        this.layer = layer;
        this.input = input;
        this.shape = shape;
        this.kernels = kernels;
        this.walk = walk;
        this.bias = Bias.of(layer.bias(), LayerParams.FLOAT, shape.channels());
        this.planes = new float[shape.outputChannels()][];
    }

    /** One channel, in the order of the reference loops if it has to be computed. */
    float[] channel(int channel, Optional<Clamp> wanted, Cancellation cancellation) {
        use(wanted);
        if (planes[channel] == null) {
            float[] plane = new float[walk.planeSize()];
            walk.fill(input, layer.weight(), channel, plane, cancellation);
            walk.activate(plane, bias.real()[channel], clamp);
            planes[channel] = plane;
        }
        return planes[channel];
    }

    /** Takes over a channel that was computed elsewhere, unless it is there already; the one to be used from now on. */
    float[] adopt(int channel, Optional<Clamp> wanted, float[] plane) {
        use(wanted);
        if (planes[channel] == null) {
            planes[channel] = plane;
        }
        return planes[channel];
    }

    /** Computes what is missing of all channels, some at a time. */
    void all(Optional<Clamp> wanted, Cancellation cancellation) {
        use(wanted);
        for (int from = 0; from < planes.length; from += AT_ONCE) {
            ChannelRange range = new ChannelRange(from, Math.min(planes.length, from + AT_ONCE));
            if (misses(range)) {
                fill(range, cancellation);
            }
        }
    }

    private boolean misses(ChannelRange range) {
        for (int channel = range.from(); channel < range.to(); channel++) {
            if (planes[channel] == null) {
                return true;
            }
        }
        return false;
    }

    private void fill(ChannelRange range, Cancellation cancellation) {
        Operand weight = Operand.weight(layer.weight(), Optional.empty(), range);
        float[] sums = kernels.floatSums(shape.withChannels(range), input, weight.real(), cancellation).data();
        int plane = walk.planeSize() / shape.images();
        for (int channel = range.from(); channel < range.to(); channel++) {
            if (planes[channel] == null) {
                float[] own = new float[walk.planeSize()];
                for (int image = 0; image < shape.images(); image++) {
                    int source = (image * range.count() + channel - range.from()) * plane;
                    System.arraycopy(sums, source, own, image * plane, plane);
                }
                walk.activate(own, bias.real()[channel], clamp);
                planes[channel] = own;
            }
        }
    }

    private void use(Optional<Clamp> wanted) {
        if (!wanted.equals(clamp)) {
            Arrays.fill(planes, null);
            clamp = wanted;
        }
    }
}
