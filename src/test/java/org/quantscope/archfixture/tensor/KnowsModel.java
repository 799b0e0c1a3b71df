package org.quantscope.archfixture.tensor;

import org.quantscope.archfixture.model.Room;

/** Breaks the import table: tensor may not import model. */
final class KnowsModel {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
