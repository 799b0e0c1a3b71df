package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quantscope.export.TextTable;
import org.quantscope.workspace.ProgramVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what works on this machine. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tells versions, the engines with their self-test results, threads, memory, and whether a window"
                + " can open.")
final class DoctorCommand implements Callable<Integer> {
    private final CommandStreams streams;
    private final WindowAccess window;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    DoctorCommand(CommandStreams streams, WindowAccess window) {
        this.streams = streams;
        this.window = window;
    }

    @Override
    public Integer call() {
        Map<String, String> versions = Versions.all();
        List<EngineCheck> engines = EngineCheck.all();
        Machine machine = Machine.here();
        Optional<String> obstacle = window.obstacle();
        if (json) {
            streams.out().println(JsonPrinter.text(json(versions, engines, machine, obstacle)));
            return Commands.DONE;
        }
        TextTable figures = new TextTable("Quantscope", ProgramVersion.number());
        versions.forEach(figures::row);
        machine.lines().forEach(figures::row);
        figures.row("window", obstacle.orElse("can open"));
        figures.lines().forEach(streams.out()::println);
        streams.out().println();
        TextTable table = new TextTable("engine", "integers", "about");
        engines.forEach(engine -> table.row(engine.name(), engine.exact() ? "exact" : "not used", engine.about()));
        table.lines().forEach(streams.out()::println);
        streams.out().println();
        TextTable serving = new TextTable("auto", EngineCheck.chosen());
        engines.forEach(engine -> engine.details().forEach((what, how) ->
                serving.row(engine.name() + ", " + what, how)));
        serving.lines().forEach(streams.out()::println);
        return Commands.DONE;
    }

    private static ObjectNode json(
            Map<String, String> versions, List<EngineCheck> engines, Machine machine, Optional<String> obstacle) {
        ObjectNode root = JsonPrinter.object();
        root.put("quantscope", ProgramVersion.number());
        ObjectNode libraries = root.putObject("versions");
        versions.forEach(libraries::put);
        machine.putInto(root.putObject("machine"));
        ArrayNode list = root.putArray("engines");
        for (EngineCheck engine : engines) {
            ObjectNode details = list.addObject()
                    .put("name", engine.name())
                    .put("exact", engine.exact())
                    .put("about", engine.about())
                    .putObject("details");
            engine.details().forEach(details::put);
        }
        root.put("auto", EngineCheck.chosen());
        root.put("window", obstacle.isEmpty());
        root.put("window_obstacle", obstacle.orElse(null));
        return root;
    }
}
