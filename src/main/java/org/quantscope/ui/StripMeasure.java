package org.quantscope.ui;

/** What colours the layers of the network strip. */
enum StripMeasure {
    /** The layer's own output. */
    HERE("SQNR here", "SQNR of the layer's own output"),
    /** The network's output with this layer alone quantized. */
    ANSWER("Sensitivity", "SQNR of the network's output with this layer alone quantized");

    private final String shortName;
    private final String meaning;

    StripMeasure(String shortName, String meaning) {
        this.shortName = shortName;
        this.meaning = meaning;
    }

    String shortName() {
        return shortName;
    }

    String meaning() {
        return meaning;
    }
}
