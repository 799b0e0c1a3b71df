package org.quantscope.network;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * Remembers what was asked of one input again and again, and decides which run is worth keeping: the one whose every
 * layer is as in most of the last three. Under a moving finger that is the network with everything else as it is; where
 * layers are quantized one at a time it is the float network.
 */
final class RepeatedRuns implements AutoCloseable {
    /** Native bytes that kept runs may take together. */
    private static final long BUDGET = 256L << 20;

    private static final int MOST_INPUTS = 64;
    private static final int REMEMBERED = 3;

    /** What was asked of one input, which is that very tensor: one that nobody has any more is never asked for again. */
    private static final class Repeated {
        private final WeakReference<FloatTensor> input;
        private final List<Map<String, LayerParams>> last = new ArrayList<>();
        private KeptRun kept;

        Repeated(FloatTensor input) {
            this.input = new WeakReference<>(input);
        }

        void drop() {
            if (kept != null) {
                kept.close();
                kept = null;
            }
        }
    }

    private final List<Layer> layers;
    private final List<Repeated> inputs = new ArrayList<>();

    RepeatedRuns(List<Layer> layers) {
        this.layers = layers;
    }

    /** Takes note of a request; gives the parameters of a run that should be kept for it and for those like it. */
    Optional<Map<String, LayerParams>> note(FloatTensor input, Map<String, LayerParams> params) {
        Repeated repeated = newest(input);
        repeated.last.add(Map.copyOf(params));
        if (repeated.last.size() < REMEMBERED) {
            return Optional.empty();
        }
        if (repeated.last.size() > REMEMBERED) {
            repeated.last.remove(0);
        }
        Map<String, LayerParams> usual = usual(repeated.last.get(0), repeated.last.get(1), repeated.last.get(2));
        int now = repeated.kept == null ? 0 : firstChange(repeated.kept.params(), params);
        return firstChange(usual, params) > now && hasRoom(repeated) ? Optional.of(usual) : Optional.empty();
    }

    /** The run kept for an input. */
    Optional<KeptRun> find(FloatTensor input) {
        return inputs.stream()
                .filter(repeated -> repeated.input.get() == input && repeated.kept != null)
                .map(repeated -> repeated.kept)
                .findFirst();
    }

    /** In place of an earlier one of the same input. */
    void keep(FloatTensor input, KeptRun run) {
        Repeated repeated = newest(input);
        repeated.drop();
        repeated.kept = run;
    }

    /** The first layer, counted from 0, whose parameters differ; the number of layers if none does. */
    int firstChange(Map<String, LayerParams> one, Map<String, LayerParams> other) {
        for (int i = 0; i < layers.size(); i++) {
            String name = layers.get(i).name();
            if (!Objects.equals(one.get(name), other.get(name))) {
                return i;
            }
        }
        return layers.size();
    }

    /** How many runs are kept. */
    int count() {
        return (int) inputs.stream().filter(repeated -> repeated.kept != null).count();
    }

    /** The entry of an input, last in the list. */
    private Repeated newest(FloatTensor input) {
        Repeated found = null;
        for (Repeated repeated : List.copyOf(inputs)) {
            FloatTensor own = repeated.input.get();
            if (own == input) {
                found = repeated;
                inputs.remove(repeated);
            } else if (own == null) {
                inputs.remove(repeated);
                repeated.drop();
            }
        }
        if (inputs.size() >= MOST_INPUTS) {
            inputs.remove(0).drop();
        }
        inputs.add(found == null ? new Repeated(input) : found);
        return inputs.get(inputs.size() - 1);
    }

    private boolean hasRoom(Repeated wanted) {
        long largest = 0;
        long others = 0;
        for (Repeated repeated : inputs) {
            if (repeated.kept != null) {
                largest = Math.max(largest, repeated.kept.bytes());
                others += repeated == wanted ? 0 : repeated.kept.bytes();
            }
        }
        return others + largest <= BUDGET;
    }

    private static Map<String, LayerParams> usual(
            Map<String, LayerParams> first, Map<String, LayerParams> second, Map<String, LayerParams> third) {
        Set<String> names = new HashSet<>(first.keySet());
        names.addAll(second.keySet());
        names.addAll(third.keySet());
        Map<String, LayerParams> usual = new HashMap<>();
        for (String name : names) {
            LayerParams one = first.get(name);
            boolean early = Objects.equals(one, second.get(name)) || Objects.equals(one, third.get(name));
            LayerParams chosen = early ? one : third.get(name);
            if (chosen != null) {
                usual.put(name, chosen);
            }
        }
        return usual;
    }

    @Override
    public void close() {
        inputs.forEach(Repeated::drop);
        inputs.clear();
    }
}
