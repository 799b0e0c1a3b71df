package org.quantscope.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quantscope.analysis.AffineWhatIf;
import org.quantscope.analysis.ChannelPaths;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathSums;
import org.quantscope.analysis.PathTerm;
import org.quantscope.analysis.PathTotals;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.ui.chart.Figures;
import org.quantscope.workspace.LessonAnswer;

/** What the lesson says about an answer. {@code _x} is a subscript. */
final class LessonWords {
    static final String TITLE = "Why do the two paths differ?";
    static final String CLOSING = "Dequantizing is affine: adding z to each weight is not adding z once to the sum. The"
            + " paths agree only where z = 0 or S = 1.";

    private final LessonAnswer answer;
    private final ChannelPaths paths;
    private final PathSums sums;
    private final PathTotals totals;
    private final boolean multiplies;

    LessonWords(LessonAnswer answer) {
        this.answer = answer;
        this.paths = answer.shown();
        this.sums = paths.sums();
        this.totals = answer.totals();
        this.multiplies = params().formula() == Formula.MICRONET_2020;
    }

    static String padding(PaddingRule rule) {
        return switch (rule) {
            case REAL_ZERO -> "real 0";
            case INTEGER_ZERO -> "integer 0";
            case VALID_TAPS -> "valid taps";
        };
    }

    /** What the levels' axis counts. */
    static String axis(HistogramAxis axis) {
        return axis == HistogramAxis.VALUES
                ? "Axis: values, in a float, but no more of them than there are codes."
                : "Axis: codes, as they are stored. The same bars, other labels.";
    }

    // ---- the four maps

    String fakeFormula() {
        return multiplies ? "y = Σ (q + z)/m · x + b" : "y = Σ s(q + z)·x + b";
    }

    String naiveFormula() {
        return multiplies ? "y = (Σ q·x + z)/m + b" : "y = s(Σ q·x + z) + b";
    }

    String correctedFormula() {
        Set<PathTerm> terms = answer.question().terms();
        if (terms.equals(PathTerm.CORRECTED)) {
            return multiplies ? "y = (Σ q·x + z·S)/m + b" : "y = s(Σ q·x + z·S) + b";
        }
        return terms.equals(PathTerm.NAIVE) ? naiveFormula() : "y = the terms that are on, scaled, + b";
    }

    String differenceFormula() {
        return multiplies ? "(z/m)·(S − 1)" : "s·z·(S − 1)";
    }

    String largestOutput() {
        return "outputs up to " + LessonNumbers.largest(totals.largestOutput());
    }

    String largestDifference() {
        String largest = LessonNumbers.largest(totals.largestDifference());
        return (isNaiveWrong() ? "wrong by up to " : "agrees within ") + largest;
    }

    boolean isNaiveWrong() {
        return totals.largestDifference() > tolerance();
    }

    /** The largest difference of each channel; 0 where it is only the rounding of float32. */
    double[] differences() {
        return Arrays.stream(totals.differences())
                .map(difference -> difference <= tolerance() ? 0 : difference)
                .toArray();
    }

    private double tolerance() {
        return PathTotals.TOLERANCE * totals.largestOutput();
    }

    String output(double value) {
        return LessonNumbers.value(value);
    }

    /** Whether a value is that of fake-quant, as a style. */
    String tone(double value, double real) {
        return Math.abs(value - real) <= PathTotals.TOLERANCE * Math.max(totals.largestOutput(), Math.abs(value))
                ? "good"
                : "bad";
    }

    String inputPlane() {
        return answer.subject().shape().channelsPerGroup() == 1
                ? "input x"
                : "input x, channel " + answer.subject().firstInputChannel(paths.channel());
    }

