package org.quantscope.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A command that was run in this process.
 *
 * @param exitCode what it returned
 * @param out what it printed
 * @param err what it printed on standard error
 */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(Object... arguments) {
        return with(new FakeWindow(), arguments);
    }

    static CommandRun with(WindowAccess window, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandStreams streams = new CommandStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        int exitCode = Commands.run(Arrays.stream(arguments).map(Object::toString).toList(), streams, window);
        return new CommandRun(
                exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** What it printed on standard error, which must be one line. */
    String sentence() {
        if (err.lines().count() != 1) {
            throw new AssertionError("Standard error should be one line: " + err);
        }
        return err.strip();
    }
}
