package org.quantscope;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.cli.LayerFinder;
import org.quantscope.cli.SnapshotRequest;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The network, the settings and the layer that a picture is to show, opened in a workspace. */
final class PictureSubject {
    private final Workspace workspace;
    private final SnapshotRequest request;
    private final Settled settled;
    private final List<String> notices = new ArrayList<>();

    private PictureSubject(Workspace workspace, SnapshotRequest request) {
        this.workspace = workspace;
        this.request = request;
        this.settled = new Settled(workspace);
        workspace.onNotice(notices::add);
        new WindowArguments(request.model(), request.fold()).openIn(workspace);
    }

    /** Begins to open the network. On the FX thread. */
    static PictureSubject open(Workspace workspace, SnapshotRequest request) {
        return new PictureSubject(workspace, request);
    }

    /**
     * Waits until the network is open and everything is computed, opens the settings, looks at the layer, and waits for
     * what that leads to. On any thread but the FX thread.
     *
     * @throws RuntimeException with a sentence if the model, the layer or the settings are no good
     */
    WindowPainter.Drawn settle() {
        WorkspaceState state = settled.await();
        List<String> remarks = new ArrayList<>(notices); // of opening the network
        boolean more = FxThread.call(this::goOn);
        if (more) {
            state = settled.await();
        }
        remarks.addAll(settled.problems());
        return new WindowPainter.Drawn(state, remarks);
    }

    /** Opens the settings and looks at the layer; whether there was anything to do. */
    private boolean goOn() {
        List<Runnable> wishes = new ArrayList<>();
        request.settings().ifPresent(file -> wishes.add(() -> workspace.openSettings(file)));
        request.layer().ifPresent(layer -> {
            String name = LayerFinder.find(workspace.state().model().orElseThrow(), layer).name();
            wishes.add(() -> workspace.focus(name));
        });
        if (!wishes.isEmpty()) {
            settled.expectMore(() -> wishes.forEach(Runnable::run));
        }
        return !wishes.isEmpty();
    }
}
