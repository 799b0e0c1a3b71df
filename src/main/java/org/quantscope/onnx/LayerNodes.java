package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import java.util.Set;
import org.quantscope.tensor.FloatTensor;

/** Decides for a node whether it is a layer that can be explored, and reads it. */
final class LayerNodes {
    private static final Set<String> QUANTIZED =
            Set.of("QLinearConv", "ConvInteger", "QLinearMatMul", "MatMulInteger");

    private final Constants constants;
    private final TensorRanks ranks;

    LayerNodes(Constants constants, TensorRanks ranks) {
        this.constants = constants;
        this.ranks = ranks;
    }

    /** A layer's parts, or the remark that says why the node has none; neither for other operators. */
    record Reading(Optional<LayerParts> parts, String remark) {
        static Reading nothing() {
            return new Reading(Optional.empty(), "");
        }
    }

    Reading read(NodeProto node) {
        if (!GraphNames.isStandard(node)) {
            return Reading.nothing();
        }
        try {
            Optional<LayerParts> parts = switch (node.getOpType()) {
                case "Conv" -> Optional.of(new ConvNode(node, constants).read());
                case "Gemm" -> Optional.of(new GemmNode(node, constants).read());
                case "MatMul" -> Optional.of(new MatMulNode(node, constants, ranks).read());
                default -> Optional.empty();
            };
            parts.ifPresent(found -> requireOneOutput(node));
            parts.ifPresent(found -> requireFinite(node, found));
            return new Reading(parts, parts.isPresent() ? "" : remarkOn(node.getOpType()));
        } catch (NotExplorableException e) {
            return new Reading(Optional.empty(), e.getMessage());
        }
    }

    private static String remarkOn(String op) {
        if (QUANTIZED.contains(op)) {
            return "This layer is already quantized.";
        }
        return switch (op) {
            case "ConvTranspose" -> "Transposed convolutions are not explored.";
            case "DeformConv" -> "Deformable convolutions are not explored.";
            default -> "";
        };
    }

    private static void requireOneOutput(NodeProto node) {
        if (GraphNames.firstOutput(node).isEmpty()) {
            throw new DefectException(GraphNames.describe(node)
                    + " writes no tensor; the file is damaged, export the model again");
        }
    }

    private static void requireFinite(NodeProto node, LayerParts parts) {
        requireFinite(node, "weights", parts.weight());
        parts.bias().ifPresent(bias -> requireFinite(node, "bias", bias));
    }

    private static void requireFinite(NodeProto node, String what, FloatTensor tensor) {
        int bad = 0;
        for (float value : tensor.data()) {
            if (!Float.isFinite(value)) {
                bad++;
            }
        }
        if (bad > 0) {
            throw new DefectException("the " + what + " of layer '" + GraphNames.nameOf(node) + "' contain"
                    + (what.equals("bias") ? "s " : " ") + bad + " of " + tensor.size()
                    + " values that are NaN or infinite; train or export the model again");
        }
    }
}
