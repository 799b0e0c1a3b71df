/**
 * {@code .onnx} bytes become a {@link org.quantscope.model.Model}. The only package that knows protobuf. Files are not
 * trusted: every length is checked against the bytes that are there before anything is allocated, external data must
 * lie inside the model's own folder, and whatever cannot be read becomes one sentence in a
 * {@code ModelFormatException}.
 *
 * <p>{@code OnnxFile} parses the bytes, {@code Constants} finds the values that a file fixes, {@code ConvNode},
 * {@code GemmNode} and {@code MatMulNode} turn one node each into a layer, and {@code OnnxReader} puts them together. A
 * {@code DefectException} inside means that the whole file is refused, a {@code NotExplorableException} that one node
 * stays without a layer. {@code ExposedTensors} prepares a model for a runtime that shall hand inner tensors over.
 *
 * <p>{@code QuantizedNetwork} writes the other way: the file, raised by {@code OpsetRaise} where it is too old, with each
 * layer replaced by {@code LayerRewrite}; {@code FormRules} says what such a file cannot express.
 * A quantized file that is opened is turned into the float network behind it by {@code FloatNetwork}; {@code
 * StoredQuantization} has the parameters that it was stored with.
 */
package org.quantscope.onnx;
