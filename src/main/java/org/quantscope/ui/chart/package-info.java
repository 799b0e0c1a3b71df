/**
 * Charts and pictures of numbers. The only package that knows JFreeChart and {@code java.awt}; its classes take plain
 * data and hand out JavaFX nodes.
 */
package org.quantscope.ui.chart;
