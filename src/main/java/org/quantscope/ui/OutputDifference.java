package org.quantscope.ui;

/** Which two paths are compared in the fourth map and in the error charts. */
enum OutputDifference {
    FAKE_MINUS_FLOAT("Fake − float", "fake − float"),
    INTEGER_MINUS_FAKE("Integer − fake", "integer − fake");

    private final String title;
    private final String words;

    OutputDifference(String title, String words) {
        this.title = title;
        this.words = words;
    }

    String title() {
        return title;
    }

    String words() {
        return words;
    }
}
