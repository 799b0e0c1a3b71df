package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A quantized network read back from the disk, against what was to be written.
 *
 * @param fields how many values were compared: every stored code, scale and zero point, and every node
 * @param differing the names of those that differ
 */
public record WrittenFile(int fields, List<String> differing) {

    /**
     * Compares a file with the network that it shall hold.
     *
     * @throws ModelFormatException with a sentence if the file cannot be read
     */
    public static WrittenFile compare(QuantizedNetwork intended, Path written) {
        try {
            return compare(OnnxFile.parsed(intended.model()).getGraph(), 
                    OnnxFile.parsed(OnnxFile.bytes(written, Long.MAX_VALUE)).getGraph());
        } catch (DefectException e) {
            throw ModelFormatException.about(written, e.getMessage(), e);
        }
    }

    private static WrittenFile compare(GraphProto intended, GraphProto found) {
        Map<String, TensorProto> tensors = new HashMap<>();
        found.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
        List<String> differing = new ArrayList<>();
        long fields = intended.getNodeCount();
        for (TensorProto tensor : intended.getInitializerList()) {
            fields += tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
            if (!tensor.equals(tensors.get(tensor.getName()))) {
                differing.add("tensor '" + tensor.getName() + "'");
            }
        }
        for (int at = 0; at < intended.getNodeCount(); at++) {
            if (at >= found.getNodeCount() || !intended.getNode(at).equals(found.getNode(at))) {
                differing.add(GraphNames.describe(intended.getNode(at)));
            }
        }
        return new WrittenFile((int) Math.min(Integer.MAX_VALUE, fields), List.copyOf(differing));
    }
}
