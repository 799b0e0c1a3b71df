package org.quantscope.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what is in a network. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Lists the layers of a network that can be explored, and what else is in it.")
final class InspectCommand implements Callable<Integer> {
    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private Folding folding = new Folding();

    InspectCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Folding.Opened opened = folding.open(model, Optional.empty());
        if (json) {
            opened.remarks().forEach(streams.err()::println);
            streams.out().println(JsonPrinter.text(ModelJson.of(opened.model())));
        } else {
            opened.remarks().forEach(streams.out()::println);
            ModelText.lines(opened.model()).forEach(streams.out()::println);
        }
        return Commands.DONE;
    }
}
