package org.quantscope.conv.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.CountDownLatch;

/**
 * The threads that share one piece of work: the caller and its helpers take one part after the other, so that a core that
 * is busy elsewhere delays nobody. Native libraries run with one thread each, because their own teams wait for one another.
 * Helpers sleep between two pieces of work and end when nothing came for a minute.
 */
public final class Crew {
    /** The caller alone. */
    public static final Crew ALONE = new Crew(1);

    private static final int MOST = 8;
    private static final Crew THIS_MACHINE =
            new Crew(Math.min(MOST, Runtime.getRuntime().availableProcessors()));

    private final int size;
    private final ExecutorService helpers;

    private Crew(int size) {
        this.size = size;
        this.helpers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "quantscope-crew");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** One thread for every core, up to eight. */
    public static Crew ofThisMachine() {
        return THIS_MACHINE;
    }

    /** @param size threads at work, the caller among them */
    public static Crew of(int size) {
        return size == 1 ? ALONE : new Crew(size);
    }

    /** Threads at work, the caller among them. */
    public int size() {
        return size;
    }

    /** Works on the elements {@code from} to {@code to}. */
    @FunctionalInterface
    public interface Part {
        void work(int from, int to);
    }

    /** Works on the elements {@code from} to {@code to} as the {@code member}-th of the crew, 0 being the caller. */
    @FunctionalInterface
    public interface MembersPart {
        void work(int member, int from, int to);
    }

    /** As {@link #share(int, int, MembersPart)}, for work that needs nothing of its own for each thread. */
    public void share(int count, int atOnce, Part part) {
        share(count, atOnce, (member, from, to) -> part.work(from, to));
    }

    /**
     * Works on {@code count} elements, {@code atOnce} of them a part, and returns when all is done. What one part throws
     * is thrown here, after the parts under way have ended; no further ones begin.
     */
    public void share(int count, int atOnce, MembersPart part) {
        int parts = (count + atOnce - 1) / atOnce;
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        int helping = Math.min(size, parts) - 1;
        CountDownLatch done = new CountDownLatch(Math.max(0, helping));
        for (int helper = 1; helper <= helping; helper++) {
            int member = helper;
            helpers.execute(() -> {
                take(member, count, atOnce, part, next, failure);
                done.countDown();
            });
        }
        take(0, count, atOnce, part, next, failure);
        await(done);
        if (failure.get() instanceof RuntimeException thrown) {
            throw thrown;
        }
        if (failure.get() instanceof Error thrown) {
            throw thrown;
        }
    }

    private static void take(
            int member, int count, int atOnce, MembersPart part, AtomicInteger next, AtomicReference<Throwable> failure) {
        try {
            for (int from = next.getAndAdd(atOnce);
                    from < count && from >= 0 && failure.get() == null;
                    from = next.getAndAdd(atOnce)) {
                part.work(member, from, Math.min(count, from + atOnce));
            }
        } catch (RuntimeException | Error thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    /** The parts write where the caller reads next, so an interruption has to wait. */
    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
