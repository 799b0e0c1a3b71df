package org.quantscope.conv.engine;

import java.util.Map;
import java.util.Optional;
import org.quantscope.conv.ConvShape;

/** A way to compute convolutions on this machine, and what a person should know about it. Safe for several threads. */
public interface ConvEngine {
    /** The word for it on the command line: {@code reference}, {@code nd4j}, {@code onednn}. */
    String name();

    /** One line for the badge and for {@code doctor}: library, version, and why its integers can be trusted. */
    String description();

    /** Why this engine serves although a faster one was wanted, as a sentence; empty if it was wanted. */
    default Optional<String> fallbackReason() {
        return Optional.empty();
    }

    /** What else {@code doctor} can tell, in order: the instructions that are used, the code that runs. */
    default Map<String, String> details() {
        return Map.of();
    }

    /** Kernels with buffers of their own, for one thread. */
    ConvKernels kernels();

    /**
     * Kernels that compute all output channels of a shape band by band, with buffers of their own, for one thread; empty
     * if this engine has no such way for the shape.
     *
     * @param shape with all output channels; the pads resolved
     */
    default Optional<BandKernels> bands(ConvShape shape) {
        return Optional.empty();
    }
}
