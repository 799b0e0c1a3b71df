package org.quantscope.model;

import java.util.List;

/**
 * A node of the network that the explorer shows as it is, or an explorable one in its place among the others.
 *
 * @param name the ONNX node name, or the first output where it has none
 * @param op the ONNX operator type
 * @param inputs tensors it reads
 * @param outputs tensors it writes
 * @param explorable whether the model has a {@link Layer} of that name
 * @param remark why a Conv, Gemm or MatMul cannot be explored, or what becomes of a BatchNormalization; empty for all
 *     others
 */
public record NodeInfo(
        String name, String op, List<String> inputs, List<String> outputs, boolean explorable, String remark) {
    public NodeInfo {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public NodeInfo withRemark(String newRemark) {
        return new NodeInfo(name, op, inputs, outputs, explorable, newRemark);
    }
}
