package org.quantscope.quant;

/** One scale for a whole weight tensor, or one for each output channel. */
public enum Granularity {
    PER_TENSOR("tensor"),
    PER_CHANNEL("channel");

    private final String keyword;

    Granularity(String keyword) {
        this.keyword = keyword;
    }

    /** The word for it in the settings file. */
    public String keyword() {
        return keyword;
    }
}
