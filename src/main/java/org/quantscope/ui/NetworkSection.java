package org.quantscope.ui;

/** What the network's window can show. */
enum NetworkSection {
    ANSWER("Answer", "What the float and the quantized network answer to the image shown."),
    DATA_SET("Data set", "How often the quantized network is right on many images, and where its answer changes."),
    SENSITIVITY("Sensitivity", "What each layer's quantization alone does to the answer."),
    DIVERGENCE("Divergence", "How the float, the fake-quant and the integer network part with depth.");

    private final String title;
    private final String sentence;

    NetworkSection(String title, String sentence) {
        this.title = title;
        this.sentence = sentence;
    }

    String title() {
        return title;
    }

    String sentence() {
        return sentence;
    }
}
