package org.quantscope.analysis;

/** What stands in the padding of an integer convolution, and which taps its corrections count. */
public enum PaddingRule {
    /** The code of real zero in the padding, corrections over all taps: right. */
    REAL_ZERO,
    /** The code 0 in the padding, corrections over all taps: wrong at the border unless real zero has the code 0. */
    INTEGER_ZERO,
    /** The code 0 in the padding, corrections over the taps inside the input only: right again. */
    VALID_TAPS
}
