package org.quantscope.conv;

import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * What a layer's accumulator register holds at the end, from the exact sums. Only channels that could leave a
 * saturating register are summed again, product by product: wrapping at the end is the same as wrapping at every step.
 */
public final class HeldSums {
    private HeldSums() {}

    /**
     * @param exact {@code Σ (qx − zx)(qw − zw)}, (N, channels, H', W')
     * @return the register's contents, bias codes included; {@code exact} itself if nothing had to be changed
     */
    public static LongTensor of(
            LongTensor exact,
            LayerParams params,
            ConvShape shape,
            Codes input,
            Codes weight,
            Bias bias,
            Cancellation cancellation) {
        Register register = new Register(params.accumulator());
        boolean fits = true;
        boolean biased = false;
        long[] bounds = WorstCase.of(params.input().orElseThrow(), weight, bias);
        for (int row = 0; row < bounds.length; row++) {
            fits &= register.holds(bounds[row]);
            biased |= bias.code(row) != 0;
        }
        if (fits && !biased) {
            return exact;
        }
        long[] held = new long[exact.size()];
        int plane = exact.shape().extent(2) * exact.shape().extent(3);
        for (int at = 0; at < held.length; at++) {
            int row = at / plane % bounds.length;
            held[at] = register.wrap(exact.get(at) + bias.code(row));
        }
        for (int row = 0; row < bounds.length && register.saturates(); row++) {
            if (!register.holds(bounds[row])) {
                replaceRow(held, row, register, shape, input, weight, bias.code(row), cancellation);
            }
        }
        return LongTensor.wrap(exact.shape(), held);
    }

    /** Whether the register holds every sum that these weights can make, {@link WorstCase}. */
    public static boolean alwaysFit(LayerParams params, Codes weight, Bias bias) {
        Register register = new Register(params.accumulator());
        for (long bound : WorstCase.of(params.input().orElseThrow(), weight, bias)) {
            if (!register.holds(bound)) {
                return false;
            }
        }
        return true;
    }

    private static void replaceRow(
            long[] held,
            int row,
            Register register,
            ConvShape shape,
            Codes input,
            Codes weight,
            int biasCode,
            Cancellation cancellation) {
        ConvShape one = shape.withChannels(ChannelRange.single(shape.channels().from() + row));
        LongTensor sums = IntegerConv.sumsIn(
                register, one, input, weight.row(row), new long[] {biasCode}, cancellation);
        Shape output = sums.shape();
        int plane = output.extent(2) * output.extent(3);
        for (int image = 0; image < output.extent(0); image++) {
            int target = (image * shape.channels().count() + row) * plane;
            System.arraycopy(sums.data(), image * plane, held, target, plane);
        }
    }
}
