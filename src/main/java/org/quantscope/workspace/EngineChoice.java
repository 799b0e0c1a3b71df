package org.quantscope.workspace;

import java.util.function.Supplier;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;

/**
 * Which engine computes. The plain loops serve from the first moment; the fast engine is loaded and tested in the
 * background, because its native libraries take seconds on a first run.
 */
final class EngineChoice {
    private final Workers workers;
    private final Runnable changed;
    private volatile ConvEngine engine;
    private boolean loading;

    EngineChoice(Workers workers, Runnable changed) {
        this.workers = workers;
        this.changed = changed;
        this.engine = Engines.select("reference");
    }

    void loadInBackground() {
        loading = true;
        workers.background().execute(() -> {
            ConvEngine found = Engines.select("auto");
            workers.publisher().execute(() -> {
                engine = found;
                loading = false;
                changed.run();
            });
        });
    }

    EngineStatus status() {
        ConvEngine current = engine;
        String why = current.fallbackReason().map(reason -> ". " + reason).orElse("");
        return new EngineStatus(current.name(), current.description() + why, loading, true);
    }

    /** Gives one worker its own runner of the present engine; a runner is not for several threads. */
    Supplier<LayerRunner> runnerOfOneWorker() {
        return new Supplier<>() {
            private ConvEngine used;
            private LayerRunner runner;

            @Override
            public LayerRunner get() {
                if (used != engine) {
                    used = engine;
                    runner = new LayerRunner(used);
                }
                return runner;
            }
        };
    }
}
