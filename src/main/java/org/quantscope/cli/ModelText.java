package org.quantscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.quantscope.export.TextTable;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.model.TensorInfo;
import org.quantscope.quant.Clamp;
import org.quantscope.workspace.OpenModel;

/** A network as the text of {@code inspect}: the layer table, then everything else. */
final class ModelText {
    private ModelText() {}

    static List<String> lines(Model model) {
        List<String> lines = new ArrayList<>();
        lines.add(model.fileName() + "  opset " + model.opset() + "  sha256 " + model.sha256());
        lines.add("input " + tensors(model.inputs()) + "   output " + tensors(model.outputs()));
        lines.add("");
        if (model.layers().isEmpty()) {
            lines.add("No layer of this network can be explored.");
        } else {
            lines.addAll(table(model));
        }
        lines.addAll(remarks(model));
        lines.addAll(batchNorms(model));
        lines.addAll(others(model));
        return lines;
    }

    private static List<String> table(Model model) {
        TextTable table = new TextTable(
                "layer", "op", "kind", ">shape", ">parameters", ">min", ">max", ">stride", ">pads", ">dilation",
                ">group", "activation");
        for (Layer layer : model.layers()) {
            LayerFigures figures = LayerFigures.of(layer);
            var geometry = layer.geometry();
            String pads = layer.autoPad().dependsOnInput()
                    ? layer.autoPad().name().toLowerCase(Locale.ROOT)
                    : geometry.padTop() + "," + geometry.padLeft() + "," + geometry.padBottom() + ","
                            + geometry.padRight();
            table.row(
                    layer.name(), op(layer), layer.kind().shortName(), layer.shownWeightShape().toString(),
                    String.format(Locale.ROOT, "%,d", figures.parameters()),
                    real(figures.weights().min()), real(figures.weights().max()),
                    geometry.strideHeight() + "×" + geometry.strideWidth(), pads,
                    geometry.dilationHeight() + "×" + geometry.dilationWidth(),
                    Integer.toString(geometry.group()),
                    OpenModel.initialSettings(layer).clamp().map(Clamp::displayName).orElse("-"));
        }
        return table.lines();
    }

    private static List<String> remarks(Model model) {
        List<String> lines = new ArrayList<>();
        for (NodeInfo node : model.nodes()) {
            if (LayerFigures.isUnexploredLayer(node)) {
                lines.add(node.name() + "  " + node.op() + "  not explorable: " + node.remark());
            }
        }
        return headed("Layers that are not simulated", lines);
    }

    /** {@code Conv+BN} where a BatchNormalization is folded into the layer. */
    private static String op(Layer layer) {
        return layer.op() + (layer.foldedBatchNorm().isPresent() ? "+BN" : "");
    }

    private static List<String> batchNorms(Model model) {
        List<NodeInfo> nodes = model.nodes().stream().filter(LayerFigures::isBatchNorm).toList();
        List<String> lines = new ArrayList<>();
        nodes.forEach(node -> lines.add(node.name() + "  " + withoutStop(node.remark())));
        String heading = "BatchNormalization, "
                + (model.folded() ? "folded where it can be" : "as stored")
                + (!model.folded() && model.isFoldable() ? " (--fold-bn folds it)" : "");
        return headed(heading, lines);
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static List<String> others(Model model) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (NodeInfo node : model.nodes()) {
            if (!node.explorable() && !LayerFigures.isUnexploredLayer(node) && !LayerFigures.isBatchNorm(node)) {
                counts.merge(node.op(), 1, Integer::sum);
            }
        }
        String summary = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return headed("Other nodes, run as they are", summary.isEmpty() ? List.of() : List.of(summary));
    }

    private static List<String> headed(String heading, List<String> lines) {
        List<String> all = new ArrayList<>();
        if (!lines.isEmpty()) {
            all.add("");
            all.add(heading);
            lines.forEach(line -> all.add("  " + line));
        }
        return all;
    }

    private static String tensors(List<TensorInfo> tensors) {
        return tensors.stream().map(ModelText::tensor).collect(Collectors.joining(", "));
    }

    private static String tensor(TensorInfo tensor) {
        List<String> extents = new ArrayList<>();
        for (int axis = 0; axis < tensor.dimensions().size(); axis++) {
            long extent = tensor.dimensions().get(axis);
            String name = tensor.dimensionNames().get(axis);
            extents.add(extent >= 0 ? Long.toString(extent) : name.isEmpty() ? "?" : name);
        }
        return tensor.name() + " " + tensor.elementType() + "[" + String.join(", ", extents) + "]";
    }

    private static String real(float value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
