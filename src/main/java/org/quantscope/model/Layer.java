package org.quantscope.model;

import java.util.Optional;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * A layer that can be explored: a convolution or a matrix product with constant weights.
 *
 * @param name the ONNX node name, or the first output where the node has none (or shares its name)
 * @param displayName short and unique in its model
 * @param op the ONNX operator type
 * @param kind what the table calls it
 * @param weight weights as (O, I/group, kh, kw); a Gemm's {@code alpha} and a transposition are already applied
 * @param bias one value for each output channel, Gemm's {@code beta} applied; empty: none
 * @param geometry kernel, strides, pads, dilations, group; pads of 0 where {@code autoPad} decides
 * @param autoPad how the pads come about
 * @param weightName the initializer that the weights came from
 * @param biasName the initializer that holds the bias; empty where none has these very values, one for each channel, as
 *     with a Gemm's {@code beta} or a C of another shape
 * @param input the tensor the layer reads
 * @param inputLayout how that tensor becomes (N, C, H, W)
 * @param output the tensor the layer writes
 * @param activation the clamp that may be fused into the layer
 * @param weightsAsStored whether {@code weight} has the initializer's own values; false where {@code alpha} was
 *     applied, a Cast rounded them, they were doubles and became float32, or a BatchNormalization was folded into them
 * @param storedOutputAxis the axis of the stored initializer along which the output channels lie: 0 for a Conv and for a
 *     Gemm with transB, 1 for a Gemm without it and for a MatMul whose right operand is constant; a Transpose
 *     between initializer and layer changes it
 * @param foldedBatchNorm the BatchNormalization that weights and bias have taken in; {@code output} is then what that
 *     node writes
 */
public record Layer(
        String name,
        String displayName,
        String op,
        LayerKind kind,
        FloatTensor weight,
        Optional<FloatTensor> bias,
        ConvGeometry geometry,
        AutoPad autoPad,
        String weightName,
        Optional<String> biasName,
        String input,
        InputLayout inputLayout,
        String output,
        Optional<FusedActivation> activation,
        boolean weightsAsStored,
        int storedOutputAxis,
        Optional<FoldedBatchNorm> foldedBatchNorm) {

    /** A layer as the file has it. */
    public Layer(
            String name,
            String displayName,
            String op,
            LayerKind kind,
            FloatTensor weight,
            Optional<FloatTensor> bias,
            ConvGeometry geometry,
            AutoPad autoPad,
            String weightName,
            Optional<String> biasName,
            String input,
            InputLayout inputLayout,
            String output,
            Optional<FusedActivation> activation,
            boolean weightsAsStored,
            int storedOutputAxis) {
        this(name, displayName, op, kind, weight, bias, geometry, autoPad, weightName, biasName, input, inputLayout,
                output, activation, weightsAsStored, storedOutputAxis, Optional.empty());
    }

    /** The layer with the BatchNormalization behind it in its weights and bias. */
    public Layer folded(FoldableBatchNorm node, FloatTensor newWeight, FloatTensor newBias) {
        return new Layer(
                name, displayName, op, kind, newWeight, Optional.of(newBias), geometry, autoPad, weightName,
                Optional.empty(), input, inputLayout, node.output(), node.activation(), false, storedOutputAxis,
                Optional.of(new FoldedBatchNorm(node.nodeName(), weightsAsStored)));
    }

    public int outputChannels() {
        return weight.shape().extent(0);
    }

    /** The weights' shape as a person knows it: (O, I) of a matrix, (O, I, k) of a one-dimensional convolution. */
    public Shape shownWeightShape() {
        int[] stored = weight.shape().toArray();
        return switch (inputLayout) {
            case ROWS, COLUMNS -> Shape.of(stored[0], stored[1]);
            case SEQUENCE -> Shape.of(stored[0], stored[1], stored[3]);
            case IMAGE -> weight.shape();
        };
    }

    /** Channels of the input, all groups together. */
    public int inputChannels() {
        return weight.shape().extent(1) * geometry.group();
    }

    /** Products that are summed for one output element: (C / group) · kh · kw. */
    public int taps() {
        return weight.size() / Math.max(1, outputChannels());
    }

    /** The geometry with its pads for an input (N, C, H, W). */
    public ConvGeometry geometryFor(Shape input) {
        return autoPad.resolve(geometry, input.extent(2), input.extent(3));
    }

    /**
     * The shape (N, C, H, W) that a tensor of the network has for this layer.
     *
     * @throws IllegalArgumentException with a sentence if the layer cannot read such a tensor
     */
    public Shape acceptInput(Shape given) {
        int channels = inputChannels();
        boolean image = inputLayout == InputLayout.IMAGE || inputLayout == InputLayout.SEQUENCE;
        Shape accepted = null;
        if (given.rank() == 4) {
            accepted = given;
        } else if (image && given.rank() == 3 && inputLayout == InputLayout.SEQUENCE) {
            accepted = Shape.of(given.extent(0), given.extent(1), 1, given.extent(2));
        } else if (!image && given.rank() == 2) {
            accepted = Shape.of(given.extent(0), given.extent(1), 1, 1);
        }
        boolean fits = accepted != null && accepted.extent(1) == channels && accepted.size() > 0
                && (image || accepted.extent(2) * accepted.extent(3) == 1);
        if (!fits) {
            String wanted = image
                    ? (inputLayout == InputLayout.SEQUENCE ? "[N, " + channels + ", length]" : "[N, " + channels + ", height, width]")
                    : "[N, " + channels + "]";
            throw new IllegalArgumentException(
                    "Layer '" + name + "' reads an input of shape " + wanted + "; the given one is " + given + ".");
        }
        geometryFor(accepted).outputShape(accepted, outputChannels());
        return accepted;
    }
}
