package org.quantscope.archfixture.ui;

import javafx.scene.Node;

/** Breaks a rule: a view model that knows its view. */
final class SceneViewModel {
    private final Node known;

    SceneViewModel(Node known) {
        this.known = known;
    }

    Node known() {
        return known;
    }
}
