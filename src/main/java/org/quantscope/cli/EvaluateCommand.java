package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.Figures;
import org.quantscope.conv.Cancellation;
import org.quantscope.export.TextTable;
import org.quantscope.network.EvaluationRun;
import org.quantscope.network.NetworkComparison;
import org.quantscope.network.SimulatedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the quantized network beside the float one on a data set. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the network as the settings quantize it beside the float network, in ONNX Runtime, on every image.",
            "",
            "accuracy, top5 and float_accuracy need labels; agreement is the share of images that both networks answer"
                    + " alike (of equal outputs the first counts). logit_mse is the mean squared difference of the"
                    + " outputs, kl the mean of KL(softmax of float || softmax of quantized) in nats."
        })
final class EvaluateCommand implements Callable<Integer> {
    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(
            names = "--settings",
            required = true,
            paramLabel = "FILE",
            description = "The settings file (*.quantscope.json) to evaluate.")
    private Path settings;

    @Option(names = "--data", required = true, paramLabel = "DATA", description = DataOptions.DATA)
    private Path data;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private DataOptions options = new DataOptions();

    @Mixin
    private Folding folding = new Folding();

    EvaluateCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        options.check();
        StudyInput input = StudyInput.read(folding, model, settings, data, options);
        input.remarks().forEach((json ? streams.err() : streams.out())::println);
        Evaluation evaluation = evaluate(input);
        if (json) {
            streams.out().println(JsonPrinter.text(json(evaluation)));
        } else {
            lines(evaluation, input).forEach(streams.out()::println);
        }
        return Commands.DONE;
    }

    private Evaluation evaluate(StudyInput input) {
        EvaluationRun run = new EvaluationRun(input.params(), input.data().size());
        ProgressLine progress = ProgressLine.on(streams);
        try (SimulatedNetwork network = input.open()) {
            NetworkComparison comparison = input.comparison(network);
            while (!run.isComplete()) {
                run.step(comparison, Cancellation.NEVER);
                progress.tell(run.done(), run.images());
            }
        } finally {
            progress.end();
        }
        return run.result();
    }

    private static ObjectNode json(Evaluation evaluation) {
        ObjectNode root = JsonPrinter.object();
        root.put("images", evaluation.images());
        JsonPrinter.putNumber(root, "accuracy", evaluation.accuracy());
        JsonPrinter.putNumber(root, "top5", evaluation.top5());
        JsonPrinter.putNumber(root, "float_accuracy", evaluation.floatAccuracy());
        root.put("agreement", evaluation.agreement());
        root.put("logit_mse", evaluation.logitMse());
        root.put("kl", evaluation.kl());
        return root;
    }

    private static List<String> lines(Evaluation evaluation, StudyInput input) {
        TextTable table = new TextTable(">", "");
        table.row(share(evaluation.accuracy()), "accuracy (float " + share(evaluation.floatAccuracy()) + ")");
        table.row(share(evaluation.top5()), "top-5");
        table.row(share(OptionalDouble.of(evaluation.agreement())),
                "agreement: " + Figures.integer(evaluation.flips().size()) + " answers change");
        table.row(Figures.rough(evaluation.logitMse()), "mean squared difference of the outputs");
        table.row(Figures.rough(evaluation.kl()), "KL divergence of the softmax, nats");
        table.row(Double.isFinite(evaluation.meanSqnrDb())
                ? String.format(Locale.ROOT, "%.1f", evaluation.meanSqnrDb())
                : "exact", "SQNR of the outputs, mean over the images that differ, dB");
        List<String> lines = new ArrayList<>();
        lines.add(input.model().fileName() + " on " + Figures.integer(evaluation.images()) + " images of "
                + input.data().images().name());
        lines.addAll(table.lines().subList(1, table.lines().size()));
        if (evaluation.accuracy().isEmpty()) {
            lines.add("There are no labels, so nobody knows which answers are right.");
        }
        return lines;
    }

    private static String share(OptionalDouble share) {
        return share.isEmpty() ? "-" : String.format(Locale.ROOT, "%.4f", share.getAsDouble());
    }
}
