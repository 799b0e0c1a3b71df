package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.model.TensorInfo;

/** Opens {@code .onnx} files. */
public final class OnnxReader {
    private static final long OLDEST_OPSET = 7;

    private OnnxReader() {}

    /**
     * Reads a network with the weights of its explorable layers: Conv over one or two dimensions, Gemm and MatMul with
     * constant weights. All other nodes are listed, with a remark where one looks like a layer. BatchNormalization stays
     * a node of its own; {@link BatchNormFolding} puts it into the layers.
     *
     * @throws ModelFormatException with a sentence for a person if the file cannot be read as a network, or a layer's
     *     weights are missing, damaged, NaN or infinite
     */
    public static Model read(Path file) {
        return read(file, () -> OnnxFile.read(file));
    }

    /** As if {@code file} held those bytes. */
    static Model read(Path file, byte[] bytes) {
        return read(file, () -> OnnxFile.of(file, bytes));
    }

    private static Model read(Path file, Supplier<OnnxFile> contents) {
        try {
            return modelOf(contents.get());
        } catch (DefectException e) {
            throw ModelFormatException.about(file, e.getMessage(), e);
        }
    }

    static Model modelOf(OnnxFile file) {
        GraphProto graph = file.proto().getGraph();
        long opset = opset(file.proto());
        Constants constants = new Constants(graph, new ExternalData(file.path()), WeightMemory.ofThisProcess());
        TensorRanks ranks = new TensorRanks(graph);
        LayerNodes reader = new LayerNodes(constants, ranks);
        List<ReadNode> nodes = graph.getNodeList().stream()
                .map(node -> new ReadNode(node, reader.read(node)))
                .toList();
        Readers readers = new Readers(graph);
        FusedActivations activations = new FusedActivations(readers, constants, opset);
        List<Layer> layers = layers(nodes, activations);
        List<BatchNormNodes.Reading> batchNorms =
                batchNorms(nodes, new BatchNormNodes(layers, readers, constants, ranks, activations));
        return new Model(
                file.path(), file.sha256(), opset,
                inputs(graph, constants),
                graph.getOutputList().stream().map(TensorInfos::of).toList(),
                infos(nodes, layers, batchNorms), layers,
                batchNorms.stream().flatMap(read -> read.foldable().stream()).toList(), false);
    }

    /** One for each node. */
    private static List<BatchNormNodes.Reading> batchNorms(List<ReadNode> nodes, BatchNormNodes reader) {
        return nodes.stream().map(read -> reader.read(read.node())).toList();
    }

    private record ReadNode(NodeProto node, LayerNodes.Reading reading) {
        boolean explorable() {
            return reading.parts().isPresent();
        }
    }

    private static List<Layer> layers(List<ReadNode> nodes, FusedActivations activations) {
        List<ReadNode> explorable = nodes.stream().filter(ReadNode::explorable).toList();
        List<NodeProto> protos = explorable.stream().map(ReadNode::node).toList();
        List<String> names = LayerNames.exact(protos);
        List<String> displayNames = LayerNames.display(protos, names);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < protos.size(); i++) {
            LayerParts parts = explorable.get(i).reading().parts().orElseThrow();
            String output = GraphNames.firstOutput(protos.get(i));
            layers.add(new Layer(
                    names.get(i), displayNames.get(i), protos.get(i).getOpType(), parts.kind(),
                    parts.weight(), parts.bias(), parts.geometry(), parts.autoPad(),
                    parts.weightName(), parts.biasName(), parts.input(), parts.inputLayout(),
                    output, activations.behind(output), parts.weightsAsStored(),
                    parts.storedOutputAxis()));
        }
        return layers;
    }

    private static List<NodeInfo> infos(
            List<ReadNode> nodes, List<Layer> layers, List<BatchNormNodes.Reading> batchNorms) {
        List<NodeInfo> infos = new ArrayList<>();
        int nextLayer = 0;
        for (int i = 0; i < nodes.size(); i++) {
            ReadNode read = nodes.get(i);
            NodeProto node = read.node();
            String name = read.explorable() ? layers.get(nextLayer++).name() : GraphNames.nameOf(node);
            infos.add(new NodeInfo(
                    name, node.getOpType(), List.copyOf(node.getInputList()), List.copyOf(node.getOutputList()),
                    read.explorable(), read.reading().remark() + batchNorms.get(i).remark()));
        }
        return infos;
    }

    /** Files of IR version 3 and older list every initializer among the inputs; those are not fed. */
    private static List<TensorInfo> inputs(GraphProto graph, Constants constants) {
        return graph.getInputList().stream()
                .filter(input -> !constants.isInitializer(input.getName()))
                .map(TensorInfos::of)
                .toList();
    }

    /** The version of ONNX's own operators. */
    static long opset(ModelProto proto) {
        long opset = proto.getOpsetImportList().stream()
                .filter(entry -> GraphNames.isStandardDomain(entry.getDomain()))
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElseThrow(() -> new DefectException(
                        "it does not say which version of ONNX's operators it uses; export it again"));
        if (opset < OLDEST_OPSET) {
            throw new DefectException("it uses version " + opset + " of ONNX's operators and Quantscope reads "
                    + OLDEST_OPSET + " and newer; export it with a newer opset");
        }
        return opset;
    }
}
