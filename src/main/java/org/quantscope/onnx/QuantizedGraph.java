package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.onnx.FormFinding.Severity;
import org.quantscope.quant.LayerParams;

/** Turns a network's file into its quantized form. */
final class QuantizedGraph {
    /** The first version whose DequantizeLinear has a scale for each channel. */
    private static final int OPSET = 13;
    /** The first version of the file format whose constants need not be inputs; opset 13 came with version 7. */
    private static final long IR_VERSION = 8;

    private final Model model;
    private final Map<String, LayerParams> params;
    private final QuantizedForm form;
    private final CodeStorage storage;

    private QuantizedGraph(
            Model model, Map<String, LayerParams> params, QuantizedForm form, CodeStorage storage) {
        this.model = model;
        this.params = params;
        this.form = form;
        this.storage = storage;
    }

    static QuantizedNetwork write(
            Model model, Map<String, LayerParams> params, QuantizedForm form, CodeStorage storage) {
        List<FormFinding> findings = FormRules.check(model, params, form, storage);
        findings.stream().filter(finding -> finding.severity() == Severity.REFUSED).findFirst().ifPresent(first -> {
            throw new IllegalArgumentException(first.reason());
        });
        try {
            OnnxFile file = OnnxFile.read(model.file());
            if (!file.sha256().equals(model.sha256())) {
                throw new DefectException("it changed since it was read; open it again");
            }
            return new QuantizedGraph(model, params, form, storage).write(file, findings);
        } catch (DefectException e) {
            throw ModelFormatException.about(model.file(), e.getMessage(), e);
        }
    }

    /** The version of ONNX's operators that the file needs. */
    static long opset(Model model, Map<String, LayerParams> params, CodeStorage storage) {
        int types = containers(model, params, storage).mapToInt(CodeContainer::opset).max().orElse(OPSET);
        return Math.max(model.opset(), Math.max(types, OPSET));
    }

    private QuantizedNetwork write(OnnxFile file, List<FormFinding> findings) {
        long opset = opset(model, params, storage);
        ExternalData files = new ExternalData(file.path());
        ModelProto raised = OpsetRaise.raise(file.proto(), files, model.opset(), opset);
        GraphRewrite graph = new GraphRewrite(raised.getGraph());
        Map<String, QuantizedLayer> layers = rewriteLayers(graph, raised.getGraph());
        long irVersion = containers(model, params, storage).mapToInt(CodeContainer::irVersion).max().orElse(0);
        ModelProto written = raised.toBuilder()
                .setGraph(graph.build()) // first, since weights that became codes need not be read again
                .setIrVersion(Math.max(Math.max(raised.getIrVersion(), IR_VERSION), irVersion))
                .build();
        written = InlineData.of(files, written);
        return new QuantizedNetwork(written.toByteArray(), opset, layers, findings);
    }

    private Map<String, QuantizedLayer> rewriteLayers(GraphRewrite graph, GraphProto raised) {
        ActivationNodes activations = new ActivationNodes(graph, storage);
        ElementTypes types = new ElementTypes(raised);
        Map<String, String> nodeOutputs = nodeOutputs();
        Map<String, QuantizedLayer> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            LayerParams own = params.getOrDefault(layer.name(), LayerParams.FLOAT);
            boolean changed = params.containsKey(layer.name()) || layer.foldedBatchNorm().isPresent();
            if (!changed) {
                layers.put(layer.name(), new QuantizedLayer(
                        Optional.empty(), Optional.empty(), Optional.empty(), LayerEnds.tensor(layer)));
                continue;
            }
            GraphRewrite.Place place = graph.writerOf(nodeOutputs.get(layer.name()));
            requireFloat(layer, types.of(place.node().build(), layer));
            LayerRewrite rewrite = new LayerRewrite(graph, storage, activations, place, layer, own);
            boolean integer = form == QuantizedForm.QOPERATOR && FormRules.isInteger(layer, own, storage);
            layers.put(layer.name(), integer ? rewrite.qOperator() : rewrite.qdq());
        }
        return layers;
    }

    private static void requireFloat(Layer layer, DataType type) {
        if (type != DataType.FLOAT) {
            throw new IllegalArgumentException("Layer '" + layer.name() + "' computes in "
                    + (type == null ? "an unknown type" : type.name().toLowerCase(Locale.ROOT))
                    + ", and quantized files are written of float networks; convert the model to float32.");
        }
    }

    /** What the nodes of the layers write in the file; a folded layer writes the tensor of another node. */
    private Map<String, String> nodeOutputs() {
        Map<String, String> outputs = new HashMap<>();
        for (NodeInfo node : model.nodes()) {
            if (node.explorable()) {
                outputs.put(node.name(), node.outputs().get(0));
            }
        }
        return outputs;
    }

    private static Stream<CodeContainer> containers(
            Model model, Map<String, LayerParams> params, CodeStorage storage) {
        return model.layers().stream().map(layer -> params.get(layer.name())).filter(own -> own != null)
                .flatMap(own -> Stream.concat(
                        own.weight().stream().map(weight -> storage.weight(weight.channel(0).type())),
                        Stream.of(own.input(), own.output()).flatMap(Optional::stream)
                                .map(quantizer -> storage.activation(quantizer.type()))));
    }
}
