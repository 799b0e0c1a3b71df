package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import org.quantscope.workspace.NetworkAnswer;
import org.quantscope.workspace.Prediction;

/**
 * What the float and the quantized network answer, in words.
 *
 * @param line such as {@code Coat 93.1 % → Shirt 51.0 %}
 * @param mark such as {@code label Coat: missed}; empty where the data do not say, or there are no classes
 * @param sentence all of it, for a tooltip and for who cannot see
 * @param tone the style class: good, warn, bad or muted
 */
public record AnswerWords(String line, String mark, String sentence, String tone) {

    /** @param label what the image shows, where the data say so */
    static AnswerWords of(NetworkAnswer answer, Optional<String> label) {
        String error = answer.error().isExact()
                ? "Its output is that of the float network, bit for bit."
                : "Its output has an SQNR of " + NumberFormats.decibels(answer.error().sqnrDb()) + " dB"
                        + " against the float network's.";
        if (answer.real().isEmpty() || answer.quantized().isEmpty()) {
            String line = answer.error().isExact()
                    ? "output exact"
                    : "output SQNR " + NumberFormats.decibels(answer.error().sqnrDb()) + " dB";
            return new AnswerWords(line, "", "The quantized network ran on this image. " + error, "muted");
        }
        Prediction real = answer.real().get(0);
        Prediction quantized = answer.quantized().get(0);
        String line = answer.topChanged() ? said(real) + " → " + said(quantized)
                : real.label() + " " + NumberFormats.percent(real.probability()) + " → "
                        + NumberFormats.percent(quantized.probability());
        String sentence = "The float network answers " + said(real) + ", the quantized one " + said(quantized) + ". "
                + error;
        if (label.isEmpty()) {
            return new AnswerWords(line, "", sentence, answer.topChanged() ? "warn" : "muted");
        }
        boolean wasRight = real.label().equals(label.get());
        boolean right = quantized.label().equals(label.get());
        String verdict = right ? (wasRight ? "still right" : "now right") : (wasRight ? "now wrong" : "wrong");
        String tone = right ? "good" : wasRight ? "bad" : answer.topChanged() ? "warn" : "muted";
        return new AnswerWords(
                line, verdict, sentence + " The data say " + label.get() + ": the answer is " + verdict + ".", tone);
    }

    /** The quantized network's share of a class; below the least that is known where it is not among the best. */
    static String quantizedShare(NetworkAnswer answer, String label) {
        List<Prediction> best = answer.quantized();
        return best.stream()
                .filter(one -> one.label().equals(label))
                .findFirst()
                .map(one -> NumberFormats.percent(one.probability()))
                .orElseGet(() -> best.isEmpty()
                        ? ""
                        : "< " + NumberFormats.percent(best.get(best.size() - 1).probability()));
    }

    private static String said(Prediction prediction) {
        return prediction.label() + " " + NumberFormats.percent(prediction.probability());
    }
}
