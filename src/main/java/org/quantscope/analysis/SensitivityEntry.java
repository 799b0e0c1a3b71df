package org.quantscope.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one layer's quantization does to the network's answer.
 *
 * @param layer the layer's name
 * @param mode only this layer is quantized, or all but this one
 * @param target what of it is
 * @param images on how many images this was seen so far
 * @param accuracy share of labelled images answered rightly; empty without labels
 * @param logitMse mean squared difference of the outputs from the float network's
 * @param sqnrDb SQNR of the network's output in decibels, (34) of the arithmetic contract; +∞ where nothing changes
 */
public record SensitivityEntry(
        String layer,
        SensitivityMode mode,
        SensitivityTarget target,
        int images,
        OptionalDouble accuracy,
        double logitMse,
        double sqnrDb) {
    /**
     * Groups in order: {@code only} before {@code all-but}, and in each both, weights, activations. In a group the worst
     * layer comes first: the one that does most damage alone, or the one without which least is left. Layers alike stay
     * in the order of the network.
     */
    private static final Comparator<SensitivityEntry> WORST_FIRST = Comparator.comparing(SensitivityEntry::mode)
            .thenComparing(SensitivityEntry::target)
            .thenComparingDouble(SensitivityEntry::badness);

    public static SensitivityEntry of(
            String layer, SensitivityMode mode, SensitivityTarget target, OutcomeTally tally) {
        return new SensitivityEntry(
                layer, mode, target, tally.images(), tally.accuracy(), tally.logitMse(), tally.outputSqnrDb());
    }

    /** @param entries layers in the order of the network */
    public static List<SensitivityEntry> worstFirst(List<SensitivityEntry> entries) {
        return entries.stream().sorted(WORST_FIRST).toList();
    }

    private double badness() {
        return mode == SensitivityMode.ONLY ? -logitMse : logitMse;
    }
}
