package org.quantscope.archfixture.model;

import org.quantscope.archfixture.quant.Room;

/** Breaks the import table: model may not import quant. */
final class KnowsQuant {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
