package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.quantscope.conv.Cancellation;

/** The worker and the publisher are queues that the test empties by hand: every order of events is its own choice. */
class SlicedJobTest {
    private final Deque<Runnable> worker = new ArrayDeque<>();
    private final Deque<Runnable> publisher = new ArrayDeque<>();
    private final List<Integer> seen = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final SlicedJob<Integer> job = new SlicedJob<>(
            worker::add, publisher::add, seen::add, failure -> failures.add(failure.getMessage()));

    /** So many parts, each of which ends its slice. */
    private static final class Parts implements SlicedJob.Work<Integer> {
        private final int parts;
        private int done;

        Parts(int parts) {
            this.parts = parts;
        }

        @Override
        public boolean step(Cancellation cancellation) {
            done++;
            if (done == parts) {
                return false;
            }
            throw new CancellationException(); // ends the slice as the clock would
        }

        @Override
        public Integer snapshot() {
            return done;
        }
    }

    @Test
    void aSliceWaitsForNoPublisherAndTheNewestSnapshotIsHandedOver() {
        job.start(new Parts(4), () -> assertThat(worker).isEmpty());

        while (!worker.isEmpty()) {
            worker.remove().run();
        }
        assertThat(publisher).hasSize(1);
        assertThat(job.isRunning()).isTrue();
        publisher.remove().run();

        assertThat(seen).containsExactly(4);
        assertThat(job.isRunning()).isFalse();
    }

    @Test
    void everySnapshotArrivesWhereThePublisherKeepsUp() {
        job.start(new Parts(3), () -> {});

        while (!worker.isEmpty()) {
            worker.remove().run();
            publisher.remove().run();
        }

        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void whatWasDoneWhenItWasStoppedArrives() {
        job.start(new Parts(9), () -> {});
        worker.remove().run();
        worker.remove().run();

        job.cancel();
        worker.remove().run();
        publisher.remove().run();

        assertThat(worker).isEmpty();
        assertThat(seen).containsExactly(2);
        assertThat(job.isRunning()).isFalse();
    }

    @Test
    void anotherStartTakesThePlaceAndTheEarlierOnesLastSnapshotIsKept() {
        job.start(new Parts(9), () -> {});
        worker.remove().run();
        job.start(new Parts(1), () -> {});

        while (!worker.isEmpty()) {
            worker.remove().run();
        }
        while (!publisher.isEmpty()) {
            publisher.remove().run();
        }

        assertThat(seen).containsExactly(1, 1);
        assertThat(job.isRunning()).isFalse();
    }

    @Test
    void aFailureEndsItAndIsToldAfterWhatWasDone() {
        job.start(new SlicedJob.Work<>() {
            @Override
            public boolean step(Cancellation cancellation) {
                throw new IllegalStateException("The network does not run.");
            }

            @Override
            public Integer snapshot() {
                return 0;
            }
        }, () -> {});

        worker.remove().run();
        publisher.remove().run();

        assertThat(worker).isEmpty();
        assertThat(seen).containsExactly(0);
        assertThat(failures).containsExactly("The network does not run.");
        assertThat(job.isRunning()).isFalse();
    }
}
