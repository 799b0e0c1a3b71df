package org.quantscope.archfixture.settings;

import java.awt.image.BufferedImage;

/** Breaks a rule: pictures outside network and window. */
final class KnowsPictures {
    private final BufferedImage known;

    KnowsPictures(BufferedImage known) {
        this.known = known;
    }

    BufferedImage known() {
        return known;
    }
}
