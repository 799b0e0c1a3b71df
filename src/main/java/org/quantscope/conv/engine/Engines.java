package org.quantscope.conv.engine;

/** The engines by their names on the command line. */
public final class Engines {
    private Engines() {}

    /**
     * The engine of a name.
     *
     * @param wanted {@code auto}, {@code reference} or {@code nd4j}; {@code auto} is the fastest one that is exact here
     * @throws IllegalArgumentException with a sentence if there is no such engine
     */
    public static ConvEngine select(String wanted) {
        return switch (wanted) {
            case "auto", ReferenceEngine.NAME -> new ReferenceEngine();
            default -> throw new IllegalArgumentException(
                    "There is no engine named '" + wanted + "'; there are auto, reference and nd4j.");
        };
    }
}
