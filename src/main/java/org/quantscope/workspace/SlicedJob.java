package org.quantscope.workspace;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.quantscope.conv.Cancellation;

/**
 * Long work in slices of about a tenth of a second, so that whatever else is asked of the same worker meanwhile comes in
 * between. After every slice a snapshot is handed over, also of work that was cancelled: what is done is kept. {@code
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

    private final Executor worker;
    private final Executor publisher;
    private final Consumer<S> onSnapshot;
    private final Consumer<RuntimeException> onFailure;
    private volatile Work<S> wanted;

    SlicedJob(
            Executor worker, Executor publisher, Consumer<S> onSnapshot, Consumer<RuntimeException> onFailure) {
        this.worker = worker;
        this.publisher = publisher;
        this.onSnapshot = onSnapshot;
        this.onFailure = onFailure;
    }

    /** Starts, in place of what is under way. */
    void start(Work<S> work) {
        wanted = work;
        worker.execute(() -> slice(work));
    }

    /** Stops after the part under way. */
    void cancel() {
        wanted = null;
    }

    boolean isRunning() {
        return wanted != null;
    }

    private void slice(Work<S> work) {
        Cancellation cancellation = new Cancellation(() -> wanted != work);
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
        S snapshot = work.snapshot();
        boolean goesOn = more && failure == null;
        RuntimeException problem = failure;
        publisher.execute(() -> sliced(work, snapshot, goesOn, problem));
    }

    private void sliced(Work<S> work, S snapshot, boolean goesOn, RuntimeException problem) {
        boolean current = wanted == work;
        if (current && !goesOn) {
            wanted = null;
        }
        onSnapshot.accept(snapshot);
        if (current && problem != null) {
            onFailure.accept(problem);
        }
        if (wanted == work) {
            worker.execute(() -> slice(work));
        }
    }
}
