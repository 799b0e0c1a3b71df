package org.quantscope.workspace;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.quantscope.conv.Cancellation;

/**
 * Long work in slices of about a tenth of a second, so that whatever else is asked of the same worker meanwhile comes in
 * between. A slice never waits for the publisher: while that is busy, a newer snapshot takes the place of one that was
 * not looked at yet. The last snapshot always arrives, also that of work that was cancelled: what is done is kept. {@code
 * start} and {@code cancel} are called on the publisher's thread, snapshots and failures arrive there.
 *
 * @param <S> what a slice hands over; immutable
 */
final class SlicedJob<S> {
    private static final long SLICE_NANOS = 100_000_000L;

    /** What is run on the worker. */
    interface Work<S> {
        /** Does the next small part, or nothing at the end; returns whether more is left. */
        boolean step(Cancellation cancellation);

        S snapshot();
    }

    /** How far a run is: what it hands over, whether that is the last, and why it failed, if it did. */
    private record Reached<S>(S snapshot, boolean last, RuntimeException problem) {}

    private final Executor worker;
    private final Executor publisher;
    private final Consumer<S> onSnapshot;
    private final Consumer<RuntimeException> onFailure;
    private volatile Run wanted;

    SlicedJob(
            Executor worker, Executor publisher, Consumer<S> onSnapshot, Consumer<RuntimeException> onFailure) {
        this.worker = worker;
        this.publisher = publisher;
        this.onSnapshot = onSnapshot;
        this.onFailure = onFailure;
    }

    /** Starts, in place of what is under way; {@code started} runs before anything else does. */
    void start(Work<S> work, Runnable started) {
        Run run = new Run(work);
        wanted = run;
        started.run();
        worker.execute(run);
    }

    /** Stops after the part under way. */
    void cancel() {
        wanted = null;
    }

    boolean isRunning() {
        return wanted != null;
    }

    /** One start: every call is a slice, on the worker. */
    private final class Run implements Runnable {
        private final Work<S> work;
        private final AtomicReference<Reached<S>> reached = new AtomicReference<>();

        Run(Work<S> work) {
            this.work = work;
        }

        @Override
        public void run() {
            Cancellation cancellation = new Cancellation(() -> wanted != this);
            long end = System.nanoTime() + SLICE_NANOS;
            boolean more = true;
            RuntimeException failure = null;
            try {
                while (more && !cancellation.isCancelled() && System.nanoTime() < end) {
                    more = work.step(cancellation);
                }
            } catch (CancellationException cancelled) {
                // The part under way is lost; what was done before it is in the snapshot.
            } catch (RuntimeException thrown) {
                failure = thrown;
            } catch (OutOfMemoryError exhausted) {
                failure = new IllegalStateException(
                        "There is not enough memory for this step; close other models or start with a larger -Xmx.",
                        exhausted);
            }
            boolean goesOn = more && failure == null && !cancellation.isCancelled();
            if (reached.getAndSet(new Reached<>(work.snapshot(), !goesOn, failure)) == null) {
                publisher.execute(this::publish);
            }
            if (goesOn) {
                worker.execute(this);
            }
        }

        private void publish() {
            Reached<S> newest = reached.getAndSet(null);
            boolean current = wanted == this;
            if (current && newest.last()) {
                wanted = null;
            }
            onSnapshot.accept(newest.snapshot());
            if (current && newest.problem() != null) {
                onFailure.accept(newest.problem());
            }
        }
    }
}
