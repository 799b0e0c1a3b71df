package org.quantscope.model;

/** What an explorable layer is, in the words of the layer table. */
public enum LayerKind {
    CONV("conv"),
    DEPTHWISE("dw"),
    GROUPED("group"),
    GEMM("gemm"),
    MATMUL("matmul");

    private final String shortName;

    LayerKind(String shortName) {
        this.shortName = shortName;
    }

    public String shortName() {
        return shortName;
    }
}
