package org.quantscope.export;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.quantscope.settings.QuantSettings;

/**
 * What takes a finding away: one edit of the settings, which can be undone as one.
 *
 * @param label what a button says and what undo calls it, such as {@code Use 8 bits}
 * @param change the edit; it never touches the settings that it is given
 */
public record LintFix(String label, UnaryOperator<QuantSettings> change) {
    public LintFix {
        Objects.requireNonNull(label);
        Objects.requireNonNull(change);
    }
}
