package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.HeadroomSentence;
import org.quantscope.quant.Accumulator;

/** What {@code compare} says about the accumulator: how many bits it needs, and whether int32 would do. */
final class AccumulatorText {
    private AccumulatorText() {}

    /** Adds the object {@code accumulator}; of a layer without one it has {@code integer} and {@code sentence} only. */
    static void put(ObjectNode root, Comparison comparison) {
        ObjectNode node = root.putObject("accumulator");
        Optional<AccumulatorHeadroom> found = headroom(comparison);
        node.put("integer", found.isPresent());
        found.ifPresent(headroom -> putFigures(node, headroom));
        node.put("sentence", sentence(comparison, found));
    }

    private static void putFigures(ObjectNode node, AccumulatorHeadroom headroom) {
        node.put("bits_needed_any_weights", headroom.anyWeightsBits());
        node.put("bits_needed_worst_case", headroom.worstCaseBits());
        node.put("worst_case_channel", headroom.worstChannel());
        node.put("bits_observed", headroom.observedBits());
        node.put("max_abs", headroom.maxAbs());
        node.put("int32_overflow", headroom.ofInt32().keyword());
        node.put("int32_overflowing", headroom.beyondInt32());
        node.put("total", headroom.total());
        ObjectNode register = node.putObject("register");
        register.put("bits", headroom.register().bits());
        register.put("mode", headroom.register().overflow().keyword());
        register.put("overflow", headroom.ofRegister().keyword());
        register.put("held_differs", headroom.heldDiffers());
    }

    static List<String> lines(Comparison comparison) {
        Optional<AccumulatorHeadroom> found = headroom(comparison);
        List<String> lines = new ArrayList<>();
        found.ifPresent(headroom -> lines.add(String.format(
                Locale.ROOT,
                "accumulator              worst case %d bits (channel %d), this input %d (max |acc| %,d); register: %s",
                headroom.worstCaseBits(), headroom.worstChannel(), headroom.observedBits(), headroom.maxAbs(),
                words(headroom.register()))));
        lines.add(sentence(comparison, found));
        return lines;
    }

    private static Optional<AccumulatorHeadroom> headroom(Comparison comparison) {
        return AccumulatorHeadroom.of(comparison.layer(), comparison.params(), comparison.outputs());
    }

    private static String sentence(Comparison comparison, Optional<AccumulatorHeadroom> headroom) {
        return headroom.map(HeadroomSentence::of)
                .orElseGet(() -> HeadroomSentence.absence(comparison.params()).orElseThrow());
    }

    private static String words(Accumulator register) {
        return register.equals(Accumulator.EXACT)
                ? "exact, 64 bits"
                : register.bits() + " bits, " + register.overflow().keyword();
    }
}
