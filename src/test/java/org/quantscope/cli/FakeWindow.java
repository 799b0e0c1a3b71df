package org.quantscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A window that only remembers what it was asked to draw. */
final class FakeWindow implements WindowAccess {
    final List<SnapshotRequest> requests = new ArrayList<>();

    @Override
    public List<String> draw(SnapshotRequest request) {
        requests.add(request);
        return List.of("The input is random.");
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.of("No window can open here.");
    }
}
