package org.quantscope.workspace;

/**
 * A dimension of the network's input that the file leaves open.
 *
 * @param name the file's name for it
 * @param value the extent in use, at least 1
 */
public record OpenDimension(String name, int value) {}
