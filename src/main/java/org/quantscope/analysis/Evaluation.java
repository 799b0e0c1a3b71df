package org.quantscope.analysis;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a quantized network stands beside the float one on a data set, or on the part of it that is done.
 *
 * @param images how many images were compared
 * @param accuracy share of labelled images that the quantized network answers rightly; empty without labels
 * @param top5 share of labels among its first five classes; empty without labels
 * @param floatAccuracy share that the float network answers rightly; empty without labels
 * @param agreement share of images that both answer alike
 * @param logitMse mean squared difference of the outputs
 * @param kl mean KL(softmax of the float output ‖ softmax of the quantized one) in nats
 * @param meanSqnrDb mean over the images of the output's SQNR in decibels, without those that are equal; +∞ if all are
 * @param flips the images whose answer changes, in order
 */
public record Evaluation(
        int images,
        OptionalDouble accuracy,
        OptionalDouble top5,
        OptionalDouble floatAccuracy,
        double agreement,
        double logitMse,
        double kl,
        double meanSqnrDb,
        List<Flip> flips) {
    public Evaluation {
        flips = List.copyOf(flips);
    }

    public static Evaluation of(OutcomeTally tally, List<Flip> flips) {
        return new Evaluation(tally.images(), tally.accuracy(), tally.top5(), tally.floatAccuracy(), tally.agreement(),
                tally.logitMse(), tally.meanKl(), tally.meanSqnrDb(), flips);
    }
}
