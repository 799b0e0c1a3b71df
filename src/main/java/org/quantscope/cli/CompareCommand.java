package org.quantscope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;
import org.quantscope.model.Layer;
import org.quantscope.settings.LayerSettings;
import org.quantscope.tensor.FloatTensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one layer three ways on a given input, and says how far the three are apart. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one layer in float, fake-quantized and in integers, and says how far the three are apart.",
            "",
            "Without --settings: 8-bit signed symmetric narrow-range weights per channel, an 8-bit unsigned affine input,"
                    + " a 32-bit bias, no output quantizer and no fused activation. With --settings: what the file"
                    + " says; a layer that it does not name stays float.",
            "",
            "A range that is not explicit is observed on this run: that of the input on the given array, that of the"
                    + " output on the float output after its activation."
        })
final class CompareCommand implements Callable<Integer> {
    private static final List<String> ENGINES = List.of("auto", "reference", "nd4j", "onednn");

    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(names = "--layer", required = true, paramLabel = "NAME", description = "The layer, as inspect names it.")
    private String layer;

    @Option(names = "--settings", paramLabel = "FILE", description = "A settings file (*.quantscope.json).")
    private Path settings;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "X.npy",
            description = "The layer's input: float32, [N, C, H, W]; [N, features] for Gemm and MatMul, [N, C, L] for a"
                    + " one-dimensional Conv.")
    private Path input;

    @Option(
            names = "--engine",
            defaultValue = "auto",
            paramLabel = "ENGINE",
            description = "auto, reference, nd4j or onednn (default: auto, the fastest that is exact here).")
    private String engine;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write the outputs and the codes as .npy files into this folder, all or none of them.")
    private Path out;

    @Mixin
    private Folding folding = new Folding();

    @Mixin
    private PathOptions path = new PathOptions();

    @Spec
    private CommandSpec spec;

    CompareCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (!ENGINES.contains(engine)) {
            throw new ParameterException(spec.commandLine(), "There is no engine named '" + engine
                    + "'; choose auto, reference, nd4j or onednn.");
        }
        path.check();
        Folding.Opened opened = folding.open(model, Optional.ofNullable(settings));
        Layer found = LayerFinder.find(opened.model(), layer);
        LayerSettings choices = path.apply(
                LayerChoices.read(opened.model(), found, Optional.ofNullable(settings)), settings != null);
        FloatTensor values = LayerInput.read(input, found);
        ConvEngine used = Engines.select(engine);
        Comparison comparison = Comparison.run(found, choices, values, used);
        if (out != null) {
            ComparisonFiles.write(out, comparison);
        }
        print(opened, comparison, used);
        return Commands.DONE;
    }

    private void print(Folding.Opened opened, Comparison comparison, ConvEngine used) {
        if (json) {
            opened.remarks().forEach(streams.err()::println);
            streams.out().println(JsonPrinter.text(ComparisonText.json(comparison, opened.model().folded())));
            used.fallbackReason().ifPresent(streams.err()::println);
            return;
        }
        opened.remarks().forEach(streams.out()::println);
        ComparisonText.lines(comparison).forEach(streams.out()::println);
        used.fallbackReason().ifPresent(streams.out()::println);
        if (out != null) {
            streams.out().println("Outputs and codes are in '" + out + "'.");
        }
    }
}
