package org.quantscope.archfixture.network;

import org.quantscope.archfixture.export.Room;

/** Breaks the import table: network may not import export. */
final class KnowsExport {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
