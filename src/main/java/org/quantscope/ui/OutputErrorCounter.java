package org.quantscope.ui;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.conv.ChannelOutputs;

/**
 * Counts how a difference is spread, again and again while a layer is edited: channels that are the same objects as before
 * are not counted again. For one thread at a time.
 */
final class OutputErrorCounter {
    private OutputDifference which;
    private int image;
    private double width;
    /** Weak, because another layer may be looked at by now. */
    private final List<WeakReference<ChannelOutputs>> counted = new ArrayList<>();
    private double[] squares = {};
    private float[] largest = {};
    private int[][] counts = {};

    OutputErrors count(OutputErrors.Request request) {
        OutputPlanes planes = request.planes();
        float[] plane = new float[planes.rows() * planes.columns()];
        boolean[] changed = useFor(request);
        for (int channel = 0; channel < changed.length; channel++) {
            if (changed[channel]) {
                planes.fill(which, channel, plane);
                measure(channel, plane);
            }
        }
        double nextWidth = ErrorHistogram.binWidth(max(largest));
        for (int channel = 0; channel < changed.length; channel++) {
            if (changed[channel] || nextWidth != width) {
                planes.fill(which, channel, plane);
                counts[channel] = ErrorHistogram.counts(plane, nextWidth);
            }
        }
        width = nextWidth;
        return result(request, plane.length);
    }

    /** Which channels have to be counted anew; all of them for another difference, image or layer. */
    private boolean[] useFor(OutputErrors.Request request) {
        OutputPlanes planes = request.planes();
        boolean same = which == request.which() && image == planes.image() && counted.size() == planes.channels();
        if (!same) {
            which = request.which();
            image = planes.image();
            counted.clear();
            counted.addAll(Collections.nCopies(planes.channels(), new WeakReference<>(null)));
            squares = new double[planes.channels()];
            largest = new float[planes.channels()];
            counts = new int[planes.channels()][];
        }
        boolean[] changed = new boolean[counts.length];
        for (int channel = 0; channel < changed.length; channel++) {
            ChannelOutputs now = planes.planes().channel(channel).orElse(null);
            changed[channel] = counts[channel] == null || now != counted.get(channel).get();
            counted.set(channel, new WeakReference<>(now));
        }
        return changed;
    }

    private void measure(int channel, float[] plane) {
        double sum = 0;
        float most = 0;
        for (float value : plane) {
            sum += (double) value * value;
            most = Math.max(most, Math.abs(value));
        }
        squares[channel] = sum;
        largest[channel] = most;
    }

    private static float max(float[] values) {
        float most = 0;
        for (float value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    private OutputErrors result(OutputErrors.Request request, int planeSize) {
        double[] rms = new double[squares.length];
        double total = 0;
        for (int channel = 0; channel < rms.length; channel++) {
            rms[channel] = Math.sqrt(squares[channel] / planeSize);
            total += squares[channel];
        }
        return new OutputErrors(
                ErrorHistogram.of(counts, width, request.channel(), planeSize),
                rms,
                Math.sqrt(total / planeSize / rms.length),
                request.channel(),
                which);
    }
}
