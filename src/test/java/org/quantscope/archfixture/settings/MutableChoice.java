package org.quantscope.archfixture.settings;

/** Breaks a rule: a field that changes. */
final class MutableChoice {
    private int bits;

    void change(int newBits) {
        bits = newBits;
    }

    int bits() {
        return bits;
    }
}
