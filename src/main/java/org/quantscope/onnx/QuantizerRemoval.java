package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quantscope.model.FusedActivation;
import org.quantscope.onnx.CodeFlow.Restored;
import org.quantscope.quant.QuantParams;

/**
 * Takes the quantizers of layers out of a graph: the one that a layer reads through, and the one through which
 * everybody reads what a layer writes.
 */
final class QuantizerRemoval {
    private static final float RELU6 = 6;

    private final GraphProto source;
    private final CodeFlow flow;
    private final FusedActivations clamps;
    private final Readers readers;
    private final Map<String, StoredLayer> layers;
    private final Map<String, LayerParts> parts;
    private final TensorNames names;
    private final Set<String> outputs = new HashSet<>();
    private final Map<String, String> reads = new HashMap<>();
    private final Map<String, QuantParams> onGrid = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Map<String, NodeProto> behind = new HashMap<>();
    private final Map<String, String> sums = new HashMap<>();
    private final GraphRenaming renaming = new GraphRenaming();
    private final List<TensorProto> bounds = new ArrayList<>();
    private final boolean boundsAreInputs;

    /**
     * @param opset of the graph
     * @param stored what is known of the layers, by what their nodes write
     * @param parts likewise
     */
    QuantizerRemoval(
            GraphProto source,
            CodeFlow flow,
            FusedActivations clamps,
            long opset,
            Map<String, StoredLayer> stored,
            Map<String, LayerParts> parts) {
        this.source = source;
        this.boundsAreInputs = opset >= FusedActivations.CLIP_BOUNDS_AS_INPUTS;
        this.flow = flow;
        this.clamps = clamps;
        this.readers = new Readers(source);
        this.layers = new LinkedHashMap<>(stored);
        this.parts = parts;
        this.names = new TensorNames(source.toBuilder().clearNode().addAllNode(flow.nodes()).build());
        source.getOutputList().forEach(output -> outputs.add(output.getName()));
        layers.replaceAll((output, layer) -> withInput(output, layer));
        layers.replaceAll(this::withOutput);
        dropRepeated();
        layers.replaceAll(this::withoutForeignInput);
    }

    /** What was taken out, by what the layer's node writes in {@link #graph()}. */
    Map<String, StoredLayer> layers() {
        Map<String, StoredLayer> renamed = new LinkedHashMap<>();
        layers.forEach((output, layer) ->
                renamed.put(renaming.of(sums.getOrDefault(output, output)), layer));
        return renamed;
    }

    GraphProto graph() {
        GraphProto.Builder built = source.toBuilder().clearNode();
        for (NodeProto node : flow.nodes()) {
            String output = GraphNames.firstOutput(node);
            if (removed.contains(output)) {
                continue;
            }
            NodeProto changed = withReads(node);
            if (sums.containsKey(output)) {
                changed = changed.toBuilder().setOutput(0, sums.get(output)).build();
            }
            built.addNode(renaming.node(changed));
            if (behind.containsKey(output)) {
                built.addNode(renaming.node(behind.get(output)));
            }
        }
        built.addAllInitializer(bounds);
        return new GraphRewrite(built.build()).build();
    }

    /** A layer reads the tensor before its quantizer; {@code reads} has that by layer and tensor. */
    private NodeProto withReads(NodeProto node) {
        String output = GraphNames.firstOutput(node);
        Map<String, String> others = new HashMap<>();
        node.getInputList().forEach(input -> {
            String other = reads.get(key(output, input));
            if (other != null) {
                others.put(input, other);
            }
        });
        return others.isEmpty() ? node : GraphRenaming.inputs(node, others);
    }

    private static String key(String output, String input) {
        return output + "\n" + input;
    }

    private StoredLayer withInput(String output, StoredLayer layer) {
        String input = parts.get(output).input();
        Restored restored = flow.restored().get(input);
        if (restored == null) {
            return layer;
        }
        restored.source().ifPresent(values -> reads.put(key(output, input), values));
        return layer.withInput(restored.params());
    }

    /** A layer of float weights has no quantizer of its own where what it reads is on the grid of the layer before. */
    private StoredLayer withoutForeignInput(String output, StoredLayer layer) {
        String read = reads.get(key(output, parts.get(output).input()));
        boolean foreign = layer.weight().isEmpty() && read != null && layer.input().isPresent()
                && layer.input().get().equals(onGrid.get(read));
        return foreign
                ? new StoredLayer(layer.weight(), layer.bias(), Optional.empty(), layer.output())
                : layer;
    }

    private StoredLayer withOutput(String output, StoredLayer layer) {
        Optional<FusedActivation> activation = clamps.behind(output).filter(own -> !limits(own.output()));
        String end = activation.map(FusedActivation::output).orElse(output);
        Optional<QuantParams> quantizer = quantizerOf(end);
        if (quantizer.isEmpty()) {
            return layer;
        }
        Optional<Clamped> clamped = activation.isPresent() ? Optional.empty() : clampedCodes(output, quantizer.get());
        if (clamped.isPresent()) {
            reads.put(key(clamped.get().activation().output(), clamped.get().values()), output);
            onGrid.put(clamped.get().activation().output(), clamped.get().params());
            return layer.withOutput(clamped.get().params());
        }
        onGrid.put(end, quantizer.get());
        if (activation.isEmpty() && quantizer.get().lowest() == 0) {
            clampAtZero(output, quantizer.get());
        }
        return layer.withOutput(quantizer.get());
    }

