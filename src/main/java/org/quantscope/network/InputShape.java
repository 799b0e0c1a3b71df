package org.quantscope.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TensorInfo;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.Shape;

/**
 * The shape of the network's input, with a value for every dimension that the file leaves open: one image, 3 channels,
 * 224×224 pixels, 128 steps of a sequence, until a person says otherwise.
 *
 * @param input the input that gets the image
 * @param open the open dimensions and their values, outermost first
 */
public record InputShape(TensorInfo input, List<OpenDimension> open) {
    private static final int COLOURS = 3;
    private static final int SIDE = 224;
    private static final int STEPS = 128;

    /**
     * One open dimension.
     *
     * @param axis its place in the shape
     * @param name the file's name for it, or {@code dimension n} where it has none; equal names have equal values
     * @param value at least 1
     */
    public record OpenDimension(int axis, String name, int value) {}

    public InputShape {
        open = List.copyOf(open);
    }

    /** The shape with default values for what is open. */
    public static InputShape of(TensorInfo input) {
        List<OpenDimension> open = new ArrayList<>();
        Map<String, Integer> values = new HashMap<>();
        for (int axis = 0; axis < input.dimensions().size(); axis++) {
            if (input.dimensions().get(axis) < 0) {
                String given = axis < input.dimensionNames().size() ? input.dimensionNames().get(axis) : "";
                String name = given.isEmpty() ? "dimension " + axis : given;
                values.putIfAbsent(name, defaultValue(input, axis, given.toLowerCase(Locale.ROOT)));
                open.add(new OpenDimension(axis, name, values.get(name)));
            }
        }
        return new InputShape(input, open);
    }

    /**
     * The shape of the input that gets the image: the first with four dimensions, else the first floating one. A layer
     * that reads it directly says how many channels it has, and how many dimensions where the file leaves them out.
     *
     * @throws NetworkRunException with a sentence if the network has no input
     */
    public static InputShape of(Model model) {
        TensorInfo input = imageInput(model);
        Optional<Layer> reader = model.layers().stream()
                .filter(layer -> layer.input().equals(input.name()))
                .findFirst();
        InputShape shape = of(input.dimensions().isEmpty() ? withDimensions(input, reader) : input);
        return reader.map(shape::withChannelsOf).orElse(shape);
    }

    private static TensorInfo withDimensions(TensorInfo input, Optional<Layer> reader) {
        List<String> names =
                switch (reader.map(Layer::inputLayout).orElse(InputLayout.IMAGE)) {
                    case IMAGE -> List.of("batch", "channels", "height", "width");
                    case SEQUENCE -> List.of("batch", "channels", "length");
                    case ROWS -> List.of("batch", "features");
                    case COLUMNS -> List.of("features", "batch");
                };
        return new TensorInfo(input.name(), input.elementType(), Collections.nCopies(names.size(), -1L), names);
    }

    private InputShape withChannelsOf(Layer layer) {
        int rank = input.dimensions().size();
        int axis = switch (layer.inputLayout()) {
            case IMAGE, SEQUENCE -> 1;
            case ROWS -> rank - 1;
            case COLUMNS -> 0;
        };
        return open.stream().anyMatch(dimension -> dimension.axis() == axis)
                ? withDimensions(Map.of(nameOf(axis), layer.inputChannels()))
                : this;
    }

    private String nameOf(int axis) {
        return open.stream()
                .filter(dimension -> dimension.axis() == axis)
                .map(OpenDimension::name)
                .findFirst()
                .orElseThrow();
    }

    /** @throws NetworkRunException if the network has no input */
    static TensorInfo imageInput(Model model) {
        return model.inputs().stream()
                .filter(input -> input.dimensions().size() == 4)
                .findFirst()
                .or(() -> model.inputs().stream()
                        .filter(input -> input.elementType().contains("float") || input.elementType().equals("double"))
                        .findFirst())
                .or(() -> model.inputs().stream().findFirst())
                .orElseThrow(() -> new NetworkRunException(
                        "Network '" + model.fileName() + "' has no input that an image could be given to."));
    }

    /**
     * The same with other values.
     *
     * @param values by the name of the open dimension; those that are not named keep their value
     * @throws IllegalArgumentException with a sentence if a name is unknown or a value is below 1
     */
    public InputShape withDimensions(Map<String, Integer> values) {
        for (Map.Entry<String, Integer> entry : values.entrySet()) {
            if (open.stream().noneMatch(dimension -> dimension.name().equals(entry.getKey()))) {
                throw new IllegalArgumentException(
                        "Input '" + input.name() + "' has no open dimension '" + entry.getKey() + "'.");
            }
            if (entry.getValue() < 1) {
                throw new IllegalArgumentException("Dimension '" + entry.getKey() + "' of input '" + input.name()
                        + "' must be at least 1, not " + entry.getValue() + ".");
            }
        }
        return new InputShape(input, open.stream()
                .map(dimension -> new OpenDimension(dimension.axis(), dimension.name(),
                        values.getOrDefault(dimension.name(), dimension.value())))
                .toList());
    }

    /** @throws IllegalArgumentException with a sentence if the tensor is too large to hold */
    public Shape shape() {
        int[] extents = new int[input.dimensions().size()];
        for (int axis = 0; axis < extents.length; axis++) {
            long fixed = input.dimensions().get(axis);
            if (fixed > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("Input '" + input.name() + "' has a dimension of " + fixed
                        + " elements, more than Quantscope can hold.");
            }
            extents[axis] = (int) fixed;
        }
        for (OpenDimension dimension : open) {
            extents[dimension.axis()] = dimension.value();
        }
        return Shape.of(extents);
    }

    /** Where the channels are by the look of the shape: last if only the last extent is 1, 3 or 4. */
    public Preprocessing.Layout layout() {
        List<Long> extents = input.dimensions();
        boolean last = extents.size() == 4 && isChannels(extents.get(3)) && !isChannels(extents.get(1));
        return last ? Preprocessing.Layout.NHWC : Preprocessing.Layout.NCHW;
    }

    /** Pixels from 0 to 1, or as they are where the network itself reads bytes. */
    public Preprocessing defaultPreprocessing() {
        boolean bytes = input.elementType().equalsIgnoreCase("uint8");
        Preprocessing unit = Preprocessing.UNIT;
        return new Preprocessing(bytes ? 1 : unit.scale(), unit.mean(), unit.std(), layout());
    }

    private static boolean isChannels(long extent) {
        return extent == 1 || extent == 3 || extent == 4;
    }

    private static int defaultValue(TensorInfo input, int axis, String name) {
        int rank = input.dimensions().size();
        if (name.contains("batch") || name.equals("n")) {
            return 1;
        }
        if (name.contains("height") || name.contains("width") || name.equals("h") || name.equals("w")) {
            return SIDE;
        }
        if (name.contains("channel") || name.equals("c")) {
            return COLOURS;
        }
        if (name.contains("seq") || name.contains("len") || name.contains("time")) {
            return STEPS;
        }
        if (axis == 0) {
            return 1;
        }
        if (rank == 4) {
            boolean channelsLast = isChannels(input.dimensions().get(3)) && !isChannels(input.dimensions().get(1));
            return axis == (channelsLast ? 3 : 1) ? COLOURS : SIDE;
        }
        return STEPS;
    }
}
