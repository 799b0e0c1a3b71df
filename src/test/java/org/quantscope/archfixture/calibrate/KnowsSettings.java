package org.quantscope.archfixture.calibrate;

import org.quantscope.archfixture.settings.Room;

/** Breaks the import table: calibrate may not import settings. */
final class KnowsSettings {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
