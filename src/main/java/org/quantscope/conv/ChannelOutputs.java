package org.quantscope.conv;

/**
 * One output channel of one run, three ways. Planes are (N, H', W'), shared and read only: neighbouring runs have those in
 * common that did not change between them.
 *
 * @param channel which output channel
 * @param real the float layer after its clamp
 * @param fakeQuant the fake-quant path after the clamp and before any output quantizer
 * @param integer the integer path
 */
public record ChannelOutputs(int channel, float[] real, float[] fakeQuant, IntegerPlane integer) {}
