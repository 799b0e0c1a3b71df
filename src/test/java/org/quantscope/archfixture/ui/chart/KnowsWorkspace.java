package org.quantscope.archfixture.ui.chart;

import org.quantscope.archfixture.workspace.Room;

/** Breaks the import table: ui.chart may not import workspace. */
final class KnowsWorkspace {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
