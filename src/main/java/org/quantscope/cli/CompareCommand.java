package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.ArithmeticTracer;
import org.quantscope.analysis.Pixel;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;
import org.quantscope.export.AtomicFile;
import org.quantscope.export.TraceCProgram;
import org.quantscope.export.TraceText;
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
                    + " output on the float output after its activation.",
            "",
            "The two quantized paths are compared at every stage, and the first at which they differ is named. --trace"
                    + " shows how one output element comes about in both."
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

    @Option(
            names = "--trace",
            paramLabel = "O,Y,X",
            description = "Print the arithmetic of one output element: output channel, row and column, counted from 0;"
                    + " N,O,Y,X for another image than the first, O alone for Gemm and MatMul.")
    private String trace;

    @Option(
            names = "--trace-c",
            paramLabel = "FILE",
            description = "Write the arithmetic of the traced element as a C99 program that checks itself.")
    private Path traceProgram;

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
        if (traceProgram != null && trace == null) {
            throw new ParameterException(spec.commandLine(), "'--trace-c' needs '--trace O,Y,X', which says the output"
                    + " element that the program computes.");
        }
        Optional<Pixel> pixel = Optional.ofNullable(trace).map(text -> TracedPixel.parse(text, spec.commandLine()));
        Folding.Opened opened = folding.open(model, Optional.ofNullable(settings));
        Layer found = LayerFinder.find(opened.model(), layer);
        LayerSettings choices = path.apply(
                LayerChoices.read(opened.model(), found, Optional.ofNullable(settings)), settings != null);
        FloatTensor values = LayerInput.read(input, found);
        ConvEngine used = Engines.select(engine);
        Comparison comparison = Comparison.run(found, choices, values, used);
        Optional<ArithmeticTrace> traced =
                pixel.map(at -> ArithmeticTracer.trace(found, values, comparison.params(), at));
        if (out != null) {
            ComparisonFiles.write(out, comparison);
        }
        if (traceProgram != null) {
            AtomicFile.write(
                    traceProgram, TraceCProgram.of(traced.orElseThrow()).getBytes(StandardCharsets.US_ASCII));
        }
        print(opened, comparison, traced, used);
        return Commands.DONE;
    }

    private void print(
            Folding.Opened opened, Comparison comparison, Optional<ArithmeticTrace> traced, ConvEngine used) {
        if (json) {
            opened.remarks().forEach(streams.err()::println);
            ObjectNode root = ComparisonText.json(comparison, opened.model().folded());
            traced.ifPresent(one -> TraceJson.put(root, one));
            streams.out().println(JsonPrinter.text(root));
            used.fallbackReason().ifPresent(streams.err()::println);
            return;
        }
        opened.remarks().forEach(streams.out()::println);
        ComparisonText.lines(comparison).forEach(streams.out()::println);
        traced.ifPresent(one -> {
            streams.out().println();
            TraceText.lines(one).forEach(streams.out()::println);
        });
        used.fallbackReason().ifPresent(streams.out()::println);
        if (traceProgram != null) {
            streams.out().println("The C program is in '" + traceProgram + "'.");
        }
        if (out != null) {
            streams.out().println("Outputs and codes are in '" + out + "'.");
        }
    }
}
