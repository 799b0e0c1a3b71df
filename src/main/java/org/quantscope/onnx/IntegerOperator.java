package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;

/**
 * One layer as an integer operator of the standard. A convolution becomes QLinearConv, a matrix product without a bias
 * QLinearMatMul. QLinearMatMul has no bias, and adding one behind it would round twice: a matrix product with a bias is
 * a QLinearConv with a 1×1 kernel on 1×1 images, which computes the very same sums.
 */
final class IntegerOperator {
    private final GraphRewrite graph;
    private final ActivationNodes activations;
    private final LayerConstants constants;
    private final GraphRewrite.Place place;
    private final Layer layer;
    private final LayerParams params;

    IntegerOperator(
            GraphRewrite graph,
            ActivationNodes activations,
            LayerConstants constants,
            GraphRewrite.Place place,
            Layer layer,
            LayerParams params) {
        this.graph = graph;
        this.activations = activations;
        this.constants = constants;
        this.place = place;
        this.layer = layer;
        this.params = params;
    }

    /**
     * Puts the operator in the place of the layer's node.
     *
     * @param codes those of the layer's input
     * @param to takes the output's codes
     * @param base begins the names of what is between
     */
    void write(String codes, String to, String base) {
        NodeProto stored = place.node().build();
        if (isConvolution()) {
            replaceBy(convolution(codes, to, LayerConstants.Arrangement.outputsFirst(layer))
                    .addAllAttribute(stored.getAttributeList()));
            return;
        }
        String rows = layer.inputLayout() == InputLayout.COLUMNS ? turned(codes, base) : codes;
        if (layer.bias().isEmpty()) {
            replaceBy(Protos.node("QLinearMatMul", stored.getName(),
                    operands(rows, LayerConstants.Arrangement.outputsLast(layer)), to));
            return;
        }
        String pixels = graph.names().tensor(base + "_pixels");
        String sums = graph.names().tensor(base + "_pixel_sums");
        place.before(reshape(rows, pixels, base + "_to_pixels", layer.inputChannels(), true));
        replaceBy(convolution(pixels, sums, LayerConstants.Arrangement.kernel(layer)));
        place.after(reshape(sums, to, base + "_to_rows", layer.outputChannels(), false));
    }

    private String turned(String codes, String base) {
        String rows = graph.names().tensor(base + "_rows");
        place.before(Protos.node("Transpose", base + "_Transpose", List.of(codes), rows)
                .addAttribute(Protos.integers("perm", List.of(1L, 0L))));
        return rows;
    }

    /** Rows (N, features) become images (N, features, 1, 1), or the other way round. */
    private NodeProto.Builder reshape(String from, String to, String name, long features, boolean images) {
        List<Long> extents = images ? List.of(0L, features, 1L, 1L) : List.of(0L, features); // 0 keeps the rows
        String shape = graph.constant(Protos.longs(graph.names().tensor(name + "_shape"), extents));
        return Protos.node("Reshape", name, List.of(from, shape), to);
    }

    private void replaceBy(NodeProto.Builder operator) {
        operator.setName(place.node().getName());
        place.node().clear().mergeFrom(operator.build());
    }

    private boolean isConvolution() {
        return layer.kind() != LayerKind.GEMM && layer.kind() != LayerKind.MATMUL;
    }

    private NodeProto.Builder convolution(String codes, String to, LayerConstants.Arrangement arrangement) {
        List<String> inputs = operands(codes, arrangement);
        if (layer.bias().isPresent()) {
            inputs.add(constants.biasCodes());
        }
        return Protos.node("QLinearConv", "", inputs, to);
    }

    private List<String> operands(String codes, LayerConstants.Arrangement arrangement) {
        QuantParams output = params.output().orElseThrow();
        ActivationNodes.Grid x = activations.grid(params.input().orElseThrow(), layer.input());
        ActivationNodes.Grid y = activations.grid(output, LayerEnds.tensor(layer));
        LayerConstants.Coded weight = constants.weight(arrangement);
        return new ArrayList<>(List.of(
                codes, x.scale(), x.zeroPoint(), weight.codes(), weight.scale(), weight.zeroPoint(),
                y.scale(), y.zeroPoint()));
    }
}
