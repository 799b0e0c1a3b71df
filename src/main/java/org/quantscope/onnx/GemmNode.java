package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.LayerKind;

/**
 * A Gemm, Y = alpha · A' · B' + beta · C, with constant B and C. Y's columns are the output channels; alpha goes into
 * the weights and beta into the bias.
 */
final class GemmNode {
    private final NodeProto node;
    private final Constants constants;

    GemmNode(NodeProto node, Constants constants) {
        this.node = node;
        this.constants = constants;
    }

    LayerParts read() throws NotExplorableException {
        String input = GraphNames.input(node, 0);
        String matrix = GraphNames.input(node, 1);
        if (input.isEmpty() || matrix.isEmpty()) {
            throw new DefectException(GraphNames.describe(node)
                    + " lacks one of its two matrices; the file is damaged, export the model again");
        }
        Optional<ConstantTensor> stored = constants.find(matrix);
        if (stored.isEmpty()) {
            throw new NotExplorableException("Its matrix '" + matrix + "' is computed while the network runs.");
        }
        if (constants.isConstant(input)) {
            throw new NotExplorableException("Both of its matrices are constant.");
        }
        if (stored.get().shape().rank() != 2) {
            throw new DefectException(GraphNames.describe(node) + " has a matrix of shape " + stored.get().shape()
                    + " where two dimensions are needed; the file is damaged, export the model again");
        }
        Attributes attributes = new Attributes(node);
        boolean outputsFirst = attributes.integer("transB", 0) != 0;
        ConstantTensor weights = MatrixWeights.outputsFirst(stored.get(), outputsFirst, constants.memory())
                .scaled(attributes.real("alpha", 1), constants.memory());
        Optional<Bias> bias =
                Bias.ofGemm(node, constants, weights.shape().extent(0), attributes.real("beta", 1));
        InputLayout layout = attributes.integer("transA", 0) != 0 ? InputLayout.COLUMNS : InputLayout.ROWS;
        return new LayerParts(
                LayerKind.GEMM, MatrixWeights.asKernel(weights), weights.source(), weights.asStored(),
                weights.storedAxes().get(0), bias.map(Bias::values), bias.flatMap(Bias::storedName),
                ConvGeometry.POINTWISE, AutoPad.NOTSET, input, layout);
    }
}
