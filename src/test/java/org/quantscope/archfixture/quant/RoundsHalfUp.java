package org.quantscope.archfixture.quant;

/** Breaks a rule: a rounding that is not in the contract. */
final class RoundsHalfUp {
    long round(double value) {
        return Math.round(value);
    }
}
