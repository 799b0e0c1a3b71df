package org.quantscope.workspace;

/**
 * Which engine computes.
 *
 * @param name short name for the badge
 * @param description one line: versions, why this one
 * @param exact whether its integer sums were found exact on this machine
 * @param loading whether it is still being loaded and tested; then the others say what is being done
 */
public record EngineStatus(String name, String description, boolean exact, boolean loading) {}
