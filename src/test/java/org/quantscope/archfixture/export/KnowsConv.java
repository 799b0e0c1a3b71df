package org.quantscope.archfixture.export;

import org.quantscope.archfixture.conv.Room;

/** Breaks the import table: export may not import conv. */
final class KnowsConv {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
