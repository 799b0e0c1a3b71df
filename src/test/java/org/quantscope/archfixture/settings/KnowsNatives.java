package org.quantscope.archfixture.settings;

import org.bytedeco.javacpp.Pointer;

/** Breaks a rule: native memory outside the engines. */
final class KnowsNatives {
    private final Pointer known;

    KnowsNatives(Pointer known) {
        this.known = known;
    }

    Pointer known() {
        return known;
    }
}
