package org.quantscope.workspace;

/**
 * A dimension of the network's input that the file leaves open.
 *
 * @param name the file's name for it
 * @param value the extent in use, at least 1
 * @param batch whether it only says how many inputs there are, for which 1 is what everybody wants
 */
public record OpenDimension(String name, int value, boolean batch) {}
