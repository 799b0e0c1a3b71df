package org.quantscope.conv.engine;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * The four sums that equations (21) and (23) consist of, each over the taps inside the input: what naive, corrected and
 * differently padded results are made of. {@code x} and {@code w} are raw codes, or real values of a side that is not
 * quantized. Sums of codes are exact.
 */
public final class TermPlanes {
    private final ConvShape shape;
    private final int firstGroup;
    private final DoubleTensor products;
    private final DoubleTensor inputSums;
    private final DoubleTensor weightSums;
    private final DoubleTensor taps;

    private TermPlanes(
            ConvShape shape,
            int firstGroup,
            DoubleTensor products,
            DoubleTensor inputSums,
            DoubleTensor weightSums,
            DoubleTensor taps) {
        this.shape = shape;
        this.firstGroup = firstGroup;
        this.products = products;
        this.inputSums = inputSums;
        this.weightSums = weightSums;
        this.taps = taps;
    }

    /**
     * One side of the products.
     *
     * @param codes the codes; empty: the values count as they are
     * @param values real values, used where there are no codes
     */
    public record Side(Optional<IntTensor> codes, FloatTensor values) {
        /** The codes of the side, or its real values. */
        public static Side raw(Optional<IntTensor> codes, FloatTensor values) {
            return new Side(codes, values);
        }

        private FloatTensor asReal() {
            if (codes.isEmpty()) {
                return values;
            }
            int[] from = codes.get().data();
            float[] real = new float[from.length];
            for (int at = 0; at < real.length; at++) {
                real[at] = from[at];
            }
            return FloatTensor.wrap(codes.get().shape(), real);
        }

        private static Side ones(Shape shape) {
            int[] ones = new int[shape.size()];
            Arrays.fill(ones, 1);
            return new Side(Optional.of(IntTensor.wrap(shape, ones)), FloatTensor.zeros(Shape.of(0)));
        }
    }

    /**
     * @param input (N, C, H, W)
     * @param weight (channels, C/group, kh, kw)
     */
    public static TermPlanes of(
            ConvKernels kernels, ConvShape shape, Side input, Side weight, Cancellation cancellation) {
        int outputsPerGroup = shape.outputChannels() / shape.geometry().group();
        ChannelRange groups = new ChannelRange(
                shape.channels().from() / outputsPerGroup, (shape.channels().to() - 1) / outputsPerGroup + 1);
        ConvShape boxes = new ConvShape(shape.geometry(), shape.input(), shape.geometry().group(), groups);
        Shape oneImage = Shape.of(1, shape.input().extent(1), shape.inputHeight(), shape.inputWidth());
        ConvShape counting = new ConvShape(shape.geometry(), oneImage, shape.outputChannels(), shape.channels());
        ConvShape oneChannel = counting.withChannels(ChannelRange.single(shape.channels().from()));
        DoubleTensor products = sums(kernels, shape, input, weight, cancellation);
        DoubleTensor inputSums = sums(kernels, boxes, input, Side.ones(boxes.weight()), cancellation);
        if (!shape.geometry().isPadded()) {
            // Every window lies inside the input, so that there is one sum for all pixels.
            return new TermPlanes(shape, groups.from(), products, inputSums, everywhere(counting, weight),
                    everywhere(oneChannel, Side.ones(oneChannel.weight())));
        }
        Side ones = Side.ones(oneImage);
        return new TermPlanes(
                shape,
                groups.from(),
                products,
                inputSums,
                sums(kernels, counting, ones, weight, cancellation),
                sums(kernels, oneChannel, ones, Side.ones(oneChannel.weight()), cancellation));
    }

    /** The sum of each row of weights, for each pixel of the output. */
    private static DoubleTensor everywhere(ConvShape shape, Side weight) {
        int plane = shape.outputHeight() * shape.outputWidth();
        float[] values = weight.asReal().data();
        double[] sums = new double[shape.output().size()];
        for (int row = 0; row < shape.channels().count(); row++) {
            double sum = 0;
            for (int at = row * shape.taps(); at < (row + 1) * shape.taps(); at++) {
                sum += values[at];
            }
            Arrays.fill(sums, row * plane, (row + 1) * plane, sum);
        }
        return DoubleTensor.wrap(shape.output(), sums);
    }

    /** Elements of one output plane, H' · W'. */
    public int planeSize() {
        return shape.outputHeight() * shape.outputWidth();
    }

    /** {@code Σ x·w} for an image, a computed channel and an output pixel. */
    public double products(int image, int row, int pixel) {
        return products.get((image * shape.channels().count() + row) * planeSize() + pixel);
    }

    /** {@code Σ x}, the box sum of the input. */
    public double inputSum(int image, int row, int pixel) {
        int group = shape.firstInputChannel(row) / shape.channelsPerGroup() - firstGroup;
        int groups = inputSums.shape().extent(1);
        return inputSums.get((image * groups + group) * planeSize() + pixel);
    }

    /** {@code Σ w}. */
    public double weightSum(int row, int pixel) {
        return weightSums.get(row * planeSize() + pixel);
    }

    /** N: how many taps lie inside the input. */
    public double taps(int pixel) {
        return taps.get(pixel);
    }

    /**
     * {@code Σ (x − ox)(w − ow) = Σ x·w − ow·Σ x − ox·Σ w + N·ox·ow}, in double.
     *
     * @param inputOrigin ox, the origin of the input's codes; 0 for real values
     * @param weightOrigins ow of each computed channel; 0 for real values
     * @return (N, channels, H', W')
     */
    public DoubleTensor corrected(double inputOrigin, double[] weightOrigins) {
        double[] corrected = new double[products.size()];
        int at = 0;
        for (int image = 0; image < shape.images(); image++) {
            for (int row = 0; row < shape.channels().count(); row++) {
                for (int pixel = 0; pixel < planeSize(); pixel++, at++) {
                    corrected[at] = products.get(at)
                            - weightOrigins[row] * inputSum(image, row, pixel)
                            - inputOrigin * weightSum(row, pixel)
                            + taps(pixel) * inputOrigin * weightOrigins[row];
                }
            }
        }
        return DoubleTensor.wrap(products.shape(), corrected);
    }

    private static DoubleTensor sums(
            ConvKernels kernels, ConvShape shape, Side input, Side weight, Cancellation cancellation) {
        if (input.codes().isEmpty() || weight.codes().isEmpty()) {
            return kernels.doubleSums(shape, input.asReal(), weight.asReal(), cancellation);
        }
        LongTensor exact = kernels.integerSums(
                shape, Codes.uniform(input.codes().get(), 0), Codes.uniform(weight.codes().get(), 0), cancellation);
        double[] sums = new double[exact.size()];
        for (int at = 0; at < sums.length; at++) {
            sums[at] = exact.get(at);
        }
        return DoubleTensor.wrap(exact.shape(), sums);
    }
}
