package org.quantscope.bench;

/**
 * One thing that is measured again and again. Whatever does not belong into the measurement is done before the case is
 * made.
 *
 * @param name unique among the cases that are measured together
 * @param task what is timed
 */
record BenchCase(String name, Task task) {
    /** Work whose result the caller has checked once, outside the measurement. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }
}
