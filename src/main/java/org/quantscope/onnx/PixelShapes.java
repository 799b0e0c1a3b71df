package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the two Reshapes around a convolution of 1×1 pixels that stands for a matrix product. */
final class PixelShapes {
    private static final Set<String> SAME_RANK =
            Set.of("QuantizeLinear", "DequantizeLinear", "Relu", "Clip", "Identity", "Softmax", "Dropout");
    private static final int LONGEST_CHAIN = 16;

    private final QuantizerNodes constants;
    private final Readers readers;
    private final TensorRanks ranks;
    private final Map<String, NodeProto> makers = new HashMap<>();

    PixelShapes(GraphProto graph, QuantizerNodes constants) {
        this.constants = constants;
        this.readers = new Readers(graph);
        this.ranks = new TensorRanks(graph);
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
    }

    /**
     * @param rows the codes (N, features) before the first Reshape
     * @param output the codes (N, outputs) behind the second one
     */
    record Around(String rows, String output) {}

    Optional<Around> around(NodeProto convolution) {
        Optional<CodeTensor> weights = constants.codes(convolution.getInput(3));
        if (weights.isEmpty() || weights.get().extents().size() != 4 || !isPlain(convolution)) {
            return Optional.empty();
        }
        List<Integer> extents = weights.get().extents();
        if (extents.get(2) != 1 || extents.get(3) != 1) {
            return Optional.empty();
        }
        NodeProto before = makers.get(convolution.getInput(0));
        Optional<NodeProto> after = readers.onlyReader(convolution.getOutput(0));
        boolean reshaped = isReshape(before, 0, extents.get(1), 1, 1)
                && after.isPresent() && isReshape(after.get(), 0, extents.get(0));
        return reshaped && isMatrix(before.getInput(0))
                ? Optional.of(new Around(before.getInput(0), after.get().getOutput(0)))
                : Optional.empty();
    }

    private static boolean isPlain(NodeProto convolution) {
        Attributes attributes = new Attributes(convolution);
        boolean padded = attributes.integers("pads").filter(pads -> pads.stream().anyMatch(pad -> pad != 0)).isPresent();
        boolean strided =
                attributes.integers("strides").filter(strides -> strides.stream().anyMatch(s -> s != 1)).isPresent();
        return !padded && !strided && attributes.integer("group", 1) == 1;
    }

    private boolean isReshape(NodeProto node, long... shape) {
        return node != null && GraphNames.isStandard(node, "Reshape") && node.getInputCount() == 2
                && node.getOutputCount() == 1
                && constants.longs(node.getInput(1)).filter(given -> Arrays.equals(given, shape)).isPresent();
    }

    /** Whether a tensor is known to have two dimensions. */
    private boolean isMatrix(String tensor) {
        String name = tensor;
        for (int step = 0; step < LONGEST_CHAIN; step++) {
            if (ranks.of(name).isPresent()) {
                return ranks.of(name).getAsInt() == 2;
            }
            NodeProto maker = makers.get(name);
            if (maker == null) {
                return false;
            }
            switch (maker.getOpType()) {
                case "Flatten", "Gemm" -> {
                    return true;
                }
                case "Reshape" -> {
                    return constants.longs(GraphNames.input(maker, 1)).filter(s -> s.length == 2).isPresent();
                }
                default -> {
                    if (!SAME_RANK.contains(maker.getOpType())) {
                        return false;
                    }
                    name = GraphNames.input(maker, 0);
                }
            }
        }
        return false;
    }
}
