package org.quantscope.archfixture.conv;

import org.quantscope.archfixture.analysis.Room;

/** Breaks the import table: conv may not import analysis. */
final class KnowsAnalysis {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
