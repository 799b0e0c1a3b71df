package org.quantscope.ui.chart;

import org.quantscope.analysis.HistogramAxis;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;

/**
 * The clipping range behind a histogram, always in real values, and what is needed to show it on an axis of codes.
 *
 * @param range the interval that the codes are to cover
 * @param params the parameters that came of it
 * @param symmetric whether both ends move together
 * @param editable whether the ends and the zero point may be dragged
 */
public record ClipState(ClippingRange range, QuantParams params, boolean symmetric, boolean editable) {

    /** Where a real value stands on an axis. */
    double toAxis(double value, HistogramAxis axis) {
        return axis == HistogramAxis.VALUES ? value : params.position(value);
    }

    /** The real value at a place of an axis. */
    double toValue(double position, HistogramAxis axis) {
        return axis == HistogramAxis.VALUES ? position : params.valueAt(position);
    }

    /**
     * The range with one end elsewhere. Real zero stays inside, because it always has a code; in the symmetric case the
     * other end mirrors this one.
     *
     * @param smallest the least distance from zero that a symmetric range keeps
     */
    ClippingRange withEnd(boolean high, double value, double smallest) {
        double sided = high ? Math.max(0, value) : Math.min(0, value);
        float end = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, sided));
        if (symmetric) {
            float size = Math.max(Math.abs(end), Math.max(Float.MIN_NORMAL, (float) smallest));
            return new ClippingRange(-size, size);
        }
        return high
                ? new ClippingRange(Math.min(0, range.min()), end)
                : new ClippingRange(end, Math.max(0, range.max()));
    }

    /** One end moved by thousandths of the range's width. */
    ClippingRange nudged(boolean high, int thousandths) {
        double width = (double) range.max() - range.min();
        return withEnd(high, end(high) + thousandths * width / 1000, 0);
    }

    /** One end moved to the next float32 number. */
    ClippingRange nudgedByUlp(boolean high, boolean upward) {
        float end = end(high);
        return withEnd(high, upward ? Math.nextUp(end) : Math.nextDown(end), 0);
    }

    /** The code next to real zero. */
    int zeroPoint() {
        return (int) Math.rint(params.origin());
    }

    /** The nearest zero point that the type has. */
    int zeroPointNear(long code) {
        return (int) Math.max(params.type().qmin(), Math.min(params.type().qmax(), code));
    }

    private float end(boolean high) {
        return high ? range.max() : range.min();
    }
}
