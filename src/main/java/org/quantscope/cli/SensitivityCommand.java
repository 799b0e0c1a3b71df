package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quantscope.analysis.Figures;
import org.quantscope.analysis.SensitivityEntry;
import org.quantscope.analysis.SensitivityMode;
import org.quantscope.analysis.SensitivityTarget;
import org.quantscope.conv.Cancellation;
import org.quantscope.export.TextTable;
import org.quantscope.network.NetworkComparison;
import org.quantscope.network.SensitivityRun;
import org.quantscope.network.SimulatedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ranks the layers by what their quantization does to the network's answer. */
@Command(
        name = "sensitivity",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what every layer's quantization does to the network's answer: with only this layer quantized, and"
                    + " with all but this one; its weights and activations together, and each alone.",
            "",
            "The worst layer comes first: the one that changes the outputs most alone (only), or the one without which"
                    + " they change least (all-but). What has nothing quantized is left out."
        })
final class SensitivityCommand implements Callable<Integer> {
    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(
            names = "--settings",
            required = true,
            paramLabel = "FILE",
            description = "The settings file (*.quantscope.json) to study.")
    private Path settings;

    @Option(names = "--data", required = true, paramLabel = "DATA", description = DataOptions.DATA)
    private Path data;

    @Option(names = "--json", description = "Print a JSON list.")
    private boolean json;

    @Option(
            names = "--mode",
            split = ",",
            paramLabel = "MODE",
            description = "only, all-but, or both of them joined by a comma (default: both).")
    private List<String> modes = List.of();

    @Option(
            names = "--target",
            split = ",",
            paramLabel = "TARGET",
            description = "both, weights or activations, or several joined by commas (default: all three).")
    private List<String> targets = List.of();

    @Mixin
    private DataOptions options = new DataOptions();

    @Mixin
    private Folding folding = new Folding();

    @Spec
    private CommandSpec spec;

    SensitivityCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        options.check();
        Set<SensitivityMode> wantedModes =
                chosen(modes, SensitivityMode.class, SensitivityMode::keyword, "--mode");
        Set<SensitivityTarget> wantedTargets =
                chosen(targets, SensitivityTarget.class, SensitivityTarget::keyword, "--target");
        StudyInput input = StudyInput.read(folding, model, settings, data, options);
        input.remarks().forEach((json ? streams.err() : streams.out())::println);
        SensitivityRun run =
                new SensitivityRun(input.params(), input.data().size(), wantedModes, wantedTargets);
        measure(run, input);
        if (json) {
            streams.out().println(JsonPrinter.text(json(run.entries())));
        } else {
            print(run.entries(), input);
        }
        return Commands.DONE;
    }

    private void measure(SensitivityRun run, StudyInput input) {
        ProgressLine progress = ProgressLine.on(streams);
        try (SimulatedNetwork network = input.open()) {
            NetworkComparison comparison = input.comparison(network);
            while (!run.isComplete()) {
                run.step(comparison, Cancellation.NEVER);
                progress.tell(run.done(), run.total());
            }
        } finally {
            progress.end();
        }
    }

    private <E extends Enum<E>> Set<E> chosen(
            List<String> words, Class<E> type, Function<E, String> keyword, String option) {
        Set<E> chosen = words.isEmpty() ? EnumSet.allOf(type) : EnumSet.noneOf(type);
        for (String word : words) {
            chosen.add(Arrays.stream(type.getEnumConstants())
                    .filter(one -> keyword.apply(one).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), "'" + option + "' cannot be '" + word
                            + "'; choose from " + Arrays.stream(type.getEnumConstants())
                                    .map(keyword).collect(Collectors.joining(", ")) + ".")));
        }
        return chosen;
    }

    private static ArrayNode json(List<SensitivityEntry> entries) {
        ArrayNode list = JsonPrinter.array();
        for (SensitivityEntry entry : entries) {
            ObjectNode node = list.addObject();
            node.put("layer", entry.layer());
            node.put("mode", entry.mode().keyword());
            node.put("target", entry.target().keyword());
            JsonPrinter.putNumber(node, "accuracy", entry.accuracy());
            node.put("logit_mse", entry.logitMse());
            JsonPrinter.putNumber(node, "sqnr_db", entry.sqnrDb());
        }
        return list;
    }

    private void print(List<SensitivityEntry> entries, StudyInput input) {
        streams.out().println(input.model().fileName() + " on " + Figures.integer(input.data().size())
                + " images of " + input.data().images().name());
        if (entries.isEmpty()) {
            streams.out().println("The settings quantize nothing, so there is nothing to rank.");
            return;
        }
        TextTable table = new TextTable("layer", "mode", "target", ">accuracy", ">logit MSE", ">SQNR dB");
        for (SensitivityEntry entry : entries) {
            table.row(entry.layer(), entry.mode().keyword(), entry.target().keyword(),
                    entry.accuracy().isEmpty()
                            ? "-"
                            : String.format(Locale.ROOT, "%.4f", entry.accuracy().getAsDouble()),
                    Figures.rough(entry.logitMse()),
                    Double.isFinite(entry.sqnrDb()) ? String.format(Locale.ROOT, "%.1f", entry.sqnrDb()) : "exact");
        }
        table.lines().forEach(streams.out()::println);
    }
}
