package org.quantscope.workspace;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.quantscope.model.Layer;
import org.quantscope.tensor.FloatTensor;

/**
 * The inputs of all layers for one input of the network, copied onto the heap when a layer is looked at and let go when
 * memory is short. Safe for several threads.
 */
final class LayerInputs {
    private final Map<String, SoftReference<FloatTensor>> kept = new HashMap<>();
    private final Function<Layer, FloatTensor> source;
    private final Runnable onClose;
    private boolean closed;

    /**
     * @param source gives a layer's input (N, C, H, W)
     * @param onClose lets go of what the source holds
     */
    LayerInputs(Function<Layer, FloatTensor> source, Runnable onClose) {
        this.source = source;
        this.onClose = onClose;
    }

    /** The input of one layer; the others have to wait, and what is asked of them meanwhile comes to nothing. */
    static LayerInputs ofOne(Layer only, FloatTensor input) {
        return new LayerInputs(
                layer -> {
                    if (layer != only) {
                        throw new CancellationException("the network has not run yet");
                    }
                    return input;
                },
                () -> {});
    }

    /** @throws CancellationException once another input has taken the place of this one */
    synchronized FloatTensor of(Layer layer) {
        if (closed) {
            throw new CancellationException("another input is shown");
        }
        SoftReference<FloatTensor> reference = kept.get(layer.name());
        FloatTensor input = reference == null ? null : reference.get();
        if (input == null) {
            input = source.apply(layer);
            kept.put(layer.name(), new SoftReference<>(input));
        }
        return input;
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            kept.clear();
            onClose.run();
        }
    }
}
