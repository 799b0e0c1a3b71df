package org.quantscope.analysis;

/** Which classes a network's answer puts first. Of equal values the one with the smaller index comes first, as NumPy has it. */
final class Ranking {
    private Ranking() {}

    /** The index of the largest value. */
    static int top(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /** How many classes come before this one; a class that is not among them comes after all. */
    static int place(float[] values, int index) {
        if (index < 0 || index >= values.length) {
            return values.length;
        }
        int before = 0;
        for (int i = 0; i < values.length; i++) {
            before += values[i] > values[index] || values[i] == values[index] && i < index ? 1 : 0;
        }
        return before;
    }
}
