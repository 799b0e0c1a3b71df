package org.quantscope;

import java.util.List;
import org.quantscope.cli.CommandStreams;
import org.quantscope.cli.Commands;

/** The program's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(Commands.run(List.of(arguments), CommandStreams.standard(), request -> List.of()));
    }
}
