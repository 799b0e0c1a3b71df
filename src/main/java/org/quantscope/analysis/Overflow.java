package org.quantscope.analysis;

/** Whether sums fit a register. The order is that of severity. */
public enum Overflow {
    /** No input can make it overflow. */
    NONE("none"),
    /** It held every sum of this input, but the worst case does not fit. */
    POSSIBLE("possible"),
    /** A sum of this input did not fit. */
    OBSERVED("observed");

    private final String keyword;

    Overflow(String keyword) {
        this.keyword = keyword;
    }

    /** The word for it in JSON. */
    public String keyword() {
        return keyword;
    }
}
