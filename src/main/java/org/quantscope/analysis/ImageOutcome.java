package org.quantscope.analysis;

import java.util.OptionalInt;

/**
 * What quantization did to the answer for one image.
 *
 * @param image the image's index in its data set
 * @param floatClass the float network's answer: the index of its largest output
 * @param quantizedClass the quantized network's
 * @param label the class that the image belongs to
 * @param labelPlace how many classes the quantized network puts before the label; 0 is the right answer
 * @param floatPlace the same of the float network
 * @param elements how many values the output has
 * @param squaredError sum of the squared differences of the two outputs
 * @param squaredReference sum of the squared float outputs
 * @param kl divergence of the two softmaxes in nats
 */
public record ImageOutcome(
        int image,
        int floatClass,
        int quantizedClass,
        OptionalInt label,
        int labelPlace,
        int floatPlace,
        int elements,
        double squaredError,
        double squaredReference,
        double kl) {

    /**
     * Compares two outputs of a network.
     *
     * @param reference of the float network, at least one value
     * @param test of the quantized network, as many
     */
    public static ImageOutcome of(int image, float[] reference, float[] test, OptionalInt label) {
        if (reference.length != test.length || reference.length == 0) {
            throw new IllegalArgumentException("Two outputs of one network are compared, but one has "
                    + reference.length + " values and the other " + test.length + ".");
        }
        double error = 0;
        double power = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = (double) test[i] - reference[i];
            error += difference * difference;
            power += (double) reference[i] * reference[i];
        }
        return new ImageOutcome(image, Ranking.top(reference), Ranking.top(test), label,
                label.isPresent() ? Ranking.place(test, label.getAsInt()) : 0,
                label.isPresent() ? Ranking.place(reference, label.getAsInt()) : 0,
                reference.length, error, power, SoftmaxDivergence.of(reference, test));
    }

    /** Whether the answer changed. */
    public boolean isFlip() {
        return floatClass != quantizedClass;
    }
}
