package org.quantscope.archfixture.analysis;

import org.quantscope.archfixture.network.Room;

/** Breaks the import table: analysis may not import network. */
final class KnowsNetwork {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
