package org.quantscope.network;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quantscope.model.Model;
import org.quantscope.model.TensorInfo;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * What a network is fed: the image goes to one input; any other gets ones if it is called a mask, else zeros, in the
 * default shape of {@link InputShape}.
 */
final class Feed {
    private final Model model;
    private final TensorInfo imageInput;
    private final Map<String, NodeInfo> inputs;

    Feed(Model model, Map<String, NodeInfo> inputs) {
        this.model = model;
        this.imageInput = InputShape.imageInput(model);
        this.inputs = Map.copyOf(inputs);
    }

    String imageInput() {
        return imageInput.name();
    }

    /** One sentence for every input that does not get the image. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (TensorInfo input : model.inputs()) {
            if (!input.name().equals(imageInput.name())) {
                remarks.add("Input '" + input.name() + "' (" + input.elementType() + ", "
                        + InputShape.of(input).shape() + ") is filled with " + (filling(input) == 1 ? "ones" : "zeros")
                        + "; the image goes to '" + imageInput.name() + "'.");
            }
        }
        return List.copyOf(remarks);
    }

    /**
     * The tensors by input name; the caller closes them.
     *
     * @throws IllegalArgumentException with a sentence if the image's tensor has the wrong shape or a value that is not
     *     finite
     */
    Map<String, OnnxTensor> create(OrtEnvironment environment, FloatTensor image) throws OrtException {
        requireFits(image);
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (TensorInfo input : model.inputs()) {
                FloatTensor values = input.name().equals(imageInput.name()) ? image : filled(input);
                tensors.put(input.name(),
                        OrtTensors.create(environment, values, ortInfo(input.name()).type, input.name()));
            }
            return tensors;
        } catch (OrtException | RuntimeException e) {
            tensors.values().forEach(OnnxTensor::close);
            throw e;
        }
    }

    private FloatTensor filled(TensorInfo input) {
        Shape shape = InputShape.of(input).shape();
        float[] values = new float[shape.size()];
        Arrays.fill(values, filling(input));
        return FloatTensor.wrap(shape, values);
    }

    private static float filling(TensorInfo input) {
        return input.name().toLowerCase(Locale.ROOT).contains("mask") ? 1 : 0;
    }

    private ai.onnxruntime.TensorInfo ortInfo(String name) {
        NodeInfo node = inputs.get(name);
        if (node == null || !(node.getInfo() instanceof ai.onnxruntime.TensorInfo info)) {
            throw new NetworkRunException("Input '" + name + "' of '" + model.fileName()
                    + "' is no tensor; networks that read sequences or maps cannot be run on an image.");
        }
        return info;
    }

    private void requireFits(FloatTensor image) {
        List<Long> wanted = imageInput.dimensions();
        Shape given = image.shape();
        // A file may leave out the dimensions altogether; then the first operator decides.
        boolean fits = wanted.isEmpty() || wanted.size() == given.rank();
        for (int axis = 0; fits && axis < wanted.size(); axis++) {
            fits = wanted.get(axis) < 0 || wanted.get(axis) == given.extent(axis);
        }
        if (!fits || given.size() == 0) {
            throw new IllegalArgumentException("Input '" + imageInput.name() + "' of '" + model.fileName()
                    + "' has the shape " + describe() + "; the given one is " + given + ".");
        }
        float[] data = image.data();
        for (int i = 0; i < data.length; i++) {
            if (!Float.isFinite(data[i])) {
                throw new IllegalArgumentException("The network's input has " + (Float.isNaN(data[i]) ? "NaN" : "infinity")
                        + " at element " + i + "; give one with finite values only.");
            }
        }
    }

    private String describe() {
        List<String> words = new ArrayList<>();
        for (int axis = 0; axis < imageInput.dimensions().size(); axis++) {
            long extent = imageInput.dimensions().get(axis);
            String name = axis < imageInput.dimensionNames().size() ? imageInput.dimensionNames().get(axis) : "";
            words.add(extent >= 0 ? Long.toString(extent) : name.isEmpty() ? "any" : name);
        }
        return "[" + String.join(", ", words) + "]";
    }
}
