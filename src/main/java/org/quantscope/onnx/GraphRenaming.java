package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;

/** Gives tensors of a graph other names. Names that bodies of its nodes read must stay. */
final class GraphRenaming {
    private final Map<String, String> names = new HashMap<>();

    /** @param to may itself be given another name before or later */
    void rename(String from, String to) {
        if (!of(to).equals(of(from))) {
            names.put(of(from), of(to));
        }
    }

    /** What a tensor is called in the end. */
    String of(String name) {
        String last = name;
        while (names.containsKey(last)) {
            last = names.get(last);
        }
        return last;
    }

    NodeProto node(NodeProto node) {
        NodeProto.Builder renamed = node.toBuilder();
        for (int at = 0; at < renamed.getInputCount(); at++) {
            renamed.setInput(at, of(renamed.getInput(at)));
        }
        for (int at = 0; at < renamed.getOutputCount(); at++) {
            renamed.setOutput(at, of(renamed.getOutput(at)));
        }
        return renamed.build();
    }

    /** A node that reads other tensors. */
    static NodeProto inputs(NodeProto node, Map<String, String> others) {
        if (node.getInputList().stream().noneMatch(others::containsKey)) {
            return node;
        }
        NodeProto.Builder changed = node.toBuilder();
        for (int at = 0; at < changed.getInputCount(); at++) {
            changed.setInput(at, others.getOrDefault(changed.getInput(at), changed.getInput(at)));
        }
        return changed.build();
    }
}
