package org.quantscope.cli;

import java.util.List;
import java.util.Optional;

/** What the commands know of the window, which is none of their business otherwise; the program's entry provides it. */
public interface WindowAccess {
    /**
     * Opens what the request names without a display, waits until everything is computed, and writes the picture.
     *
     * @return one sentence for each thing that a person should know
     * @throws RuntimeException with a sentence if the window could not be drawn
     */
    List<String> draw(SnapshotRequest request);

    /** Why no window can open on this machine, as a sentence; empty if one can. */
    Optional<String> obstacle();
}
