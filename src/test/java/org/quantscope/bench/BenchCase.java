package org.quantscope.bench;

/**
 * One thing that is measured again and again.
 *
 * @param name unique among the cases that are measured together
 * @param prepare brings about what the task starts from, every time; not timed
 * @param task what is timed
 */
record BenchCase(String name, Step prepare, Step task) {
    BenchCase(String name, Step task) {
        this(name, () -> {}, task);
    }

    /** Work whose result was checked before, outside the measurement. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }
}
