package org.quantscope.export;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.export.LintFinding.Severity;

/**
 * A finding of one layer, before it is known which edit takes it away.
 *
 * @param reason one sentence that names the layer
 * @param candidates edits that may help, the best first
 */
record LayerFinding(
        Severity severity, String tensor, OptionalInt channel, String reason, List<LayerFix> candidates) {
    LayerFinding {
        candidates = List.copyOf(candidates);
    }

    static LayerFinding of(
            Severity severity, LintLayer layer, String tensor, String what, LayerFix... candidates) {
        return new LayerFinding(
                severity, tensor, OptionalInt.empty(), layer.sentence(what), List.of(candidates));
    }

    static LayerFinding ofChannel(
            Severity severity, LintLayer layer, int channel, String what, LayerFix... candidates) {
        return new LayerFinding(
                severity, "weight", OptionalInt.of(channel), layer.sentence(what), List.of(candidates));
    }

    LintFinding with(String layer, Optional<LayerFix> fix) {
        return new LintFinding(severity, layer, tensor, channel, reason, fix.map(edit -> edit.on(layer)));
    }
}
