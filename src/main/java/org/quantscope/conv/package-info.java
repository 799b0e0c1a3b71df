/**
 * One layer computed three ways, in plain loops that can be read beside the arithmetic contract: float, fake-quant
 * (quantize, dequantize, convolve) and integer (quantize, integer convolution with zero-point corrections, dequantize).
 * Nobody optimises these loops: they are the oracle that the engines in {@code conv.engine} are tested against.
 */
package org.quantscope.conv;
