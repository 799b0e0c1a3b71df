package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operators that exporters put between stored weights and the layer that reads them. */
final class ConstantFolding {
    private static final Set<String> OPERATORS = Set.of("Identity", "Cast", "Transpose");

    private ConstantFolding() {}

    /** @param node may be null: nothing to fold */
    static boolean folds(NodeProto node) {
        return node != null && OPERATORS.contains(node.getOpType()) && GraphNames.isStandard(node);
    }

    /** The node's output for that input. */
    static ConstantTensor apply(NodeProto node, ConstantTensor tensor, WeightMemory memory)
            throws NotExplorableException {
        return switch (node.getOpType()) {
            case "Cast" -> cast(node, tensor, memory);
            case "Transpose" -> tensor.transpose(order(node, tensor.shape().rank()), memory);
            default -> tensor;
        };
    }

    private static ConstantTensor cast(NodeProto node, ConstantTensor tensor, WeightMemory memory)
            throws NotExplorableException {
        long to = new Attributes(node).integer("to", 0);
        if (to == TensorProto.DataType.FLOAT_VALUE || to == TensorProto.DataType.DOUBLE_VALUE) {
            return tensor;
        }
        boolean half = to == TensorProto.DataType.FLOAT16_VALUE;
        if (!half && to != TensorProto.DataType.BFLOAT16_VALUE) {
            throw new NotExplorableException(
                    "Tensor '" + tensor.source() + "' is cast to a type that no float layer has.");
        }
        float[] rounded = memory.floats(tensor.data().length);
        for (int i = 0; i < rounded.length; i++) {
            float value = tensor.data()[i];
            rounded[i] = half ? HalfPrecision.roundToFloat16(value) : HalfPrecision.roundToBfloat16(value);
        }
        return tensor.withValues(rounded);
    }

    private static int[] order(NodeProto node, int rank) {
        int[] order = new int[rank];
        Optional<List<Long>> given = new Attributes(node).integers("perm");
        boolean[] seen = new boolean[rank];
        for (int axis = 0; axis < rank; axis++) {
            long from = rank - 1L - axis;
            if (given.isPresent()) {
                from = given.get().size() == rank ? given.get().get(axis) : -1;
            }
            if (from < 0 || from >= rank || seen[(int) from]) {
                throw new DefectException(GraphNames.describe(node) + " has a perm that does not reorder " + rank
                        + " dimensions; export the model again");
            }
            seen[(int) from] = true;
            order[axis] = (int) from;
        }
        return order;
    }
}
