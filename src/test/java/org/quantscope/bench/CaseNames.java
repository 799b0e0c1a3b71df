package org.quantscope.bench;

/** What the cases are called in tables and in {@code bench.json}; targets refer to them. */
final class CaseNames {
    static final String ORT_REAL = "ORT Conv fp32";
    static final String ORT_SUMS_UNSIGNED = "ORT ConvInteger u8u8";
    static final String ORT_SUMS_SIGNED = "ORT ConvInteger u8s8";
    static final String ORT_CODES_UNSIGNED = "ORT QLinearConv u8u8";
    static final String ORT_CODES_SIGNED = "ORT QLinearConv u8s8";
    static final String ALL_INTEGER = "all channels, integer accumulators";
    /** Only where the other weights are narrower. */
    static final String ALL_INTEGER_8 = "all channels, integer accumulators, 8-bit weights";
    static final String ALL_FAKE_QUANT = "all channels, fake-quant";
    static final String ALL_ND4J = "ND4J only, all channels, both paths";
    static final String ALL_LIVE = "all channels edited, everything";
    static final String ONE_CHANGED = "one channel edited, codes changed";
    static final String ONE_SCALED = "one channel's scale edited, codes unchanged";
    static final String ONE_UNCHANGED = "one channel, output edited, codes unchanged";
    static final String FRAME = "visible-channel frame";

    private CaseNames() {}
}
