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
import org.quantscope.quant.QuantParams;

/**
 * The weights and biases of a graph that are constants behind a DequantizeLinear, as integer codes or as floats that a
 * QuantizeLinear before it rounds.
 */
final class StoredWeights {
    private static final int LONGEST_CHAIN = 16;

    private final QuantizerNodes constants;
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, Optional<Source>> sources = new HashMap<>();

    StoredWeights(GraphProto graph, QuantizerNodes constants) {
        this.constants = constants;
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
    }

    /**
     * A constant behind a DequantizeLinear.
     *
     * @param values what that node writes
     * @param codes empty where floats are stored and rounded while the network runs
     * @param stored the name of what is stored
     */
    record Source(String values, StoredGrid grid, Optional<CodeTensor> codes, String stored) {}

    /** The tensors that a layer's node has its weights and its bias from, where they are quantized. */
    record OfLayer(Optional<Source> weight, Optional<Source> bias) {
        List<Source> both() {
            List<Source> both = new ArrayList<>();
            weight.ifPresent(both::add);
            bias.ifPresent(both::add);
            return both;
        }
    }

    /** Of a Conv, a Gemm or a MatMul. */
    OfLayer of(NodeProto node) {
        boolean product = node.getOpType().equals("MatMul");
        Optional<Source> weight = find(GraphNames.input(node, 1));
        if (weight.isEmpty() && product) {
            weight = find(GraphNames.input(node, 0));
        }
        return new OfLayer(weight, product ? Optional.empty() : find(GraphNames.input(node, 2)));
    }

    private Optional<Source> find(String tensor) {
        String name = tensor;
        for (int step = 0; step < LONGEST_CHAIN && ConstantFolding.folds(makers.get(name)); step++) {
            name = GraphNames.input(makers.get(name), 0);
        }
        if (name.isEmpty() || !makers.containsKey(name)) {
            return Optional.empty();
        }
        if (!sources.containsKey(name)) {
            sources.put(name, source(makers.get(name)));
        }
        return sources.get(name);
    }

    private Optional<Source> source(NodeProto node) {
        if (!QuantizerNodes.dequantizes(node)) {
            return Optional.empty();
        }
        String stored = node.getInput(0);
        Optional<StoredGrid> grid = constants.grid(node).filter(StoredGrid::isUsable);
        Optional<CodeTensor> codes = constants.codes(stored);
        if (codes.isPresent()) {
            return grid.map(own -> new Source(node.getOutput(0), own, codes, stored));
        }
        NodeProto rounding = makers.get(stored);
        if (rounding == null || !QuantizerNodes.quantizes(rounding) || !constants.isConstant(rounding.getInput(0))) {
            return Optional.empty();
        }
        Optional<StoredGrid> before = constants.grid(rounding);
        // A DequantizeLinear without a zero point has the type of its codes, which are not stored here.
        Optional<StoredGrid> behind = grid.isPresent() || !GraphNames.input(node, 2).isEmpty() ? grid : before;
        return before.filter(own -> behind.filter(own::isSameAs).isPresent() && own.isUsable())
                .map(own -> new Source(node.getOutput(0), own, Optional.empty(), rounding.getInput(0)));
    }

    /**
     * Float initializers that hold what DequantizeLinear nodes write, by the name of what these write.
     *
     * @param biases names of those that are biases, whose floats must give the very same codes again
     */
    Map<String, TensorProto> floats(Iterable<Source> wanted, Set<String> biases) {
        Map<String, TensorProto> floats = new LinkedHashMap<>();
        for (Source source : wanted) {
            if (source.codes().isEmpty() || floats.containsKey(source.values())) {
                continue;
            }
            CodeTensor codes = source.codes().get();
            Optional<float[]> values = source.grid().dequantize(codes, constants.memory());
            long[] extents = codes.extents().stream().mapToLong(Integer::longValue).toArray();
            values.ifPresent(found -> {
                if (biases.contains(source.values())) {
                    keepCodes(found, codes.codes(), source.grid());
                }
                floats.put(source.values(), Protos.floats(source.values(), found, extents));
            });
        }
        return floats;
    }

    /** What the floats behind codes are called: as the codes without what tools that quantize put behind the name. */
    static String nameOfFloats(Source source, TensorNames names) {
        String ending = "_quantized";
        String codes = source.stored();
        if (!codes.endsWith(ending) || codes.length() == ending.length()) {
            return source.values();
        }
        String wanted = codes.substring(0, codes.length() - ending.length());
        String free = names.tensor(wanted);
        return free.equals(wanted) ? wanted : source.values();
    }

    /** ONNX rounds an int32 code to float32 before it multiplies; one rounding behind the product keeps large codes. */
    private static void keepCodes(float[] values, int[] codes, StoredGrid grid) {
        for (int i = 0; i < values.length; i++) {
            int at = grid.scales().length == 1 ? 0 : i % grid.scales().length;
            if (grid.zeroPoints()[at] == 0 && QuantParams.scaleFault(grid.scales()[at]) == null) {
                values[i] = (float) (codes[i] * (double) grid.scales()[at]);
            }
        }
    }
}
