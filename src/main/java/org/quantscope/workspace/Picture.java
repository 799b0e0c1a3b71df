package org.quantscope.workspace;

/**
 * Pixels to show.
 *
 * @param width columns
 * @param height rows
 * @param argb one opaque ARGB value for each pixel, row by row; read only
 */
public record Picture(int width, int height, int[] argb) {}