    String windowSumRange() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int pixel = 0; pixel < sums.size(); pixel++) {
            low = Math.min(low, sums.windowSum(pixel));
            high = Math.max(high, sums.windowSum(pixel));
        }
        return "S, " + LessonNumbers.largest(low) + " to " + LessonNumbers.largest(high);
    }

    // ---- the closed form

    String scale() {
        return LessonNumbers.parameter(multiplies ? params().scale() : params().step());
    }

    String zeroPoint() {
        return LessonNumbers.parameter(sums.z());
    }

    boolean multiplies() {
        return multiplies;
    }

    String windowMinusOne(int pixel) {
        return "(" + LessonNumbers.value(sums.windowSum(pixel)) + " − 1)";
    }

    String predicted(int pixel) {
        return LessonNumbers.value(sums.predicted(pixel));
    }

    String observed(int pixel) {
        return LessonNumbers.value(paths.difference(pixel));
    }

    /** What the largest gap is of. */
    String gapName() {
        String values = NumberFormats.count(totals.values()) + " values";
        return totals.isWhole() ? "largest gap to the form, all " + values : "largest gap so far, " + values;
    }

    String largestGap() {
        return small(totals.largestGap());
    }

    String largestResidual() {
        return small(totals.largestResidual());
    }

    private static String small(double value) {
        return value < 0.01 ? LessonNumbers.power(value) : LessonNumbers.largest(value);
    }

    boolean isCorrectedRight() {
        return totals.residualsInside() + totals.residualsAtBorder() == 0;
    }

    // ---- the sum

    String parameters() {
        List<String> words = new ArrayList<>();
        if (isInputQuantized()) {
            words.add("z_x = " + LessonNumbers.parameter(sums.inputZero()));
            words.add("z_w = −z = " + LessonNumbers.parameter(sums.weightZero()));
        } else {
            words.add("z = " + zeroPoint());
        }
        int taps = answer.subject().shape().taps();
        words.add("N = " + NumberFormats.count(taps) + (taps == 1 ? " tap" : " taps"));
        return String.join(", ", words);
    }

    /** The terms that are offered, in their order. */
    List<PathTerm> terms() {
        List<PathTerm> offered = new ArrayList<>(List.of(PathTerm.PRODUCTS, PathTerm.WEIGHT_ZERO_POINT));
        if (isInputQuantized()) {
            offered.add(PathTerm.INPUT_ZERO_POINT);
            offered.add(PathTerm.BOTH_ZERO_POINTS);
        }
        if (answer.question().terms().contains(PathTerm.ONCE)) {
            offered.add(PathTerm.ONCE);
        }
        return offered;
    }

    String formula(PathTerm term) {
        boolean codes = isInputQuantized();
        return switch (term) {
            case PRODUCTS -> codes ? "Σ q_x·q_w" : "Σ q·x";
            case WEIGHT_ZERO_POINT -> codes ? "− z_w·Σ q_x" : "+ z·S";
            case INPUT_ZERO_POINT -> "− z_x·Σ q_w";
            case BOTH_ZERO_POINTS -> "+ N·z_x·z_w";
            case ONCE -> codes ? "− z_w ÷ s_x" : "+ z";
        };
    }

    String name(PathTerm term) {
        boolean codes = isInputQuantized();
        boolean crowded = terms().size() > PathTerm.CORRECTED.size();
        return switch (term) {
            case PRODUCTS -> crowded ? "codes" : codes ? "codes × codes" : "codes times input";
            case WEIGHT_ZERO_POINT -> crowded ? "weight’s zero" : codes ? "weight zero-point" : "z on every tap";
            case INPUT_ZERO_POINT -> crowded ? "input’s zero" : "input zero-point";
            case BOTH_ZERO_POINTS -> crowded ? "both zeros" : "both zero-points";
            case ONCE -> "z once";
        };
    }

    double value(PathTerm term, int pixel) {
        return sums.term(term, answer.question().padding(), pixel);
    }

    String total(int pixel) {
        return LessonNumbers.term(totalSteps(pixel));
    }

    /** How the total becomes the output, such as {@code (−2,931 − 302 bias) · s_x·s_w = −1.901}. */
    String equation(int pixel) {
        String factor = isInputQuantized() ? " · s_x·s_w" : multiplies ? " / m" : " · s";
        String total = LessonNumbers.term(totalSteps(pixel));
        if (paths.biasCode().isPresent()) {
            return "(" + total + signedWord(paths.biasCode().get(), LessonNumbers.term(
                    Math.abs(paths.biasCode().get()))) + " bias)" + factor + " = ";
        }
        return total + factor + signedWord(sums.bias(), LessonNumbers.value(Math.abs(sums.bias()))) + " bias = ";
    }

    String result(int pixel) {
        return LessonNumbers.value(sums.unit() * totalSteps(pixel) + sums.bias());
    }

    private double totalSteps(int pixel) {
        return sums.sum(answer.question().terms(), answer.question().padding(), pixel);
    }

    private static String signedWord(double sign, String magnitude) {
        return (sign < 0 ? " − " : " + ") + magnitude;
    }

    // ---- the levels

    String levels() {
        int bits = params().type().bits();
        return paths.levelsUsed() + " of 2" + Figures.superscript(bits) + " levels used";
    }

    /** Whether quantizing what the codes stand for gives the codes back. */
    String codesBack() {
        int back = 0;
        for (int at = 0; at < paths.weightCodes().length; at++) {
            back += Quantizer.quantize(paths.weightValues()[at], params()) == paths.weightCodes()[at] ? 1 : 0;
        }
        int all = paths.weightCodes().length;
        return back == all
                ? "Quantized again, all " + NumberFormats.count(all) + " codes come back."
                : "Quantized again, " + NumberFormats.count(back) + " of " + NumberFormats.count(all)
                        + " codes come back.";
    }

    QuantParams params() {
        return answer.subject().weight(paths.channel());
    }

    // ---- notes

    /** What is looked at, and what that means here. */
    String note() {
        if (answer.question().subject().isSeed()) {
            return "160×192×1×1 weights, 192×224×224 input, scales, zero-points: Random(42). The input stays real.";
        }
        if (answer.affineHere()) {
            boolean needed = !answer.question().subject().affineHere();
            return (needed ? "The settings leave these weights float. " : "")
                    + "Here the weights are 4-bit affine; the settings stay as they are.";
        }
        return AffineWhatIf.hasZeroPoint(answer.subject().params())
                ? "The layer with the settings of the window."
                : "z = 0 hides the fault: with these weights both paths give the same.";
    }

    boolean hasZeroPoint() {
        return AffineWhatIf.hasZeroPoint(answer.subject().params());
    }

    /** What the padding does here. */
    String paddingNote() {
        if (!answer.subject().shape().geometry().isPadded()) {
            return "No pads: padding changes nothing.";
        }
        if (!isInputQuantized() || sums.inputZero() == 0) {
            return isInputQuantized()
                    ? "Real zero has the code 0: padding changes nothing."
                    : "The input is real: padding changes nothing.";
        }
        return switch (answer.question().padding()) {
            case REAL_ZERO -> "Padded with the code of real zero, " + LessonNumbers.parameter(sums.inputZero()) + ".";
            case INTEGER_ZERO -> "Integer 0 is the real value "
                    + LessonNumbers.value(-sums.inputZero() * sums.inputStep()) + wrongAtBorder();
            case VALID_TAPS -> "Integer 0, and every sum over the taps inside the input: right again.";
        };
    }

    private String wrongAtBorder() {
        Optional<Long> wrong = answer.question().terms().equals(PathTerm.CORRECTED) && totals.isWhole()
                ? Optional.of(totals.residualsAtBorder())
                : Optional.empty();
        return wrong.map(count -> ": " + NumberFormats.count(count) + " values at the border are wrong.")
                .orElse(": wrong at the border.");
    }

    boolean isPaddingWrong() {
        return answer.question().padding() == PaddingRule.INTEGER_ZERO && totals.residualsAtBorder() > 0;
    }

    private boolean isInputQuantized() {
        return answer.subject().params().input().isPresent();
    }
}
