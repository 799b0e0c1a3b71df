package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.model.Model;
import org.quantscope.model.TensorInfo;
import org.quantscope.quant.LayerParams;

/**
 * A network as a quantized {@code .onnx} file: weights stored as integer codes, biases as int32 with the scale {@code
 * f32(s_x · s_w)}, activations between QuantizeLinear and DequantizeLinear. Inputs and outputs of the network keep their
 * names and types; what no layer is stays as it is in the file.
 *
 * @param model the bytes of the file, with all weights in them
 * @param opset the version of ONNX's operators that it uses
 * @param layers the tensors of every layer, by its name
 * @param findings what the file says otherwise than the parameters do; none of them refused
 */
public record QuantizedNetwork(
        byte[] model, long opset, Map<String, QuantizedLayer> layers, List<FormFinding> findings) {

    /**
     * Writes the network of a model's file, BatchNormalization folded or not as the model has it.
     *
     * <p>A layer's input quantizer stands before that layer alone; its output quantizer behind its activation, for whoever
     * reads that tensor. An input quantizer that is, bit for bit, the one behind the tensor it reads is left out. In the
     * QOperator form a layer whose weights, input and output are not all quantized is written as in the QDQ form.
     *
     * @param params by layer name; a layer without an entry is float
     * @throws IllegalArgumentException with a sentence if the form cannot say the parameters of a layer, or if the file
     *     cannot be raised to the version of the operators that the form needs
     * @throws ModelFormatException with a sentence if the file changed since the model was read, or cannot be read
     */
    public static QuantizedNetwork write(Model model, Map<String, LayerParams> params, QuantizedForm form) {
        return QuantizedGraph.write(model, params, form, CodeStorage.NARROWEST);
    }

    /**
     * The same network for a runtime to compute, not for people to keep: every code of at most 8 bits is stored as an
     * unsigned byte, signed ones 128 higher together with their zero points. Layers of all these widths are computed by
     * integer operators, and their sums are exact on every processor. As {@link #write} else.
     */
    public static QuantizedNetwork writeForRuntime(Model model, Map<String, LayerParams> params, QuantizedForm form) {
        return QuantizedGraph.write(model, params, form, CodeStorage.UNSIGNED_BYTES);
    }

    /**
     * The file with inner tensors as outputs too.
     *
     * @param tensors names of tensors that its nodes write; outputs of the network may be among them
     */
    public byte[] exposing(Collection<String> tensors) {
        ModelProto proto = OnnxFile.parsed(model);
        GraphProto.Builder graph = proto.getGraph().toBuilder();
        Map<String, ValueInfoProto> outputs = new LinkedHashMap<>();
        graph.getOutputList().forEach(output -> outputs.put(output.getName(), output));
        for (String tensor : tensors) {
            outputs.computeIfAbsent(tensor, name ->
                    ValueInfoProto.newBuilder().setName(name).setType(TypeProto.getDefaultInstance()).build());
        }
        graph.clearOutput().addAllOutput(outputs.values());
        return proto.toBuilder().setGraph(graph).build().toByteArray();
    }

    /**
     * The part of the file that computes a tensor from others, as a file of its own with the network's names.
     *
     * @param given tensors that nodes compute, with ONNX's words for their element types and with every extent; what the
     *     wanted one does not depend on is left out, and so is every input of the network that nobody reads then
     * @param wanted a tensor that a node computes
     */
    public byte[] between(List<TensorInfo> given, String wanted) {
        return NetworkCut.between(OnnxFile.parsed(model), given, wanted).toByteArray();
    }

    /**
     * The same network as a file has it, which may be another one by now.
     *
     * @throws ModelFormatException with a sentence if the file is no readable network
     */
    public QuantizedNetwork withFile(Path file) {
        try {
            byte[] bytes = OnnxFile.bytes(file, Runtime.getRuntime().maxMemory() / 2);
            OnnxFile.of(file, bytes);
            return new QuantizedNetwork(bytes, opset, layers, findings);
        } catch (DefectException e) {
            throw ModelFormatException.about(file, e.getMessage(), e);
        }
    }

    /** The hash of the file's bytes, lower-case hexadecimal. */
    public String sha256() {
        return OnnxFile.sha256(model);
    }
}
