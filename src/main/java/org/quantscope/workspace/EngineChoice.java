package org.quantscope.workspace;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.conv.engine.ReferenceEngine;

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
            workers.background().execute(() -> {
                ConvEngine found = select();
                engine.complete(found);
                workers.publisher().execute(() -> loaded(found));
            });
        }
    }

    /** What the machine lacks is said by the engine itself; a machine that fails in another way has the loops still. */
    private static ConvEngine select() {
        try {
            return Engines.select("auto");
        } catch (OutOfMemoryError | RuntimeException failed) {
            return new ReferenceEngine("The native engines could not be loaded (" + failed.getMessage() + ").");
        }
    }

    private void loaded(ConvEngine found) {
        String why = found.fallbackReason().map(reason -> ". " + reason).orElse("");
        status = new EngineStatus(found.name(), found.description() + why, true, false);
        changed.run();
    }

    EngineStatus status() {
        return status;
    }

    Optional<String> task() {
        return begun && status.loading() ? Optional.of("Loading the native engines…") : Optional.empty();
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
