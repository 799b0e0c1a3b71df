package org.quantscope.workspace;

/**
 * One of the network's answers.
 *
 * @param label what it stands for, or its number
 * @param probability 0 to 1
 */
public record Prediction(String label, double probability) {}
