package org.quantscope.ui;

import org.quantscope.analysis.SensitivityMode;
import org.quantscope.analysis.SensitivityTarget;

/** What the window calls the kinds of sensitivity. */
final class SensitivityWords {
    private SensitivityWords() {}

    static String mode(SensitivityMode mode) {
        return switch (mode) {
            case ONLY -> "Only this layer";
            case ALL_BUT -> "All but this layer";
        };
    }

    static String target(SensitivityTarget target) {
        return switch (target) {
            case BOTH -> "Both";
            case WEIGHTS -> "Weights";
            case ACTIVATIONS -> "Activations";
        };
    }

    /** What the bars and the order of the table mean. */
    static String note(SensitivityMode mode) {
        return mode == SensitivityMode.ONLY
                ? "logit MSE with this layer alone quantized: taller is worse"
                : "logit MSE that is left without this layer: lower is worse";
    }
}
