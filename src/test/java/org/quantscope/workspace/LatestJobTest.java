package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.quantscope.conv.Cancellation;

class LatestJobTest {
    /** Runs what it was given only when it is told to. */
    private static final class Stepped implements Executor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            waiting.add(task);
        }

        void runAll() {
            while (!waiting.isEmpty()) {
                waiting.poll().run();
            }
        }
    }

    private final Stepped worker = new Stepped();
    private final List<Integer> started = new ArrayList<>();
    private final List<Integer> shown = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private LatestJob<Integer, Integer> job(LatestJob.Work<Integer, Integer> work) {
        return new LatestJob<>(worker, Runnable::run, (input, publish, cancellation) -> {
            started.add(input);
            work.run(input, publish, cancellation);
        }, (input, result) -> shown.add(result), failure -> failures.add(failure.getMessage()));
    }

    @Test
    void onlyTheNewestOfWaitingRequestsRuns() {
        LatestJob<Integer, Integer> job = job((input, publish, cancellation) -> publish.accept(input));
        job.submit(1);
        job.submit(2);
        job.submit(3);
        worker.runAll();
        assertThat(started).containsExactly(1, 3);
        assertThat(shown).containsExactly(1, 3);
        assertThat(job.isIdle()).isTrue();
    }

    @Test
    void aRunUnderWayIsShownAlthoughNewerRequestsKeepComing() {
        List<LatestJob<Integer, Integer>> self = new ArrayList<>();
        LatestJob<Integer, Integer> job = job((input, publish, cancellation) -> {
            if (input < 5) {
                self.get(0).submit(input + 1);
            }
            publish.accept(input);
        });
        self.add(job);
        job.submit(1);
        worker.runAll();
        assertThat(shown).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void cancellingDropsTheRunUnderWayAndWhatWaits() {
        List<LatestJob<Integer, Integer>> self = new ArrayList<>();
        LatestJob<Integer, Integer> job = job((input, publish, cancellation) -> {
            self.get(0).submit(2);
            self.get(0).cancel();
            cancelledStopsHere(cancellation);
            publish.accept(input);
        });
        self.add(job);
        job.submit(1);
        worker.runAll();
        assertThat(started).containsExactly(1);
        assertThat(shown).isEmpty();
        assertThat(failures).isEmpty();
        assertThat(job.isIdle()).isTrue();
    }

    @Test
    void aRequestAfterCancellingIsShown() {
        LatestJob<Integer, Integer> job = job((input, publish, cancellation) -> publish.accept(input));
        job.submit(1);
        job.cancel();
        job.submit(2);
        worker.runAll();
        assertThat(shown).containsExactly(2);
    }

    @Test
    void aFailureIsToldAndTheNextRequestRuns() {
        LatestJob<Integer, Integer> job = job((input, publish, cancellation) -> {
            if (input == 1) {
                throw new IllegalArgumentException("One is refused.");
            }
            publish.accept(input);
        });
        job.submit(1);
        worker.runAll();
        job.submit(2);
        worker.runAll();
        assertThat(failures).containsExactly("One is refused.");
        assertThat(shown).containsExactly(2);
    }

    @Test
    void partialResultsAreShownInOrder() {
        LatestJob<Integer, Integer> job = job((input, publish, cancellation) -> {
            publish.accept(input * 10);
            publish.accept(input * 10 + 1);
        });
        job.submit(1);
        worker.runAll();
        assertThat(shown).containsExactly(10, 11);
    }

    @Test
    void whatFollowsAFirstResultIsGivenUpForANewerRequest() {
        List<LatestJob<Integer, Integer>> self = new ArrayList<>();
        LatestJob<Integer, Integer> job = job((input, publish, cancellation) -> {
            if (input == 1) {
                self.get(0).submit(2);
            }
            cancellation.throwIfCancelled(); // nothing was shown yet: the newer request waits
            publish.accept(input * 10);
            cancellation.throwIfCancelled();
            publish.accept(input * 10 + 1);
        });
        self.add(job);
        job.submit(1);
        worker.runAll();
        assertThat(shown).containsExactly(10, 20, 21);
        assertThat(failures).isEmpty();
    }

    private static void cancelledStopsHere(Cancellation cancellation) {
        cancellation.throwIfCancelled();
    }
}
