package org.quantscope.conv.engine;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The engines by their names on the command line. An engine is loaded and tested at its first selection, which takes a
 * second or two; whoever has a thread to spare calls {@link #select} there, others wait for it.
 */
public final class Engines {
    private static final Engines THIS_MACHINE = new Engines(Nd4jEngine::load);

    private final Supplier<ConvEngine> nd4jLoader;
    private ConvEngine fastest;

    /** @param nd4jLoader loads the ND4J engine, or throws what the loading of native libraries throws */
    Engines(Supplier<ConvEngine> nd4jLoader) {
        this.nd4jLoader = nd4jLoader;
    }

    /**
     * The engine of a name. {@code auto} and {@code nd4j} are ND4J if it loads and passes its self-test, and otherwise
     * the plain loops, which say why in {@link ConvEngine#fallbackReason()}.
     *
     * @param wanted {@code auto}, {@code reference} or {@code nd4j}
     * @throws IllegalArgumentException with a sentence if there is no such engine in this build
     */
    public static ConvEngine select(String wanted) {
        return THIS_MACHINE.choose(wanted);
    }

    ConvEngine choose(String wanted) {
        return switch (wanted) {
            case "auto", Nd4jEngine.NAME -> fastest();
            case ReferenceEngine.NAME -> new ReferenceEngine();
            case "onednn" -> throw new IllegalArgumentException(
                    "This build has no oneDNN engine; choose auto, reference or nd4j.");
            default -> throw new IllegalArgumentException(
                    "There is no engine named '" + wanted + "'; choose auto, reference or nd4j.");
        };
    }

    private synchronized ConvEngine fastest() {
        if (fastest == null) {
            fastest = loadAndTest();
        }
        return fastest;
    }

    private ConvEngine loadAndTest() {
        try {
            ConvEngine engine = nd4jLoader.get();
            Optional<String> failure = SelfTest.failure(engine.kernels());
            return failure.isEmpty() ? engine : new ReferenceEngine(failure.get());
        } catch (LinkageError | RuntimeException missing) {
            // What a machine without the natives throws: UnsatisfiedLinkError, NoClassDefFoundError,
            // ExceptionInInitializerError, or ND4J's own exceptions around them.
            return new ReferenceEngine("ND4J's native library cannot be loaded here (" + cause(missing) + ").");
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
