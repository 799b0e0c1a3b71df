package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.FoldableBatchNorm;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.model.Model;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * Decides for every BatchNormalization whether the layer before it can take it in: the layer's output goes nowhere else,
 * the statistics are constants of the file, one for each output channel, and nothing of it trains.
 */
final class BatchNormNodes {
    private static final float EPSILON = 1e-5f;
    private static final List<String> STATISTICS = List.of("scale", "bias", "mean", "variance");

    private final Map<String, Layer> writers = new HashMap<>();
    private final Readers readers;
    private final Constants constants;
    private final TensorRanks ranks;
    private final FusedActivations activations;

    BatchNormNodes(
            List<Layer> layers,
            Readers readers,
            Constants constants,
            TensorRanks ranks,
            FusedActivations activations) {
        layers.forEach(layer -> writers.put(layer.output(), layer));
        this.readers = readers;
        this.constants = constants;
        this.ranks = ranks;
        this.activations = activations;
    }

    /** A node that can be folded, or the remark that says why not; neither for other operators. */
    record Reading(Optional<FoldableBatchNorm> foldable, String remark) {
        static Reading nothing() {
            return new Reading(Optional.empty(), "");
        }
    }

    /** Why a node stays as it is: the first half of the remark. */
    private static final class StaysException extends Exception {
        StaysException(String clause) {
            super(clause);
        }
    }

    Reading read(NodeProto node) {
        if (!GraphNames.isStandard(node, Model.BATCH_NORMALIZATION)) {
            return Reading.nothing();
        }
        try {
            FoldableBatchNorm found = foldable(node);
            return new Reading(Optional.of(found), "Can be folded into layer '" + found.layer() + "'.");
        } catch (StaysException reason) {
            return new Reading(Optional.empty(), reason.getMessage() + ", so it stays as it is.");
        } catch (DefectException defect) {
            return new Reading(Optional.empty(), "It cannot be read (" + defect.getMessage() + "), so it stays as it is.");
        }
    }

    private FoldableBatchNorm foldable(NodeProto node) throws StaysException {
        Layer layer = layerBefore(node);
        requireInference(node);
        requireChannelsOnAxisOne(layer);
        FloatTensor[] statistics = new FloatTensor[STATISTICS.size()];
        for (int i = 0; i < statistics.length; i++) {
            statistics[i] = statistic(node, i, layer);
        }
        float epsilon = new Attributes(node).bound("epsilon", EPSILON);
        FoldableBatchNorm found = new FoldableBatchNorm(
                GraphNames.nameOf(node), layer.name(), statistics[0], statistics[1], statistics[2], statistics[3],
                epsilon, GraphNames.firstOutput(node), activations.behind(GraphNames.firstOutput(node)));
        requireUsable(found, layer);
        return found;
    }

    private Layer layerBefore(NodeProto node) throws StaysException {
        String input = GraphNames.input(node, 0);
        Layer layer = writers.get(input);
        if (layer == null) {
            boolean beforeConv = readers.of(GraphNames.firstOutput(node)).stream()
                    .anyMatch(reader -> GraphNames.isStandard(reader, "Conv"));
            throw new StaysException(beforeConv
                    ? "It stands before a Conv, whose padding it does not apply to, and not right behind a layer"
                    : "It does not stand right behind a layer that can be explored");
        }
        if (readers.onlyReader(input).filter(reader -> reader == node).isEmpty()) {
            throw new StaysException(
                    "The output of layer '" + layer.name() + "' is used elsewhere too, without the normalisation");
        }
        return layer;
    }

    private static void requireInference(NodeProto node) throws StaysException {
        Attributes attributes = new Attributes(node);
        boolean moreOutputs = node.getOutputList().stream().skip(1).anyMatch(name -> !name.isEmpty());
        if (attributes.integer("training_mode", 0) != 0 || moreOutputs) {
            throw new StaysException("It is in training mode and takes its statistics from the input");
        }
        if (attributes.integer("spatial", 1) == 0) {
            throw new StaysException("It has statistics for every pixel and not for every channel");
        }
        if (GraphNames.firstOutput(node).isEmpty()) {
            throw new StaysException("It writes no tensor");
        }
    }

    /** A BatchNormalization's channels lie along axis 1; those of a matrix product along the last one. */
    private void requireChannelsOnAxisOne(Layer layer) throws StaysException {
        if (layer.kind() != LayerKind.MATMUL) {
            return;
        }
        OptionalInt rank = ranks.of(layer.output());
        rank = rank.isPresent() ? rank : ranks.of(layer.input());
        if (layer.inputLayout() == InputLayout.COLUMNS || rank.isPresent() && rank.getAsInt() != 2) {
            throw new StaysException("It does not run along the output channels of layer '" + layer.name() + "'");
        }
        if (rank.isEmpty()) {
            throw new StaysException("The file does not say that the output of layer '" + layer.name()
                    + "' has two dimensions");
        }
    }

    private FloatTensor statistic(NodeProto node, int index, Layer layer) throws StaysException {
        String what = STATISTICS.get(index);
        String name = GraphNames.input(node, index + 1);
        Optional<ConstantTensor> found;
        try {
            found = constants.find(name);
        } catch (NotExplorableException e) {
            throw new StaysException("Its " + what + " '" + name + "' cannot be read");
        }
        if (found.isEmpty()) {
            throw new StaysException("Its " + what + " '" + name + "' is not a constant of the file");
        }
        Shape shape = found.get().shape();
        if (!shape.equals(Shape.of(layer.outputChannels()))) {
            throw new StaysException("Its " + what + " has the shape " + shape + " for the " + layer.outputChannels()
                    + " output channels of layer '" + layer.name() + "'");
        }
        return FloatTensor.wrap(shape, found.get().data());
    }

    /** Tries it, so that what would leave float32 is known before anybody asks for it. */
    private static void requireUsable(FoldableBatchNorm found, Layer layer) throws StaysException {
        try {
            BatchNormFolding.arithmeticOf(found).fold(layer.weight(), layer.bias());
        } catch (IllegalArgumentException unusable) {
            String sentence = unusable.getMessage();
            throw new StaysException(sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence);
        }
    }
}
