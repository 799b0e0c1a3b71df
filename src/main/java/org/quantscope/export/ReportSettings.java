package org.quantscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.WeightSettings;

/** The choices, each with the layers that have it. */
final class ReportSettings {
    private static final int FEW = 3;

    private ReportSettings() {}

    static void write(Markup markup, ReportContent content) {
        ReportPage.section(markup, "settings", "Settings");
        markup.begin("table", "class", "choices").begin("tbody");
        rows(markup, content, "Weights", choices -> ParameterWords.weight(choices.weight()));
        rows(markup, content, "Weight ranges",
                choices -> choices.weight().map(ParameterWords::range).orElse("–"));
        rows(markup, content, "Weight rounding", choices -> choices.weight().map(WeightSettings::rounding)
                .map(rounding -> rounding.keyword()).orElse("–"));
        rows(markup, content, "Inputs", choices -> ParameterWords.activation(choices.input()));
        rows(markup, content, "Outputs", choices -> ParameterWords.activation(choices.output()));
        rows(markup, content, "Bias",
                choices -> choices.biasBits().isPresent() ? "int" + choices.biasBits().getAsInt() : "float");
        rows(markup, content, "Requantization",
                choices -> choices.requantization().orElse(RequantizationProfile.FLOAT32).keyword());
        rows(markup, content, "Accumulator", choices -> accumulator(choices.accumulator().orElse(Accumulator.EXACT)));
        rows(markup, content, "Fused activation",
                choices -> choices.clamp().map(Clamp::displayName).orElse("none"));
        content.source().settings().preprocessing().ifPresent(given -> line(markup, "Preprocessing", words(given), ""));
        markup.end().endLine().endLine();
    }

    private static String accumulator(Accumulator register) {
        return register.equals(Accumulator.EXACT)
                ? "64 bits, exact"
                : register.bits() + " bits, " + register.overflow().keyword();
    }

    private static String words(Preprocessing given) {
        return "(pixel × " + ShownFigures.measured(given.scale()) + " − " + figures(given.mean()) + ") / "
                + figures(given.std()) + ", " + given.layout().name();
    }

    private static String figures(List<Double> values) {
        List<String> words = values.stream().map(ParameterWords::figure).toList();
        return words.size() == 1 ? words.get(0) : "(" + String.join(", ", words) + ")";
    }

    private static void rows(
            Markup markup, ReportContent content, String name, Function<LayerSettings, String> choice) {
        Map<String, List<String>> layers = new LinkedHashMap<>();
        for (ReportRow row : content.rows()) {
            Layer layer = row.layer();
            String words = choice.apply(content.source().settings().layer(layer.name()));
            layers.computeIfAbsent(words, unused -> new ArrayList<>()).add(layer.displayName());
        }
        String title = name;
        for (Map.Entry<String, List<String>> entry : layers.entrySet()) {
            line(markup, title, entry.getKey(), layers.size() == 1 ? "all layers" : who(entry.getValue()));
            title = "";
        }
    }

    private static String who(List<String> layers) {
        return layers.size() <= FEW
                ? String.join(", ", layers)
                : ShownFigures.count(layers.size()) + " layers";
    }

    private static void line(Markup markup, String name, String choice, String layers) {
        markup.begin("tr").with("th", name, "scope", "row").with("td", choice).with("td", layers, "class", "muted")
                .endLine();
    }
}
