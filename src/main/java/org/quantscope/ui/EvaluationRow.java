package org.quantscope.ui;

import java.util.List;
import java.util.OptionalDouble;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.Flip;
import org.quantscope.settings.QuantSettings;

/**
 * What is known of one snapshot of the settings on a data set.
 *
 * @param settings the snapshot
 * @param source the data set
 * @param limit how many of its images take part
 * @param label the step that led to the settings
 * @param time when it was begun, hours, minutes and seconds
 * @param evaluation of the images done so far
 * @param classes what the answers are called, by index; empty where nobody knows
 * @param complete whether every image is done
 */
record EvaluationRow(
        QuantSettings settings,
        String source,
        int limit,
        String label,
        String time,
        Evaluation evaluation,
        List<String> classes,
        boolean complete) {
    /** A loss of accuracy that nobody overlooks. */
    private static final double BAD_POINTS = -2;
    private static final double WARN_POINTS = -0.5;
    private static final String NONE = "–";

    /** Whether it belongs to the same settings and images. */
    boolean isOf(QuantSettings otherSettings, String otherSource, int otherLimit) {
        return limit == otherLimit && source.equals(otherSource) && settings.equals(otherSettings);
    }

    EvaluationRow with(Evaluation newer, boolean nowComplete) {
        return new EvaluationRow(settings, source, limit, label, time, newer, classes, nowComplete);
    }

    String accuracy() {
        return share(evaluation.accuracy());
    }

    String top5() {
        return share(evaluation.top5());
    }

    String floatAccuracy() {
        return share(evaluation.floatAccuracy());
    }

    String agreement() {
        return NumberFormats.percent(evaluation.agreement());
    }

    /** Accuracy against float in points: {@code −3.2}. */
    String change() {
        OptionalDouble points = points();
        return points.isEmpty() ? NONE : NumberFormats.signed(points.getAsDouble(), 1);
    }

    /** {@code bad} and {@code warn} where accuracy is lost, {@code good} where none is; empty without labels. */
    String changeColour() {
        OptionalDouble points = points();
        if (points.isEmpty()) {
            return "";
        }
        double lost = points.getAsDouble();
        return lost <= BAD_POINTS ? "bad" : lost <= WARN_POINTS ? "warn" : "good";
    }

    private OptionalDouble points() {
        return evaluation.accuracy().isPresent() && evaluation.floatAccuracy().isPresent()
                ? OptionalDouble.of(
                        100 * (evaluation.accuracy().getAsDouble() - evaluation.floatAccuracy().getAsDouble()))
                : OptionalDouble.empty();
    }

    String kl() {
        return NumberFormats.measured(evaluation.kl());
    }

    String logitMse() {
        return NumberFormats.measured(evaluation.logitMse());
    }

    String sqnr() {
        return NumberFormats.decibels(evaluation.meanSqnrDb());
    }

    String images() {
        return NumberFormats.count(evaluation.images()) + (complete ? "" : " of " + NumberFormats.count(limit));
    }

    String flips() {
        return NumberFormats.count(evaluation.flips().size());
    }

    List<FlipRow> flipRows() {
        return evaluation.flips().stream().map(this::flip).toList();
    }

    private FlipRow flip(Flip flip) {
        String label = flip.label().isPresent() ? name(flip.label().getAsInt()) : "";
        FlipRow.Kind kind = flip.label().isEmpty() || flip.label().getAsInt() != flip.floatClass()
                        && flip.label().getAsInt() != flip.quantizedClass()
                ? FlipRow.Kind.OTHER
                : flip.label().getAsInt() == flip.floatClass() ? FlipRow.Kind.LOST : FlipRow.Kind.WON;
        return new FlipRow(flip.image(), label, name(flip.floatClass()), name(flip.quantizedClass()), kind);
    }

    private String name(int index) {
        return index >= 0 && index < classes.size() ? classes.get(index) : "class " + index;
    }

    /** What the figures say, in a sentence. */
    String verdict() {
        String images = images() + (evaluation.images() == 1 ? " image" : " images");
        OptionalDouble points = points();
        String changed = flips() + (evaluation.flips().size() == 1 ? " answer changes" : " answers change");
        if (points.isEmpty()) {
            return "Of " + images + ", " + agreement() + " are answered as by the float network; " + changed + ".";
        }
        double lost = points.getAsDouble();
        String against = Math.abs(lost) < 0.05
                ? "as many as by the float network"
                : NumberFormats.fixed(Math.abs(lost), 1) + " points " + (lost < 0 ? "fewer" : "more")
                        + " than by the float network";
        return accuracy() + " of " + images + " are answered rightly, " + against + "; " + changed + ": "
                + NumberFormats.count(count(FlipRow.Kind.LOST)) + " lost, "
                + NumberFormats.count(count(FlipRow.Kind.WON)) + " won.";
    }

    private long count(FlipRow.Kind kind) {
        return flipRows().stream().filter(row -> row.kind() == kind).count();
    }

    String sentence() {
        return label + ", " + time + ": " + images() + " images of " + source + ". Click to list the images whose answer"
                + " changes; the button above brings these settings back.";
    }

    private static String share(OptionalDouble share) {
        return share.isEmpty() ? NONE : NumberFormats.percent(share.getAsDouble());
    }
}
