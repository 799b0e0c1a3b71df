package org.quantscope.cli;

import java.io.PrintStream;
import java.util.Locale;

/** Says on a terminal how far long work is, on one line that is written over; elsewhere it is silent. */
final class ProgressLine {
    private static final long EVERY_NANOS = 200_000_000L;
    private static final int WIDTH = 60;

    private final PrintStream to;
    private final boolean terminal;
    private final long startedNanos = System.nanoTime();
    private long toldNanos = startedNanos;

    private ProgressLine(PrintStream to, boolean terminal) {
        this.to = to;
        this.terminal = terminal;
    }

    static ProgressLine on(CommandStreams streams) {
        return new ProgressLine(streams.err(), System.console() != null);
    }

    void tell(long done, long total) {
        long now = System.nanoTime();
        if (terminal && done > 0 && now - toldNanos > EVERY_NANOS) {
            toldNanos = now;
            double left = (now - startedNanos) / 1e9 * (total - done) / done;
            to.printf(Locale.ROOT, "\r%-" + WIDTH + "s", String.format(
                    Locale.ROOT, "%,d of %,d, %.0f s left", done, total, left));
            to.flush();
        }
    }

    /** Takes the line away. */
    void end() {
        if (terminal && toldNanos != startedNanos) {
            to.print("\r" + " ".repeat(WIDTH) + "\r");
            to.flush();
        }
    }
}
