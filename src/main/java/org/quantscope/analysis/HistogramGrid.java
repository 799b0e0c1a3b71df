package org.quantscope.analysis;

import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/**
 * Where the bins of a {@link WeightHistogram} and the places of its levels are. Bins are aligned to real zero, so that
 * the half-step ends of the zones fall on bin edges.
 *
 * @param axis what positions are
 * @param zero position of real zero
 * @param binStart left edge of the first bin
 * @param binWidth width of a bin
 * @param bins how many
 * @param levelStart position of a level
 * @param levelWidth distance of levels that are told apart
 */
record HistogramGrid(
        HistogramAxis axis,
        double zero,
        double binStart,
        double binWidth,
        int bins,
        double levelStart,
        double levelWidth) {
    private static final int MOST_BINS = 768;
    private static final int BINS_WITHOUT_A_STEP = 128;
    private static final int MOST_LEVELS = 384;

    /**
     * A grid for positions from {@code low} to {@code high}, zero inside.
     *
     * @param step the step that everything shown shares, or 0
     * @param first parameters of the first channel shown; not read without a step
     */
    static HistogramGrid of(HistogramAxis axis, double zero, double low, double high, double step, QuantParams first) {
        double extent = Math.max(high - low, step > 0 ? step : 1e-6);
        double binWidth = step > 0 ? step / 4 : extent / BINS_WITHOUT_A_STEP;
        while (extent / binWidth > MOST_BINS) {
            binWidth *= 2;
        }
        double levelWidth = step > 0 ? step : binWidth;
        while (extent / levelWidth > MOST_LEVELS) {
            levelWidth *= 2;
        }
        double levelStart = step > 0 ? levelNextToZero(axis, first) : zero;
        long from = (long) Math.floor((low - zero) / binWidth);
        long to = (long) Math.floor((high - zero) / binWidth);
        return new HistogramGrid(
                axis, zero, zero + from * binWidth, binWidth, (int) (to - from + 1), levelStart, levelWidth);
    }

    /** Levels need not fall on real zero: where it has no code, they lie on both sides of it. */
    private static double levelNextToZero(HistogramAxis axis, QuantParams own) {
        int code = (int) Math.rint(own.origin());
        return axis == HistogramAxis.CODES ? code : Quantizer.dequantize(code, own);
    }

    /** Which of the places for levels a position falls on. */
    long level(double position) {
        return (long) Math.rint((position - levelStart) / levelWidth);
    }

    double levelPosition(long level) {
        return level * levelWidth + levelStart;
    }
}
