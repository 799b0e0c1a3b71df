package org.quantscope.ui;

/**
 * An image whose answer changes with quantization.
 *
 * @param image its number in the data set, from 0
 * @param label what it shows; empty where nobody knows
 * @param before the float network's answer
 * @param after the quantized network's answer
 * @param kind what that means
 */
record FlipRow(int image, String label, String before, String after, Kind kind) {
    /** Whether a change is a loss. */
    enum Kind {
        /** The right answer is lost. */
        LOST("lost", "bad"),
        /** A wrong answer became right. */
        WON("won", "good"),
        /** Both answers are wrong, or nobody knows. */
        OTHER("", "");

        private final String word;
        private final String colour;

        Kind(String word, String colour) {
            this.word = word;
            this.colour = colour;
        }

        String word() {
            return word;
        }

        String colour() {
            return colour;
        }
    }

    String number() {
        return "#" + NumberFormats.count(image);
    }

    String sentence() {
        return "Image " + number() + (label.isEmpty() ? "" : ", " + label) + ": float answers " + before
                + ", quantized " + after + ". Click to show it in the window.";
    }
}
