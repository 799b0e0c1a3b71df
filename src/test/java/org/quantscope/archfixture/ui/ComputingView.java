package org.quantscope.archfixture.ui;

import org.quantscope.archfixture.conv.Room;

/** Breaks a rule: a view that computes. */
final class ComputingView {
    private final Room known = new Room();

    Room known() {
        return known;
    }
}
