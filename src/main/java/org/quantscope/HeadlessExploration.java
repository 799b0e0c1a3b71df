package org.quantscope;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quantscope.cli.CommandStreams;
import org.quantscope.cli.ExplorationText;
import org.quantscope.cli.SnapshotRequest;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** What the program does where no window can open: the same exploration as text, and the window as a picture. */
final class HeadlessExploration {
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;

    private final CommandStreams streams;

    HeadlessExploration(CommandStreams streams) {
        this.streams = streams;
    }

    /**
     * Explores a network.
     *
     * @param wanted the network, or the bundled one with its first image
     * @param textObstacle why the picture cannot be drawn, if it cannot
     * @throws RuntimeException with a sentence if the network cannot be opened
     */
    void run(WindowArguments wanted, Optional<String> textObstacle) {
        if (textObstacle.isPresent()) {
            streams.err().println(textObstacle.get());
            print(compute(wanted));
            return;
        }
        Path picture = pictureIn(Path.of(""));
        WindowPainter.Drawn drawn = WindowPainter.draw(new SnapshotRequest(
                wanted.model(), wanted.fold(), Optional.empty(), Optional.empty(), WIDTH, HEIGHT, false, false,
                picture));
        print(drawn.state());
        drawn.remarks().forEach(streams.err()::println);
        streams.out().println();
        streams.out().println("The window's picture is in " + picture + ".");
    }

    /** In {@code target} where a build has one, else in the working directory. */
    static Path pictureIn(Path directory) {
        Path target = directory.resolve("target");
        return (Files.isDirectory(directory.toAbsolutePath().resolve("target")) ? target : directory)
                .resolve("quantscope.png");
    }

    private WorkspaceState compute(WindowArguments wanted) {
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            Settled settled = new Settled(workspace);
            workspace.onNotice(streams.out()::println);
            wanted.openIn(workspace);
            return settled.await();
        }
    }

    private void print(WorkspaceState state) {
        List<String> lines = ExplorationText.lines(state);
        lines.forEach(streams.out()::println);
    }
}
