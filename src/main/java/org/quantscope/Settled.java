package org.quantscope;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.quantscope.cli.BadInputException;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * Waits until a workspace has nothing left to compute: the model is open, an input is there, and every layer's figures
 * belong to the settings. Created and told on the publisher's thread, awaited on any other.
 */
final class Settled {
    private static final long PATIENCE_SECONDS = 300;

    private final List<String> problems = new ArrayList<>();
    private final Workspace workspace;
    private CompletableFuture<WorkspaceState> next = new CompletableFuture<>();
    private boolean asking;

    Settled(Workspace workspace) {
        this.workspace = workspace;
        workspace.onProblem(this::problem);
        workspace.onChange(this::changed);
    }

    /** Waits for the present work. */
    WorkspaceState await() {
        return FxThread.await(next, PATIENCE_SECONDS, "The layers were not computed within five minutes.");
    }

    /** Before more is asked of the workspace; on the publisher's thread. A problem of the request itself fails what is awaited. */
    void expectMore(Runnable request) {
        next = new CompletableFuture<>();
        asking = true;
        request.run();
        asking = false;
        changed(workspace.state());
    }

    /** What the workspace complained about, one sentence each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void problem(String sentence) {
        problems.add(sentence);
        if (asking || workspace.state().model().isEmpty()) {
            next.completeExceptionally(new BadInputException(sentence));
        }
    }

    private void changed(WorkspaceState state) {
        if (!asking && isSettled(state)) {
            next.complete(state);
        }
    }

    static boolean isSettled(WorkspaceState state) {
        if (state.model().isEmpty() || state.task().isPresent()) {
            return false;
        }
        boolean rows = state.model().get().layers().stream().allMatch(layer -> state.isCurrent(layer.name()));
        boolean focus = state.layer().isEmpty() || (state.isShownCurrent() && state.shown().orElseThrow().isWhole());
        return rows && focus && (state.input().isPresent() || state.model().get().layers().isEmpty());
    }
}
