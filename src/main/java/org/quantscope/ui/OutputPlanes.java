package org.quantscope.ui;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.analysis.ImplementationMismatch;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.LayerPlanes;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.ui.chart.MapCodes;
import org.quantscope.ui.chart.MapData;

/**
 * One image's outputs of a layer as maps (C, H, W): the layer's own planes where they are floats already, and planes worked
 * out when a map first asks for them where they are not. A channel that was not computed yet is zero everywhere.
 */
final class OutputPlanes {
    private final LayerPlanes planes;
    private final Optional<QuantParams> output;
    private final int image;
    private final int channels;
    private final int rows;
    private final int columns;
    private final float[] nothing;
    private final float[][] integer;
    private final float[][] fakeMinusFloat;
    private final float[][] integerMinusFake;

    /** @param output the parameters of the layer's output */
    OutputPlanes(LayerPlanes planes, Optional<QuantParams> output, int image) {
        this.planes = planes;
        this.output = output;
        this.image = image;
        this.channels = planes.channelCount();
        this.rows = planes.output().extent(2);
        this.columns = planes.output().extent(3);
        this.nothing = planes.isWhole() ? null : new float[planes.planeSize() * planes.output().extent(0)];
        this.integer = new float[channels][];
        this.fakeMinusFloat = new float[channels][];
        this.integerMinusFake = new float[channels][];
    }

    /** The maps of another state of the same layer; what did not change since is not worked out again. */
    OutputPlanes next(LayerPlanes now, Optional<QuantParams> nowOutput) {
        OutputPlanes next = new OutputPlanes(now, nowOutput, image);
        for (int channel = 0; channel < channels; channel++) {
            if (planes.channel(channel).equals(now.channel(channel))) {
                next.integer[channel] = integer[channel];
                next.fakeMinusFloat[channel] = fakeMinusFloat[channel];
                next.integerMinusFake[channel] = integerMinusFake[channel];
            }
        }
        return next;
    }

    LayerPlanes planes() {
        return planes;
    }

