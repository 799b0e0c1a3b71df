package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quantscope.model.FusedActivation;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;

/**
 * Follows the codes of a graph's activations from each QuantizeLinear to the DequantizeLinear nodes that turn them into
 * values again, through operators that only move codes. For these a twin that moves the values is added.
 */
final class CodeFlow {
    /** Operators that give the very values of their first input, at other places. */
    private static final Set<String> MOVING =
            Set.of("MaxPool", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Identity");

    /** @param values the tensor that the codes are of */
    private record Coded(String values, StoredGrid grid, QuantParams params) {}

    /**
     * What a DequantizeLinear writes.
     *
     * @param source the values before they were quantized; empty: they came as codes
     */
    record Restored(Optional<String> source, QuantParams params) {}

    private final QuantizerNodes constants;
    private final FusedActivations clamps;
    private final TensorNames names;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, Coded> codes = new HashMap<>();
    private final Map<String, Restored> restored = new LinkedHashMap<>();

    CodeFlow(GraphProto graph, QuantizerNodes constants, FusedActivations clamps) {
        this.constants = constants;
        this.clamps = clamps;
        this.names = new TensorNames(graph);
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(output -> makers.put(output, node));
            nodes.add(node);
            follow(node);
        }
    }

    /** The nodes of the graph and the twins. */
    List<NodeProto> nodes() {
        return nodes;
    }

    /** By what each DequantizeLinear of an activation writes, in the file's order. */
    Map<String, Restored> restored() {
        return restored;
    }

    /** The parameters of a QuantizeLinear's codes, and the tensor that it quantizes. */
    Optional<Restored> quantizer(NodeProto node) {
        return Optional.ofNullable(codes.get(GraphNames.firstOutput(node)))
                .filter(coded -> QuantizerNodes.quantizes(node))
                .map(coded -> new Restored(Optional.of(coded.values()), coded.params()));
    }

    static boolean moves(NodeProto node) {
        return MOVING.contains(node.getOpType()) && GraphNames.isStandard(node) && node.getOutputCount() == 1;
    }

    private void follow(NodeProto node) {
        String input = GraphNames.input(node, 0);
        if (QuantizerNodes.quantizes(node)) {
            constants.grid(node).ifPresent(grid -> grid.activation().ifPresent(params -> {
                Optional<QuantType> narrower = limitedType(input, grid, params);
                String source = narrower.isPresent() ? GraphNames.input(makers.get(input), 0) : input;
                QuantParams own = narrower
                        .map(type -> new QuantParams(type, params.scale(), (int) params.zeroPoint()))
                        .orElse(params);
                codes.put(node.getOutput(0), new Coded(source, grid, own));
            }));
        } else if (QuantizerNodes.dequantizes(node) && !constants.isConstant(input)) {
            dequantized(node, Optional.ofNullable(codes.get(input)));
        } else if (moves(node) && codes.containsKey(input)) {
            Coded moved = codes.get(input);
            String values = names.tensor(node.getOutput(0) + "_values");
            nodes.add(node.toBuilder().setName(names.node(node.getName() + "_values"))
                    .setInput(0, moved.values()).setOutput(0, values).build());
            codes.put(node.getOutput(0), new Coded(values, moved.grid(), moved.params()));
        }
    }

    private void dequantized(NodeProto node, Optional<Coded> from) {
        boolean typeIsKnown = !GraphNames.input(node, 2).isEmpty();
        Optional<StoredGrid> grid = constants.grid(node.getInput(1), GraphNames.input(node, 2),
                from.map(coded -> coded.grid().container()), 1);
        if (grid.isEmpty() || !typeIsKnown && from.isEmpty()) {
            return;
        }
        boolean same = from.filter(coded -> coded.grid().isSameAs(grid.get())).isPresent();
        if (same) {
            restored.put(node.getOutput(0), new Restored(from.map(Coded::values), from.get().params()));
        } else {
            grid.get().activation().ifPresent(
                    params -> restored.put(node.getOutput(0), new Restored(Optional.empty(), params)));
        }
    }

    /**
     * The type whose lowest and highest code a Clip before a quantizer stands for: how a file says a width that ONNX has
     * no type for.
     */
    private Optional<QuantType> limitedType(String tensor, StoredGrid grid, QuantParams params) {
        NodeProto maker = makers.get(tensor);
        if (maker == null || !GraphNames.isStandard(maker, "Clip")) {
            return Optional.empty();
        }
        Optional<FusedActivation> clip = clamps.clampOf(maker);
        if (clip.isEmpty() || clip.get().lo() == 0 && clip.get().hi() == 6) { // 6: a Relu6 is an activation
            return Optional.empty();
        }
        float lo = clip.get().lo();
        float hi = clip.get().hi();
        int first = Quantizer.quantize(lo, params);
        int last = Quantizer.quantize(hi, params);
        if (Quantizer.dequantize(first, params) != lo || Quantizer.dequantize(last, params) != hi) {
            return Optional.empty();
        }
        for (int bits = QuantType.MIN_BITS; bits <= grid.container().bits(); bits++) {
            for (boolean narrow : new boolean[] {false, true}) {
                QuantType type = new QuantType(bits, grid.container().isSigned(), narrow);
                boolean whole = bits == grid.container().bits() && !narrow;
                if (!whole && type.qmin() == first && type.qmax() == last && type.contains((int) params.zeroPoint())) {
                    return Optional.of(type);
                }
            }
        }
        return Optional.empty();
    }
}
