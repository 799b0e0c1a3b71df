package org.quantscope;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Application;
import org.quantscope.cli.CommandStreams;
import org.quantscope.cli.Commands;
import org.quantscope.cli.Sentence;
import org.quantscope.cli.SnapshotRequest;
import org.quantscope.cli.WindowAccess;
import org.quantscope.ui.WindowMemory;
import org.quantscope.workspace.Workers;

/**
 * The program's entry: a command, or the window, or the same exploration without a window where none can open. It does
 * not extend {@link Application}, so that it runs from a class path and before JavaFX loads.
 */
public final class Main {
    /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
    private static final List<Logger> TALKATIVE = List.of(
            Logger.getLogger("org.nd4j"), Logger.getLogger("org.bytedeco"), Logger.getLogger("org.slf4j"));
    /** It warns at every start that it runs from a class path, which is on purpose: Monocle works from there only. */
    private static final Logger JAVAFX = Logger.getLogger("javafx");

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Before anything loads AWT: beside GTK, its own X11 toolkit costs time and prints warnings.
        System.setProperty("java.awt.headless", "true");
        System.setProperty("org.nd4j.log.initialization", "false");
        TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
        JAVAFX.setLevel(Level.SEVERE);
        System.exit(run(List.of(arguments), CommandStreams.standard()));
    }

    private static int run(List<String> arguments, CommandStreams streams) throws InterruptedException {
        DisplayCheck display = DisplayCheck.ofThisMachine();
        if (!arguments.isEmpty() && !WindowArguments.isSwitch(arguments.get(0)) && Commands.isCommand(arguments.get(0))) {
            return onLargeStack(() -> Commands.run(arguments, streams, windowOf(display)));
        }
        Optional<WindowArguments> wanted = WindowArguments.parse(arguments);
        if (wanted.isEmpty()) {
            streams.err().println("The window opens one model; '" + arguments.get(0) + "' is no command."
                    + System.lineSeparator() + "Usage: quantscope [MODEL] [--fold-bn]   More: quantscope help");
            return Commands.BAD_USAGE;
        }
        Optional<String> obstacle = display.windowObstacle();
        if (obstacle.isPresent()) {
            streams.err().println(obstacle.get());
            return onLargeStack(() -> exploreWithoutWindow(wanted.get(), streams, display));
        }
        return showWindow(arguments, streams);
    }

    private static int showWindow(List<String> arguments, CommandStreams streams) {
        readPreferencesMeanwhile();
        try {
            Application.launch(WindowApplication.class, arguments.toArray(String[]::new));
            return Commands.DONE;
        } catch (RuntimeException | LinkageError broken) {
            streams.err().println("The window could not be opened: " + Sentence.of(broken));
            return Commands.BAD_INPUT;
        }
    }

    /** They stay in memory, and the window that asks for them finds them there. */
    private static void readPreferencesMeanwhile() {
        Thread reader = new Thread(() -> WindowMemory.ofUser().theme(), "quantscope-preferences");
        reader.setDaemon(true);
        reader.start();
    }

    private static int exploreWithoutWindow(WindowArguments wanted, CommandStreams streams, DisplayCheck display) {
        try {
            new HeadlessExploration(streams)
                    .run(wanted, display.textObstacle());
            return Commands.DONE;
        } catch (RuntimeException | Error broken) {
            streams.err().println(Sentence.of(broken));
            return Commands.BAD_INPUT;
        }
    }

    private static WindowAccess windowOf(DisplayCheck display) {
        return new WindowAccess() {
            @Override
            public List<String> draw(SnapshotRequest request) {
                display.textObstacle().ifPresent(sentence -> {
                    throw new IllegalArgumentException(sentence);
                });
                return WindowPainter.drawAny(request);
            }

            @Override
            public Optional<String> obstacle() {
                return display.windowObstacle();
            }
        };
    }

    private static int onLargeStack(IntSupplier work) throws InterruptedException {
        int[] exitCode = {Commands.BAD_INPUT};
        Thread thread =
                new Thread(null, () -> exitCode[0] = work.getAsInt(), "quantscope-main", Workers.STACK_BYTES);
        thread.start();
        thread.join();
        return exitCode[0];
    }
}
