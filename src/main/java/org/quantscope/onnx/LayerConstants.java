package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.Shape;

/** The weights and the bias of one layer as constants of a graph, quantized or not. */
final class LayerConstants {
    private final GraphRewrite graph;
    private final CodeStorage storage;
    private final Layer layer;
    private final LayerParams params;
    private final String base;

    LayerConstants(GraphRewrite graph, CodeStorage storage, Layer layer, LayerParams params) {
        this.graph = graph;
        this.storage = storage;
        this.layer = layer;
        this.params = params;
        this.base = layer.weightName();
    }

    /** The names of codes and their parameters. */
    record Coded(String codes, String scale, String zeroPoint, boolean perChannel) {}

    /** How a node wants the weights: the shape, and along which axis the output channels lie. */
    record Arrangement(List<Integer> shape, int outputAxis) {
        /** As the layer has them: (O, I), (O, I, k) or (O, I, kh, kw). */
        static Arrangement outputsFirst(Layer layer) {
            return new Arrangement(Arrays.stream(layer.shownWeightShape().toArray()).boxed().toList(), 0);
        }

        /** A matrix (I, O). */
        static Arrangement outputsLast(Layer layer) {
            return new Arrangement(List.of(layer.weight().shape().extent(1), layer.outputChannels()), 1);
        }

        /** (O, I, 1, 1). */
        static Arrangement kernel(Layer layer) {
            return new Arrangement(Arrays.stream(layer.weight().shape().toArray()).boxed().toList(), 0);
        }

        private long[] extents() {
            return shape.stream().mapToLong(Integer::longValue).toArray();
        }
    }

    Coded weight(Arrangement arrangement) {
        WeightCodes weight = WeightCodes.of(layer, params.weight().orElseThrow());
        QuantType type = params.weight().orElseThrow().channel(0).type();
        CodeContainer container = storage.weight(type);
        int[] codes = arrangement.outputAxis() == 0 ? weight.codes() : weight.transposed(layer.outputChannels());
        long[] each = weight.isPerChannel() ? new long[] {layer.outputChannels()} : new long[0];
        return new Coded(
                graph.constant(container.tensor(name(base, "_quantized"), arrangement.extents(), storage.shifted(codes, type))),
                graph.constant(Protos.floats(name(base, "_scale"), weight.scales(), each)),
                graph.constant(container.tensor(
                        name(base, "_zero_point"), each, storage.shifted(weight.zeroPoints(), type))),
                weight.isPerChannel());
    }

    /** The weights as a node that computes in float32 reads them. */
    String dequantizedWeight(Arrangement arrangement, Consumer<NodeProto.Builder> place) {
        Coded weight = weight(arrangement);
        String values = name(base, "_dequantized");
        place.accept(dequantize(values, weight, arrangement.outputAxis()));
        return values;
    }

    /** The weights with a BatchNormalization in them. */
    String floatWeight(Arrangement arrangement) {
        float[] values = layer.weight().data();
        if (arrangement.outputAxis() != 0) {
            int[] order = {1, 0};
            Shape matrix =
                    Shape.of(layer.outputChannels(), layer.weight().shape().extent(1));
            values = ConstantTensor.stored(base, matrix, values, true)
                    .transpose(order, WeightMemory.ofThisProcess()).data();
        }
        return graph.constant(Protos.floats(name(base, "_folded"), values, arrangement.extents()));
    }

    String floatBias() {
        return graph.constant(Protos.floats(
                name(biasBase(), "_folded"), layer.bias().orElseThrow().data(), layer.outputChannels()));
    }

    /** The codes of the bias alone, for an operator that knows their scale. */
    String biasCodes() {
        return bias(BiasCodes.of(layer, params));
    }

    /** The bias as a node that computes in float32 reads it: codes with the scale {@code f32(s_x · s_w)}. */
    String dequantizedBias(Consumer<NodeProto.Builder> place) {
        BiasCodes bias = BiasCodes.of(layer, params);
        boolean perChannel = !params.weight().orElseThrow().isUniform();
        float[] scales = bias.scales(perChannel);
        long[] each = perChannel ? new long[] {scales.length} : new long[0];
        Coded coded = new Coded(
                bias(bias),
                graph.constant(Protos.floats(name(biasBase(), "_scale"), scales, each)),
                graph.constant(CodeContainer.INT32.tensor(name(biasBase(), "_zero_point"), each, new int[scales.length])),
                perChannel);
        String values = name(biasBase(), "_dequantized");
        place.accept(dequantize(values, coded, 0));
        return values;
    }

    private String bias(BiasCodes bias) {
        return graph.constant(CodeContainer.INT32.tensor(
                name(biasBase(), "_quantized"), new long[] {bias.codes().length}, bias.codes()));
    }

    private String biasBase() {
        return layer.biasName().orElse(layer.name() + "_bias");
    }

    private String name(String of, String ending) {
        return graph.names().tensor(of + ending);
    }

    private static NodeProto.Builder dequantize(String values, Coded coded, int axis) {
        NodeProto.Builder node = Protos.node("DequantizeLinear", values + "_DequantizeLinear",
                List.of(coded.codes(), coded.scale(), coded.zeroPoint()), values);
        return coded.perChannel() ? node.addAttribute(Protos.integer("axis", axis)) : node;
    }
}
