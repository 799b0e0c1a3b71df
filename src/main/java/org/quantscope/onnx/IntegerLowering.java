package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a graph's QLinearConv and QLinearMatMul as float operators between DequantizeLinear and QuantizeLinear. A
 * QLinearConv with a 1×1 kernel between two Reshapes of a matrix, which is how a matrix product with a bias is said in
 * integers, becomes a Gemm.
 */
final class IntegerLowering {
    private final GraphProto graph;
    private final QuantizerNodes constants;
    private final TensorNames names;
    private final PixelShapes shapes;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> added = new ArrayList<>();
    private final Map<String, NodeProto> lowered = new HashMap<>();
    private final Set<String> replaced = new HashSet<>();

    private IntegerLowering(GraphProto graph, QuantizerNodes constants) {
        this.graph = graph;
        this.constants = constants;
        this.names = new TensorNames(graph);
        this.shapes = new PixelShapes(graph, constants);
    }

    /**
     * @param lowered the float operators that took the place of integer ones, by their first outputs
     */
    record Lowered(GraphProto graph, Map<String, NodeProto> lowered) {}

    /** @param kept first outputs of the operators that stay as they are */
    static Lowered of(GraphProto graph, QuantizerNodes constants, Set<String> kept) {
        IntegerLowering lowering = new IntegerLowering(graph, constants);
        for (NodeProto node : graph.getNodeList()) {
            String output = GraphNames.firstOutput(node);
            if (!lowering.replaced.contains(output) && (kept.contains(output) || !lowering.lower(node))) {
                lowering.nodes.add(node);
            }
        }
        GraphProto result = graph.toBuilder().clearNode().addAllNode(lowering.nodes)
                .addAllInitializer(lowering.added).build();
        return new Lowered(result, lowering.lowered);
    }

    private boolean lower(NodeProto node) {
        boolean convolution = GraphNames.isStandard(node, "QLinearConv");
        boolean product = GraphNames.isStandard(node, "QLinearMatMul");
        if (!convolution && !product || node.getInputCount() < 8 || node.getOutputCount() != 1) {
            return false;
        }
        String weights = node.getInput(3);
        Optional<StoredGrid> x = grid(node, 1);
        Optional<StoredGrid> w = grid(node, 4);
        Optional<StoredGrid> y = grid(node, 6);
        if (x.isEmpty() || w.isEmpty() || y.isEmpty() || constants.codes(weights).isEmpty()) {
            return false;
        }
        if (convolution) {
            convolution(node, x.get(), w.get());
        } else {
            String values = dequantize(weights, node.getInput(4), node.getInput(5), 1);
            NodeProto.Builder operator = Protos.node("MatMul", node.getName(),
                    List.of(dequantize(node, 0, 1), values), names.tensor(node.getOutput(0) + "_sums"));
            finish(node, operator, node.getOutput(0));
        }
        return true;
    }

    private Optional<StoredGrid> grid(NodeProto node, int scale) {
        return constants.grid(node.getInput(scale), node.getInput(scale + 1), Optional.empty(), 0);
    }

    private void convolution(NodeProto node, StoredGrid x, StoredGrid w) {
        Optional<PixelShapes.Around> around = shapes.around(node);
        around.ifPresent(found -> replaced.add(found.output()));
        String weights = around.isPresent() ? matrix(node.getInput(3)) : node.getInput(3);
        String values = dequantize(weights, node.getInput(4), node.getInput(5), 0);
        List<String> inputs = new ArrayList<>();
        inputs.add(around.isPresent()
                ? dequantize(around.get().rows(), node.getInput(1), node.getInput(2), 0)
                : dequantize(node, 0, 1));
        inputs.add(values);
        String bias = GraphNames.input(node, 8);
        if (!bias.isEmpty()) {
            inputs.add(dequantizedBias(bias, x, w));
        }
        String sums = names.tensor(node.getOutput(0) + "_sums");
        if (around.isPresent()) {
            finish(node, Protos.node("Gemm", node.getName(), inputs, sums).addAttribute(Protos.integer("transB", 1)),
                    around.get().output());
            return;
        }
        List<AttributeProto> attributes = node.getAttributeList();
        finish(node, Protos.node("Conv", node.getName(), inputs, sums).addAllAttribute(attributes), node.getOutput(0));
    }

    /** The weights (O, I, 1, 1) as a matrix (O, I): the same codes in the same order. */
    private String matrix(String weights) {
        CodeTensor codes = constants.codes(weights).orElseThrow();
        String name = names.tensor(weights + "_matrix");
        TensorProto matrix = codes.container().tensor(
                name, new long[] {codes.extents().get(0), codes.extents().get(1)}, codes.codes());
        added.add(matrix);
        return name;
    }

    private void finish(NodeProto node, NodeProto.Builder operator, String output) {
        NodeProto built = operator.build();
        nodes.add(built);
        lowered.put(built.getOutput(0), node);
        nodes.add(Protos.node("QuantizeLinear", names.node(node.getName() + "_QuantizeLinear"),
                List.of(built.getOutput(0), node.getInput(6), node.getInput(7)), output).build());
    }

    private String dequantize(NodeProto node, int codes, int scale) {
        return dequantize(node.getInput(codes), node.getInput(scale), node.getInput(scale + 1), 0);
    }

    private String dequantize(String codes, String scale, String zeroPoint, int axis) {
        String values = names.tensor(codes + "_values");
        nodes.add(Protos.node("DequantizeLinear", names.node(values), List.of(codes, scale, zeroPoint), values)
                .addAttribute(Protos.integer("axis", axis)).build());
        return values;
    }

    /** The codes of a bias have the scale {@code f32(s_x · s_w)}, which the operator does not repeat. */
    private String dequantizedBias(String codes, StoredGrid x, StoredGrid w) {
        float[] scales = w.scales().clone();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= x.scales()[0];
        }
        String scale = names.tensor(codes + "_scale");
        added.add(scales.length == 1 ? Protos.floats(scale, scales) : Protos.floats(scale, scales, scales.length));
        String values = names.tensor(codes + "_values");
        nodes.add(Protos.node("DequantizeLinear", names.node(values), List.of(codes, scale), values)
                .addAttribute(Protos.integer("axis", 0)).build());
        return values;
    }
}
