/**
 * How far apart things are: error metrics between two outputs, histograms of a tensor before and after quantization,
 * per-channel ranges and reports. Two questions are kept apart throughout: what the settings cost (float against
 * fake-quant) and what the arithmetic costs (fake-quant against integer). What quantization does to the answer of the
 * whole network is counted image by image ({@link org.quantscope.analysis.OutcomeTally}).
 */
package org.quantscope.analysis;
