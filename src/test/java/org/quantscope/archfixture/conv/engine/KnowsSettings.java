package org.quantscope.archfixture.conv.engine;

import org.quantscope.archfixture.settings.Room;

/** Breaks the import table: conv.engine may not import settings. */
final class KnowsSettings {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
