package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.Map;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * The tensors of one run of the network. They stay in native memory until this is closed; each call copies the one that
 * is asked for onto the heap, so a large network costs the heap one layer at a time.
 */
public final class Activations implements AutoCloseable {
    private final Model model;
    private final Map<String, OnnxTensor> fed;
    private final OrtSession.Result result;
    private boolean closed;

    Activations(Model model, Map<String, OnnxTensor> fed, OrtSession.Result result) {
        this.model = model;
        this.fed = fed;
        this.result = result;
    }

    /**
     * What the layer reads, as the (N, C, H, W) that it is computed on.
     *
     * @throws NetworkRunException with a sentence if the network does not hand that tensor over
     */
    public FloatTensor input(Layer layer) {
        return arranged(layer, tensor(layer.input()));
    }

    /** What the layer writes, before any fused activation, in the network's own shape. */
    public FloatTensor output(Layer layer) {
        return tensor(layer.output());
    }

    /** What the layer writes after its fused activation, in the network's own shape. */
    public FloatTensor activated(Layer layer) {
        return tensor(RangeSources.output(layer));
    }

    /** The network's first output. */
    public FloatTensor networkOutput() {
        if (model.outputs().isEmpty()) {
            throw new NetworkRunException("Network '" + model.fileName() + "' has no output.");
        }
        return tensor(model.outputs().get(0).name());
    }

    /** The ranges of every layer, by its name. */
    public Map<String, LayerRanges> ranges() {
        RangeSources sources = new RangeSources(model);
        Map<String, RangeStatistics> seen = new LinkedHashMap<>();
        observeInto(seen, sources);
        return byLayer(model, seen, sources);
    }

    /** The ranges of one layer. */
    public LayerRanges ranges(Layer layer) {
        return new LayerRanges(
                range(new RangeSources(model).input(layer)), range(RangeSources.output(layer)));
    }

    /** Adds what every tensor that a layer reads or writes shows of its range to {@code seen}, by tensor name. */
    void observeInto(Map<String, RangeStatistics> seen, RangeSources sources) {
        Map<String, RangeStatistics> own = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            own.computeIfAbsent(sources.input(layer), this::range);
            own.computeIfAbsent(RangeSources.output(layer), this::range);
        }
        own.forEach((name, range) -> seen.merge(name, range, RangeStatistics::then));
    }

    static Map<String, LayerRanges> byLayer(Model model, Map<String, RangeStatistics> seen, RangeSources sources) {
        Map<String, LayerRanges> ranges = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            ranges.put(layer.name(), new LayerRanges(
                    seen.get(sources.input(layer)), seen.get(RangeSources.output(layer))));
        }
        return ranges;
    }

    /** A layer's input from the shape that it has in the network to (N, C, H, W). */
    static FloatTensor arranged(Layer layer, FloatTensor tensor) {
        FloatTensor given = tensor;
        Shape shape = tensor.shape();
        if (layer.inputLayout() == InputLayout.ROWS && shape.rank() != 2 && shape.rank() > 0) {
            int features = shape.extent(shape.rank() - 1);
            given = tensor.reshape(Shape.of(features == 0 ? 0 : tensor.size() / features, features));
        } else if (layer.inputLayout() == InputLayout.COLUMNS && shape.rank() == 2) {
            given = transposed(tensor);
        } else if (layer.inputLayout() == InputLayout.COLUMNS && shape.rank() == 1) {
            given = tensor.reshape(Shape.of(1, shape.extent(0)));
        }
        return given.reshape(layer.acceptInput(given.shape()));
    }

    private static FloatTensor transposed(FloatTensor tensor) {
        int rows = tensor.shape().extent(0);
        int columns = tensor.shape().extent(1);
        float[] turned = new float[tensor.size()];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = tensor.get(row * columns + column);
            }
        }
        return FloatTensor.wrap(Shape.of(columns, rows), turned);
    }

    private RangeStatistics range(String name) {
        try {
            FloatTensor values = tensor(name);
            return Observer.batch(values.data(), 0, values.size());
        } catch (IllegalArgumentException e) {
            throw new NetworkRunException("Network '" + model.fileName() + "' computes NaN or infinity in tensor '"
                    + name + "' for this input; try another input or another normalisation.", e);
        }
    }

    synchronized FloatTensor tensor(String name) {
        if (closed) {
            throw new IllegalStateException("These activations are closed.");
        }
        OnnxTensor tensor = fed.get(name);
        if (tensor == null && result.get(name).orElse(null) instanceof OnnxTensor computed) {
            tensor = computed;
        }
        if (tensor == null) {
            throw new NetworkRunException("ONNX Runtime does not hand over tensor '" + name + "' of '"
                    + model.fileName() + "'.");
        }
        return OrtTensors.toFloat(tensor, name);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            result.close();
            fed.values().forEach(OnnxTensor::close);
        }
    }
}
