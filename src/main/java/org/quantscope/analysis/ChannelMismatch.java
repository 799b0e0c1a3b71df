package org.quantscope.analysis;

import java.util.Optional;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.IntegerPlane;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/**
 * How far the integer path is from the fake-quant path in one channel, in output codes where there are any and else in
 * real units.
 *
 * @param outputs the channel
 * @param params what it ran with
 * @param magnitude the largest magnitude of a value; 0 where codes are compared
 * @param largest the largest difference
 * @param codes the codes that differ, counted once for all; empty where real values are compared, whose limit depends on
 *     the other channels
 */
record ChannelMismatch(
        ChannelOutputs outputs, LayerParams params, double magnitude, double largest, Optional<Beyond> codes) {
    private static final int BLOCK = 1024;

    /**
     * Elements that differ.
     *
     * @param count how many
     * @param first the first of them, −1 if there is none
     */
    record Beyond(long count, int first) {}

    static ChannelMismatch of(ChannelOutputs outputs, LayerParams params) {
        Gaps source = new Gaps(outputs, params);
        if (outputs.integer().hasCodes()) {
            int largest = source.largestOfCodes();
            Beyond codes = largest == 0 ? new Beyond(0, -1) : source.beyond(0);
            return new ChannelMismatch(outputs, params, 0, largest, Optional.of(codes));
        }
        double[] gaps = new double[BLOCK];
        double largest = 0;
        double magnitude = 0;
        for (int from = 0; from < outputs.fakeQuant().length; from += BLOCK) {
            int count = Math.min(BLOCK, outputs.fakeQuant().length - from);
            magnitude = Math.max(magnitude, source.fill(from, count, gaps));
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, gaps[i]);
            }
        }
        return new ChannelMismatch(outputs, params, magnitude, largest, Optional.empty());
    }

    /** The elements whose difference exceeds a limit, which is 0 where codes are compared. */
    Beyond beyond(double limit) {
        return codes.orElseGet(() -> new Gaps(outputs, params).beyond(limit));
    }

    /**
     * An element as an example.
     *
     * @param index its place in the output tensors
     * @param at its place in the channel
     */
    ImplementationMismatch.Example example(int index, int at) {
        IntegerPlane integer = outputs.integer();
        float fakeQuant = outputs.fakeQuant()[at];
        return integer.hasCodes()
                ? new ImplementationMismatch.Example(
                        index, params.output().orElseThrow().position(fakeQuant), integer.code(at))
                : new ImplementationMismatch.Example(index, fakeQuant, integer.value(at));
    }

    /** Differences, some at a time. */
    private static final class Gaps {
        private final float[] fakeQuant;
        private final IntegerPlane integer;
        private final QuantParams output;
        private final float[] block = new float[BLOCK];
        private final int[] codes = new int[BLOCK];
        private final int[] integerCodes = new int[BLOCK];

        Gaps(ChannelOutputs outputs, LayerParams params) {
            this.fakeQuant = outputs.fakeQuant();
            this.integer = outputs.integer();
            this.output = integer.hasCodes() ? params.output().orElseThrow() : null;
        }

        /** Fills magnitudes of differences, and gives the largest magnitude of a value. */
        double fill(int from, int count, double[] gaps) {
            return output == null ? fillValues(from, count, gaps) : fillCodes(from, count, gaps);
        }

        Beyond beyond(double limit) {
            double[] gaps = new double[BLOCK];
            long differing = 0;
            int first = -1;
            for (int from = 0; from < fakeQuant.length; from += BLOCK) {
                int count = Math.min(BLOCK, fakeQuant.length - from);
                fill(from, count, gaps);
                for (int i = 0; i < count; i++) {
                    if (gaps[i] > limit) {
                        differing++;
                        first = first < 0 ? from + i : first;
                    }
                }
            }
            return new Beyond(differing, first);
        }

        /** The largest difference of all codes. */
        int largestOfCodes() {
            int largest = 0;
            for (int from = 0; from < fakeQuant.length; from += BLOCK) {
                int count = Math.min(BLOCK, fakeQuant.length - from);
                readCodes(from, count);
                for (int i = 0; i < count; i++) {
                    largest = Math.max(largest, Math.abs(integerCodes[i] - codes[i]));
                }
            }
            return largest;
        }

        private void readCodes(int from, int count) {
            System.arraycopy(fakeQuant, from, block, 0, count);
            Quantizer.quantize(block, codes, 0, count, output);
            integer.codes(from, count, integerCodes);
        }

        private double fillCodes(int from, int count, double[] gaps) {
            readCodes(from, count);
            for (int i = 0; i < count; i++) {
                gaps[i] = Math.abs(integerCodes[i] - codes[i]);
            }
            return 0;
        }

        private double fillValues(int from, int count, double[] gaps) {
            double magnitude = 0;
            for (int i = 0; i < count; i++) {
                double value = integer.value(from + i);
                double fake = fakeQuant[from + i];
                gaps[i] = Math.abs(value - fake);
                magnitude = Math.max(magnitude, Math.max(Math.abs(fake), Math.abs(value)));
            }
            return magnitude;
        }
    }
}
