package org.quantscope.analysis;

/** Which layers are quantized when a layer's effect on the answer is measured. */
public enum SensitivityMode {
    /** Only this layer: the damage that it does alone. */
    ONLY("only"),
    /** All but this layer: how much of the whole damage goes away with it. */
    ALL_BUT("all-but");

    private final String keyword;

    SensitivityMode(String keyword) {
        this.keyword = keyword;
    }

    /** The word for it in files and on the command line. */
    public String keyword() {
        return keyword;
    }
}
