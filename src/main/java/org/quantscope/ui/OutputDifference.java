package org.quantscope.ui;

import org.quantscope.conv.ChannelOutputs;

/** Which two paths are compared in the fourth map and in the error charts. */
enum OutputDifference {
    FAKE_MINUS_FLOAT("Fake − float", "fake − float") {
        @Override
        void fill(ChannelOutputs outputs, int from, float[] plane) {
            float[] fakeQuant = outputs.fakeQuant();
            float[] real = outputs.real();
            for (int i = 0; i < plane.length; i++) {
                plane[i] = fakeQuant[from + i] - real[from + i];
            }
        }
    },
    INTEGER_MINUS_FAKE("Integer − fake", "integer − fake") {
        @Override
        void fill(ChannelOutputs outputs, int from, float[] plane) {
            float[] fakeQuant = outputs.fakeQuant();
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (outputs.integer().value(from + i) - fakeQuant[from + i]);
            }
        }
    };

    private final String title;
    private final String words;

    OutputDifference(String title, String words) {
        this.title = title;
        this.words = words;
    }

    /** Fills a plane with the difference of a channel's outputs from element {@code from} on. */
    abstract void fill(ChannelOutputs outputs, int from, float[] plane);

    String title() {
        return title;
    }

    String words() {
        return words;
    }
}
