package org.quantscope.model;

/**
 * The BatchNormalization that a layer's weights and bias have taken in.
 *
 * @param nodeName the node's name
 * @param ofStoredWeights whether the weights that it was folded into were the initializer's own values, so that whoever
 *     folds the file in the same way gets the layer's weights under that initializer's name
 */
public record FoldedBatchNorm(String nodeName, boolean ofStoredWeights) {}
