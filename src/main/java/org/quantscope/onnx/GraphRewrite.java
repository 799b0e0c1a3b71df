package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph while its layers are being replaced. Each node of the file keeps its place; new nodes stand right before or
 * right after one of them. What nobody reads in the end is left out.
 */
final class GraphRewrite {
    private final GraphProto graph;
    private final List<Place> places = new ArrayList<>();
    private final Map<String, Place> byOutput = new HashMap<>();
    private final List<TensorProto> constants = new ArrayList<>();
    private final TensorNames names;

    GraphRewrite(GraphProto graph) {
        this.graph = graph;
        this.names = new TensorNames(graph);
        for (NodeProto node : graph.getNodeList()) {
            Place place = new Place(node.toBuilder());
            places.add(place);
            node.getOutputList().forEach(output -> byOutput.put(output, place));
        }
    }

    /** One node of the file with the new ones around it. */
    final class Place {
        private final NodeProto.Builder node;
        private final List<NodeProto> before = new ArrayList<>();
        private final List<NodeProto> after = new ArrayList<>();
        private boolean removed;

        private Place(NodeProto.Builder node) {
            this.node = node;
        }

        NodeProto.Builder node() {
            return node;
        }

        void before(NodeProto.Builder added) {
            before.add(named(added));
        }

        void after(NodeProto.Builder added) {
            after.add(named(added));
        }

        void remove() {
            removed = true;
        }

        /** Lets the new node behind this one that writes a tensor write another one. */
        void renameOutput(String from, String to) {
            for (int at = 0; at < after.size(); at++) {
                if (after.get(at).getOutput(0).equals(from)) {
                    after.set(at, after.get(at).toBuilder().setOutput(0, to).build());
                }
            }
        }

        private NodeProto named(NodeProto.Builder added) {
            return added.setName(names.node(added.getName())).build();
        }
    }

    TensorNames names() {
        return names;
    }

    /** The place of the node that writes a tensor of the file. */
    Place writerOf(String tensor) {
        return byOutput.get(tensor);
    }

    /** Adds a constant, and gives its name. */
    String constant(TensorProto tensor) {
        constants.add(tensor);
        return tensor.getName();
    }

    /**
     * The graph as it is now, without nodes and constants that nobody reads. Constants are no inputs, as they were up to
     * version 3 of the file format, because a runtime cannot rely on such a constant's value.
     */
    GraphProto build() {
        List<NodeProto> nodes = new ArrayList<>();
        for (Place place : places) {
            nodes.addAll(place.before);
            if (!place.removed) {
                nodes.add(place.node.build());
            }
            nodes.addAll(place.after);
        }
        List<TensorProto> stored = new ArrayList<>(graph.getInitializerList());
        stored.addAll(constants);
        Set<String> storedNames = new HashSet<>();
        stored.forEach(tensor -> storedNames.add(tensor.getName()));
        graph.getSparseInitializerList().forEach(tensor -> storedNames.add(tensor.getValues().getName()));
        Set<String> needed = needed(nodes);
        GraphProto.Builder built = graph.toBuilder().clearNode().clearInitializer().clearInput().clearValueInfo();
        Set<String> present = new HashSet<>();
        for (NodeProto node : nodes) {
            if (node.getOutputCount() == 0 || node.getOutputList().stream().anyMatch(needed::contains)) {
                built.addNode(node);
                present.addAll(node.getOutputList());
            }
        }
        stored.stream().filter(tensor -> needed.contains(tensor.getName())).forEach(built::addInitializer);
        graph.getInputList().stream().filter(input -> !storedNames.contains(input.getName())).forEach(built::addInput);
        graph.getValueInfoList().stream().filter(info -> present.contains(info.getName())).forEach(built::addValueInfo);
        return built.build();
    }

    private Set<String> needed(List<NodeProto> nodes) {
        Map<String, NodeProto> writers = new HashMap<>();
        nodes.forEach(node -> node.getOutputList().forEach(output -> writers.put(output, node)));
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (ValueInfoProto output : graph.getOutputList()) {
            needed.add(output.getName());
            open.add(output.getName());
        }
        while (!open.isEmpty()) {
            NodeProto writer = writers.get(open.pop());
            if (writer != null) {
                readBy(writer).stream().filter(needed::add).forEach(open::push);
            }
        }
        return needed;
    }

    /** What a node reads, bodies included. */
    private static Set<String> readBy(NodeProto node) {
        Set<String> read = new HashSet<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                addRead(attribute.getG(), read);
            }
            attribute.getGraphsList().forEach(body -> addRead(body, read));
        }
        return read;
    }

    private static void addRead(GraphProto body, Set<String> read) {
        body.getOutputList().forEach(output -> read.add(output.getName()));
        body.getNodeList().forEach(inner -> read.addAll(readBy(inner)));
    }
}
