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
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;

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

    /** Runs something on the FX thread, from which this is called, once so many frames have been handed over to be painted. */
    static void afterFrames(int count, Runnable task) {
        new AnimationTimer() {
            private int begun;

            @Override
            public void handle(long now) {
                if (++begun > count) {
                    stop();
                    publisher().execute(task);
                }
            }
        }.start();
    }

    /**
     * Runs something on the FX thread, from which this is called, once the next frame of a scene is on the screen. One
     * thread paints, and its pixels may go to the screen through the FX thread: what is painted after the frame (a
     * picture of one pixel) and reported there comes behind both.
     */
    static void afterPainting(Scene scene, Runnable task) {
        SnapshotParameters onePixel = new SnapshotParameters();
        onePixel.setViewport(new Rectangle2D(0, 0, 1, 1));
        afterFrames(1, () -> scene.getRoot().snapshot(
                painted -> {
                    publisher().execute(task);
                    return null;
                },
                onePixel, null));
    }

    /** Waits until JavaFX has laid out and painted a number of frames. */
    static void awaitFrames(int count) {
        CompletableFuture<Boolean> painted = new CompletableFuture<>();
        publisher().execute(() -> afterFrames(count, () -> painted.complete(true)));
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
