package org.quantscope.export;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something in the settings that a target cannot say, or says only in part.
 *
 * @param severity what it means for saving
 * @param layer the layer's name; empty where the whole network is meant
 * @param tensor {@code weight}, {@code input}, {@code output}, {@code bias}, or empty where the whole layer is meant
 * @param channel the first output channel to blame, where there is one
 * @param reason one sentence for a person, which names the layer
 * @param fix the edit that takes the finding away, where one edit can
 */
public record LintFinding(
        Severity severity, String layer, String tensor, OptionalInt channel, String reason, Optional<LintFix> fix) {
    /** What a finding means for saving. */
    public enum Severity {
        /** The target cannot say it: nothing is written. */
        REFUSED,
        /** It is written, and the target differs from the settings in the way that is said. */
        REMARK
    }

    public LintFinding {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(layer);
        Objects.requireNonNull(tensor);
        Objects.requireNonNull(channel);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(fix);
    }

    public boolean isRefused() {
        return severity == Severity.REFUSED;
    }
}
