package org.quantscope;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.quantscope.cli.Sentence;

/** What nobody caught is logged once and told in a sentence; the window and the work in it stay. */
final class UncaughtProblems implements Thread.UncaughtExceptionHandler {
    private final Consumer<String> teller;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param teller shows a sentence; called on the FX thread */
    UncaughtProblems(Consumer<String> teller) {
        this.teller = teller;
    }

    /** Watches every thread that has no handler of its own, the FX thread first. */
    void watch() {
        Thread.currentThread().setUncaughtExceptionHandler(this);
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable problem) {
        StackTraceElement[] trace = problem.getStackTrace();
        boolean news = known.add(problem.getClass().getName() + (trace.length == 0 ? "" : trace[0].toString()));
        if (news) {
            System.getLogger("org.quantscope")
                    .log(System.Logger.Level.ERROR, "Nobody caught this on thread " + thread.getName(), problem);
            FxThread.publisher().execute(() -> teller.accept(Sentence.of(problem)));
        }
    }
}
