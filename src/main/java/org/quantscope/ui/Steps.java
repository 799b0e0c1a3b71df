package org.quantscope.ui;

import java.util.SortedSet;

/** How far arrow keys and spinner arrows move a value. */
final class Steps {
    private Steps() {}

    /** A scale moved by tenths of a percent of itself, at least to the next float32; or by float32 numbers. */
    static float scale(float scale, int steps, boolean fine) {
        float moved = (float) (scale * (1 + steps / 1000.0));
        return fine || moved == scale ? ulps(scale, steps) : moved;
    }

    /** The float32 number so many places further up or down. */
    static float ulps(float value, int steps) {
        float moved = value;
        for (int i = 0; i < Math.abs(steps); i++) {
            moved = steps > 0 ? Math.nextUp(moved) : Math.nextDown(moved);
        }
        return moved;
    }

    /** What is said where an edit found only locked channels. */
    static String lockedSentence(SortedSet<Integer> channels) {
        return channels.size() == 1
                ? "Channel " + channels.first() + " is locked; press L to unlock it."
                : "All " + channels.size() + " channels selected are locked; press L to unlock them.";
    }
}
