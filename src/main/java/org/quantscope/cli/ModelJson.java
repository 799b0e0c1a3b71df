package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.FoldedBatchNorm;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.model.TensorInfo;

/** A network as the JSON object of {@code inspect --json}. Float32 numbers are written in full, as doubles. */
final class ModelJson {
    private ModelJson() {}

    static ObjectNode of(Model model) {
        ObjectNode root = JsonPrinter.object();
        root.put("model", model.fileName());
        root.put("sha256", model.sha256());
        root.put("opset", model.opset());
        root.put("folded", model.folded());
        tensors(root.putArray("inputs"), model.inputs());
        tensors(root.putArray("outputs"), model.outputs());
        ArrayNode layers = root.putArray("layers");
        ArrayNode nodes = root.putArray("nodes");
        for (NodeInfo node : model.nodes()) {
            if (node.explorable()) {
                layer(layers.addObject(), model.layer(node.name()).orElseThrow());
            } else if (LayerFigures.isUnexploredLayer(node)) {
                unexplored(layers.addObject(), node);
            } else {
                ObjectNode entry = nodes.addObject().put("name", node.name()).put("op", node.op());
                if (!node.remark().isEmpty()) {
                    entry.put("remark", node.remark());
                }
            }
        }
        return root;
    }

    private static void layer(ObjectNode to, Layer layer) {
        LayerFigures figures = LayerFigures.of(layer);
        to.put("name", layer.name());
        to.put("display_name", layer.displayName());
        to.put("op", layer.op());
        to.put("kind", layer.kind().shortName());
        integers(to.putArray("shape"), layer.shownWeightShape().toArray());
        to.put("explorable", true);
        to.put("parameters", figures.parameters());
        to.put("min", (double) figures.weights().min());
        to.put("max", (double) figures.weights().max());
        to.put("bias", layer.bias().isPresent());
        geometry(to, layer.geometry(), layer.autoPad());
        to.put("input", layer.input());
        to.put("output", layer.output());
        to.put("folded_batch_norm", layer.foldedBatchNorm().map(FoldedBatchNorm::nodeName).orElse(null));
        if (layer.activation().isPresent()) {
            activation(to.putObject("activation"), layer.activation().get());
        } else {
            to.putNull("activation");
        }
    }

    private static void unexplored(ObjectNode to, NodeInfo node) {
        to.put("name", node.name());
        to.put("op", node.op());
        to.putNull("shape");
        to.put("explorable", false);
        to.putNull("parameters");
        to.putNull("min");
        to.putNull("max");
        to.put("remark", node.remark());
    }

    /** Pads are in ONNX's order: top, left, bottom, right. */
    private static void geometry(ObjectNode to, ConvGeometry geometry, AutoPad autoPad) {
        to.put("group", geometry.group());
        integers(to.putArray("strides"), geometry.strideHeight(), geometry.strideWidth());
        integers(to.putArray("pads"), geometry.padTop(), geometry.padLeft(), geometry.padBottom(), geometry.padRight());
        integers(to.putArray("dilations"), geometry.dilationHeight(), geometry.dilationWidth());
        to.put("auto_pad", autoPad.name());
    }

    private static void activation(ObjectNode to, FusedActivation activation) {
        to.put("name", activation.nodeName());
        JsonPrinter.putNumber(to, "lo", activation.lo());
        JsonPrinter.putNumber(to, "hi", activation.hi());
    }

    private static void tensors(ArrayNode to, List<TensorInfo> tensors) {
        for (TensorInfo tensor : tensors) {
            ObjectNode entry = to.addObject();
            entry.put("name", tensor.name());
            entry.put("type", tensor.elementType());
            ArrayNode shape = entry.putArray("shape");
            for (int axis = 0; axis < tensor.dimensions().size(); axis++) {
                long extent = tensor.dimensions().get(axis);
                if (extent >= 0) {
                    shape.add(extent);
                } else {
                    shape.add(tensor.dimensionNames().get(axis));
                }
            }
        }
    }

    private static void integers(ArrayNode to, int... values) {
        for (int value : values) {
            to.add(value);
        }
    }
}
