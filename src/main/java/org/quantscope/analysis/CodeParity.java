package org.quantscope.analysis;

import org.quantscope.tensor.IntTensor;

/**
 * How many codes of two computations of the same tensor are not the same.
 *
 * @param place the layer's name, or the network's output
 * @param elements codes compared
 * @param differing how many of them differ
 * @param maxLsb the largest difference
 */
public record CodeParity(String place, long elements, long differing, int maxLsb) {
    /** Nothing compared yet. */
    public static CodeParity none(String place) {
        return new CodeParity(place, 0, 0, 0);
    }

    /** @throws IllegalArgumentException if the tensors have different sizes */
    public static CodeParity of(String place, IntTensor expected, IntTensor given) {
        if (expected.size() != given.size()) {
            throw new IllegalArgumentException("'" + place + "' has " + expected.size() + " codes in one computation and "
                    + given.size() + " in the other.");
        }
        Tally tally = Tally.ofGaps(expected.size(), at -> given.get(at) - expected.get(at));
        return new CodeParity(place, tally.compared(), tally.differing(), (int) tally.largest());
    }

    /** Both together, under this one's name. */
    public CodeParity plus(CodeParity other) {
        return new CodeParity(place, elements + other.elements, differing + other.differing,
                Math.max(maxLsb, other.maxLsb));
    }
}
