package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.model.Model;

/** The head of a report: which network, in which state, and what became of it in one paragraph. */
final class ReportHeader {
    private ReportHeader() {}

    static void write(Markup markup, ReportContent content) {
        Model model = content.source().model();
        markup.begin("header").with("p", "Quantization report", "class", "kind").with("h1", model.fileName());
        markup.raw("\n").begin("dl");
        fact(markup, "SHA-256", model.sha256(), "hash");
        fact(markup, "Opset", Long.toString(model.opset()), "");
        fact(markup, "Layers", layers(content), "");
        fact(markup, "Weights", ShownFigures.count(weights(content)), "");
        if (model.isFoldable()) {
            fact(markup, "BatchNormalization", model.folded()
                    ? "folded into " + model.foldedLayers() + (model.foldedLayers() == 1 ? " layer" : " layers")
                    : "as stored", "");
        }
        fact(markup, "Made", content.date(), "");
        fact(markup, "With", "Quantscope " + content.version(), "");
        markup.endLine();
        markup.with("p", String.join(" ", sentences(content)), "class", "summary").endLine();
    }

    private static void fact(Markup markup, String name, String value, String style) {
        markup.begin("div").with("dt", name);
        if (style.isEmpty()) {
            markup.with("dd", value);
        } else {
            markup.with("dd", value, "class", style);
        }
        markup.end();
    }

    private static String layers(ReportContent content) {
        long quantized = content.rows().stream().filter(ReportRow::isQuantized).count();
        return ShownFigures.count(quantized) + " of " + ShownFigures.count(content.rows().size()) + " quantized";
    }

    private static long weights(ReportContent content) {
        return content.rows().stream().mapToLong(row -> row.layer().weight().size()).sum();
    }

    /** What the whole report says, in sentences. */
    static List<String> sentences(ReportContent content) {
        List<String> sentences = new ArrayList<>();
        Measurements measured = content.source().measured();
        measured.evaluation().ifPresentOrElse(
                result -> sentences.add(evaluation(result, measured.data())),
                () -> sentences.add("The network was not evaluated on images."));
        meanSqnr(content).ifPresent(mean -> sentences.add("Its layers have an SQNR of "
                + ShownFigures.decibels(mean) + " dB on the average, each measured by itself on "
                + (measured.image().isEmpty() ? "one input" : measured.image()) + "."));
        measured.certificate().ifPresent(certificate -> sentences.add(parity(certificate)));
        return sentences;
    }

    private static String evaluation(Evaluation result, String data) {
        StringBuilder text = new StringBuilder("On " + ShownFigures.count(result.images())
                + (result.images() == 1 ? " image" : " images") + (data.isEmpty() ? "" : " of " + data)
                + " the quantized network ");
        if (result.accuracy().isPresent() && result.floatAccuracy().isPresent()) {
            double change = 100 * (result.accuracy().getAsDouble() - result.floatAccuracy().getAsDouble());
            text.append("is right on ").append(ShownFigures.percent(result.accuracy().getAsDouble()))
                    .append(" (the float network on ")
                    .append(ShownFigures.percent(result.floatAccuracy().getAsDouble())).append(", a change of ")
                    .append(ShownFigures.signed(change, 1)).append(" points), ");
        }
        return text.append("answers as the float network does on ").append(ShownFigures.percent(result.agreement()))
                .append(", with a KL divergence of ").append(ShownFigures.measured(result.kl()))
                .append(" nats and ")
                .append(Double.isFinite(result.meanSqnrDb())
                        ? "an output SQNR of " + ShownFigures.decibels(result.meanSqnrDb()) + " dB on the average."
                        : "exactly the same outputs.")
                .toString();
    }

    /** Of the layers that differ at all. */
    static OptionalDouble meanSqnr(ReportContent content) {
        return content.rows().stream()
                .map(ReportRow::sqnrDb)
                .filter(known -> known.isPresent() && Double.isFinite(known.getAsDouble()))
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    private static String parity(Certificate certificate) {
        String compared = ShownFigures.count(certificate.total().elements()) + " codes of "
                + ShownFigures.count(certificate.layers().size())
                + (certificate.layers().size() == 1 ? " layer" : " layers");
        return certificate.isExact()
                ? "The runtime gives the same numbers bit for bit: none of " + compared + " differs."
                : "The runtime differs in " + ShownFigures.count(certificate.total().differing()) + " of " + compared
                        + " and in " + ShownFigures.count(certificate.output().differing()) + " of "
                        + ShownFigures.count(certificate.output().elements()) + " outputs.";
    }
}
