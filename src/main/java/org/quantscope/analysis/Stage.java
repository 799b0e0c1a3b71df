package org.quantscope.analysis;

/** The stages at which the fake-quant path and the integer path can be held against each other, in their order. */
public enum Stage {
    INPUT_CODES("input_codes", "input codes"),
    WEIGHT_CODES("weight_codes", "weight codes"),
    ACCUMULATOR("accumulator", "accumulator"),
    BIAS("bias", "bias"),
    REQUANTIZATION("requantization", "requantization"),
    OUTPUT("output", "output");

    private final String keyword;
    private final String displayName;

    Stage(String keyword, String displayName) {
        this.keyword = keyword;
        this.displayName = displayName;
    }

    /** The word for it in files. */
    public String keyword() {
        return keyword;
    }

    /** The words for it in a sentence. */
    public String displayName() {
        return displayName;
    }
}
