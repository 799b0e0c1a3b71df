package org.quantscope.network;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.quantscope.tensor.FloatTensor;

/** Tensors that are needed again, by number, as many as fit into a budget; the others are made anew each time. */
final class KeptTensors {
    private final long budget;
    private final Map<Integer, FloatTensor> kept = new HashMap<>();
    private long elements;

    /** @param budget how many elements at most are kept */
    KeptTensors(long budget) {
        this.budget = budget;
    }

    FloatTensor get(int index, IntFunction<FloatTensor> make) {
        FloatTensor known = kept.get(index);
        if (known != null) {
            return known;
        }
        FloatTensor made = make.apply(index);
        if (elements + made.size() <= budget) {
            kept.put(index, made);
            elements += made.size();
        }
        return made;
    }
}
