package org.quantscope.conv;

/** What the integer path gave for one output channel, (N, H', W'). */
public interface IntegerPlane {
    /** Elements. */
    int size();

    /** The result in real units: the dequantized code where there is an output quantizer. */
    double value(int at);

    /** Whether there is an output quantizer. */
    boolean hasCodes();

    /** The output code. */
    int code(int at);

    /**
     * Neighbouring output codes.
     *
     * @param codes takes {@code count} codes from index 0 on
     */
    default void codes(int from, int count, int[] codes) {
        for (int i = 0; i < count; i++) {
            codes[i] = code(from + i);
        }
    }

    /** Whether there is an integer accumulator. */
    boolean hasSums();

    /** {@code Σ (qx − zx)(qw − zw)}, exact, without the bias. */
    long sum(int at);

    /** What the accumulator's register holds at the end, bias code included. */
    long held(int at);
}
