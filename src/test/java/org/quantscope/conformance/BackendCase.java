package org.quantscope.conformance;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One case of the ONNX backend tests: a node, its inputs, and what must come out.
 *
 * @param name the folder's name
 * @param node the only node of the model
 * @param inputs the node's inputs in its order; empty where it leaves one out
 * @param outputs the expected outputs in the node's order
 */
record BackendCase(
        String name, NodeProto node, List<Optional<BackendTensor>> inputs, List<BackendTensor> outputs) {

    /** The names of all cases in the folder. */
    static List<String> names() {
        try (Stream<Path> entries = Files.list(folder())) {
            return entries.filter(Files::isDirectory).map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> index() throws IOException {
        return Files.readAllLines(folder().resolve("index.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .toList();
    }

    static BackendCase read(String name) throws IOException {
        Path data = folder().resolve(name).resolve("test_data_set_0");
        GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(data.resolveSibling("model.onnx"))).getGraph();
        if (graph.getNodeCount() != 1) {
            throw new IllegalArgumentException("Case '" + name + "' has " + graph.getNodeCount() + " nodes.");
        }
        Map<String, BackendTensor> values = new HashMap<>();
        for (TensorProto constant : graph.getInitializerList()) {
            values.put(constant.getName(), BackendTensor.of(constant));
        }
        int given = 0;
        for (ValueInfoProto input : graph.getInputList()) {
            if (!values.containsKey(input.getName())) {
                values.put(input.getName(), tensor(data.resolve("input_" + given++ + ".pb")));
            }
        }
        NodeProto node = graph.getNode(0);
        List<BackendTensor> outputs = new ArrayList<>();
        for (int at = 0; at < graph.getOutputCount(); at++) {
            outputs.add(tensor(data.resolve("output_" + at + ".pb")));
        }
        return new BackendCase(
                name,
                node,
                node.getInputList().stream().map(input -> Optional.ofNullable(values.get(input))).toList(),
                outputs);
    }

    BackendTensor input(int index) {
        return inputs.get(index).orElseThrow();
    }

    /** An input that the node may leave out. */
    Optional<BackendTensor> optionalInput(int index) {
        return index < inputs.size() ? inputs.get(index) : Optional.empty();
    }

    private static BackendTensor tensor(Path file) throws IOException {
        return BackendTensor.of(TensorProto.parseFrom(Files.readAllBytes(file)));
    }

    private static Path folder() {
        try {
            return Path.of(BackendCase.class.getResource("/onnx-backend").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
