package org.quantscope.workspace;

import java.util.OptionalDouble;

/** How long the rest of some work takes if it goes on as it did since it was last started. */
final class Pace {
    private static final double MOST_SECONDS = 1e6;

    private final long startedNanos;
    private final long doneAtStart;

    Pace(long startedNanos, long doneAtStart) {
        this.startedNanos = startedNanos;
        this.doneAtStart = doneAtStart;
    }

    OptionalDouble secondsLeft(long nowNanos, long done, long total) {
        long since = done - doneAtStart;
        if (since <= 0) {
            return OptionalDouble.empty();
        }
        double seconds = (nowNanos - startedNanos) / 1e9 * (total - done) / since;
        return OptionalDouble.of(Math.min(MOST_SECONDS, Math.max(0, seconds)));
    }
}
