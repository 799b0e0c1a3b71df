package org.quantscope.workspace;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;

/**
 * Which engine computes. The fast engine is loaded and tested on a worker, because its native libraries take half a
 * second, and seconds on a first start; whoever has to compute waits for it.
 */
final class EngineChoice {
    private static final EngineStatus LOADING =
            new EngineStatus("loading", "The native engines are being loaded and tested", false, true);

    private final Workers workers;
    private final Runnable changed;
    private final CompletableFuture<ConvEngine> engine = new CompletableFuture<>();
    private EngineStatus status = LOADING;
    private boolean begun;

    /** @param changed told on the publisher's thread when the engine is there */
    EngineChoice(Workers workers, Runnable changed) {
        this.workers = workers;
        this.changed = changed;
    }

    /** Starts to load, once. */
    void load() {
        if (!begun) {
            begun = true;
            workers.background().execute(this::loadOnWorker);
        }
    }

    private void loadOnWorker() {
        try {
            ConvEngine found = Engines.select("auto");
            here(found, found.fallbackReason());
        } catch (OutOfMemoryError exhausted) {
            here(Engines.select("reference"), Optional.of("There is not enough memory for the native engines."));
        }
    }

    private void here(ConvEngine found, Optional<String> reason) {
        engine.complete(found);
        workers.publisher().execute(() -> show(found, reason));
    }

    private void show(ConvEngine found, Optional<String> reason) {
        String why = reason.map(sentence -> ". " + sentence).orElse("");
        status = new EngineStatus(found.name(), found.description() + why, true, false);
        changed.run();
    }

    EngineStatus status() {
        return status;
    }

    Optional<String> task() {
        return begun && status.loading() ? Optional.of("Loading the native engines…") : Optional.empty();
    }

    /** The engine; waits until it is there, so for workers only. */
    ConvEngine engine() {
        return engine.join();
    }

    /** Gives one worker its own runner, when the engine is there; a runner is not for several threads. */
    Supplier<LayerRunner> runnerOfOneWorker() {
        return new Supplier<>() {
            private LayerRunner runner;

            @Override
            public LayerRunner get() {
                if (runner == null) {
                    runner = new LayerRunner(engine.join());
                }
                return runner;
            }
        };
    }
}