    int image() {
        return image;
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

    /** A channel's plane of one map. */
    private interface Plane {
        float[] of(ChannelOutputs outputs);
    }

    private MapData map(Plane plane, boolean ofOneImage) {
        int start = ofOneImage ? 0 : image * rows * columns;
        return new MapData(new MapData.Planes() {
            @Override
            public float[] values(int channel) {
                return planes.channel(channel).map(plane::of).orElse(nothing);
            }

            @Override
            public int start(int channel) {
                return start;
            }
        }, channels, rows, columns);
    }

    MapData real() {
        return map(ChannelOutputs::real, false);
    }

    MapData fakeQuant() {
        return map(ChannelOutputs::fakeQuant, false);
    }

    MapData integer() {
        return map(this::integer, true);
    }

    MapData difference(OutputDifference which) {
        return map(outputs -> difference(outputs, which), true);
    }

    private float[] integer(ChannelOutputs outputs) {
        float[] known = integer[outputs.channel()];
        if (known == null) {
            known = new float[rows * columns];
            int from = image * known.length;
            for (int i = 0; i < known.length; i++) {
                known[i] = (float) outputs.integer().value(from + i);
            }
            integer[outputs.channel()] = known;
        }
        return known;
    }

    private float[] difference(ChannelOutputs outputs, OutputDifference which) {
        float[][] kept = which == OutputDifference.FAKE_MINUS_FLOAT ? fakeMinusFloat : integerMinusFake;
        float[] known = kept[outputs.channel()];
        if (known == null) {
            known = new float[rows * columns];
            which.fill(outputs, image * known.length, known);
            kept[outputs.channel()] = known;
        }
        return known;
    }

    /** Codes of the integer path; null where the output has none. */
    MapCodes integerCodes() {
        return output.isEmpty() ? null : codes(this::integerCode);
    }

    /** Codes of the fake-quant path; null where the output has none. */
    MapCodes fakeQuantCodes() {
        return output.isEmpty() ? null : codes(this::fakeQuantCode);
    }

    private interface CodeOf {
        int at(ChannelOutputs outputs, int index);
    }

    private MapCodes codes(CodeOf code) {
        return (channel, row, column) -> planes.channel(channel)
                .map(outputs -> code.at(outputs, (image * rows + row) * columns + column))
                .orElse(0);
    }

    private int integerCode(ChannelOutputs outputs, int index) {
        return outputs.integer().hasCodes() ? outputs.integer().code(index) : 0;
    }

    private int fakeQuantCode(ChannelOutputs outputs, int index) {
        return Quantizer.quantize(outputs.fakeQuant()[index], output.orElseThrow());
    }

    /** The first place from one on, through all channels, where the integer path differs from fake-quant. */
    Optional<OutputCursor> firstDiffering(OutputCursor from) {
        double limit = output.isPresent() ? 0 : ImplementationMismatch.TOLERANCE * magnitude();
        for (int channel = from.channel(); channel < channels; channel++) {
            if (planes.channel(channel).isEmpty()) {
                continue;
            }
            ChannelOutputs outputs = planes.channel(channel).get();
            int start = channel == from.channel() ? from.row() * columns + from.column() : 0;
            for (int at = start; at < rows * columns; at++) {
                if (differs(outputs, image * rows * columns + at, limit)) {
                    return Optional.of(new OutputCursor(channel, at / columns, at % columns));
                }
            }
        }
        return Optional.empty();
    }

    private boolean differs(ChannelOutputs outputs, int index, double limit) {
        return output.isPresent()
                ? integerCode(outputs, index) != fakeQuantCode(outputs, index)
                : Math.abs(outputs.integer().value(index) - outputs.fakeQuant()[index]) > limit;
    }

    private double magnitude() {
        double magnitude = 0;
        for (int channel = 0; channel < channels; channel++) {
            if (planes.channel(channel).isPresent()) {
                ChannelOutputs outputs = planes.channel(channel).get();
                for (int at = 0; at < outputs.fakeQuant().length; at++) {
                    magnitude = Math.max(magnitude, Math.abs(outputs.fakeQuant()[at]));
                    magnitude = Math.max(magnitude, Math.abs(outputs.integer().value(at)));
                }
            }
        }
        return magnitude;
    }

    /** Fills a channel's difference, without keeping it; zeros where it was not computed yet. */
    void fill(OutputDifference which, int channel, float[] plane) {
        Optional<ChannelOutputs> outputs = planes.channel(channel);
        if (outputs.isPresent()) {
            which.fill(outputs.get(), image * plane.length, plane);
        } else {
            Arrays.fill(plane, 0f);
        }
    }

    /** Largest value of the three outputs, at least 0, over one channel or (negative) all. */
    float highest(int channel) {
        return Math.max(0, Math.max(highest(real(), channel), Math.max(highest(fakeQuant(), channel), highest(integer(), channel))));
    }

    /** Smallest value of the three outputs, at most 0, over one channel or (negative) all. */
    float lowest(int channel) {
        return Math.min(0, Math.min(lowest(real(), channel), Math.min(lowest(fakeQuant(), channel), lowest(integer(), channel))));
    }

    /** Largest magnitude of a difference over one channel or (negative) all. */
    float largest(OutputDifference which, int channel) {
        MapData values = difference(which);
        return Math.max(highest(values, channel), -lowest(values, channel));
    }

    /** Where a difference is largest within a channel. */
    OutputCursor placeOfLargest(OutputDifference which, int channel) {
        float[] values = difference(which).values(channel);
        int best = 0;
        for (int i = 1; i < rows * columns; i++) {
            if (Math.abs(values[i]) > Math.abs(values[best])) {
                best = i;
            }
        }
        return new OutputCursor(channel, best / columns, best % columns);
    }

    private float highest(MapData data, int channel) {
        float found = Float.NEGATIVE_INFINITY;
        for (int c = first(channel); c < end(channel); c++) {
            float[] values = data.values(c);
            for (int i = data.start(c); i < data.start(c) + rows * columns; i++) {
                found = Math.max(found, values[i]);
            }
        }
        return found;
    }

    private float lowest(MapData data, int channel) {
        float found = Float.POSITIVE_INFINITY;
        for (int c = first(channel); c < end(channel); c++) {
            float[] values = data.values(c);
            for (int i = data.start(c); i < data.start(c) + rows * columns; i++) {
                found = Math.min(found, values[i]);
            }
        }
        return found;
    }

    private static int first(int channel) {
        return Math.max(0, channel);
    }

    private int end(int channel) {
        return channel < 0 ? channels : channel + 1;
    }
}
