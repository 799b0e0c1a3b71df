package org.quantscope.cli;

import java.util.List;
import java.util.Map;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;

/**
 * An engine on this machine.
 *
 * @param name its word on the command line
 * @param exact whether it loads and its self-test found its integer sums exact; otherwise it is never used
 * @param about what it is, or why it is not used
 * @param details what else can be told of it: the instructions it uses, the code that runs
 */
record EngineCheck(String name, boolean exact, String about, Map<String, String> details) {
    static final List<String> NAMES = List.of("reference", "nd4j", "onednn");

    static List<EngineCheck> all() {
        return NAMES.stream().map(EngineCheck::of).toList();
    }

    /** Who computes where nobody asked for an engine, and what it replaces if it is not the fastest one. */
    static String chosen() {
        ConvEngine engine = Engines.select("auto");
        return engine.name() + ": " + engine.fallbackReason().orElse("the fastest that is exact here");
    }

    private static EngineCheck of(String name) {
        ConvEngine engine = Engines.select(name);
        return engine.name().equals(name)
                ? new EngineCheck(name, true, engine.description(), engine.details())
                : new EngineCheck(name, false, engine.fallbackReason().orElse(engine.description()), Map.of());
    }
}
