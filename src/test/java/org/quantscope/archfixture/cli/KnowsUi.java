package org.quantscope.archfixture.cli;

import org.quantscope.archfixture.ui.Room;

/** Breaks the import table: cli may not import ui. */
final class KnowsUi {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
