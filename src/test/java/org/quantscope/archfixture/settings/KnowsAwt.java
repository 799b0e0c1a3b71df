package org.quantscope.archfixture.settings;

import java.awt.Font;

/** Breaks a rule: AWT outside the charts. */
final class KnowsAwt {
    private final Font known;

    KnowsAwt(Font known) {
        this.known = known;
    }

    Font known() {
        return known;
    }
}
