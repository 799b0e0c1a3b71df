package org.quantscope.conv.engine;

import java.util.Optional;
import org.quantscope.conv.Codes;
import org.quantscope.conv.Operand;

/**
 * A layer's weights as {@link BandKernels} read them: every code moved into a signed byte, its zero point with it.
 *
 * @param codes w', (O, C/group, kh, kw)
 * @param zeroPoints by output channel, moved like the codes; need not fit a byte
 * @param rowSums {@code Σ w'} by output channel
 * @param largestRowSum the largest {@code Σ |w'|} of a channel: times 255 it bounds every sum and every part of one
 * @param largest the largest {@code |w'|}
 * @param values the dequantized weights ŵ, in the order of the codes
 */
public record PackedWeights(
        byte[] codes, int[] zeroPoints, int[] rowSums, int largestRowSum, int largest, float[] values) {
    private static final int LOWEST = -128;
    private static final int HIGHEST = 127;

    /** The weights of all output channels; empty if they are no integers, or span more than a byte holds. */
    public static Optional<PackedWeights> of(Operand weight) {
        return weight.counted().flatMap(counted -> of(counted, weight.fakeQuant().data()));
    }

    /** @param values the dequantized weights, in the order of the codes */
    static Optional<PackedWeights> of(Codes counted, float[] values) {
        int[] codes = counted.tensor().data();
        int rows = counted.tensor().shape().extent(0);
        int taps = codes.length / rows;
        byte[] packed = new byte[codes.length];
        int[] zeroPoints = new int[rows];
        int[] rowSums = new int[rows];
        int largestRowSum = 0;
        int largest = 0;
        for (int row = 0; row < rows; row++) {
            int from = row * taps;
            int low = Integer.MAX_VALUE;
            int high = Integer.MIN_VALUE;
            for (int at = from; at < from + taps; at++) {
                low = Math.min(low, codes[at]);
                high = Math.max(high, codes[at]);
            }
            // Unsigned codes are moved down by 128; how the codes are meant does not matter, only what they are.
            int shift = low >= LOWEST && high <= HIGHEST ? 0 : 128;
            if (low - shift < LOWEST || high - shift > HIGHEST) {
                return Optional.empty();
            }
            int magnitudes = 0;
            for (int at = from; at < from + taps; at++) {
                int code = codes[at] - shift;
                packed[at] = (byte) code;
                rowSums[row] += code;
                magnitudes += Math.abs(code);
                largest = Math.max(largest, Math.abs(code));
            }
            zeroPoints[row] = counted.zeroPoint(row) - shift;
            largestRowSum = Math.max(largestRowSum, magnitudes);
        }
        return Optional.of(new PackedWeights(packed, zeroPoints, rowSums, largestRowSum, largest, values));
    }
}
