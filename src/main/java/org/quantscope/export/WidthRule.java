package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;

/** Bit-widths that a target has no type for, and types that differ inside one weight tensor. */
final class WidthRule implements LayerRule {
    private static final Set<LintTarget> ONE_TYPE =
            Set.of(LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES, LintTarget.TFLITE);

    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        if (!layer.weightChannels().isEmpty()) {
            weights(target, layer, findings);
        }
        for (LintLayer.Activation activation : layer.quantizedActivations()) {
            QuantType type = activation.params().orElseThrow().type();
            Set<Integer> widths = activationWidths(target);
            if (!widths.contains(type.bits())) {
                findings.add(LayerFinding.of(Severity.REFUSED, layer, activation.role(),
                        "has a " + type.bits() + "-bit " + activation.role() + ", and " + target.title() + " has "
                                + words(widths) + " bits only",
                        fixes(activation.role(), type.bits(), widths)));
            }
        }
        return findings;
    }

    private static void weights(LintTarget target, LintLayer layer, List<LayerFinding> findings) {
        List<QuantParams> channels = layer.weightChannels();
        QuantType first = channels.get(0).type();
        for (int channel = 1; channel < channels.size() && ONE_TYPE.contains(target); channel++) {
            QuantType type = channels.get(channel).type();
            if (type.bits() != first.bits() || type.signed() != first.signed()) {
                findings.add(LayerFinding.ofChannel(Severity.REFUSED, layer, channel,
                        "has " + first.bits() + "-bit weights in channel 0 and " + type.bits()
                                + "-bit weights in channel " + channel + ", and " + target.title()
                                + " has one type for a tensor",
                        LayerFixes.ONE_WIDTH));
                return;
            }
        }
        Formula formula = channels.get(0).formula();
        // Signs are stored as they are, in whatever integers the target has.
        boolean signs = formula == Formula.TERNARY_WEIGHT || formula == Formula.BINARY_WEIGHT;
        Set<Integer> widths = weightWidths(target);
        if (!widths.contains(first.bits()) && !(signs && target == LintTarget.TFLITE)) {
            findings.add(LayerFinding.of(Severity.REFUSED, layer, "weight",
                    "has " + first.bits() + "-bit weights, and " + target.title() + " has " + words(widths)
                            + " bits only",
                    fixes("weight", first.bits(), widths)));
        }
    }

    private static Set<Integer> weightWidths(LintTarget target) {
        return switch (target) {
            case AIMET2 -> ordered(2, 4, 8, 16);
            case ORT_OVERRIDES -> ordered(4, 8, 16);
            case TFLITE -> ordered(8);
            default -> everyWidth();
        };
    }

    private static Set<Integer> activationWidths(LintTarget target) {
        return target == LintTarget.TFLITE ? ordered(8, 16) : weightWidths(target);
    }

    private static Set<Integer> ordered(Integer... widths) {
        return new TreeSet<>(List.of(widths));
    }

    private static Set<Integer> everyWidth() {
        Set<Integer> every = new TreeSet<>();
        for (int bits = QuantType.MIN_BITS; bits <= QuantType.MAX_BITS; bits++) {
            every.add(bits);
        }
        return every;
    }

    /** The next wider type first, so that nothing is lost. */
    static List<LayerFix> widths(String tensor, int bits, Set<Integer> widths) {
        return widths.stream()
                .sorted((a, b) -> Integer.compare(distance(bits, a), distance(bits, b)))
                .map(width -> LayerFixes.bits(tensor, width))
                .toList();
    }

    /** Ternary and binary tensors have the width of their signs. */
    private static LayerFix[] fixes(String tensor, int bits, Set<Integer> widths) {
        LayerFix method = tensor.equals("weight") ? LayerFixes.WEIGHTS_BY_ONNX : LayerFixes.activationByOnnx(tensor);
        return Stream.concat(widths(tensor, bits, widths).stream(), Stream.of(method)).toArray(LayerFix[]::new);
    }

    private static int distance(int bits, int width) {
        return width >= bits ? width - bits : QuantType.MAX_BITS + bits - width;
    }

    private static String words(Set<Integer> widths) {
        List<String> all = widths.stream().map(String::valueOf).toList();
        String last = all.get(all.size() - 1);
        return all.size() == 1
                ? last
                : all.stream().limit(all.size() - 1L).collect(Collectors.joining(", ")) + " and " + last;
    }
}
