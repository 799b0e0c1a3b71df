package org.quantscope.archfixture.settings;

/** Breaks a rule: an exception without a kind. */
final class ThrowsAnything {
    void fail() {
        throw new RuntimeException("something");
    }
}
