package org.quantscope.cli;

import java.util.List;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;

/**
 * An engine on this machine.
 *
 * @param name its word on the command line
 * @param exact whether it loads and its self-test found its integer sums exact; otherwise it is never used
 * @param about what it is, or why it is not used
 */
record EngineCheck(String name, boolean exact, String about) {
    static final List<String> NAMES = List.of("reference", "nd4j", "onednn");

    static List<EngineCheck> all() {
        return NAMES.stream().map(EngineCheck::of).toList();
    }

    private static EngineCheck of(String name) {
        try {
            ConvEngine engine = Engines.select(name);
            return engine.name().equals(name)
                    ? new EngineCheck(name, true, engine.description())
                    : new EngineCheck(name, false, engine.fallbackReason().orElse(engine.description()));
        } catch (IllegalArgumentException absent) {
            return new EngineCheck(name, false, absent.getMessage());
        }
    }
}
