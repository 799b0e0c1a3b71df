package org.quantscope.export;

import java.util.function.UnaryOperator;
import org.quantscope.settings.LayerSettings;

/** An edit of one layer's choices that may take a finding away. */
record LayerFix(String label, UnaryOperator<LayerSettings> change) {
    LintFix on(String layer) {
        return new LintFix(label, settings -> settings.withLayer(layer, change));
    }
}
