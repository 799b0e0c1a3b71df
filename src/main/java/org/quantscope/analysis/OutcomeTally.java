package org.quantscope.analysis;

import java.util.OptionalDouble;

/**
 * Outcomes of many images, summed in the order in which they come.
 *
 * @param images how many
 * @param labelled how many of them have a label
 * @param correct how many labelled ones the quantized network answers rightly
 * @param topFive how many labels are among its first five classes
 * @param floatCorrect how many the float network answers rightly
 * @param agreeing how many both networks answer alike
 * @param elements values of all outputs
 * @param squaredError sum of the squared differences
 * @param squaredReference sum of the squared float outputs
 * @param kl sum of the divergences
 * @param sqnrDb sum of the images' SQNR, of those that differ at all
 * @param differing how many images differ at all
 */
public record OutcomeTally(
        int images,
        int labelled,
        int correct,
        int topFive,
        int floatCorrect,
        int agreeing,
        long elements,
        double squaredError,
        double squaredReference,
        double kl,
        double sqnrDb,
        int differing) {
    public static final OutcomeTally NOTHING = new OutcomeTally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final int FIVE = 5;
    /** Norms below this count as this, as ONNX Runtime has it. */
    private static final double NORM_FLOOR = 2.2e-16;

    /** With one more image. */
    public OutcomeTally plus(ImageOutcome outcome) {
        boolean known = outcome.label().isPresent();
        boolean differs = outcome.squaredError() > 0;
        int classes = outcome.elements();
        return new OutcomeTally(
                images + 1,
                labelled + (known ? 1 : 0),
                correct + (known && outcome.labelPlace() == 0 ? 1 : 0),
                topFive + (known && outcome.labelPlace() < Math.min(FIVE, classes) ? 1 : 0),
                floatCorrect + (known && outcome.floatPlace() == 0 ? 1 : 0),
                agreeing + (outcome.isFlip() ? 0 : 1),
                elements + classes,
                squaredError + outcome.squaredError(),
                squaredReference + outcome.squaredReference(),
                kl + outcome.kl(),
                sqnrDb + (differs ? decibels(outcome.squaredReference(), outcome.squaredError()) : 0),
                differing + (differs ? 1 : 0));
    }

    /** Share of labelled images that the quantized network answers rightly; empty without labels. */
    public OptionalDouble accuracy() {
        return share(correct);
    }

    /** Share of labels among its first five classes; of a network with fewer classes, all of them count. */
    public OptionalDouble top5() {
        return share(topFive);
    }

    /** Share of labelled images that the float network answers rightly. */
    public OptionalDouble floatAccuracy() {
        return share(floatCorrect);
    }

    /** Share of images that both networks answer alike; 1 of none. */
    public double agreement() {
        return images == 0 ? 1 : (double) agreeing / images;
    }

    /** Mean squared difference of the outputs, (34) of the arithmetic contract. */
    public double logitMse() {
        return elements == 0 ? 0 : squaredError / elements;
    }

    /** Mean divergence of the softmax in nats. */
    public double meanKl() {
        return images == 0 ? 0 : kl / images;
    }

    /** SQNR of all outputs together, (34) of the arithmetic contract, in decibels; +∞ where they are equal. */
    public double outputSqnrDb() {
        return squaredError == 0 ? Double.POSITIVE_INFINITY : decibels(squaredReference, squaredError);
    }

    /** Mean of the images' SQNR in decibels, of those that differ at all; +∞ if none does. */
    public double meanSqnrDb() {
        return differing == 0 ? Double.POSITIVE_INFINITY : sqnrDb / differing;
    }

    private OptionalDouble share(int count) {
        return labelled == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / labelled);
    }

    private static double decibels(double reference, double error) {
        return 20 * Math.log10(
                Math.max(NORM_FLOOR, Math.sqrt(reference)) / Math.max(NORM_FLOOR, Math.sqrt(error)));
    }
}
