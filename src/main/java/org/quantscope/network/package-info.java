/**
 * The whole network through ONNX Runtime: the float network runs on an image and hands over what every explorable layer
 * reads and writes. Also where images come from: PNG and JPEG files, idx files, {@code .npy} and {@code .npz}, or a
 * seeded random input where there is none.
 */
package org.quantscope.network;
