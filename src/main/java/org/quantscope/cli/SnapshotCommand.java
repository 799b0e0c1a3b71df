package org.quantscope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the window as a picture, without a display. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Draws the window into a PNG file; no display is needed. Without a model it shows the bundled one.")
final class SnapshotCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[x×](\\d{1,5})");
    private static final String WINDOW_SIZE = "1440x900";
    private static final String LESSON_SIZE = "1100x700";
    private static final int SMALLEST = 320;
    private static final int LARGEST = 8192;

    private final CommandStreams streams;
    private final WindowAccess window;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(names = "--layer", paramLabel = "NAME", description = "The layer to look at.")
    private String layer;

    @Option(names = "--settings", paramLabel = "FILE", description = "A settings file to open (*.quantscope.json).")
    private Path settings;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "Width and height in pixels (default: 1440x900, of the lesson 1100x700).")
    private String size;

    @Option(
            names = "--theme",
            defaultValue = "light",
            paramLabel = "THEME",
            description = "light or dark (default: light).")
    private String theme;

    @Option(
            names = "--lesson",
            description = "Draw the lesson 'Why do the two paths differ?' instead: of the layer, or of the seed question"
                    + " if neither model nor layer is given.")
    private boolean lesson;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE", description = "The PNG file to write.")
    private Path output;

    @Mixin
    private Folding folding = new Folding();

    @Spec
    private CommandSpec spec;

    SnapshotCommand(CommandStreams streams, WindowAccess window) {
        this.streams = streams;
        this.window = window;
    }

    @Override
    public Integer call() {
        if (size == null) {
            size = lesson ? LESSON_SIZE : WINDOW_SIZE;
        }
        Matcher extents = SIZE.matcher(size);
        if (!extents.matches()) {
            throw usage("The size '" + size + "' is not of the form 1440x900");
        }
        int width = extent(extents.group(1));
        int height = extent(extents.group(2));
        if (!List.of("light", "dark").contains(theme)) {
            throw usage("There is no theme named '" + theme + "'; choose light or dark.");
        }
        SnapshotRequest request = new SnapshotRequest(
                Optional.ofNullable(model),
                folding.wanted(Optional.ofNullable(settings)),
                Optional.ofNullable(layer),
                Optional.ofNullable(settings),
                width,
                height,
                theme.equals("dark"),
                lesson,
                output);
        List<String> remarks = window.draw(request);
        streams.out().println("Wrote " + output + ".");
        remarks.forEach(streams.out()::println);
        return Commands.DONE;
    }

    private int extent(String digits) {
        int extent = Integer.parseInt(digits);
        if (extent < SMALLEST || extent > LARGEST) {
            throw usage("The size '" + size + "' is out of bounds; width and height go from " + SMALLEST + " to "
                    + LARGEST + " pixels.");
        }
        return extent;
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
