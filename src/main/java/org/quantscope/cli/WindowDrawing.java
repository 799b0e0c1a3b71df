package org.quantscope.cli;

import java.util.List;

/** Draws the window into a picture, without a display. The program's entry hands it to the commands. */
@FunctionalInterface
public interface WindowDrawing {
    /**
     * Opens what the request names, waits until everything is computed, and writes the picture.
     *
     * @return one sentence for each thing that a person should know, such as a problem that the window shows
     */
    List<String> draw(SnapshotRequest request);
}
