package org.quantscope.archfixture.quant;

import org.quantscope.archfixture.model.Room;

/** Breaks the import table: quant may not import model. */
final class KnowsModel {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
