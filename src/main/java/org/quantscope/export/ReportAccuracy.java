package org.quantscope.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.Flip;
import org.quantscope.analysis.ShownFigures;

/** What became of the network's answers: the figures, and which answers turned into which. */
final class ReportAccuracy {
    private static final int WIDEST_MATRIX = 12;
    private static final int MOST_PAIRS = 12;

    private ReportAccuracy() {}

    /** An answer of the float network and the quantized one's, as class indices. */
    private record Turn(int from, int to) {}

    static void write(Markup markup, ReportContent content) {
        Measurements measured = content.source().measured();
        if (measured.evaluation().isEmpty()) {
            return;
        }
        Evaluation result = measured.evaluation().get();
        ReportPage.section(markup, "accuracy", "Accuracy");
        markup.with("p", ShownFigures.count(result.images()) + (result.images() == 1 ? " image" : " images")
                + (measured.data().isEmpty() ? "" : " of " + measured.data()) + ". "
                + (result.accuracy().isEmpty() ? "There are no labels, so nobody knows which answers are right." : ""),
                "class", "muted");
        figures(markup, result);
        flips(markup, result, measured.classes());
        markup.endLine();
    }

    private static void figures(Markup markup, Evaluation result) {
        markup.begin("table", "class", "choices").begin("tbody");
        share(markup, "Accuracy, float", result.floatAccuracy());
        share(markup, "Accuracy, quantized", result.accuracy());
        share(markup, "Top-5, quantized", result.top5());
        line(markup, "Agreement", ShownFigures.percent(result.agreement()) + ": "
                + ShownFigures.count(result.flips().size())
                + (result.flips().size() == 1 ? " answer changes" : " answers change"));
        line(markup, "KL divergence of the softmax", ShownFigures.measured(result.kl()) + " nats");
        line(markup, "Mean squared difference of the outputs", ShownFigures.measured(result.logitMse()));
        line(markup, "SQNR of the outputs, mean", Double.isFinite(result.meanSqnrDb())
                ? ShownFigures.decibels(result.meanSqnrDb()) + " dB"
                : "exact");
        markup.end().endLine();
    }

    private static void share(Markup markup, String name, OptionalDouble share) {
        if (share.isPresent()) {
            line(markup, name, ShownFigures.percent(share.getAsDouble()));
        }
    }

    private static void line(Markup markup, String name, String value) {
        markup.begin("tr").with("th", name, "scope", "row").with("td", value).endLine();
    }

    private static void flips(Markup markup, Evaluation result, List<String> classes) {
        if (result.flips().isEmpty()) {
            return;
        }
        Map<Turn, List<Flip>> turns =
                new TreeMap<>(Comparator.comparingInt(Turn::from).thenComparingInt(Turn::to));
        TreeSet<Integer> concerned = new TreeSet<>();
        for (Flip flip : result.flips()) {
            turns.computeIfAbsent(new Turn(flip.floatClass(), flip.quantizedClass()), unused -> new ArrayList<>())
                    .add(flip);
            concerned.add(flip.floatClass());
            concerned.add(flip.quantizedClass());
        }
        markup.with("h3", "Answers that change");
        if (concerned.size() <= WIDEST_MATRIX) {
            matrix(markup, turns, concerned, classes);
        }
        pairs(markup, turns, classes);
    }

    /** Rows: the float network's answer; columns: the quantized one's. */
    private static void matrix(
            Markup markup, Map<Turn, List<Flip>> turns, TreeSet<Integer> concerned, List<String> classes) {
        int most = turns.values().stream().mapToInt(List::size).max().orElse(1);
        markup.begin("div", "class", "wide").begin("table", "class", "matrix").begin("thead").begin("tr")
                .with("th", "float ↓  quantized →", "scope", "col");
        concerned.forEach(to -> markup.with("th", name(classes, to), "scope", "col"));
        markup.end().end().begin("tbody");
        for (int from : concerned) {
            markup.begin("tr").with("th", name(classes, from), "scope", "row");
            for (int to : concerned) {
                int count = turns.getOrDefault(new Turn(from, to), List.of()).size();
                int shade = count == 0 ? 0 : 1 + 3 * (count - 1) / Math.max(1, most);
                markup.with("td", from == to ? "·" : count == 0 ? "" : ShownFigures.count(count), "class",
                        "shade" + shade);
            }
            markup.endLine();
        }
        markup.end().end().endLine();
    }

    /** The most frequent ones first, with what they did to the accuracy where labels are known. */
    private static void pairs(Markup markup, Map<Turn, List<Flip>> turns, List<String> classes) {
        List<Map.Entry<Turn, List<Flip>>> ordered = new ArrayList<>(turns.entrySet());
        ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().size()));
        markup.begin("table", "class", "flips").begin("thead").begin("tr");
        for (String column : List.of("Float answer", "Quantized answer", "Images", "Was right", "Is right")) {
            markup.with("th", column, "scope", "col");
        }
        markup.end().end().begin("tbody");
        for (Map.Entry<Turn, List<Flip>> entry : ordered.subList(0, Math.min(MOST_PAIRS, ordered.size()))) {
            Turn turn = entry.getKey();
            markup.begin("tr").with("td", name(classes, turn.from())).with("td", name(classes, turn.to()))
                    .with("td", ShownFigures.count(entry.getValue().size()), "class", "figure")
                    .with("td", right(entry.getValue(), turn.from()), "class", "figure")
                    .with("td", right(entry.getValue(), turn.to()), "class", "figure").endLine();
        }
        markup.end().endLine();
        if (ordered.size() > MOST_PAIRS) {
            markup.with("p", "And " + ShownFigures.count(ordered.size() - MOST_PAIRS) + " rarer changes.",
                    "class", "muted");
        }
    }

    private static String right(List<Flip> flips, int answer) {
        boolean labelled = flips.stream().anyMatch(flip -> flip.label().isPresent());
        return labelled
                ? ShownFigures.count(flips.stream()
                        .filter(flip -> flip.label().isPresent() && flip.label().getAsInt() == answer)
                        .count())
                : "–";
    }

    private static String name(List<String> classes, int index) {
        return index >= 0 && index < classes.size() ? classes.get(index) : "class " + index;
    }
}
