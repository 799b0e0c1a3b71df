package org.quantscope.archfixture.quant;

/** Breaks two rules: a real number kept, and one taken, on the integer path. */
final class RuyRequantizer {
    private final double multiplier;

    RuyRequantizer(double multiplier) {
        this.multiplier = multiplier;
    }

    int requantize(float accumulator) {
        return (int) (multiplier * accumulator);
    }
}
