package org.quantscope.workspace;

import java.util.function.Supplier;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;

/**
 * Which engine computes. The fast engine is loaded and tested before any worker starts: while its libraries look one
 * another up they hold the lock of the dynamic linker the wrong way round, and a library that another thread loads at
 * that moment - a font, a picture format, ONNX Runtime - would stop both threads for ever.
 */
final class EngineChoice {
    private final ConvEngine engine = Engines.select("auto");

    EngineStatus status() {
        String why = engine.fallbackReason().map(reason -> ". " + reason).orElse("");
        return new EngineStatus(engine.name(), engine.description() + why, true);
    }

    /** Gives one worker its own runner; a runner is not for several threads. */
    Supplier<LayerRunner> runnerOfOneWorker() {
        return new Supplier<>() {
            private LayerRunner runner;

            @Override
            public LayerRunner get() {
                if (runner == null) {
                    runner = new LayerRunner(engine);
                }
                return runner;
            }
        };
    }
}
