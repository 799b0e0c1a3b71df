package org.quantscope.export;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A format that holds types, scales and zero points by tensor, and what it has no room for. */
enum EncodingTarget {
    AIMET2("AIMET encodings", "an AIMET encoding", true, 2, 4, 8, 16),
    AIMET1("AIMET encodings", "an AIMET encoding", true, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
    ORT_OVERRIDES("ONNX Runtime's overrides", "an override of ONNX Runtime", false, 4, 8, 16);

    private final String many;
    private final String one;
    private final boolean biases;
    private final int[] widths;

    EncodingTarget(String many, String one, boolean biases, int... widths) {
        this.many = many;
        this.one = one;
        this.biases = biases;
        this.widths = widths;
    }

    /** {@code AIMET encodings}. */
    String many() {
        return many;
    }

    /** {@code an AIMET encoding}. */
    String one() {
        return one;
    }

    /** Whether a bias has an entry; otherwise the target computes it from input and weights. */
    boolean holdsBiases() {
        return biases;
    }

    Set<Integer> widths() {
        return Arrays.stream(widths).boxed().collect(Collectors.toSet());
    }

    /** {@code 2, 4, 8 or 16}. */
    String widthWords() {
        String all = Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or" + all.substring(last + 1);
    }
}
