package org.quantscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quantscope.export.TextTable;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.LayerSummary;
import org.quantscope.workspace.WorkspaceState;

/** An explored network as text: every layer's figures, and the three outputs of the layer in focus. */
public final class ExplorationText {
    private ExplorationText() {}

    /** @param state one in which everything is computed */
    public static List<String> lines(WorkspaceState state) {
        Model model = state.model().orElseThrow();
        List<String> lines = new ArrayList<>();
        lines.add(model.fileName() + state.input().map(ExplorationText::input).orElse(""));
        lines.add("");
        lines.addAll(table(state, model));
        Optional<LayerResult> shown = state.shown().filter(LayerResult::isWhole);
        shown.ifPresent(result -> {
            lines.add("");
            lines.addAll(ComparisonText.lines(new Comparison(
                    result.layer(), state.engine().name(), result.params(),
                    result.planes().asRun(result.params().output()), result.report(),
                    Optional.empty())));
        });
        return lines;
    }

    private static String input(InputState input) {
        String image = input.count() > 0 ? ", image " + input.index() : "";
        return " on " + input.source() + image + input.label().map(label -> " (" + label + ")").orElse("");
    }

    private static List<String> table(WorkspaceState state, Model model) {
        TextTable table = new TextTable(
                "layer", "kind", ">shape", ">weight bits", ">input bits", ">SQNR dB", ">worst channel", ">mismatch");
        for (Layer layer : model.layers()) {
            LayerSummary summary = state.summaries().get(layer.name());
            if (summary == null) {
                continue;
            }
            LayerParams params = summary.params();
            String sqnr = summary.error().isExact()
                    ? "exact"
                    : String.format(Locale.ROOT, "%.1f", summary.error().sqnrDb());
            table.row(
                    layer.displayName(), kind(layer), layer.weight().shape().toString(),
                    params.weight().map(ExplorationText::bits).orElse("float"),
                    params.input().map(input -> input.type().shortName()).orElse("float"),
                    sqnr, Integer.toString(summary.worstChannel()), Long.toString(summary.differing()));
        }
        return table.lines();
    }

    /** {@code dw +BN} where a BatchNormalization is folded into the layer. */
    private static String kind(Layer layer) {
        return layer.kind().shortName() + (layer.foldedBatchNorm().isPresent() ? " +BN" : "");
    }

    /** {@code s8}, or {@code s4 to s8} where channels differ. */
    private static String bits(TensorParams params) {
        List<String> names = params.channels().stream()
                .map(QuantParams::type)
                .sorted((a, b) -> Integer.compare(a.bits(), b.bits()))
                .map(type -> type.shortName())
                .distinct()
                .toList();
        return names.size() == 1 ? names.get(0) : names.get(0) + " to " + names.get(names.size() - 1);
    }
}
