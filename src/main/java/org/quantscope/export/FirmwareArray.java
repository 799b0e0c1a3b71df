package org.quantscope.export;

import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * Numbers of a layer under one name, which is that of the C array, of the array in the {@code .npz} file and of the
 * {@code $readmemh} file.
 *
 * @param name a C identifier
 * @param values integers, or the bits of real numbers
 */
record FirmwareArray(String name, FirmwareWord word, LongTensor values) {
    FirmwareArray {
        for (long value : values.data()) {
            if (!word.holds(value)) {
                throw new IllegalArgumentException("Array '" + name + "' has the value " + value
                        + ", which a word of " + word.bits() + " bits cannot hold.");
            }
        }
    }

    Shape shape() {
        return values.shape();
    }
}
