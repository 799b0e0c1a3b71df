package org.quantscope.ui;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.analysis.ErrorSpread;
import org.quantscope.conv.ChannelOutputs;

/**
 * Counts how a difference is spread, again and again while a layer is edited: channels that are the same objects as before
 * are not counted again. For one thread at a time.
 */
final class OutputErrorCounter {
    private OutputDifference which;
    private int image;
    /** Weak, because another layer may be looked at by now. */
    private List<WeakReference<ChannelOutputs>> counted = List.of();
    private List<ErrorSpread> spreads = List.of();

    OutputErrors count(OutputErrors.Request request) {
        OutputPlanes planes = request.planes();
        float[] plane = new float[planes.rows() * planes.columns()];
        useFor(request);
        for (int channel = 0; channel < planes.channels(); channel++) {
            ChannelOutputs now = planes.planes().channel(channel).orElse(null);
            if (spreads.get(channel) == null || now != counted.get(channel).get()) {
                planes.fill(which, channel, plane);
                spreads.set(channel, ErrorSpread.of(plane));
                counted.set(channel, new WeakReference<>(now));
            }
        }
        return result(request, plane.length);
    }

    /** Another difference, image or layer is counted from scratch. */
    private void useFor(OutputErrors.Request request) {
        OutputPlanes planes = request.planes();
        if (which != request.which() || image != planes.image() || spreads.size() != planes.channels()) {
            which = request.which();
            image = planes.image();
            counted = new ArrayList<>(Collections.nCopies(planes.channels(), new WeakReference<>(null)));
            spreads = new ArrayList<>(Collections.nCopies(planes.channels(), null));
        }
    }

    private OutputErrors result(OutputErrors.Request request, int planeSize) {
        double[] rms = new double[spreads.size()];
        double total = 0;
        for (int channel = 0; channel < rms.length; channel++) {
            double squares = spreads.get(channel).squares();
            rms[channel] = Math.sqrt(squares / planeSize);
            total += squares;
        }
        return new OutputErrors(
                ErrorHistogram.of(spreads, request.channel(), planeSize),
                rms,
                Math.sqrt(total / planeSize / rms.length),
                request.channel(),
                which);
    }
}
