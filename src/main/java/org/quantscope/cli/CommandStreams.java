package org.quantscope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a command writes.
 *
 * @param out what was asked for
 * @param err what went wrong
 */
public record CommandStreams(PrintStream out, PrintStream err) {
    /**
     * The streams of this process. They speak UTF-8, as JSON must, whatever the locale; only a Windows console keeps its
     * own character set.
     */
    public static CommandStreams standard() {
        boolean windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        if (windows && System.console() != null) {
            return new CommandStreams(System.out, System.err);
        }
        return new CommandStreams(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
}
