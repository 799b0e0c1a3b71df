package org.quantscope.ui;

import java.util.Optional;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;
import org.quantscope.ui.chart.MapData;

/**
 * One image's outputs of a layer as planes (C, H, W), kept from result to result: a result of the visible channel alone is
 * written over that channel, and the others stay. Arrays are reused while the shape stays the same.
 */
final class OutputPlanes {
    private final int channels;
    private final int rows;
    private final int columns;
    private final float[] real;
    private final float[] fakeQuant;
    private final float[] integer;
    private final float[] fakeMinusFloat;
    private final float[] integerMinusFake;
    private final int[] integerCodes;
    private final int[] fakeQuantCodes;
    private boolean hasCodes;

    OutputPlanes(int channels, int rows, int columns) {
        this.channels = channels;
        this.rows = rows;
        this.columns = columns;
        int size = channels * rows * columns;
        real = new float[size];
        fakeQuant = new float[size];
        integer = new float[size];
        fakeMinusFloat = new float[size];
        integerMinusFake = new float[size];
        integerCodes = new int[size];
        fakeQuantCodes = new int[size];
    }

    /** Planes that hold a layer's outputs: these, if they fit. */
    static OutputPlanes fitting(OutputPlanes present, Shape output, int channels) {
        int rows = output.extent(2);
        int columns = output.extent(3);
        boolean fits = present != null
                && present.channels == channels && present.rows == rows && present.columns == columns;
        return fits ? present : new OutputPlanes(channels, rows, columns);
    }

    /** Takes over the computed channels of one image. */
    void write(LayerOutputs outputs, int image) {
        ChannelRange computed = outputs.channels();
        int plane = rows * columns;
        int from = image * computed.count() * plane;
        int to = computed.from() * plane;
        int length = computed.count() * plane;
        System.arraycopy(outputs.real().data(), from, real, to, length);
        System.arraycopy(outputs.fakeQuant().data(), from, fakeQuant, to, length);
        double[] exact = outputs.integer().data();
        for (int i = 0; i < length; i++) {
            integer[to + i] = (float) exact[from + i];
            fakeMinusFloat[to + i] = fakeQuant[to + i] - real[to + i];
            integerMinusFake[to + i] = (float) (exact[from + i] - fakeQuant[to + i]);
        }
        hasCodes = copy(outputs.outputCodes(), from, integerCodes, to, length)
                && copy(outputs.fakeQuantCodes(), from, fakeQuantCodes, to, length);
    }

    private static boolean copy(Optional<IntTensor> codes, int from, int[] into, int to, int length) {
        codes.ifPresent(tensor -> System.arraycopy(tensor.data(), from, into, to, length));
        return codes.isPresent();
    }

    int channels() {
        return channels;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    MapData real() {
        return map(real);
    }

    MapData fakeQuant() {
        return map(fakeQuant);
    }

    MapData integer() {
        return map(integer);
    }

    MapData difference(OutputDifference which) {
        return map(values(which));
    }

    /** The values of a difference, (C, H, W). */
    float[] values(OutputDifference which) {
        return which == OutputDifference.FAKE_MINUS_FLOAT ? fakeMinusFloat : integerMinusFake;
    }

    /** Codes of the integer path; null where the output has none. */
    int[] integerCodes() {
        return hasCodes ? integerCodes : null;
    }

    /** Codes of the fake-quant path; null where the output has none. */
    int[] fakeQuantCodes() {
        return hasCodes ? fakeQuantCodes : null;
    }

    private MapData map(float[] values) {
        return new MapData(values, 0, channels, rows, columns);
    }

    /** Largest value of the three outputs, at least 0, over one channel or (negative) all. */
    float highest(int channel) {
        return Math.max(0, Math.max(highest(real, channel), Math.max(highest(fakeQuant, channel), highest(integer, channel))));
    }

    /** Smallest value of the three outputs, at most 0, over one channel or (negative) all. */
    float lowest(int channel) {
        return Math.min(0, Math.min(lowest(real, channel), Math.min(lowest(fakeQuant, channel), lowest(integer, channel))));
    }

    /** Largest magnitude of a difference over one channel or (negative) all. */
    float largest(OutputDifference which, int channel) {
        float[] values = values(which);
        return Math.max(highest(values, channel), -lowest(values, channel));
    }

    /** Where a difference is largest within a channel, as an index into its values. */
    int placeOfLargest(OutputDifference which, int channel) {
        float[] values = values(which);
        int best = first(channel);
        for (int i = best; i < end(channel); i++) {
            if (Math.abs(values[i]) > Math.abs(values[best])) {
                best = i;
            }
        }
        return best;
    }

    /** Whether the integer path differs from fake-quant at an index, in codes or, without codes, by {@code limit}. */
    boolean differs(int index, double limit) {
        return hasCodes
                ? integerCodes[index] != fakeQuantCodes[index]
                : Math.abs((double) integerMinusFake[index]) > limit;
    }

    private float highest(float[] values, int channel) {
        float found = Float.NEGATIVE_INFINITY;
        for (int i = first(channel); i < end(channel); i++) {
            found = Math.max(found, values[i]);
        }
        return found;
    }

    private float lowest(float[] values, int channel) {
        float found = Float.POSITIVE_INFINITY;
        for (int i = first(channel); i < end(channel); i++) {
            found = Math.min(found, values[i]);
        }
        return found;
    }

    private int first(int channel) {
        return channel < 0 ? 0 : channel * rows * columns;
    }

    private int end(int channel) {
        return channel < 0 ? real.length : (channel + 1) * rows * columns;
    }
}
