package org.quantscope.analysis;

import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.quant.LayerParams;

/** What of the layers is quantized when their effect on the answer is measured. */
public enum SensitivityTarget {
    /** Weights, inputs and outputs, as the settings have them. */
    BOTH("both"),
    /** Weights alone; inputs, outputs and the bias stay float. */
    WEIGHTS("weights"),
    /** Inputs and outputs alone; weights and the bias stay float. */
    ACTIVATIONS("activations");

    private final String keyword;

    SensitivityTarget(String keyword) {
        this.keyword = keyword;
    }

    /** The word for it in files and on the command line. */
    public String keyword() {
        return keyword;
    }

    /** The part of a layer's parameters that is meant; empty if nothing of it is quantized. */
    public Optional<LayerParams> of(LayerParams params) {
        boolean weights = this != ACTIVATIONS && params.weight().isPresent();
        boolean activations = this != WEIGHTS && (params.input().isPresent() || params.output().isPresent());
        if (!weights && !activations) {
            return Optional.empty();
        }
        // Without codes on both sides the bias stays float anyway; saying so makes equal networks equal.
        return Optional.of(new LayerParams(
                weights ? params.weight() : Optional.empty(),
                activations ? params.input() : Optional.empty(),
                activations ? params.output() : Optional.empty(),
                this == BOTH && params.hasIntegerBias() ? params.biasBits() : OptionalInt.empty(),
                params.requantization(),
                params.accumulator(),
                params.clamp()));
    }
}
