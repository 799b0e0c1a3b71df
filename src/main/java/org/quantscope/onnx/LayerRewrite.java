package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;

/** Replaces one layer of a graph by its quantized form, in the place of its node. */
final class LayerRewrite {
    private final GraphRewrite graph;
    private final CodeStorage storage;
    private final ActivationNodes activations;
    private final GraphRewrite.Place place;
    private final Layer layer;
    private final LayerParams params;
    private final LayerConstants constants;
    private final String end;

    /** @param place that of the layer's node */
    LayerRewrite(
            GraphRewrite graph,
            CodeStorage storage,
            ActivationNodes activations,
            GraphRewrite.Place place,
            Layer layer,
            LayerParams params) {
        this.graph = graph;
        this.storage = storage;
        this.activations = activations;
        this.place = place;
        this.layer = layer;
        this.params = params;
        this.constants = new LayerConstants(graph, storage, layer, params);
        this.end = LayerEnds.tensor(layer);
        place.node().setName(layer.name()); // its outputs get other names, and with them a node that has none itself
    }

    /** The layer's float operator between DequantizeLinear and QuantizeLinear. */
    QuantizedLayer qdq() {
        NodeProto.Builder node = place.node();
        Optional<ActivationNodes.Quantized> input =
                params.input().map(own -> activations.read(layer.input(), own, place::before));
        input.ifPresent(quantized -> node.setInput(inputIndex(), quantized.values()));
        if (params.weight().isPresent()) {
            setWeight(node, constants.dequantizedWeight(arrangement(), place::before));
        } else if (layer.foldedBatchNorm().isPresent()) {
            setWeight(node, constants.floatWeight(arrangement()));
        }
        if (layer.bias().isPresent() && params.hasIntegerBias()) {
            setBias(node, constants.dequantizedBias(place::before));
        } else if (layer.bias().isPresent() && layer.foldedBatchNorm().isPresent()) {
            setBias(node, constants.floatBias());
        }
        String sums = graph.names().tensor(end + "_unclamped");
        node.setOutput(0, sums);
        dropActivation();
        return finish(input.map(ActivationNodes.Quantized::codes), sums);
    }

    /** An integer operator. */
    QuantizedLayer qOperator() {
        String codes = activations.read(layer.input(), params.input().orElseThrow(), place::before).codes();
        String sums = graph.names().tensor(end + "_quantized");
        new IntegerOperator(graph, activations, constants, place, layer, params).write(codes, sums, end);
        dropActivation();
        return finishCodes(Optional.of(codes), sums, LayerEnds.clamps(layer, params));
    }

    /** From the float sums to the tensor that others read. */
    private QuantizedLayer finish(Optional<String> inputCodes, String sums) {
        List<Clamp> clamps = LayerEnds.clamps(layer, params);
        if (params.output().isEmpty()) {
            String last = sums;
            for (Clamp clamp : clamps) {
                last = activations.clamp(last, clamp, end, place::after);
            }
            rename(last, end);
            return new QuantizedLayer(inputCodes, Optional.empty(), Optional.empty(), end);
        }
        QuantParams output = params.output().get();
        // Kept for whoever reads the file: runtimes see that the quantizer does its work, and drop it.
        boolean before = LayerEnds.areWide(output, clamps);
        String last = sums;
        for (Clamp clamp : before ? clamps : List.<Clamp>of()) {
            last = activations.clamp(last, clamp, end, place::after);
        }
        String codes = activations.quantize(last, output, end, place::after);
        return finishCodes(inputCodes, codes, before ? List.of() : clamps);
    }

    /**
     * From the codes of the sums to the tensor that others read. A clamp that the saturation of the codes does not do
     * works on the dequantized codes: quantizing never decreases, so that it may come first, and the result is the same
     * as if the clamp came first, code for code. The layer itself then ends in codes, and can be computed in integers.
     */
    private QuantizedLayer finishCodes(Optional<String> inputCodes, String sumCodes, List<Clamp> clamps) {
        QuantParams output = params.output().orElseThrow();
        String codes = sumCodes;
        if (!LayerEnds.saturationClamps(output, clamps, storage)) {
            String last = graph.names().tensor(end + "_unclamped");
            activations.dequantize(sumCodes, output, end, last, place::after);
            for (Clamp clamp : clamps) {
                last = activations.clamp(last, clamp, end, place::after);
            }
            last = activations.limited(last, output, end, place::after);
            codes = activations.quantize(last, output, end, place::after);
        }
        activations.dequantize(codes, output, end, end, place::after);
        activations.written(end, output, codes);
        return new QuantizedLayer(inputCodes, Optional.of(sumCodes), Optional.of(codes), end);
    }

    /** The node that wrote the activation's output, or that of a folded BatchNormalization, is replaced too. */
    private void dropActivation() {
        layer.activation().map(FusedActivation::output).ifPresent(this::dropWriter);
        layer.foldedBatchNorm().ifPresent(folded -> dropWriter(layer.output()));
    }

    private void dropWriter(String tensor) {
        GraphRewrite.Place writer = graph.writerOf(tensor);
        if (writer != place) {
            writer.remove();
        }
    }

    /** Lets the last new node write another tensor. */
    private void rename(String from, String to) {
        if (place.node().getOutput(0).equals(from)) {
            place.node().setOutput(0, to);
        } else {
            place.renameOutput(from, to);
        }
    }

    private int inputIndex() {
        return weightIndex() == 1 ? 0 : 1;
    }

    /** A MatMul may have its constant on the left. */
    private int weightIndex() {
        return layer.op().equals("MatMul") && layer.inputLayout() == InputLayout.COLUMNS ? 0 : 1;
    }

    private LayerConstants.Arrangement arrangement() {
        boolean outputsLast = switch (layer.op()) {
            case "Gemm" -> new Attributes(place.node().build()).integer("transB", 0) == 0;
            case "MatMul" -> weightIndex() == 1;
            default -> false;
        };
        return outputsLast
                ? LayerConstants.Arrangement.outputsLast(layer)
                : LayerConstants.Arrangement.outputsFirst(layer);
    }

    /** The constants have Gemm's factors in them. */
    private void setWeight(NodeProto.Builder node, String weight) {
        node.setInput(weightIndex(), weight);
        Protos.remove(node, "alpha");
    }

    private void setBias(NodeProto.Builder node, String bias) {
        if (layer.op().equals("MatMul")) {
            node.setOpType("Gemm"); // a BatchNormalization folded into a MatMul, whose input then has two dimensions
        }
        Protos.setInput(node, 2, bias);
        Protos.remove(node, "beta");
    }
}
