package org.quantscope.workspace;

import java.util.OptionalDouble;

/**
 * How far an evaluation or a sensitivity study is.
 *
 * @param source what the images are called; empty where there are none
 * @param images how many images take part
 * @param done how much is done
 * @param total how much there is to do, in the same unit; 0 while that is not known
 * @param running whether it goes on at present
 * @param secondsLeft how long the rest takes at the pace so far; empty while that is not known
 */
public record StudyProgress(
        String source, int images, long done, long total, boolean running, OptionalDouble secondsLeft) {

    /** Whether everything is done. */
    public boolean isComplete() {
        return total > 0 && done >= total;
    }

    /** Whether it was stopped half-way and can go on. */
    public boolean canResume() {
        return !running && done > 0 && !isComplete();
    }
}
