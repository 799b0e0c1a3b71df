package org.quantscope.analysis;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an output element's integer sum is made of, in integer steps: the four terms of equation (23), and the one that
 * the naive path adds instead of two of them.
 */
public enum PathTerm {
    /** {@code Σ qx·qw}. */
    PRODUCTS,
    /** {@code − zw · Σ qx}; with micronet's sign {@code + z · Σ qx}. */
    WEIGHT_ZERO_POINT,
    /** {@code − zx · Σ qw}. */
    INPUT_ZERO_POINT,
    /** {@code + N · zx · zw}. */
    BOTH_ZERO_POINTS,
    /** {@code − zw} added once to the whole sum: what "dequantize the result" does in place of the correction. */
    ONCE;

    /** The whole sum, equation (23) or (40). */
    public static final Set<PathTerm> CORRECTED =
            Collections.unmodifiableSet(
            EnumSet.of(PRODUCTS, WEIGHT_ZERO_POINT, INPUT_ZERO_POINT, BOTH_ZERO_POINTS));

    /** The sum of the naive path. */
    public static final Set<PathTerm> NAIVE = Collections.unmodifiableSet(EnumSet.of(PRODUCTS, INPUT_ZERO_POINT, ONCE));
}