    /** A clamp of a layer that works on the values of its codes. */
    private record Clamped(String values, FusedActivation activation, QuantParams params) {}

    /**
     * Where codes are turned into values, clamped and quantized on the same grid again, the clamp may as well come
     * first: quantizing never decreases, and gives a value on the grid back.
     */
    private Optional<Clamped> clampedCodes(String output, QuantParams first) {
        List<String> values = flow.restored().entrySet().stream()
                .filter(entry -> entry.getValue().source().filter(output::equals).isPresent())
                .map(Map.Entry::getKey)
                .toList();
        if (values.size() != 1 || readers.of(output).size() != 1) {
            return Optional.empty();
        }
        return clamps.behind(values.get(0))
                .filter(clamp -> !limits(clamp.output()))
                .flatMap(clamp -> quantizerOf(clamp.output())
                        .filter(second -> isSameGrid(first, second))
                        .map(second -> new Clamped(values.get(0), clamp, second)));
    }

    private static boolean isSameGrid(QuantParams a, QuantParams b) {
        return a.scale() == b.scale() && a.zeroPoint() == b.zeroPoint()
                && a.type().signed() == b.type().signed() && b.type().bits() <= a.type().bits();
    }

    /** The parameters of the quantizer that all readers of a tensor read through. */
    private Optional<QuantParams> quantizerOf(String tensor) {
        List<NodeProto> all = readers.of(tensor);
        if (all.isEmpty() || readers.isReadElsewhere(tensor)) {
            return Optional.empty();
        }
        Optional<QuantParams> common = Optional.empty();
        for (NodeProto reader : all) {
            Optional<QuantParams> own = gate(reader, tensor);
            if (own.isEmpty() || common.isPresent() && !common.equals(own)) {
                return Optional.empty();
            }
            common = own;
        }
        return common;
    }

    /** The parameters of a QuantizeLinear, or of those behind a Clip that limits their codes. */
    private Optional<QuantParams> gate(NodeProto reader, String tensor) {
        Optional<Restored> direct = flow.quantizer(reader);
        if (direct.isPresent()) {
            return direct.filter(found -> found.source().filter(tensor::equals).isPresent()).map(Restored::params);
        }
        String limited = GraphNames.firstOutput(reader);
        return reader.getOpType().equals("Clip") && limits(limited)
                ? flow.quantizer(readers.of(limited).get(0)).map(Restored::params)
                : Optional.empty();
    }

    /** Whether a tensor is written by a Clip that only says the width of the codes behind it. */
    private boolean limits(String tensor) {
        List<NodeProto> all = readers.of(tensor);
        return !all.isEmpty() && !readers.isReadElsewhere(tensor) && all.stream().allMatch(reader -> {
            Optional<Restored> found = flow.quantizer(reader);
            return found.isPresent() && !found.get().source().filter(tensor::equals).isPresent()
                    && found.equals(flow.quantizer(all.get(0)));
        });
    }

    /**
     * Codes that start at real zero are those of a Relu that was left out because they saturate there; the float network
     * needs it.
     */
    private void clampAtZero(String output, QuantParams params) {
        String before = names.tensor(output + "_unclamped");
        sums.put(output, before);
        boolean six = Math.abs(params.highest() - RELU6) <= Math.ulp(RELU6) * 2;
        behind.put(output, six ? relu6(before, output)
                : Protos.node("Relu", names.node(output + "_Relu"), List.of(before), output).build());
    }

    private NodeProto relu6(String from, String to) {
        NodeProto.Builder clip = Protos.node("Clip", names.node(to + "_Clip"), List.of(from), to);
        if (boundsAreInputs) {
            return clip.addInput(bound(0, to + "_min")).addInput(bound(RELU6, to + "_max")).build();
        }
        return clip.addAttribute(Protos.real("min", 0)).addAttribute(Protos.real("max", RELU6)).build();
    }

    private String bound(float value, String name) {
        TensorProto bound = Protos.floats(names.tensor(name), new float[] {value});
        bounds.add(bound);
        return bound.getName();
    }

    /** Quantizers that change nothing any more, since what they read is on their grid already. */
    private void dropRepeated() {
        for (NodeProto node : flow.nodes()) {
            String output = GraphNames.firstOutput(node);
            QuantParams moved = onGrid.get(GraphNames.input(node, 0));
            if (CodeFlow.moves(node) && moved != null) {
                onGrid.put(output, moved);
            }
            Restored restored = flow.restored().get(output);
            if (restored == null) {
                continue;
            }
            boolean repeated = restored.source().map(onGrid::get).filter(restored.params()::equals).isPresent();
            if (repeated && areOne(restored.source().orElseThrow(), output)) {
                removed.add(output);
            }
            onGrid.put(output, restored.params());
        }
    }

    /**
     * Gives two tensors with the same values one name: that of an output of the network, or else the shorter one, since
     * tools that quantize lengthen names.
     *
     * @return whether that is possible
     */
    private boolean areOne(String before, String after) {
        String current = renaming.of(before);
        if (readers.isReadInBody(before) || readers.isReadInBody(current) || readers.isReadInBody(after)) {
            return false;
        }
        boolean isOutput = outputs.contains(after);
        if (isOutput && outputs.contains(current)) {
            return false;
        }
        if (isOutput || !outputs.contains(current) && after.length() < current.length()) {
            renaming.rename(current, after);
        } else {
            renaming.rename(after, current);
        }
        return true;
    }
}
