package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.QuantParams;

/**
 * The QuantizeLinear, DequantizeLinear and Clip nodes of a graph's activations. The codes and the dequantized form of a
 * tensor are made once for each set of parameters, however many layers read them.
 */
final class ActivationNodes {
    /** A tensor's codes, and what they stand for. */
    record Quantized(String codes, String values) {}

    private record Key(String tensor, QuantParams params) {}

    /** The names of scale and zero point. */
    record Grid(String scale, String zeroPoint) {}

    private final GraphRewrite graph;
    private final CodeStorage storage;
    private final Map<Key, Quantized> known = new HashMap<>();
    private final Map<Key, Grid> grids = new HashMap<>();

    ActivationNodes(GraphRewrite graph, CodeStorage storage) {
        this.graph = graph;
        this.storage = storage;
    }

    /**
     * A tensor's codes, and their values, as a layer reads them. Where the very same quantizer already made the tensor,
     * nothing is added: it would change no value.
     *
     * @param place takes the new nodes
     */
    Quantized read(String tensor, QuantParams params, Consumer<NodeProto.Builder> place) {
        Quantized made = known.get(new Key(tensor, params));
        if (made != null) {
            return made;
        }
        String limited = limited(tensor, params, tensor, place);
        String codes = quantize(limited, params, tensor, place);
        String values = graph.names().tensor(tensor + "_dequantized");
        dequantize(codes, params, tensor, values, place);
        Quantized quantized = new Quantized(codes, values);
        known.put(new Key(tensor, params), quantized);
        return quantized;
    }

    /** Remembers that a tensor holds what these codes stand for. */
    void written(String tensor, QuantParams params, String codes) {
        known.put(new Key(tensor, params), new Quantized(codes, tensor));
    }

    /** @param base begins the names */
    String quantize(String tensor, QuantParams params, String base, Consumer<NodeProto.Builder> place) {
        Grid grid = grid(params, base);
        String codes = graph.names().tensor(base + "_quantized");
        place.accept(Protos.node("QuantizeLinear", base + "_QuantizeLinear",
                List.of(tensor, grid.scale(), grid.zeroPoint()), codes));
        return codes;
    }

    /**
     * @param base begins the names
     * @param values the tensor that is written
     */
    void dequantize(
            String codes, QuantParams params, String base, String values, Consumer<NodeProto.Builder> place) {
        Grid grid = grid(params, base);
        place.accept(Protos.node("DequantizeLinear", base + "_DequantizeLinear",
                List.of(codes, grid.scale(), grid.zeroPoint()), values));
    }

    /**
     * The tensor between the values of the lowest and the highest code, where the type that holds the codes has room
     * for more of them: the bounds round to just these two codes.
     */
    String limited(String tensor, QuantParams params, String base, Consumer<NodeProto.Builder> place) {
        return storage.saturatesAs(params.type())
                ? tensor
                : clamp(tensor, new Clamp(params.lowest(), params.highest()), base, place);
    }

    /** The tensor between two bounds. */
    String clamp(String tensor, Clamp clamp, String base, Consumer<NodeProto.Builder> place) {
        String clamped = graph.names().tensor(base + "_clamped");
        boolean relu = clamp.lo() == 0 && clamp.hi() == Float.POSITIVE_INFINITY;
        place.accept(relu
                ? Protos.node("Relu", base + "_Relu", List.of(tensor), clamped)
                : Protos.node("Clip", base + "_Clip",
                        List.of(tensor, bound(clamp.lo(), base + "_min"), bound(clamp.hi(), base + "_max")), clamped));
        return clamped;
    }

    /** Scale and zero point as constants, once for each tensor. */
    Grid grid(QuantParams params, String base) {
        return grids.computeIfAbsent(new Key(base, params), key -> {
            QuantParams own = key.params();
            String scale = graph.names().tensor(base + "_scale");
            String zeroPoint = graph.names().tensor(base + "_zero_point");
            graph.constant(Protos.floats(scale, new float[] {own.scale()}));
            int[] origin = storage.shifted(new int[] {(int) own.origin()}, own.type());
            graph.constant(storage.activation(own.type()).tensor(zeroPoint, new long[0], origin));
            return new Grid(scale, zeroPoint);
        });
    }

    private String bound(float value, String name) {
        return Float.isInfinite(value)
                ? ""
                : graph.constant(Protos.floats(graph.names().tensor(name), new float[] {value}));
    }
}
