package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import org.quantscope.model.FusedActivation;

/** Finds the Relu or constant Clip behind a layer that clamps its output and nothing else reads. */
final class FusedActivations {
    /** From this version on Clip takes its bounds as inputs. */
    static final long CLIP_BOUNDS_AS_INPUTS = 11;

    private final Readers readers;
    private final Constants constants;
    private final long opset;

    FusedActivations(Readers readers, Constants constants, long opset) {
        this.readers = readers;
        this.constants = constants;
        this.opset = opset;
    }

    Optional<FusedActivation> behind(String layerOutput) {
        return readers.onlyReader(layerOutput)
                .filter(GraphNames::isStandard)
                .filter(node -> !GraphNames.firstOutput(node).isEmpty())
                .flatMap(this::clampOf);
    }

    /** What a Relu or a constant Clip does; nothing for other nodes. */
    Optional<FusedActivation> clampOf(NodeProto node) {
        return switch (node.getOpType()) {
            case "Relu" -> Optional.of(activation(node, 0, Float.POSITIVE_INFINITY));
            case "Clip" -> clip(node);
            default -> Optional.empty();
        };
    }

    private Optional<FusedActivation> clip(NodeProto node) {
        Optional<Float> lo;
        Optional<Float> hi;
        if (opset < CLIP_BOUNDS_AS_INPUTS) {
            Attributes attributes = new Attributes(node);
            lo = Optional.of(attributes.bound("min", Float.NEGATIVE_INFINITY));
            hi = Optional.of(attributes.bound("max", Float.POSITIVE_INFINITY));
        } else {
            lo = constantBound(GraphNames.input(node, 1), Float.NEGATIVE_INFINITY);
            hi = constantBound(GraphNames.input(node, 2), Float.POSITIVE_INFINITY);
        }
        // Also false for NaN: such a Clip stays a node of its own.
        boolean ordered = lo.isPresent() && hi.isPresent() && lo.get() <= hi.get();
        return ordered ? Optional.of(activation(node, lo.get(), hi.get())) : Optional.empty();
    }

    private Optional<Float> constantBound(String tensor, float whenAbsent) {
        if (tensor.isEmpty()) {
            return Optional.of(whenAbsent);
        }
        try {
            return constants.find(tensor).filter(bound -> bound.data().length == 1).map(bound -> bound.data()[0]);
        } catch (NotExplorableException e) {
            return Optional.empty();
        }
    }

    private static FusedActivation activation(NodeProto node, float lo, float hi) {
        return new FusedActivation(GraphNames.nameOf(node), lo, hi, GraphNames.firstOutput(node));
    }
}
