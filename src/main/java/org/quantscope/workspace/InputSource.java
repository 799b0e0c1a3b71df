package org.quantscope.workspace;

/** Where the layers that are looked at read from. */
public enum InputSource {
    /** From the float network: a layer shows its own error alone. */
    ISOLATED,
    /** From the network whose layers before it are quantized: a layer shows its error on what really reaches it. */
    ACCUMULATED
}
