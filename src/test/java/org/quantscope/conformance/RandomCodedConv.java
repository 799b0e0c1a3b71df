package org.quantscope.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.engine.Engines;
import org.quantscope.model.ConvGeometry;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * A seeded random convolution in codes, with the integers of its zero points beside it.
 *
 * @param name form, input and weight type, and how scales and zero points are given
 * @param conv the convolution, with a bias and an output whose scale puts most codes inside their type
 * @param inputZeroPoint of the input
 * @param weightZeroPoints one, or one for each channel
 * @param outputZeroPoint of the output
 */
record RandomCodedConv(
        String name, CodedConv conv, int inputZeroPoint, int[] weightZeroPoints, int outputZeroPoint) {

    /** A row of a table: see the columns in {@link QuantizedConvAgainstOnnxRuntimeTest}. */
    static RandomCodedConv parse(String row, long seed) {
        String[] cells = Arrays.stream(row.split("\\|")).map(String::trim).toArray(String[]::new);
        int[] in = numbers(cells[1]);
        int[] out = numbers(cells[2]);
        int[] strides = numbers(cells[3]);
        int[] pads = numbers(cells[4]);
        int[] dilations = numbers(cells[5]);
        ConvGeometry geometry = new ConvGeometry(
                out[1], out[2], strides[0], strides[1], pads[0], pads[1], pads[2], pads[3], dilations[0], dilations[1],
                Integer.parseInt(cells[6]));
        ConvShape shape = new ConvShape(geometry, Shape.of(in), out[0], ChannelRange.all(out[0]));
        boolean signedInput = cells[7].equals("s8");
        boolean signedWeight = cells[8].equals("s8");
        String name = cells[0] + ", " + cells[7] + " x " + cells[8] + ", scales by " + cells[9] + ", zero points by "
                + cells[10];
        return new Draw(new Random(seed), shape, signedInput, signedWeight, cells[9], cells[10].equals("channel"))
                .conv(name);
    }

    int outputElements() {
        return conv.geometry().outputShape(conv.x().shape(), conv.w().shape().extent(0)).size();
    }

    /** The same without bias and output: its accumulator is what is wanted. */
    CodedConv withoutOutput() {
        return new CodedConv(
                conv.geometry(), conv.x(), conv.input(), conv.w(), conv.weight(), Optional.empty(), Optional.empty());
    }

    /** How many sums lie exactly half-way between two output codes. */
    int ties() {
        LayerOutputs outputs = conv.run(Engines.select("reference"));
        long[] sums = outputs.accumulator().orElseThrow().data();
        int channels = conv.w().shape().extent(0);
        int plane = sums.length / conv.x().shape().extent(0) / channels;
        int ties = 0;
        for (int at = 0; at < sums.length; at++) {
            int channel = at / plane % channels;
            double multiplier = (double) conv.input().scale() * conv.weight().channel(channel).scale()
                    / conv.output().orElseThrow().scale();
            double steps = multiplier * (sums[at] + conv.bias().orElseThrow()[channel]);
            ties += Math.abs(steps) < 128 && Math.abs(steps - Math.floor(steps) - 0.5) == 0 ? 1 : 0;
        }
        return ties;
    }

    private static int[] numbers(String cell) {
        return Arrays.stream(cell.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    /** Draws the parts in a fixed order. */
    private record Draw(
            Random random,
            ConvShape shape,
            boolean signedInput,
            boolean signedWeight,
            String scales,
            boolean channelZeroPoints) {
        private static final int FEW_STEPS = 3;

        RandomCodedConv conv(String name) {
            QuantType inputType = new QuantType(8, signedInput, false);
            QuantType weightType = new QuantType(RuntimeIntegers.exactWeightBits(), signedWeight, false);
            int channels = shape.outputChannels();
            int inputZeroPoint = between(inputType.qmin(), inputType.qmax());
            int[] weightZeroPoints = new int[channelZeroPoints ? channels : 1];
            int margin = scales.equals("powers") ? FEW_STEPS : 0;
            Arrays.setAll(
                    weightZeroPoints, channel -> between(weightType.qmin() + margin, weightType.qmax() - margin));
            QuantParams input = new QuantParams(inputType, scale(0x1p-6f), inputZeroPoint);
            float one = scale(0x1p-8f);
            List<QuantParams> weight = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                weight.add(new QuantParams(
                        weightType,
                        scales.equals("channel") ? scale(0x1p-8f) : one,
                        weightZeroPoints[channelZeroPoints ? channel : 0]));
            }
            IntTensor x = codes(shape.input(), inputType);
            IntTensor w = scales.equals("powers")
                    ? fewSteps(shape.weight(), weightZeroPoints)
                    : codes(shape.weight(), weightType);
            // The middle of the typical sum of every channel goes into the bias, so that outputs lie around real zero.
            Statistics sums = Statistics.of(shape, x, inputZeroPoint, w, weightZeroPoints);
            int[] bias = new int[channels];
            Arrays.setAll(bias, channel ->
                    (int) (-sums.mean()[channel] + random.nextGaussian() * 0.3 * sums.spread()));
            float spread = input.scale() * one * (float) sums.spread();
            float outputScale = spread / 40 * (0.7f + 0.6f * random.nextFloat());
            int outputZeroPoint = between(inputType.qmin() + 90, inputType.qmax() - 90);
            QuantParams output = new QuantParams(
                    inputType,
                    scales.equals("powers") ? Math.scalb(1f, Math.getExponent(outputScale)) : outputScale,
                    outputZeroPoint);
            CodedConv conv = new CodedConv(
                    shape.geometry(), x, input, w, new TensorParams(weight), Optional.of(bias), Optional.of(output));
            return new RandomCodedConv(name, conv, inputZeroPoint, weightZeroPoints, outputZeroPoint);
        }

        private float scale(float near) {
            return scales.equals("powers") ? near : near * (0.7f + 0.6f * random.nextFloat());
        }

        private IntTensor codes(Shape of, QuantType type) {
            int[] codes = new int[of.size()];
            Arrays.setAll(codes, at -> between(type.qmin(), type.qmax()));
            return IntTensor.wrap(of, codes);
        }

        /** Small weights make small sums, of which many lie half-way between two codes. */
        private IntTensor fewSteps(Shape of, int[] zeroPoints) {
            int[] codes = new int[of.size()];
            int taps = codes.length / of.extent(0);
            Arrays.setAll(codes, at -> zeroPoints[zeroPoints.length == 1 ? 0 : at / taps]
                    + between(-FEW_STEPS, FEW_STEPS));
            return IntTensor.wrap(of, codes);
        }

        private int between(int lo, int hi) {
            return lo + random.nextInt(hi - lo + 1);
        }
    }

    /** What the sums of a layer are about, from the moments of its codes: by channel, and over all. */
    private record Statistics(double[] mean, double spread) {
        static Statistics of(ConvShape shape, IntTensor x, int inputZeroPoint, IntTensor w, int[] weightZeroPoints) {
            double inputMean = Arrays.stream(x.data()).average().orElseThrow() - inputZeroPoint;
            double inputVariance = Arrays.stream(x.data()).asDoubleStream()
                            .map(code -> (code - inputZeroPoint - inputMean) * (code - inputZeroPoint - inputMean))
                            .sum()
                    / x.size();
            int taps = shape.taps();
            double[] mean = new double[shape.outputChannels()];
            double squares = 0;
            for (int channel = 0; channel < mean.length; channel++) {
                int zeroPoint = weightZeroPoints[weightZeroPoints.length == 1 ? 0 : channel];
                for (int tap = channel * taps; tap < (channel + 1) * taps; tap++) {
                    int steps = w.get(tap) - zeroPoint;
                    mean[channel] += inputMean * steps;
                    squares += (double) steps * steps;
                }
            }
            return new Statistics(mean, Math.sqrt(inputVariance * squares / mean.length));
        }
    }
}
