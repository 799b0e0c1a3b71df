package org.quantscope.network;

import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.Model;
import org.quantscope.model.TensorInfo;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;
import org.quantscope.tensor.UnreadableInputException;

/**
 * Images as a network reads them, with their labels where there are any. Each is read when it is asked for, so a data
 * set takes no more memory than its largest image.
 *
 * @param images where they come from
 * @param preprocessing how pixels become the network's input
 * @param inputShape shape of the network's input
 * @param size how many of the images count, from the first on
 */
public record DataSet(ImageSet images, Preprocessing preprocessing, Shape inputShape, int size) {
    public DataSet {
        if (size < 1 || size > images.size()) {
            throw new IllegalArgumentException(
                    "A data set has at least one of its " + images.size() + " images, not " + size + ".");
        }
    }

    /**
     * The first images, {@code limit} at most, in the shape that the network reads: its open dimensions are those of
     * inputs that are ready, else as {@link InputShape} has them.
     */
    public static DataSet of(ImageSet images, Preprocessing preprocessing, Model model, OptionalInt limit) {
        TensorInfo input = InputShape.imageInput(model);
        Shape shape = images.readyShape()
                .filter(ready -> fits(ready, input))
                .orElseGet(() -> InputShape.of(model).shape());
        return of(images, preprocessing, shape, limit);
    }

    private static boolean fits(Shape ready, TensorInfo input) {
        if (input.dimensions().size() != ready.rank()) {
            return false;
        }
        for (int axis = 0; axis < ready.rank(); axis++) {
            long wanted = input.dimensions().get(axis);
            if (wanted >= 0 && wanted != ready.extent(axis)) {
                return false;
            }
        }
        return true;
    }

    /** The first images, {@code limit} at most. */
    public static DataSet of(ImageSet images, Preprocessing preprocessing, Shape inputShape, OptionalInt limit) {
        int size = limit.isPresent() ? Math.min(limit.getAsInt(), images.size()) : images.size();
        return new DataSet(images, preprocessing, inputShape, size);
    }

    /**
     * The input for one image.
     *
     * @throws UnreadableInputException with a sentence if the image cannot be read
     * @throws IllegalArgumentException with a sentence if it cannot become such an input
     */
    public FloatTensor input(int index) {
        return images.networkInput(index, preprocessing, inputShape);
    }

    /** The class that the image belongs to. */
    public OptionalInt label(int index) {
        Optional<Integer> label = images.label(index);
        return label.isPresent() ? OptionalInt.of(label.get()) : OptionalInt.empty();
    }
}
