package org.quantscope.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import picocli.CommandLine.Command;
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

    InspectCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Model read = OnnxReader.read(model);
        if (json) {
            streams.out().println(JsonPrinter.text(ModelJson.of(read)));
        } else {
            ModelText.lines(read).forEach(streams.out()::println);
        }
        return Commands.DONE;
    }
}
