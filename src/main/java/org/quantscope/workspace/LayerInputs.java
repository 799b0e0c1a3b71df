package org.quantscope.workspace;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.quantscope.model.Layer;
import org.quantscope.tensor.FloatTensor;

/**
 * The inputs of all layers for one input of the network, copied onto the heap when a layer is looked at and let go when
 * memory is short. Safe for several threads.
 */
final class LayerInputs {
    private final Map<String, SoftReference<FloatTensor>> kept = new HashMap<>();
    private final Function<Layer, FloatTensor> source;
    private final Predicate<Layer> there;
    private final Runnable onClose;
    private boolean closed;

    /**
     * @param source gives a layer's input (N, C, H, W)
     * @param onClose lets go of what the source holds
     */
    LayerInputs(Function<Layer, FloatTensor> source, Runnable onClose) {
        this(source, layer -> true, onClose);
    }

    /** @param there whether it is worth asking for a layer's input yet */
    LayerInputs(Function<Layer, FloatTensor> source, Predicate<Layer> there, Runnable onClose) {
        this.source = source;
        this.there = there;
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

    boolean has(Layer layer) {
        return there.test(layer);
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

    /** Takes over the very tensors of those before it, where they are the same: what was computed on them stays. */
    void keep(LayerInputs before, Predicate<String> same) {
        Map<String, SoftReference<FloatTensor>> others = before.copies();
        others.keySet().removeIf(layer -> !same.test(layer));
        synchronized (this) {
            kept.putAll(others);
        }
    }

    private synchronized Map<String, SoftReference<FloatTensor>> copies() {
        return new HashMap<>(kept);
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            kept.clear();
            onClose.run();
        }
    }
}
