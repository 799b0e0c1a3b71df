package org.quantscope.network;

import java.util.Optional;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Images to look at and to calibrate with. They are read when they are asked for. */
public interface ImageSet {
    /** The file's or folder's name. */
    String name();

    /** How many images there are; at least 1. */
    int size();

    /** What a person calls the image: its file's name, or its number. */
    default String imageName(int index) {
        return "image " + index;
    }

    /** The class that the image belongs to, where the set says so. */
    default Optional<Integer> label(int index) {
        return Optional.empty();
    }

    /**
     * The pixels, also for drawing.
     *
     * @throws org.quantscope.tensor.UnreadableInputException with a sentence if the image cannot be read
     */
    RawImage image(int index);

    /** The shape of the network's input for one image, where the set holds inputs and not pictures. */
    default Optional<Shape> readyShape() {
        return Optional.empty();
    }

    /**
     * The image as the network reads it.
     *
     * @param target shape of the network's input
     * @throws IllegalArgumentException with a sentence if the image cannot become such an input
     */
    default FloatTensor networkInput(int index, Preprocessing preprocessing, Shape target) {
        return Preprocessor.apply(image(index), preprocessing, target);
    }
}
