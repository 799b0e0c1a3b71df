package org.quantscope.ui.chart;

/**
 * A part of a plane.
 *
 * @param row its first row
 * @param column its first column
 * @param rows how many rows
 * @param columns how many columns
 */
public record MapRegion(int row, int column, int rows, int columns) {}
