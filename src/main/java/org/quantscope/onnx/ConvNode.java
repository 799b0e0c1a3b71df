package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.LayerKind;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** A Conv over one or two spatial dimensions. One-dimensional ones get a height of 1. */
final class ConvNode {
    /** Far beyond any network, and small enough that positions in a padded image never overflow. */
    private static final int LARGEST_STEP = 1 << 16;

    private final NodeProto node;
    private final Attributes attributes;
    private final Constants constants;

    ConvNode(NodeProto node, Constants constants) {
        this.node = node;
        this.attributes = new Attributes(node);
        this.constants = constants;
    }

    LayerParts read() throws NotExplorableException {
        String input = GraphNames.input(node, 0);
        String weightInput = GraphNames.input(node, 1);
        if (input.isEmpty() || weightInput.isEmpty()) {
            throw broken("lacks its input or its weights");
        }
        Optional<ConstantTensor> stored = constants.find(weightInput);
        if (stored.isEmpty()) {
            throw new NotExplorableException("Its weights '" + weightInput + "' are computed while the network runs.");
        }
        ConstantTensor weights = stored.get();
        int dimensions = weights.shape().rank() - 2;
        if (dimensions != 1 && dimensions != 2) {
            throw new NotExplorableException("Its weights have the shape " + weights.shape()
                    + "; only convolutions over one or two dimensions are explored.");
        }
        Shape shape = fourDimensional(weights.shape());
        int group = group(shape);
        AutoPad autoPad = autoPad();
        ConvGeometry geometry = geometry(shape, dimensions, group, autoPad);
        Optional<Bias> bias = Bias.ofConv(node, constants, shape.extent(0));
        return new LayerParts(
                kind(shape, group), FloatTensor.wrap(shape, weights.data()), weights.source(), weights.asStored(),
                weights.storedAxes().get(0), bias.map(Bias::values), bias.flatMap(Bias::storedName), geometry, autoPad,
                input, dimensions == 1 ? InputLayout.SEQUENCE : InputLayout.IMAGE);
    }

    private static Shape fourDimensional(Shape shape) {
        return shape.rank() == 4 ? shape : Shape.of(shape.extent(0), shape.extent(1), 1, shape.extent(2));
    }

    private static LayerKind kind(Shape weights, int group) {
        if (group == 1) {
            return LayerKind.CONV;
        }
        return weights.extent(1) == 1 ? LayerKind.DEPTHWISE : LayerKind.GROUPED;
    }

    private int group(Shape weights) {
        long group = attributes.integer("group", 1);
        if (group < 1 || weights.extent(0) % group != 0) {
            throw broken("splits " + weights.extent(0) + " output channels into " + group + " groups");
        }
        // The number of input channels must be an int as well.
        if (group * weights.extent(1) > Integer.MAX_VALUE) {
            throw broken("has more than 2^31 - 1 input channels");
        }
        return (int) group;
    }

    private AutoPad autoPad() {
        String text = attributes.text("auto_pad", "NOTSET");
        return Arrays.stream(AutoPad.values())
                .filter(value -> value.name().equals(text) || text.isEmpty() && value == AutoPad.NOTSET)
                .findFirst()
                .orElseThrow(() -> broken("has the auto_pad '" + text + "', which ONNX does not define"));
    }

    private ConvGeometry geometry(Shape weights, int dimensions, int group, AutoPad autoPad)
            throws NotExplorableException {
        List<Long> kernel = attributes.integers("kernel_shape").orElse(List.of());
        for (int axis = 0; axis < kernel.size() || axis < dimensions && !kernel.isEmpty(); axis++) {
            int inWeights = axis < dimensions ? weights.extent(4 - dimensions + axis) : 0;
            if (axis >= kernel.size() || kernel.get(axis) != inWeights) {
                throw broken("has the kernel_shape " + kernel + " but weights of shape " + weights);
            }
        }
        int[] strides = steps("strides", dimensions);
        int[] dilations = steps("dilations", dimensions);
        int[] pads = autoPad == AutoPad.NOTSET ? pads(dimensions) : new int[2 * dimensions];
        boolean flat = dimensions == 1;
        int last = dimensions - 1;
        return new ConvGeometry(
                weights.extent(2), weights.extent(3),
                flat ? 1 : strides[0], strides[last],
                flat ? 0 : pads[0], pads[last], flat ? 0 : pads[2], pads[2 * dimensions - 1],
                flat ? 1 : dilations[0], dilations[last], group);
    }

    private int[] steps(String name, int dimensions) {
        List<Long> given = attributes.integers(name).orElse(List.of());
        int[] steps = new int[dimensions];
        Arrays.fill(steps, 1);
        if (given.isEmpty()) {
            return steps;
        }
        requireCount(name, given, dimensions);
        for (int axis = 0; axis < dimensions; axis++) {
            if (given.get(axis) < 1 || given.get(axis) > LARGEST_STEP) {
                throw broken("has the " + name + " " + given + ", where each must be from 1 to " + LARGEST_STEP);
            }
            steps[axis] = given.get(axis).intValue();
        }
        return steps;
    }

    private int[] pads(int dimensions) throws NotExplorableException {
        List<Long> given = attributes.integers("pads").orElse(List.of());
        int[] pads = new int[2 * dimensions];
        if (given.isEmpty()) {
            return pads;
        }
        requireCount("pads", given, 2 * dimensions);
        for (int side = 0; side < pads.length; side++) {
            if (given.get(side) < 0) {
                throw new NotExplorableException("Its pads " + given + " crop the input, which is not explored.");
            }
            if (given.get(side) > LARGEST_STEP) {
                throw broken("has the pads " + given + ", where each must be at most " + LARGEST_STEP);
            }
            pads[side] = given.get(side).intValue();
        }
        return pads;
    }

    private void requireCount(String name, List<Long> given, int count) {
        if (given.size() != count) {
            throw broken("has " + given.size() + " " + name + " where " + count + " are needed");
        }
    }

    private DefectException broken(String what) {
        return new DefectException(
                GraphNames.describe(node) + " " + what + "; the file is damaged, export the model again");
    }
}
