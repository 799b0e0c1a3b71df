package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A model whose inner tensors are outputs as well, so that a runtime hands them over. Nothing is written to disk.
 *
 * @param model the bytes of the extended {@code .onnx} file
 * @param externalDataFolder where weights outside those bytes lie, if there are any. A runtime that is given bytes does
 *     not know that folder by itself; ONNX Runtime takes it as the session configuration entry
 *     {@value #EXTERNAL_DATA_FOLDER_KEY}. Every file the model names was checked to lie within it.
 */
public record ExposedTensors(byte[] model, Optional<Path> externalDataFolder) {
    /** ONNX Runtime's key for {@link #externalDataFolder()}. */
    public static final String EXTERNAL_DATA_FOLDER_KEY = "session.model_external_initializers_file_folder_path";

    /**
     * @param tensors names of node outputs; those that already are outputs of the network stay so, and inputs of the
     *     network are left out, since whoever runs it has them
     * @throws ModelFormatException if the file cannot be read
     * @throws IllegalArgumentException if the network has no such tensor
     */
    public static ExposedTensors of(Path file, Collection<String> tensors) {
        try {
            ModelProto proto = OnnxFile.read(file).proto();
            return new ExposedTensors(
                    withOutputs(file, proto, new LinkedHashSet<>(tensors)).toByteArray(),
                    checkedFolder(new ExternalData(file), proto));
        } catch (DefectException e) {
            throw ModelFormatException.about(file, e.getMessage(), e);
        }
    }

    /**
     * The part of the network that some tensors need, with these as its only outputs; empty if that part has more than a
     * quarter of the weights, so that it is hardly quicker than the whole.
     *
     * @param tensors names of node outputs; those that the network does not compute are left out
     * @throws ModelFormatException if the file cannot be read
     */
    public static Optional<ExposedTensors> upTo(Path file, Collection<String> tensors) {
        try {
            ModelProto proto = OnnxFile.read(file).proto();
            ModelProto part = NetworkPart.upTo(proto, Set.copyOf(tensors));
            return part.getGraph().getOutputCount() == 0
                            || NetworkPart.weightBytes(part) > NetworkPart.weightBytes(proto) / 4
                    ? Optional.empty()
                    : Optional.of(new ExposedTensors(
                            part.toByteArray(), checkedFolder(new ExternalData(file), part)));
        } catch (DefectException e) {
            throw ModelFormatException.about(file, e.getMessage(), e);
        }
    }

    private static ModelProto withOutputs(Path file, ModelProto proto, Set<String> tensors) {
        GraphProto graph = proto.getGraph();
        Set<String> present = new HashSet<>();
        graph.getInputList().forEach(input -> present.add(input.getName()));
        graph.getOutputList().forEach(output -> present.add(output.getName()));
        Set<String> computed = new HashSet<>();
        graph.getNodeList().forEach(node -> computed.addAll(node.getOutputList()));
        ModelProto.Builder extended = proto.toBuilder();
        for (String tensor : tensors) {
            if (present.contains(tensor)) {
                continue;
            }
            if (tensor.isEmpty() || !computed.contains(tensor)) {
                throw new IllegalArgumentException("Model '" + file.getFileName() + "' has no tensor '" + tensor
                        + "'; its layers' inputs and outputs are listed by the inspect command.");
            }
            // Without a type: runtimes infer it, and a guess would be wrong for double and half models.
            extended.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(tensor));
        }
        return extended.build();
    }

    static Optional<Path> checkedFolder(ExternalData externalData, ModelProto proto) {
        boolean any = false;
        for (TensorProto tensor : StoredTensors.of(proto)) {
            if (ExternalData.isExternal(tensor)) {
                externalData.fileOf(tensor.getName(), tensor);
                any = true;
            }
        }
        return any ? Optional.of(externalData.folder()) : Optional.empty();
    }
}
