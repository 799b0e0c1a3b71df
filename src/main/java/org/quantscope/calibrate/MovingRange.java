package org.quantscope.calibrate;

/**
 * Ranges averaged over batches, (12) and (13) of the arithmetic contract: the first batch is copied, each further one
 * moves the average by a tenth.
 *
 * @param min average smallest value
 * @param max average largest value
 * @param percentile9999 average magnitude below which 99.99 % of a batch lie; NaN if a batch had too few values
 * @param percentile999999 the same for 99.9999 %
 */
public record MovingRange(float min, float max, float percentile9999, float percentile999999) {
    private static final float KEPT = 0.9f;
    private static final float ADDED = 0.1f;

    MovingRange then(MovingRange batch) {
        return new MovingRange(
                moved(min, batch.min),
                moved(max, batch.max),
                moved(percentile9999, batch.percentile9999),
                moved(percentile999999, batch.percentile999999));
    }

    private static float moved(float average, float batch) {
        return KEPT * average + ADDED * batch;
    }
}
