package org.quantscope.model;

/**
 * A Relu or constant Clip that is the only reader of a layer's output, so that the layer may clamp in its place.
 *
 * @param nodeName the node's name
 * @param lo lower bound in real units
 * @param hi upper bound, {@code +∞} for Relu
 * @param output the tensor it writes
 */
public record FusedActivation(String nodeName, float lo, float hi, String output) {}
