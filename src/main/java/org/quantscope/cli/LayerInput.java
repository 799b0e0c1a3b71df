package org.quantscope.cli;

import java.nio.file.Path;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyArray;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.NpyType;
import org.quantscope.tensor.Shape;

/** A layer's input from a {@code .npy} file. */
final class LayerInput {
    private LayerInput() {}

    /**
     * The array as the layer reads it, (N, C, H, W).
     *
     * @throws BadInputException with a sentence if the array is not float32, has another shape, or NaN or infinity in it
     */
    static FloatTensor read(Path file, Layer layer) {
        NpyArray array = NpyFile.read(file);
        if (array.type() != NpyType.FLOAT32) {
            throw new BadInputException("File '" + file + "' has elements of type " + array.type().numpyName()
                    + ", but a layer's input is float32; convert it with x.astype(numpy.float32).");
        }
        Shape shape = accepted(file, layer, array.shape());
        FloatTensor values = array.toFloat();
        for (int at = 0; at < values.size(); at++) {
            if (!Float.isFinite(values.get(at))) {
                throw new BadInputException("File '" + file + "' has " + values.get(at) + " at "
                        + position(array.shape(), at) + "; every element of a layer's input must be a finite number.");
            }
        }
        return values.reshape(shape);
    }

    private static Shape accepted(Path file, Layer layer, Shape given) {
        try {
            Shape accepted = layer.acceptInput(given);
            if (layer.inputLayout() == InputLayout.SEQUENCE && accepted.extent(2) != 1) {
                throw new IllegalArgumentException("Layer '" + layer.name() + "' is one-dimensional and reads [N, "
                        + layer.inputChannels() + ", length]; the given one is " + given + ".");
            }
            return accepted;
        } catch (IllegalArgumentException unfit) {
            throw new BadInputException("File '" + file + "' does not fit: " + unfit.getMessage(), unfit);
        }
    }

    /** For example {@code [0, 2, 5, 1]}. */
    private static String position(Shape shape, int index) {
        StringBuilder text = new StringBuilder("]");
        int rest = index;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            text.insert(0, (axis == 0 ? "" : ", ") + rest % shape.extent(axis));
            rest /= shape.extent(axis);
        }
        return text.insert(0, '[').toString();
    }
}
