package org.quantscope.export;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.quantscope.analysis.ImplementationMismatch;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.model.Layer;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;

/** One row for each layer: what it is, what it runs with, what that costs. */
final class ReportLayers {
    private static final double FULL_DB = 50;
    private static final List<String> COLUMNS = List.of(
            "Layer", "Kind", "Weights", "Weight type", "Weight scale", "Input", "Output", "SQNR dB", "Worst",
            "Mismatch", "Accumulator");

    private ReportLayers() {}

    static void write(Markup markup, ReportContent content) {
        ReportPage.section(markup, "layers", "Layers");
        String image = content.source().measured().image();
        markup.with("p", content.isMeasured()
                ? "SQNR: float against fake-quant at the layer's output, after its activation and before its output"
                        + " quantizer. Mismatch: fake-quant against integers. Accumulator: the bits that no input of this"
                        + " type exceeds, of those that the register has."
                        + (image.isEmpty() ? "" : " Measured on " + image + ".")
                : "Nothing was measured: no image was given. Accumulator: the bits that no input of this type exceeds,"
                        + " of those that the register has.", "class", "muted");
        markup.begin("div", "class", "wide").begin("table", "class", "layers").begin("thead").begin("tr");
        for (String column : COLUMNS) {
            markup.with("th", column, "scope", "col");
        }
        markup.end().end().raw("\n").begin("tbody");
        content.rows().forEach(row -> write(markup, content, row));
        markup.end().end().endLine().endLine();
    }

    private static void write(Markup markup, ReportContent content, ReportRow row) {
        Layer layer = row.layer();
        markup.begin("tr").with("th", layer.displayName(), "scope", "row", "title", layer.op() + " " + layer.name());
        markup.with("td", layer.kind().shortName() + (layer.foldedBatchNorm().isPresent() ? " +BN" : ""));
        markup.with("td", layer.shownWeightShape().toString(), "class", "muted");
        weight(markup, content, row);
        activation(markup, row.params().input());
        activation(markup, row.params().output());
        sqnr(markup, row.sqnrDb());
        markup.with("td", row.measured().map(known -> "c" + known.worstChannel()).orElse(""), "class", "muted");
        mismatch(markup, row.measured().map(LayerMeasurement::mismatch));
        accumulator(markup, row);
        markup.endLine();
    }

    private static void weight(Markup markup, ReportContent content, ReportRow row) {
        Optional<TensorParams> params = row.params().weight();
        if (params.isEmpty()) {
            markup.with("td", "float", "class", "muted").with("td", "");
            return;
        }
        String choice = content.source().settings().layer(row.layer().name()).weight()
                .filter(weight -> weight.formula().isAffine())
                .map(weight -> (weight.type().narrowRange() ? " narrow" : "") + ", " + weight.scheme().keyword()
                        + ", per " + weight.granularity().keyword())
                .orElse("");
        markup.begin("td").with("b", ParameterWords.types(params.get())).say(choice).end();
        markup.begin("td").say(ParameterWords.scales(params.get()));
        if (params.get().channels().stream().anyMatch(channel -> channel.zeroPoint() != 0)) {
            markup.say(", zp " + ParameterWords.zeroPoints(params.get()));
        }
        markup.end();
    }

    private static void activation(Markup markup, Optional<QuantParams> params) {
        if (params.isEmpty()) {
            markup.with("td", "float", "class", "muted");
            return;
        }
        markup.begin("td").with("b", params.get().type().onnxName()).say(" " + ShownFigures.measured(
                params.get().scale()) + ", zp " + ParameterWords.figure(params.get().zeroPoint())).end();
    }

    private static void sqnr(Markup markup, OptionalDouble decibels) {
        if (decibels.isEmpty()) {
            markup.with("td", "–", "class", "muted");
            return;
        }
        double value = decibels.getAsDouble();
        boolean exact = Double.isInfinite(value);
        String style = exact ? "good" : value < ReportRow.LOW_SQNR_DB ? "bad" : "";
        markup.begin("td", "class", "figure " + style).with("span", ShownFigures.decibels(value));
        if (!exact) {
            bar(markup, value);
        }
        markup.end();
    }

    /** Empty at 0 dB, full at 50. */
    private static void bar(Markup markup, double decibels) {
        double share = Math.max(0.04, Math.min(1, decibels / FULL_DB));
        markup.begin("svg", "class", "bar", "viewBox", "0 0 50 6", "aria-hidden", "true");
        new SvgPath().box(0, 0, 50, 6).into(markup, "track");
        new SvgPath().box(0, 0, Math.max(2, 50 * share), 6)
                .into(markup, decibels < ReportRow.LOW_SQNR_DB ? "low" : "fill");
        markup.end();
    }

    private static void mismatch(Markup markup, Optional<ImplementationMismatch> found) {
        if (found.isEmpty()) {
            markup.with("td", "–", "class", "muted");
            return;
        }
        ImplementationMismatch mismatch = found.get();
        String text = mismatch.differing() == 0
                ? "0"
                : ShownFigures.count(mismatch.differing()) + " of " + ShownFigures.count(mismatch.total()) + ", max "
                        + ParameterWords.figure(mismatch.maxLsb()) + " LSB";
        markup.with("td", text, "class", mismatch.differing() == 0 ? "good" : "warn");
    }

    private static void accumulator(Markup markup, ReportRow row) {
        if (row.accumulatorBits().isEmpty()) {
            markup.with("td", "–", "class", "muted");
            return;
        }
        int needed = row.accumulatorBits().getAsInt();
        int given = row.params().accumulator().bits();
        markup.with("td", needed + " of " + given, "class", needed > given ? "bad" : "");
    }
}
