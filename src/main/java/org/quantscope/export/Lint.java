package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.quantscope.settings.QuantSettings;

/** What of the settings a target cannot say: told before saving, layer by layer, with the edit that helps. */
public final class Lint {
    /** More than the edits that one layer can need one after another. */
    private static final int MOST_ROUNDS = 8;

    private static final List<NetworkRule> NETWORK_RULES =
            List.of(
                    new NetworkFileRule(), new OperatorRule(), new SaturationRule(), new SharedParametersRule());

    private Lint() {}

    /** Every finding: those of the whole network, then layer by layer in its order; empty: the target says all of it. */
    public static List<LintFinding> check(LintTarget target, ExportSource source) {
        List<LintLayer> layers = LintLayer.all(source);
        List<LintFinding> findings = new ArrayList<>();
        for (NetworkRule rule : NETWORK_RULES) {
            findings.addAll(rule.check(target, source, layers));
        }
        for (LintLayer layer : layers) {
            for (LayerRule rule : layerRules(source)) {
                List<LayerFinding> found = rule.check(target, layer);
                for (LayerFinding each : found) {
                    findings.add(new FixChoice(target, layer, rule, source.derivation()).choose(each, found));
                }
            }
        }
        return List.copyOf(findings);
    }

    private static List<LayerRule> layerRules(ExportSource source) {
        return List.of(
                new FileTensorRule(), new WidthRule(), new ZeroPointRule(), new FixedZeroRule(), new SignRule(),
                new LowestCodeRule(), new NarrowRangeRule(), new CodeRule(), new BiasRule(), new SimulationRule(),
                new PowerOfTwoRule(), new FirmwareRule(), new FormRule(source.model()));
    }

    /**
     * The findings of a target that can be written.
     *
     * @throws IllegalArgumentException with the sentence of the first refusal, and how many more there are
     */
    public static List<LintFinding> requireWritable(LintTarget target, ExportSource source) {
        List<LintFinding> findings = check(target, source);
        List<LintFinding> refused = findings.stream().filter(LintFinding::isRefused).toList();
        if (!refused.isEmpty()) {
            String more = refused.size() == 1
                    ? ""
                    : refused.size() == 2
                            ? " There is 1 more reason."
                            : " There are " + (refused.size() - 1) + " more reasons.";
            throw new IllegalArgumentException(refused.get(0).reason()
                    + refused.get(0).fix().map(fix -> " What helps: " + fix.label() + ".").orElse("") + more);
        }
        return findings;
    }

    /**
     * The settings after every edit that the findings offer, and those that the findings offer then, until none is left
     * that helps.
     */
    public static QuantSettings withEveryFix(LintTarget target, ExportSource source) {
        QuantSettings settings = source.settings();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            QuantSettings before = settings;
            ExportSource now = new ExportSource(source.model(), settings, source.derivation());
            for (LintFinding finding : check(target, now)) {
                settings = finding.fix().map(LintFix::change).orElse(UnaryOperator.identity()).apply(settings);
            }
            if (settings.equals(before)) {
                break;
            }
        }
        return settings;
    }

    /** The sentences of the remarks, as a {@link SaveReport} has them: the same one once, however many layers have it. */
    public static List<String> notes(List<LintFinding> findings) {
        return findings.stream().filter(finding -> !finding.isRefused()).map(LintFinding::reason).distinct().toList();
    }

    /** The target whose rules a format obeys; empty where it says everything. */
    public static Optional<LintTarget> target(ExportFormat format) {
        return switch (format.word()) {
            case "aimet" -> Optional.of(LintTarget.AIMET2);
            case "aimet1" -> Optional.of(LintTarget.AIMET1);
            case "ort-overrides" -> Optional.of(LintTarget.ORT_OVERRIDES);
            case "qdq" -> Optional.of(LintTarget.QDQ);
            case "qoperator" -> Optional.of(LintTarget.QOPERATOR);
            case "firmware" -> Optional.of(LintTarget.FIRMWARE);
            default -> Optional.empty();
        };
    }
}
