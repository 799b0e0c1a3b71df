package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.LayerKind;

/** A MatMul with one constant matrix: X · W over the rows of X, or W · X over the columns of X. */
final class MatMulNode {
    private final NodeProto node;
    private final Constants constants;
    private final TensorRanks ranks;

    MatMulNode(NodeProto node, Constants constants, TensorRanks ranks) {
        this.node = node;
        this.constants = constants;
        this.ranks = ranks;
    }

    LayerParts read() throws NotExplorableException {
        String left = GraphNames.input(node, 0);
        String right = GraphNames.input(node, 1);
        if (left.isEmpty() || right.isEmpty()) {
            throw new DefectException(GraphNames.describe(node)
                    + " lacks one of its two matrices; the file is damaged, export the model again");
        }
        Optional<ConstantTensor> rightValues = constants.find(right);
        Optional<ConstantTensor> leftValues = constants.find(left);
        if (rightValues.isPresent() == leftValues.isPresent()) {
            throw new NotExplorableException(
                    rightValues.isPresent()
                            ? "Both of its matrices are constant."
                            : "Both of its matrices are computed while the network runs.");
        }
        boolean weightsLeft = leftValues.isPresent();
        ConstantTensor stored = weightsLeft ? leftValues.get() : rightValues.get();
        String input = weightsLeft ? right : left;
        if (stored.shape().rank() != 2) {
            throw new NotExplorableException("Its constant of shape " + stored.shape() + " is not one matrix.");
        }
        if (weightsLeft && ranks.of(input).orElse(2) != 2) {
            throw new NotExplorableException("Its constant matrix stands left of a batch of matrices.");
        }
        ConstantTensor weights = MatrixWeights.outputsFirst(stored, weightsLeft, constants.memory());
        return new LayerParts(
                LayerKind.MATMUL, MatrixWeights.asKernel(weights), weights.source(), weights.asStored(),
                weights.storedAxes().get(0), Optional.empty(), Optional.empty(), ConvGeometry.POINTWISE, AutoPad.NOTSET,
                input, weightsLeft ? InputLayout.COLUMNS : InputLayout.ROWS);
    }
}
