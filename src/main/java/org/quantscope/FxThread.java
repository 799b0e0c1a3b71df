package org.quantscope;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;

/** The one way from other threads to the FX thread. */
final class FxThread {
    private FxThread() {}

    /** Runs tasks on the FX thread, in their order. */
    static Executor publisher() {
        return Platform::runLater;
    }

    /** Runs tasks on the FX thread, in their order, from when it is opened. */
    static final class Gate implements Executor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean open;

        @Override
        public synchronized void execute(Runnable task) {
            if (open) {
                publisher().execute(task);
            } else {
                waiting.add(task);
            }
        }

        synchronized void open() {
            open = true;
            waiting.forEach(publisher()::execute);
            waiting.clear();
        }
    }

    /** Starts JavaFX; it may be running already. */
    static void start() {
        try {
            Platform.startup(() -> {});
        } catch (IllegalStateException running) {
            // A picture was drawn before, in the same process.
        }
        Platform.setImplicitExit(false);
    }

    /** Runs something on the FX thread and waits for its result; an exception comes through as it was. */
    static <T> T call(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        publisher().execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException | Error thrown) {
                result.completeExceptionally(thrown);
            }
        });
        return await(result, 60, "The window did not answer within a minute.");
    }

    /** Runs something once a frame of the scene has been laid out and handed over to be painted; on the FX thread. */
    static void afterFrame(Scene scene, Runnable task) {
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                publisher().execute(task); // behind this pulse, which hands the frame over
            }
        });
    }

    /** Waits until JavaFX has laid out and painted a number of frames. */
    static void awaitFrames(int count) {
        CompletableFuture<Boolean> painted = new CompletableFuture<>();
        publisher().execute(() -> new AnimationTimer() {
            private int seen;

            @Override
            public void handle(long now) {
                if (++seen > count) {
                    stop();
                    painted.complete(true);
                }
            }
        }.start());
        await(painted, 60, "The window was not painted within a minute.");
    }

    /** @throws IllegalStateException with the sentence if the time is over */
    static <T> T await(CompletableFuture<T> result, long seconds, String sentence) {
        try {
            return result.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (failed.getCause() instanceof Error known) {
                throw known;
            }
            throw new IllegalStateException(sentence, failed);
        } catch (TimeoutException late) {
            throw new IllegalStateException(sentence, late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The program was told to stop.", stopped);
        }
    }
}
