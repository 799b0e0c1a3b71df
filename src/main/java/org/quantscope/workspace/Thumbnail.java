package org.quantscope.workspace;

/**
 * An image of the strip under the sample image.
 *
 * @param index its place in the source
 * @param picture its pixels
 */
public record Thumbnail(int index, Picture picture) {}
