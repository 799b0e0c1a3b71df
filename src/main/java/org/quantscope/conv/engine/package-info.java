/**
 * Fast convolutions behind one interface, {@link org.quantscope.conv.engine.ConvEngine}, and the runner that computes a
 * layer three ways with any of them. An engine is used only if its integer sums were found exact on this machine by a
 * self-test; if not, the plain loops of {@code conv} serve, and say so. The only package, beside {@code tensor}, that
 * knows ND4J.
 */
package org.quantscope.conv.engine;
