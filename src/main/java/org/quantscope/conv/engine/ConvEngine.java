package org.quantscope.conv.engine;

/** Computes convolutions, and says what it is. */
public interface ConvEngine {
    /** The word for it on the command line: {@code reference}, {@code nd4j}. */
    String name();
}
