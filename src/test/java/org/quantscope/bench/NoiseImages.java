package org.quantscope.bench;

import org.quantscope.network.ImageSet;
import org.quantscope.network.RandomInput;
import org.quantscope.network.RawImage;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * Seeded noise as a network reads it.
 *
 * @param size how many images
 * @param shape of the network's input
 */
record NoiseImages(int size, Shape shape) implements ImageSet {
    @Override
    public String name() {
        return "noise";
    }

    @Override
    public RawImage image(int index) {
        throw new UnsupportedOperationException("Noise has no pixels to draw.");
    }

    @Override
    public FloatTensor networkInput(int index, Preprocessing preprocessing, Shape target) {
        return RandomInput.pixels(shape, preprocessing, index + 1).tensor();
    }
}
