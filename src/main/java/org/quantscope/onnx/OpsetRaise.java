package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Raises a model to a newer version of ONNX's operators: what moved from attributes to inputs is moved, and operators
 * whose meaning changed are replaced by what means the same. The result computes what the file computes.
 */
final class OpsetRaise {
    private final long from;
    private final long to;
    private final TensorNames names;
    private final TensorRanks ranks;
    private final Constants stored;
    private final List<TensorProto> constants = new ArrayList<>();

    private OpsetRaise(GraphProto graph, ExternalData files, long from, long to) {
        this.from = from;
        this.to = to;
        this.names = new TensorNames(graph);
        this.ranks = new TensorRanks(graph);
        this.stored = new Constants(graph, files, WeightMemory.ofThisProcess());
    }

    /**
     * The model with version {@code to}; a model that has it or a newer one is given back as it is.
     *
     * @param files where tensors outside the model lie
     * @throws IllegalArgumentException with a sentence that names the node which cannot be raised
     */
    static ModelProto raise(ModelProto proto, ExternalData files, long from, long to) {
        if (from >= to) {
            return proto;
        }
        OpsetRaise raise = new OpsetRaise(proto.getGraph(), files, from, to);
        GraphProto.Builder graph = raise.graph(proto.getGraph()).toBuilder().addAllInitializer(raise.constants);
        ModelProto.Builder raised = proto.toBuilder().setGraph(graph);
        for (OperatorSetIdProto.Builder entry : raised.getOpsetImportBuilderList()) {
            if (GraphNames.isStandardDomain(entry.getDomain())) {
                entry.setVersion(to);
            }
        }
        return raised.build();
    }

    private GraphProto graph(GraphProto graph) {
        GraphProto.Builder raised = graph.toBuilder().clearNode();
        graph.getNodeList().forEach(node -> raised.addAllNode(nodes(node)));
        return raised.build();
    }

    private List<NodeProto> nodes(NodeProto node) {
        UpgradeSite site = new UpgradeSite(withBodies(node), from, to, names, ranks, stored, constants);
        if (GraphNames.isStandard(node)) {
            for (long version = from + 1; version <= to; version++) {
                OperatorUpgrades.apply(site, version);
            }
        }
        return site.nodes();
    }

    private NodeProto withBodies(NodeProto node) {
        NodeProto.Builder raised = node.toBuilder();
        for (AttributeProto.Builder attribute : raised.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                attribute.setG(graph(attribute.getG()));
            }
            for (int at = 0; at < attribute.getGraphsCount(); at++) {
                attribute.setGraphs(at, graph(attribute.getGraphs(at)));
            }
        }
        return raised.build();
    }
}
