package org.quantscope.archfixture.settings;

import org.quantscope.archfixture.model.Room;

/** Breaks the import table: settings may not import model. */
final class KnowsModel {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
