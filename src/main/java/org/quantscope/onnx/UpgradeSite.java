package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One node while it is raised to a newer version of its operator. */
final class UpgradeSite {
    private final NodeProto.Builder node;
    private final long from;
    private final long to;
    private final TensorNames names;
    private final TensorRanks ranks;
    private final Constants stored;
    private final List<TensorProto> constants;
    private final List<NodeProto> before = new ArrayList<>();
    private final List<NodeProto> after = new ArrayList<>();

    /**
     * @param stored those of the outermost graph
     * @param constants takes the new ones, which belong to the outermost graph
     */
    UpgradeSite(
            NodeProto node,
            long from,
            long to,
            TensorNames names,
            TensorRanks ranks,
            Constants stored,
            List<TensorProto> constants) {
        this.node = node.toBuilder();
        this.from = from;
        this.to = to;
        this.names = names;
        this.ranks = ranks;
        this.stored = stored;
        this.constants = constants;
    }

    NodeProto.Builder node() {
        return node;
    }

    Attributes attributes() {
        return new Attributes(node.build());
    }

    /** Number of dimensions of a tensor, where the file states it. */
    OptionalInt rank(String tensor) {
        return ranks.of(tensor);
    }

    /** The values of a tensor of real numbers, where the file fixes them. */
    Optional<float[]> constant(String tensor) {
        try {
            return stored.find(tensor).map(ConstantTensor::data);
        } catch (NotExplorableException e) {
            return Optional.empty();
        }
    }

    boolean hasOutput(int index) {
        return index < node.getOutputCount() && !node.getOutput(index).isEmpty();
    }

    /** A new tensor's name. */
    String tensor(String purpose) {
        return names.tensor(GraphNames.nameOf(node.build()) + "_" + purpose);
    }

    void setInput(int index, List<Long> values, String purpose) {
        setInput(index, Protos.longs(tensor(purpose), values));
    }

    void setInput(int index, TensorProto constant) {
        constants.add(constant);
        Protos.setInput(node, index, constant.getName());
    }

    void before(NodeProto.Builder added) {
        before.add(added.setName(names.node(added.getName())).build());
    }

    void after(NodeProto.Builder added) {
        after.add(added.setName(names.node(added.getName())).build());
    }

    List<NodeProto> nodes() {
        List<NodeProto> nodes = new ArrayList<>(before);
        nodes.add(node.build());
        nodes.addAll(after);
        return nodes;
    }

    /** @param why a clause about the node, such as {@code it has statistics for every pixel} */
    IllegalArgumentException impossible(String why) {
        return new IllegalArgumentException("The network uses version " + from + " of ONNX's operators, and "
                + GraphNames.describe(node.build()) + " cannot be raised to version " + to + ": " + why
                + "; export the model with opset " + to + " or newer.");
    }
}
