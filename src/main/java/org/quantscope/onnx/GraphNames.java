package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;

/** How nodes and tensors of a graph are called. */
final class GraphNames {
    private GraphNames() {}

    /** The node's name, its first output where it has none, or its operator where it has neither. */
    static String nameOf(NodeProto node) {
        if (!node.getName().isEmpty()) {
            return node.getName();
        }
        return firstOutput(node).isEmpty() ? node.getOpType() : firstOutput(node);
    }

    static String firstOutput(NodeProto node) {
        return node.getOutputCount() == 0 ? "" : node.getOutput(0);
    }

    /** The tensor that an input reads, or an empty string where it is left out. */
    static String input(NodeProto node, int index) {
        return index < node.getInputCount() ? node.getInput(index) : "";
    }

    /** The node within a sentence. */
    static String describe(NodeProto node) {
        return "node '" + nameOf(node) + "' (" + node.getOpType() + ")";
    }

    /** Whether the operator is one of ONNX's own. */
    static boolean isStandard(NodeProto node) {
        return isStandardDomain(node.getDomain());
    }

    static boolean isStandard(NodeProto node, String op) {
        return node.getOpType().equals(op) && isStandard(node);
    }

    static boolean isStandardDomain(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
