/**
 * Fast convolutions behind one interface, {@link org.quantscope.conv.engine.ConvEngine}, and the runner that computes a
 * layer three ways with any of them: {@link org.quantscope.conv.engine.OneDnnEngine},
 * {@link org.quantscope.conv.engine.Nd4jEngine}, and the plain loops of {@code conv}. A native engine is used only if its
 * integer sums were found exact on this machine by a self-test; if not, the next one serves, and says why. The only
 * package, beside {@code tensor}, that knows ND4J, and the only one that knows oneDNN.
 */
package org.quantscope.conv.engine;
