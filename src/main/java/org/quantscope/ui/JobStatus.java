package org.quantscope.ui;

import java.util.OptionalLong;

/**
 * How far a long job has come.
 *
 * @param state what it is doing
 * @param done steps done
 * @param total steps in all; 0 while that is not known
 * @param nanosLeft about how long it still takes; empty while that is not known
 * @param unit what a step is, in the plural: {@code images}
 */
record JobStatus(State state, long done, long total, OptionalLong nanosLeft, String unit) {
    /** What a job is doing. */
    enum State {
        /** Not begun. */
        IDLE,
        RUNNING,
        /** Cancelled; what was done is kept. */
        STOPPED,
        DONE
    }

    static JobStatus idle(String unit) {
        return new JobStatus(State.IDLE, 0, 0, OptionalLong.empty(), unit);
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** 0 to 1; negative while that is not known. */
    double share() {
        return total <= 0 ? isRunning() ? -1 : 0 : (double) done / total;
    }

    /** {@code 312 of 1,000 images, 8 s left}. */
    String words() {
        String progress = NumberFormats.count(done) + " of " + NumberFormats.count(total) + " " + unit;
        return switch (state) {
            case IDLE -> "";
            case RUNNING -> total <= 0 ? "Preparing…" : progress + nanosLeft().stream()
                    .mapToObj(nanos -> ", " + left(nanos) + " left")
                    .findFirst()
                    .orElse("");
            case STOPPED -> "Stopped after " + progress;
            case DONE -> NumberFormats.count(total) + " " + unit + " done";
        };
    }

    /** In the coarseness in which a person waits. */
    static String left(long nanos) {
        long seconds = Math.max(1, (nanos + 500_000_000L) / 1_000_000_000L);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
