/**
 * The whole network through ONNX Runtime: the float network runs on an image and hands over what every explorable layer
 * reads and writes; the simulated network does the same with any layer quantized, and {@link
 * org.quantscope.network.NetworkComparison} sets the two side by side on a data set. {@link
 * org.quantscope.network.Verification} holds an exported network against this program's integers. Also where images come
 * from: PNG and JPEG files, idx files, {@code .npy} and {@code .npz}, or a seeded random input where there is none.
 */
package org.quantscope.network;
