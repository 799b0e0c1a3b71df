package org.quantscope.workspace;

/**
 * Which engine computes.
 *
 * @param name short name for the badge
 * @param description one line: versions, why this one
 * @param exact whether its integer sums were found exact on this machine
 */
public record EngineStatus(String name, String description, boolean exact) {}
