package org.quantscope.quant;

/** Whether real zero sits in the middle of the codes or wherever the range puts it. */
public enum QuantScheme {
    SYMMETRIC("symmetric"),
    AFFINE("affine");

    private final String keyword;

    QuantScheme(String keyword) {
        this.keyword = keyword;
    }

    /** The word for it in the settings file. */
    public String keyword() {
        return keyword;
    }
}
