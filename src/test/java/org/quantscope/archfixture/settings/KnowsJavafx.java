package org.quantscope.archfixture.settings;

import javafx.scene.Node;

/** Breaks a rule: JavaFX outside the window. */
final class KnowsJavafx {
    private final Node known;

    KnowsJavafx(Node known) {
        this.known = known;
    }

    Node known() {
        return known;
    }
}
