package org.quantscope.ui;

import org.quantscope.workspace.ExportFinding;

/**
 * What a target cannot say, as the table has it.
 *
 * @param layer the layer's display name; empty where the whole network is meant
 */
record FindingRow(ExportFinding finding, String layer) {
    String mark() {
        return finding.refused() ? "✕ Refused" : "! Remark";
    }

    String colour() {
        return finding.refused() ? "bad" : "warn";
    }

    String shownLayer() {
        return layer.isEmpty() ? "network" : layer;
    }

    /** {@code weight, channel 3}. */
    String where() {
        String channel = finding.channel().isPresent() ? "channel " + finding.channel().getAsInt() : "";
        String tensor = finding.tensor();
        return tensor.isEmpty() || channel.isEmpty() ? tensor + channel : tensor + ", " + channel;
    }

    /** Without the layer's name, which stands beside it. */
    String reason() {
        String start = "Layer '" + finding.layer() + "' ";
        return finding.reason().startsWith(start)
                ? finding.reason().substring(start.length())
                : finding.reason();
    }

    String fix() {
        return finding.fix().orElse("");
    }

    String sentence() {
        return (finding.refused() ? "Nothing is saved because of this. " : "Saved all the same. ") + finding.reason()
                + (fix().isEmpty() ? "" : " What helps: " + fix() + " (F).");
    }
}
