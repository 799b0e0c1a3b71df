package org.quantscope.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.Flip;
import org.quantscope.analysis.ImageOutcome;
import org.quantscope.analysis.OutcomeTally;
import org.quantscope.conv.Cancellation;
import org.quantscope.quant.LayerParams;

/**
 * The evaluation of one set of parameters on a data set, image by image. A step that is cancelled or fails leaves it as
 * it was, so that the same run goes on later; the images come in their order, so the result does not depend on pauses.
 * For one thread at a time.
 */
public final class EvaluationRun {
    private final Map<String, LayerParams> params;
    private final int images;
    private final List<Flip> flips = new ArrayList<>();
    private OutcomeTally tally = OutcomeTally.NOTHING;

    /**
     * @param params by layer name; a layer without an entry is float
     * @param images how many images, from the first on
     */
    public EvaluationRun(Map<String, LayerParams> params, int images) {
        this.params = Map.copyOf(params);
        this.images = images;
    }

    /** How many images are done. */
    public int done() {
        return tally.images();
    }

    /** How many take part. */
    public int images() {
        return images;
    }

    public boolean isComplete() {
        return done() >= images;
    }

    /**
     * Compares the next image.
     *
     * @throws java.util.concurrent.CancellationException if nobody wants it any more
     */
    public void step(NetworkComparison comparison, Cancellation cancellation) {
        ImageOutcome outcome = comparison.compare(done(), params, cancellation);
        if (outcome.isFlip()) {
            flips.add(Flip.of(outcome));
        }
        tally = tally.plus(outcome);
    }

    /** What the images done so far show. */
    public Evaluation result() {
        return Evaluation.of(tally, flips);
    }
}
