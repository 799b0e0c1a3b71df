package org.quantscope.cli;

import java.util.List;
import java.util.Optional;

/**
 * A window that cannot be drawn.
 *
 * @param thrown what drawing throws, an unchecked exception or an error
 */
record FailingWindow(Throwable thrown) implements WindowAccess {
    @Override
    public List<String> draw(SnapshotRequest request) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }
}
