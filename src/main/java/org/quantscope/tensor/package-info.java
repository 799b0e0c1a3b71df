/**
 * Dense tensors on the Java heap: a {@link org.quantscope.tensor.Shape} and one flat array, last dimension fastest.
 *
 * <p>Activations are NCHW, convolution weights OIHW. A tensor never changes after it was handed to somebody else: the
 * arrays are shared, not copied, and whoever reads {@code data()} promises not to write to it. The package also reads
 * and writes the NumPy formats {@code .npy} and {@code .npz}, so that every number of Quantscope can be looked at from
 * Python. It imports no other package of the project.
 */
package org.quantscope.tensor;
