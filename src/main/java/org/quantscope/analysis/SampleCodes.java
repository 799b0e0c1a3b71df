package org.quantscope.analysis;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * Input codes for a layer, made up from its name, the same ones every time, with what the integer path makes of them.
 * Two images: one goes through all codes of the input, the other stays so close to real zero that as few outputs as
 * possible are clamped.
 */
public final class SampleCodes {
    /** How far from real zero the codes of the images lie that are tried, as a divisor. */
    private static final int[] DIVISORS = {1, 2, 4, 8, 16, 64};

    private SampleCodes() {}

    /** The run on the sample, two images of (C, H, W). */
    public static IntegerForm.Run of(IntegerForm form) {
        Shape one = shape(form.layer());
        IntegerForm.Run all = form.run(codes(form, one));
        int best = best(form, all);
        return new IntegerForm.Run(
                two(all.input(), best), twoSums(all.accumulators(), best), all.codes().map(codes -> two(codes, best)));
    }

    private static int best(IntegerForm form, IntegerForm.Run all) {
        int best = 1;
        for (int image = 2; image < DIVISORS.length; image++) {
            best = unclamped(form, all, image) > unclamped(form, all, best) ? image : best;
        }
        return best;
    }

    /** A few outputs in each direction, another number of them in rows than in columns. */
    private static Shape shape(Layer layer) {
        ConvGeometry geometry = layer.geometry();
        boolean image = layer.inputLayout() == InputLayout.IMAGE;
        boolean wide = image || layer.inputLayout() == InputLayout.SEQUENCE;
        int height = image ? extent(geometry.kernelHeight(), geometry.dilationHeight(), geometry.strideHeight()) : 1;
        int width = wide ? extent(geometry.kernelWidth(), geometry.dilationWidth(), geometry.strideWidth()) + 1 : 1;
        return Shape.of(DIVISORS.length, layer.inputChannels(), height, width);
    }

    private static int extent(int kernel, int dilation, int stride) {
        return Math.toIntExact((long) dilation * (kernel - 1) + 1 + 2L * stride);
    }

    private static IntTensor codes(IntegerForm form, Shape shape) {
        QuantParams input = form.input();
        SplittableRandom random = new SplittableRandom(form.layer().name().hashCode());
        int lowest = input.type().qmin();
        int highest = input.type().qmax();
        int zero = Math.max(lowest, Math.min(highest, form.inputZeroPoint()));
        int[] codes = new int[shape.size()];
        int image = shape.size() / DIVISORS.length;
        for (int at = 0; at < codes.length; at++) {
            int divisor = DIVISORS[at / image];
            int from = zero - Math.max(1, (zero - lowest) / divisor);
            int to = zero + Math.max(1, (highest - zero) / divisor);
            codes[at] = Math.max(lowest, Math.min(highest, random.nextInt(from, to + 1)));
        }
        if (input.formula() == Formula.BINARY_ACTIVATION) {
            Arrays.setAll(codes, at -> codes[at] == 0 ? 1 : Integer.signum(codes[at]));
        }
        return IntTensor.wrap(shape, codes);
    }

    private static int unclamped(IntegerForm form, IntegerForm.Run run, int image) {
        if (run.codes().isEmpty()) {
            return 0;
        }
        CodeLimits limits = form.limits().orElseThrow();
        int[] codes = run.codes().get().data();
        int size = codes.length / DIVISORS.length;
        int count = 0;
        for (int at = image * size; at < (image + 1) * size; at++) {
            count += codes[at] > limits.lo() && codes[at] < limits.hi() ? 1 : 0;
        }
        return count;
    }

    private static IntTensor two(IntTensor all, int best) {
        int size = all.size() / DIVISORS.length;
        int[] both = Arrays.copyOf(all.data(), 2 * size);
        System.arraycopy(all.data(), best * size, both, size, size);
        return IntTensor.wrap(twoOf(all.shape()), both);
    }

    private static LongTensor twoSums(LongTensor all, int best) {
        int size = all.size() / DIVISORS.length;
        long[] both = Arrays.copyOf(all.data(), 2 * size);
        System.arraycopy(all.data(), best * size, both, size, size);
        return LongTensor.wrap(twoOf(all.shape()), both);
    }

    private static Shape twoOf(Shape all) {
        return Shape.of(2, all.extent(1), all.extent(2), all.extent(3));
    }
}
