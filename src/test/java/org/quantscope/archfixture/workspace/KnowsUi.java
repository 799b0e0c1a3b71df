package org.quantscope.archfixture.workspace;

import org.quantscope.archfixture.ui.Room;

/** Breaks the import table: workspace may not import ui. */
final class KnowsUi {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
