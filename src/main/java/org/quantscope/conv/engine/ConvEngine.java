package org.quantscope.conv.engine;

import java.util.Optional;

/** A way to compute convolutions on this machine, and what a person should know about it. Safe for several threads. */
public interface ConvEngine {
    /** The word for it on the command line: {@code reference}, {@code nd4j}. */
    String name();

    /** One line for the badge and for {@code doctor}: library, version, and why its integers can be trusted. */
    String description();

    /** Why this engine serves although a faster one was wanted, as a sentence; empty if it was wanted. */
    default Optional<String> fallbackReason() {
        return Optional.empty();
    }

    /** Kernels with buffers of their own, for one thread. */
    ConvKernels kernels();
}
