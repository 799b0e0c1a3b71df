package org.quantscope.archfixture.settings;

/** Breaks a rule: state that everybody can change. */
public final class SharedState {
    public static int bits = 8;

    private SharedState() {}
}
