/**
 * {@code .onnx} bytes become a {@link org.quantscope.model.Model}. The only package that knows protobuf. Files are not
 * trusted: every length is checked against the bytes that are there before anything is allocated, external data must
 * lie inside the model's own folder, and whatever cannot be read becomes one sentence in a {@code ModelFormatException}.
 */
package org.quantscope.onnx;
