package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Model;

/**
 * A network whose layers are fed their weights, and whose activations pass through quantizers that are fed their
 * parameters, so that one session of a runtime serves any settings. Everything between the layers stays as the file has
 * it. Each layer's {@code input}, {@code output} and activated output are outputs of the graph under their own names,
 * beside those of the network.
 *
 * <p>A layer's input quantizer stands on the edge to this layer alone; its output quantizer writes the tensor that
 * everybody else reads, behind the fused activation where there is one. Layers that are not float32 in the file compute
 * in float32 between two casts.
 *
 * @param model the bytes of the {@code .onnx} file
 * @param externalDataFolder as in {@link ExposedTensors}
 * @param layers what each layer is fed, by its name
 */
public record SimulationGraph(
        byte[] model, Optional<Path> externalDataFolder, Map<String, SimulatedLayer> layers) {

    /**
     * @param model folded or not; its file is read again
     * @throws ModelFormatException with a sentence if the file cannot be read or is another one by now
     */
    public static SimulationGraph of(Model model) {
        try {
            OnnxFile file = OnnxFile.read(model.file());
            if (!file.sha256().equals(model.sha256())) {
                throw new DefectException("it changed since it was opened; open it again");
            }
            return new SimulationRewriting(model, file.proto()).build();
        } catch (DefectException e) {
            throw ModelFormatException.about(model.file(), e.getMessage(), e);
        }
    }

    /**
     * The part of the graph from a layer on, which gives the network's first output alone. It reads what the part before
     * it hands over: tensors that are outputs of this graph.
     *
     * @param elementTypes ONNX's names for the element types of this graph's outputs
     * @return empty if the first output does not come after that layer, or needs something else than tensors
     */
    public Optional<byte[]> from(SimulatedLayer layer, String firstOutput, Map<String, String> elementTypes) {
        try {
            return SimulationTail.of(ModelProto.parseFrom(model), layer, firstOutput)
                    .flatMap(tail -> tail.withInputs(elementTypes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The graph was written here and must be readable.", e);
        }
    }
}
