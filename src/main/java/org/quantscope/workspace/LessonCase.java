package org.quantscope.workspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quantscope.analysis.ChannelPaths;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathSums;
import org.quantscope.analysis.PathTerm;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.Operand;
import org.quantscope.conv.engine.PlaneKernels;
import org.quantscope.conv.engine.TermPlanes;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * A layer with quantized weights on one image, computed some channels at a time in the ways that the lesson compares:
 * dequantize and convolve; convolve the codes and dequantize once; the same with corrections. Clamp and output quantizer
 * are left out: the question is about what comes before them. For one thread at a time.
 */
public final class LessonCase {
    private final Layer layer;
    private final LayerParams params;
    private final ConvShape shape;
    private final Operand input;
    private final PlaneKernels kernels = new PlaneKernels();

    /**
     * @param layer the layer
     * @param params its parameters
     * @param input (N, C, H, W), of which the first image counts
     * @throws IllegalArgumentException with a sentence if the weights are not quantized
     */
    public LessonCase(Layer layer, LayerParams params, FloatTensor input) {
        if (params.weight().isEmpty()) {
            throw new IllegalArgumentException("The weights of layer '" + layer.name()
                    + "' are not quantized, so there are not two paths to compare; quantize them first.");
        }
        FloatTensor image = firstImage(input);
        this.layer = layer;
        this.params = params;
        this.shape = ConvShape.of(layer, image.shape(), ChannelRange.all(layer.outputChannels()));
        this.input = Operand.input(image, params.input());
    }

    public Layer layer() {
        return layer;
    }

    public LayerParams params() {
        return params;
    }

    /** The extents of all output channels on one image. */
    public ConvShape shape() {
        return shape;
    }

    public int channels() {
        return layer.outputChannels();
    }

    /** The parameters of a channel's weights. */
    public QuantParams weight(int channel) {
        return params.weight().orElseThrow().channel(channel);
    }

    /** One channel of the input in real values, as the sums read it; (H, W). */
    public float[] inputPlane(int channel) {
        int plane = shape.inputHeight() * shape.inputWidth();
        return Arrays.copyOfRange(input.fakeQuant().data(), channel * plane, (channel + 1) * plane);
    }

    /** The first input channel that an output channel reads. */
    public int firstInputChannel(int channel) {
        return shape.withChannels(ChannelRange.single(channel)).firstInputChannel(0);
    }

    /** The channel whose paths differ most for the same input, of those whose weights use several codes. */
    public int tellingChannel() {
        int best = 0;
        double most = -1;
        for (int channel = 0; channel < channels(); channel++) {
            double factor = Math.abs(weight(channel).origin() * weight(channel).step());
            if (factor > most && (factor == 0 || levelsUsed(channel) > 1)) {
                best = channel;
                most = factor;
            }
        }
        return best;
    }

    /** Computes a channel all ways. */
    public ChannelPaths compute(int channel) {
        return compute(ChannelRange.single(channel), Cancellation.NEVER).get(0);
    }

    /** Computes some channels all ways. */
    public List<ChannelPaths> compute(ChannelRange channels, Cancellation cancellation) {
        ConvShape some = shape.withChannels(channels);
        Operand weight = Operand.weight(layer.weight(), params.weight(), channels);
        Bias bias = Bias.of(layer.bias(), params, channels);
        float[] fake = kernels.floatSums(some, input.fakeQuant(), weight.fakeQuant(), cancellation).data();
        TermPlanes planes = TermPlanes.of(kernels, some, raw(input), raw(weight), cancellation);
        List<ChannelPaths> computed = new ArrayList<>(channels.count());
        for (int row = 0; row < channels.count(); row++) {
            float[] own = rowOf(fake, row, channels.count());
            for (int pixel = 0; pixel < own.length; pixel++) {
                own[pixel] += bias.fakeQuant()[row];
            }
            PathSums sums = sums(planes, weight, row, channels.from() + row, bias.fakeQuant()[row]);
            computed.add(new ChannelPaths(
                    channels.from() + row,
                    some.outputHeight(),
                    some.outputWidth(),
                    own,
                    sums.outputs(PathTerm.NAIVE, PaddingRule.VALID_TAPS),
                    sums,
                    rowOf(weight.codes().orElseThrow().data(), row, channels.count()),
                    rowOf(weight.fakeQuant().data(), row, channels.count()),
                    bias.codes().isPresent() ? Optional.of(bias.code(row)) : Optional.empty()));
        }
        return computed;
    }

    private PathSums sums(TermPlanes planes, Operand weight, int row, int channel, double bias) {
        int size = planes.planeSize();
        double[] products = new double[size];
        double[] inputs = new double[size];
        double[] weights = new double[size];
        double[] taps = new double[size];
        for (int pixel = 0; pixel < size; pixel++) {
            products[pixel] = planes.products(0, row, pixel);
            inputs[pixel] = planes.inputSum(0, row, pixel);
            weights[pixel] = planes.weightSum(row, pixel);
            taps[pixel] = planes.taps(pixel);
        }
        int[] codes = weight.codes().orElseThrow().data();
        double allWeights = 0;
        for (int at = row * shape.taps(); at < (row + 1) * shape.taps(); at++) {
            allWeights += codes[at];
        }
        return new PathSums(
                products,
                inputs,
                weights,
                taps,
                allWeights,
                shape.taps(),
                params.input().isPresent() ? input.origin(0) : 0,
                weight.origin(row),
                params.input().map(QuantParams::step).orElse(1.0),
                weight(channel).step(),
                bias);
    }

    private int levelsUsed(int channel) {
        Operand weight = Operand.weight(layer.weight(), params.weight(), ChannelRange.single(channel));
        return (int) Arrays.stream(weight.codes().orElseThrow().data()).distinct().count();
    }

    private static TermPlanes.Side raw(Operand operand) {
        return TermPlanes.Side.raw(operand.codes(), operand.real());
    }

    private static float[] rowOf(float[] rows, int row, int count) {
        int size = rows.length / count;
        return Arrays.copyOfRange(rows, row * size, (row + 1) * size);
    }

    private static int[] rowOf(int[] rows, int row, int count) {
        int size = rows.length / count;
        return Arrays.copyOfRange(rows, row * size, (row + 1) * size);
    }

    private static FloatTensor firstImage(FloatTensor input) {
        Shape whole = input.shape();
        if (whole.extent(0) == 1) {
            return input;
        }
        Shape one = Shape.of(1, whole.extent(1), whole.extent(2), whole.extent(3));
        return FloatTensor.wrap(one, Arrays.copyOf(input.data(), one.size()));
    }
}
