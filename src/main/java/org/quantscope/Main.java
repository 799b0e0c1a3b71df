package org.quantscope;

import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quantscope.cli.CommandStreams;
import org.quantscope.cli.Commands;
import org.quantscope.cli.SnapshotRequest;
import org.quantscope.cli.WindowAccess;

/** The program's entry. */
public final class Main {
    /** ONNX Runtime walks through the process's command line recursively, and a class path makes that a long one. */
    private static final long STACK_BYTES = 64L << 20;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Before anything loads AWT: beside GTK, its own X11 toolkit costs time and prints warnings.
        System.setProperty("java.awt.headless", "true");
        quietLibraries();
        int[] exitCode = new int[1];
        Thread command = new Thread(null, () -> exitCode[0] = Commands.run(
                List.of(arguments), CommandStreams.standard(), window()), "quantscope-main", STACK_BYTES);
        command.start();
        command.join();
        System.exit(exitCode[0]);
    }

    private static WindowAccess window() {
        return new WindowAccess() {
            @Override
            public List<String> draw(SnapshotRequest request) {
                throw new UnsupportedOperationException("window");
            }

            @Override
            public Optional<String> obstacle() {
                return DisplayCheck.ofThisMachine().windowObstacle();
            }
        };
    }

    /** Libraries announce themselves on standard error, where only sentences for the person belong. */
    private static void quietLibraries() {
        System.setProperty("org.nd4j.log.initialization", "false");
        for (Logger logger : LOGGERS) {
            logger.setLevel(Level.WARNING);
        }
    }

    /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.nd4j"), Logger.getLogger("org.bytedeco"), Logger.getLogger("org.slf4j"));
}
