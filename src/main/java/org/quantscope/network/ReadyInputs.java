package org.quantscope.network;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.NpyArray;
import org.quantscope.tensor.Shape;
import org.quantscope.tensor.UnreadableInputException;

/** Network inputs [N, ...] in floating point that are taken as they are, without preprocessing. */
final class ReadyInputs implements ImageSet {
    private final String name;
    private final FloatTensor inputs;
    private final Shape one;
    private final int count;
    private final Optional<IntTensor> labels;

    private ReadyInputs(String name, FloatTensor inputs, Shape one, int count, Optional<IntTensor> labels) {
        this.name = name;
        this.inputs = inputs;
        this.one = one;
        this.count = count;
        this.labels = labels;
    }

    static ReadyInputs of(String name, NpyArray array, Optional<IntTensor> labels) {
        if (array.shape().rank() < 2) {
            throw new UnreadableInputException("File '" + name + "' holds an array of shape " + array.shape()
                    + "; inputs ready for the network have the shape [N, channels, height, width].");
        }
        int[] extents = array.shape().toArray();
        extents[0] = 1;
        return new ReadyInputs(name, array.toFloat(), Shape.of(extents), array.shape().extent(0), labels);
    }

    /** One input that is a whole tensor, whatever its first dimension counts. */
    static ReadyInputs one(String name, FloatTensor input) {
        if (input.shape().rank() == 0) {
            throw new UnreadableInputException(
                    "File '" + name + "' holds a single number; inputs of a network have dimensions.");
        }
        return new ReadyInputs(name, input, input.shape(), 1, Optional.empty());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public String imageName(int index) {
        return "input " + index;
    }

    @Override
    public Optional<Integer> label(int index) {
        return labels.map(values -> values.get(index));
    }

    @Override
    public Optional<Shape> readyShape() {
        return Optional.of(one);
    }

    /** The input stretched from its smallest to its largest value, for drawing only. */
    @Override
    public RawImage image(int index) {
        float[] data = input(index).data();
        boolean last = one.rank() == 4 && (one.extent(3) == 3 || one.extent(3) == 1) && one.extent(1) > 3;
        int height = one.rank() < 4 ? (one.rank() == 3 ? one.extent(1) : 1) : one.extent(last ? 1 : 2);
        int width = one.rank() < 4 ? one.extent(one.rank() - 1) : one.extent(last ? 2 : 3);
        int stored = one.size() / (height * width);
        int channels = one.rank() == 4 && stored >= 3 ? 3 : 1;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : data) {
            low = Float.isFinite(value) ? Math.min(low, value) : low;
            high = Float.isFinite(value) ? Math.max(high, value) : high;
        }
        double gain = high > low ? 255.0 / ((double) high - low) : 0;
        byte[] pixels = new byte[height * width * channels];
        for (int pixel = 0; pixel < height * width; pixel++) {
            for (int channel = 0; channel < channels; channel++) {
                float value = data[last ? pixel * stored + channel : channel * height * width + pixel];
                pixels[pixel * channels + channel] =
                        (byte) (int) Math.rint(Math.max(0, Math.min(255, (value - (double) low) * gain)));
            }
        }
        return new RawImage(height, width, channels, pixels);
    }

    @Override
    public FloatTensor networkInput(int index, Preprocessing preprocessing, Shape target) {
        FloatTensor input = input(index);
        if (!one.equals(target)) {
            throw new IllegalArgumentException("The inputs of '" + name + "' have the shape " + one
                    + "; the network reads " + target + ".");
        }
        requireFinite(input, index);
        return input;
    }

    private void requireFinite(FloatTensor input, int index) {
        float[] data = input.data();
        for (int i = 0; i < data.length; i++) {
            if (!Float.isFinite(data[i])) {
                throw new UnreadableInputException("File '" + name + "' has " + (Float.isNaN(data[i]) ? "NaN" : "infinity")
                        + " at " + place(index, i) + "; the network's input must be finite numbers only.");
            }
        }
    }

    /** The element's indices in the file's array, as Python writes them. */
    private String place(int index, int element) {
        int[] at = new int[one.rank()];
        int rest = element;
        for (int axis = at.length - 1; axis > 0; axis--) {
            at[axis] = rest % one.extent(axis);
            rest /= one.extent(axis);
        }
        at[0] = index;
        return Arrays.toString(at);
    }

    private FloatTensor input(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("No input " + index + " among " + size() + ".");
        }
        float[] data = new float[one.size()];
        System.arraycopy(inputs.data(), index * data.length, data, 0, data.length);
        return FloatTensor.wrap(one, data);
    }
}
