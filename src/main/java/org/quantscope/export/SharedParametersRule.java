package org.quantscope.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.model.NodeInfo;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.QuantParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * Tensors that want one scale and zero point: the same tensor, written by one layer and read by another, where a file
 * names tensors; and those before and behind an operator that only moves or compares values.
 */
final class SharedParametersRule implements NetworkRule {
    private static final Set<String> SHARING = Set.of(
            "MaxPool", "AveragePool", "Concat", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Pad",
            "Resize", "Upsample", "Slice", "Split", "Gather", "Identity", "Dropout", "Expand", "Tile",
            "DepthToSpace", "SpaceToDepth");
    /** Their inputs are all data; the others read data first and constants behind. */
    private static final Set<String> JOINING = Set.of("Concat");
    private static final Set<LintTarget> ONE_ENTRY =
            EnumSet.of(LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES, LintTarget.TFLITE);

    private record End(LintLayer layer, LintLayer.Activation activation) {
        QuantParams params() {
            return activation.params().orElseThrow();
        }

        boolean agrees(End other) {
            return params().type().equals(other.params().type())
                    && params().step() == other.params().step()
                    && params().origin() == other.params().origin();
        }

        String words() {
            return "the " + activation.role() + " of layer " + Quoted.text(layer.name());
        }

        double width() {
            return (double) params().highest() - params().lowest();
        }
    }

    @Override
    public List<LintFinding> check(LintTarget target, ExportSource source, List<LintLayer> layers) {
        if (target == LintTarget.FIRMWARE || target == LintTarget.POWER_OF_TWO) {
            return List.of();
        }
        Map<String, String> roots = roots(source.model().nodes());
        Map<String, List<End>> groups = new LinkedHashMap<>();
        for (LintLayer layer : layers) {
            for (LintLayer.Activation activation : layer.quantizedActivations()) {
                groups.computeIfAbsent(root(roots, activation.tensor()), none -> new ArrayList<>())
                        .add(new End(layer, activation));
            }
        }
        List<LintFinding> findings = new ArrayList<>();
        for (List<End> group : groups.values()) {
            conflict(group, target).or(() -> disagreement(group, target)).ifPresent(findings::add);
        }
        return findings.stream().map(found -> proven(found, source, target)).toList();
    }

    /** Two ends of one tensor. */
    private static Optional<LintFinding> conflict(List<End> group, LintTarget target) {
        if (!ONE_ENTRY.contains(target)) {
            return Optional.empty();
        }
        for (int at = 1; at < group.size(); at++) {
            End end = group.get(at);
            Optional<End> older = group.subList(0, at).stream()
                    .filter(each -> each.activation().tensor().equals(end.activation().tensor()) && !each.agrees(end))
                    .findFirst();
            if (older.isPresent()) {
                return Optional.of(finding(Severity.REFUSED, end, group,
                        "The tensor " + Quoted.text(end.activation().tensor()) + " is " + older.get().words() + " and "
                                + end.words() + ", with different parameters, and " + target.title()
                                + " has one scale and zero point for it."));
            }
        }
        return Optional.empty();
    }

    /** Ends on the two sides of an operator. */
    private static Optional<LintFinding> disagreement(List<End> group, LintTarget target) {
        End first = group.get(0);
        return group.stream()
                .filter(end -> !end.activation().tensor().equals(first.activation().tensor()) && !end.agrees(first))
                .findFirst()
                .map(end -> finding(
                        target == LintTarget.TFLITE ? Severity.REFUSED : Severity.REMARK, end, group,
                        "Between " + first.words() + " and " + end.words()
                                + " are only operators that move or compare values, which want one scale and zero"
                                + " point on both sides; theirs differ."));
    }

    /** All ends get the parameters of the widest, so that nothing is clipped that was not. */
    private static LintFinding finding(Severity severity, End end, List<End> group, String reason) {
        End widest = group.stream().max(Comparator.comparingDouble(End::width)).orElseThrow();
        LintFix fix = new LintFix("One scale and zero point", settings -> {
            QuantSettings changed = settings;
            for (End each : group) {
                if (!each.agrees(widest)) {
                    changed = changed.withLayer(each.layer().name(), layer -> LayerFixes.withActivation(
                            layer, each.activation().role(), own -> like(own, widest.params())));
                }
            }
            return changed;
        });
        return new LintFinding(
                severity, end.layer().name(), end.activation().role(), OptionalInt.empty(), reason, Optional.of(fix));
    }

    private static ActivationSettings like(ActivationSettings own, QuantParams params) {
        return new ActivationSettings(
                params.type(), own.scheme(), own.range(), params.rounding(), params.formula(),
                Optional.of(params.scale()), Optional.of(params.zeroPoint()));
    }

    /** Without an edit that some layer could not be computed with. */
    private static LintFinding proven(LintFinding found, ExportSource source, LintTarget target) {
        QuantSettings after = found.fix().orElseThrow().change().apply(source.settings());
        for (Map.Entry<String, LayerSettings> entry : after.layers().entrySet()) {
            if (!entry.getValue().equals(source.settings().layers().get(entry.getKey()))) {
                ParameterDerivation fresh = new ParameterDerivation(
                        Map.of(entry.getKey(), source.derivation().statistics(entry.getKey())));
                if (ParameterRules.fault(fresh.derive(entry.getKey(), entry.getValue())).isPresent()) {
                    return new LintFinding(found.severity(), found.layer(), found.tensor(), found.channel(),
                            found.reason(), Optional.empty());
                }
            }
        }
        return found;
    }

    private static Map<String, String> roots(List<NodeInfo> nodes) {
        Map<String, String> roots = new LinkedHashMap<>();
        for (NodeInfo node : nodes) {
            if (!SHARING.contains(node.op()) || node.inputs().isEmpty()) {
                continue;
            }
            List<String> joined = new ArrayList<>(
                    JOINING.contains(node.op()) ? node.inputs() : node.inputs().subList(0, 1));
            // The second output of a MaxPool or a Dropout holds places, not values.
            joined.addAll(node.op().equals("Split") ? node.outputs() : node.outputs().subList(0, 1));
            String first = root(roots, joined.get(0));
            joined.forEach(tensor -> roots.put(root(roots, tensor), first));
        }
        return roots;
    }

    private static String root(Map<String, String> roots, String tensor) {
        String at = tensor;
        while (roots.containsKey(at) && !roots.get(at).equals(at)) {
            at = roots.get(at);
        }
        return at;
    }
}
