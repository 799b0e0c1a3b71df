package org.quantscope.workspace;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.quantscope.conv.Cancellation;

/**
 * Work under a moving finger: one run at a time, one pending request, the newest wins. A request that arrives while a
 * run is under way replaces the one that waits; the run itself goes on until it has given a result, so that something is
 * shown even if requests never stop coming; what it would give after that is given up for the newer request. {@link
 * #cancel()} stops a run early, for work that is worth nothing once it is stale.
 *
 * <p>{@code submit} and {@code cancel} are called on the publisher's thread, results and failures arrive there.
 *
 * @param <I> what a run needs; immutable
 * @param <O> what a run gives, possibly several times (a first part, then the whole)
 */
public final class LatestJob<I, O> {
    /** What is run on the worker. */
    @FunctionalInterface
    public interface Work<I, O> {
        /** Computes and hands over each result; polls {@code cancellation} in long loops. */
        void run(I input, Consumer<O> publish, Cancellation cancellation);
    }

    private record Request<I>(I input, long generation) {}

    private final Executor worker;
    private final Executor publisher;
    private final Work<I, O> work;
    private final BiConsumer<I, O> onResult;
    private final Consumer<RuntimeException> onFailure;

    private Request<I> pending;
    private Runnable onIdle = () -> {};
    private boolean running;
    private volatile long generation;
    private volatile long oldestWanted;

    /**
     * @param worker runs the work, one task at a time
     * @param publisher runs everything that touches state: results, failures, the hand-over to the next request
     */
    public LatestJob(
            Executor worker,
            Executor publisher,
            Work<I, O> work,
            BiConsumer<I, O> onResult,
            Consumer<RuntimeException> onFailure) {
        this.worker = worker;
        this.publisher = publisher;
        this.work = work;
        this.onResult = onResult;
        this.onFailure = onFailure;
    }

    /** Asks for a result; replaces a request that has not started yet. */
    public void submit(I input) {
        generation++;
        pending = new Request<>(input, generation);
        startNext();
    }

    /** Drops the pending request, and the results of the run under way. */
    public void cancel() {
        generation++;
        pending = null;
        oldestWanted = generation;
    }

    /** Tells, on the publisher's thread, each time that nothing is left to do; the last result came before. */
    public void whenIdle(Runnable listener) {
        onIdle = listener;
    }

    /** Whether nothing runs and nothing waits. */
    public boolean isIdle() {
        return !running && pending == null;
    }

    private void startNext() {
        if (running || pending == null) {
            return;
        }
        Request<I> request = pending;
        pending = null;
        running = true;
        worker.execute(() -> runOnWorker(request));
    }

    private void runOnWorker(Request<I> request) {
        AtomicBoolean gaveResult = new AtomicBoolean();
        Cancellation cancellation = new Cancellation(() -> request.generation() < oldestWanted
                || gaveResult.get() && request.generation() < generation);
        RuntimeException failure = null;
        try {
            work.run(request.input(), result -> {
                gaveResult.set(true);
                publisher.execute(() -> publish(request, result));
            }, cancellation);
        } catch (CancellationException superseded) {
            // Nobody wants the result any more; the next request starts below.
        } catch (RuntimeException thrown) {
            failure = thrown;
        } catch (OutOfMemoryError exhausted) {
            failure = new IllegalStateException(
                    "There is not enough memory for this step; close other models or start with a larger -Xmx.",
                    exhausted);
        }
        RuntimeException outcome = failure;
        publisher.execute(() -> finish(request, outcome));
    }

    private void publish(Request<I> request, O result) {
        if (request.generation() >= oldestWanted) {
            onResult.accept(request.input(), result);
        }
    }

    private void finish(Request<I> request, RuntimeException failure) {
        running = false;
        if (failure != null && request.generation() >= oldestWanted) {
            onFailure.accept(failure);
        }
        startNext();
        if (isIdle()) {
            onIdle.run();
        }
    }
}
