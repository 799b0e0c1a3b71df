package org.quantscope.workspace;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a workspace: one for what moves under the finger, one for counting what charts draw, one for the rest of
 * the table, one for files and the network, one for the lesson. The publisher runs everything that touches state; in the
 * window it is the FX thread.
 */
public final class Workers implements AutoCloseable {
    /** ONNX Runtime walks through the process's command line recursively, and a class path makes that a long one. */
    public static final long STACK_BYTES = 64L << 20;

    private final Executor publisher;
    private final Executor live;
    private final Executor charts;
    private final Executor background;
    private final Executor network;
    private final Executor lesson;
    private final List<ExecutorService> owned;

    Workers(
            Executor publisher,
            Executor live,
            Executor charts,
            Executor background,
            Executor network,
            Executor lesson,
            List<ExecutorService> owned) {
        this.publisher = publisher;
        this.live = live;
        this.charts = charts;
        this.background = background;
        this.network = network;
        this.lesson = lesson;
        this.owned = owned;
    }

    /** Daemon threads, one for each kind of work. */
    public static Workers threads(Executor publisher) {
        ExecutorService live = thread("quantscope-live", Thread.NORM_PRIORITY);
        ExecutorService charts = thread("quantscope-charts", Thread.NORM_PRIORITY);
        ExecutorService background = thread("quantscope-background", Thread.MIN_PRIORITY);
        ExecutorService network = thread("quantscope-network", Thread.NORM_PRIORITY);
        ExecutorService lesson = thread("quantscope-lesson", Thread.NORM_PRIORITY);
        return new Workers(publisher, live, charts, background, network, lesson,
                List.of(live, charts, background, network, lesson));
    }

    /** Everything at once on the calling thread: for commands and tests. */
    public static Workers immediate() {
        return new Workers(Runnable::run, Runnable::run, Runnable::run, Runnable::run, Runnable::run, Runnable::run,
                List.of());
    }

    Executor publisher() {
        return publisher;
    }

    Executor live() {
        return live;
    }

    Executor charts() {
        return charts;
    }

    Executor background() {
        return background;
    }

    Executor network() {
        return network;
    }

    Executor lesson() {
        return lesson;
    }

    @Override
    public void close() {
        owned.forEach(ExecutorService::shutdownNow);
    }

    private static ExecutorService thread(String name, int priority) {
        ThreadFactory factory = task -> {
            Thread thread = new Thread(null, task, name, STACK_BYTES);
            thread.setDaemon(true);
            thread.setPriority(priority);
            return thread;
        };
        // What the end of one job asks for after the window was closed is wanted by nobody.
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory,
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
