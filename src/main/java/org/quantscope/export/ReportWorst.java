package org.quantscope.export;

import java.util.List;
import java.util.Optional;
import org.quantscope.analysis.ChannelSpan;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.analysis.WeightHistogram;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.WeightSettings;

/** The layers that lose most, each with its weights before and after, its channels' ranges and its output's errors. */
final class ReportWorst {
    private ReportWorst() {}

    static void write(Markup markup, ReportContent content) {
        List<ReportRow> worst = content.worst();
        if (worst.isEmpty()) {
            return;
        }
        boolean all = worst.size() == content.rows().size();
        String which = worst.size() == 1
                ? "The layer that loses most"
                : all ? "Every layer, worst first" : "The " + worst.size() + " layers that lose most";
        ReportPage.section(markup, "worst", content.isMeasured() ? which : which + ", by their weights alone");
        for (ReportRow row : worst) {
            write(markup, content, row);
        }
        markup.endLine();
    }

    private static void write(Markup markup, ReportContent content, ReportRow row) {
        String name = row.layer().displayName();
        markup.begin("article").begin("h3").say(name).say(" ")
                .with("small", row.layer().op() + " " + row.layer().shownWeightShape()).end();
        markup.with("p", facts(row), "class", "muted");
        weights(markup, content, row, name);
        row.measured().flatMap(LayerMeasurement::errors).ifPresent(errors -> {
            markup.with("h4", "Error of the output");
            ErrorHistogramSvg.draw(markup, errors, "How the differences of fake-quant from float are spread at the"
                    + " output of " + name);
        });
        markup.endLine();
    }

    private static String facts(ReportRow row) {
        StringBuilder text = new StringBuilder();
        row.measured().ifPresent(known -> {
            QuantizationError error = known.error();
            text.append("Output: SQNR ").append(ShownFigures.decibels(error.sqnrDb())).append(" dB, MSE ")
                    .append(ShownFigures.measured(error.mse())).append(", largest error ")
                    .append(ShownFigures.measured(error.maxAbs())).append(", cosine ")
                    .append(ShownFigures.fixed(error.cosine(), 5)).append("; worst channel ")
                    .append(known.worstChannel()).append(". ");
        });
        return text.append("Weights: ").append(row.params().weight().isEmpty()
                ? "float."
                : "SQNR " + ShownFigures.decibels(row.weights().sqnrDb()) + (row.weights().isExact() ? "." : " dB."))
                .toString();
    }

    private static void weights(Markup markup, ReportContent content, ReportRow row, String name) {
        Optional<TensorParams> params = row.params().weight();
        WeightCounter counter = new WeightCounter(row.layer().weight());
        boolean oneScale = params.isEmpty() || params.get().isUniform();
        WeightHistogram histogram =
                counter.layer(params, oneScale ? HistogramAxis.VALUES : HistogramAxis.CODES, row.channel());
        boolean centred = content.source().settings().layer(row.layer().name()).weight()
                .map(WeightSettings::scheme)
                .filter(QuantScheme.AFFINE::equals)
                .isEmpty();
        markup.with("h4", "Weights before and after");
        WeightHistogramSvg.legend(markup, histogram, row.channel());
        WeightHistogramSvg.draw(markup, histogram, centred, "Histogram of the weights of " + name
                + " before and after quantization: " + ShownFigures.count(histogram.totals().clipped()) + " clipped, "
                + ShownFigures.count(histogram.totals().underflow()) + " become zero");
        List<ChannelSpan> spans = counter.spans(params);
        if (spans.size() > 1) {
            long clipped = spans.stream().filter(span -> span.clipped() > 0).count();
            markup.begin("h4").say("Ranges of the " + ShownFigures.count(spans.size()) + " channels ")
                    .with("small", clipped == 0
                            ? "none is clipped"
                            : ShownFigures.count(clipped) + (clipped == 1 ? " is clipped" : " are clipped")).end();
            ChannelStripSvg.draw(markup, spans, row.channel(), "Ranges of the channels of " + name);
        }
    }
}
