package org.quantscope.conv.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The engines by their names on the command line. The native ones are loaded and tested together at the first selection
 * of any of them, which takes a second or two; whoever has a thread to spare calls {@link #select} there, others wait
 * for it.
 */
public final class Engines {
    private static final Engines THIS_MACHINE = new Engines(Nd4jEngine::load, OneDnnEngine::load);

    private final Supplier<ConvEngine> nd4jLoader;
    private final Function<List<HardSums>, ConvEngine> oneDnnLoader;
    private Loaded loaded;

    /** What serves under each name. */
    private record Loaded(ConvEngine nd4j, ConvEngine oneDnn) {}

    /** @param loaders load an engine, or throw what the loading of native libraries throws */
    Engines(Supplier<ConvEngine> nd4jLoader, Function<List<HardSums>, ConvEngine> oneDnnLoader) {
        this.nd4jLoader = nd4jLoader;
        this.oneDnnLoader = oneDnnLoader;
    }

    /**
     * The engine of a name. Of {@code onednn}, {@code nd4j} and {@code reference}, an engine that does not load or does
     * not pass its self-test is replaced by the next, which says why in {@link ConvEngine#fallbackReason()};
     * {@code auto} is the first.
     *
     * @param wanted {@code auto}, {@code onednn}, {@code nd4j} or {@code reference}
     * @throws IllegalArgumentException with a sentence if there is no such engine
     */
    public static ConvEngine select(String wanted) {
        return THIS_MACHINE.choose(wanted);
    }

    ConvEngine choose(String wanted) {
        return switch (wanted) {
            case "auto", OneDnnEngine.NAME -> loaded().oneDnn();
            case Nd4jEngine.NAME -> loaded().nd4j();
            case ReferenceEngine.NAME -> new ReferenceEngine();
            default -> throw new IllegalArgumentException(
                    "There is no engine named '" + wanted + "'; choose auto, onednn, nd4j or reference.");
        };
    }

    /** Both at once and in this order: oneDNN needs what ND4J brings. Whoever comes second waits. */
    private synchronized Loaded loaded() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    private Loaded load() {
        List<HardSums> hard = HardSums.all();
        ConvEngine nd4j = tested("ND4J", nd4jLoader, hard, new ReferenceEngine());
        ConvEngine oneDnn = nd4j.fallbackReason().isPresent()
                ? nd4j // whose threads and double precision oneDNN needs
                : tested("oneDNN", () -> oneDnnLoader.apply(hard), hard, nd4j);
        return new Loaded(nd4j, oneDnn);
    }

    /** The engine of a loader, or the other one with the reason why. */
    private static ConvEngine tested(
            String library, Supplier<ConvEngine> loader, List<HardSums> hard, ConvEngine otherwise) {
        try {
            ConvEngine engine = loader.get();
            Optional<String> failure = SelfTest.failure(engine.kernels(), hard)
                    .or(() -> SelfTest.bandFailure(engine::bands, hard));
            return failure.isEmpty() ? engine : new StandIn(
                    otherwise, library + " is not used: its self-test found " + failure.get() + ".");
        } catch (LinkageError | RuntimeException missing) {
            // What a machine without the natives throws: UnsatisfiedLinkError, NoClassDefFoundError,
            // ExceptionInInitializerError, or the libraries' own exceptions around them.
            return new StandIn(
                    otherwise, library + "'s native library cannot be loaded here (" + cause(missing) + ").");
        }
    }

    private static String cause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : ": " + root.getMessage().lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + message;
    }
}
