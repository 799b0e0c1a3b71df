package org.quantscope.conv.engine;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.quantscope.conv.ConvShape;

/**
 * A layer's weights as matrices (channels, taps) outside the heap, twice: the packed codes and the dequantized values. Taps
 * are ordered row, column, channel. Of new weights only the channels that differ are copied.
 */
final class Nd4jWeights implements AutoCloseable {
    private final int channels;
    private final int taps;
    private final int perGroup;
    private final FloatPointer integers;
    private final FloatPointer reals;
    private final float[] row;
    private PackedWeights present;

    Nd4jWeights(ConvShape shape) {
        this.channels = shape.outputChannels();
        this.taps = shape.taps();
        this.perGroup = shape.channelsPerGroup();
        this.integers = new FloatPointer((long) channels * taps);
        this.reals = new FloatPointer((long) channels * taps);
        this.row = new float[taps];
    }

    void set(PackedWeights weights) {
        for (int channel = 0; channel < channels; channel++) {
            int from = channel * taps;
            int to = from + taps;
            if (present == null || !Arrays.equals(present.codes(), from, to, weights.codes(), from, to)) {
                for (int tap = 0; tap < taps; tap++) {
                    row[place(tap)] = weights.codes()[from + tap];
                }
                integers.getPointer(from).put(row, 0, taps);
            }
            if (present == null || !Arrays.equals(present.values(), from, to, weights.values(), from, to)) {
                for (int tap = 0; tap < taps; tap++) {
                    row[place(tap)] = weights.values()[from + tap];
                }
                reals.getPointer(from).put(row, 0, taps);
            }
        }
        present = weights;
    }

    PackedWeights present() {
        return present;
    }

    /** w', (channels, taps). */
    FloatPointer integers() {
        return integers;
    }

    /** ŵ, (channels, taps). */
    FloatPointer reals() {
        return reals;
    }

    /** Where a tap that is stored in the order channel, row, column goes. */
    private int place(int tap) {
        int window = taps / perGroup;
        return tap % window * perGroup + tap / window;
    }

    @Override
    public void close() {
        integers.close();
        reals.close();
    }
}
