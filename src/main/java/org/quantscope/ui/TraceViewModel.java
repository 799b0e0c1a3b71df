package org.quantscope.ui;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.quantscope.analysis.FormalAgreement;
import org.quantscope.analysis.Pixel;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.TraceAnswer;
import org.quantscope.workspace.TraceWork;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * The arithmetic of the output element under the linked cursor, and the stages of the layer. Nothing is computed while
 * nobody looks; the stages wait until the layer's result is whole and nothing else is computed.
 */
public final class TraceViewModel {
    private final Workspace workspace;
    private final OutputViewModel outputs;
    private final TraceWork work;
    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", false);
    private final ReadOnlyObjectWrapper<TraceAnswer> answer = new ReadOnlyObjectWrapper<>(this, "answer");
    private final ReadOnlyObjectWrapper<FormalAgreement> agreement = new ReadOnlyObjectWrapper<>(this, "agreement");

    private List<Object> traced = List.of();
    private LayerResult compared;

    public TraceViewModel(Workspace workspace, OutputViewModel outputs) {
        this.workspace = workspace;
        this.outputs = outputs;
        this.work = workspace.jobs().trace(answer::set, agreement::set);
        open.addListener((property, before, now) -> openOrClose(now));
        outputs.cursorProperty().addListener((property, before, now) -> ask(workspace.state()));
        outputs.imageProperty().addListener((property, before, now) -> ask(workspace.state()));
        workspace.onChange(this::ask);
    }

    /** Whether somebody looks. */
    BooleanProperty openProperty() {
        return open;
    }

    /** The trace; null before the first. */
    ReadOnlyObjectProperty<TraceAnswer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    /** The stages of the layer; null before they are compared. */
    ReadOnlyObjectProperty<FormalAgreement> agreementProperty() {
        return agreement.getReadOnlyProperty();
    }

    private void openOrClose(boolean now) {
        if (now) {
            ask(workspace.state());
        } else {
            work.cancel();
            traced = List.of();
            compared = null;
        }
    }

    private void ask(WorkspaceState state) {
        OutputCursor place = outputs.cursorProperty().get();
        if (!open.get() || place == null || !state.isShownCurrent()) {
            return;
        }
        LayerResult shown = state.shown().orElseThrow();
        List<Object> wanted = List.of(
                shown.layer().name(), shown.params(), shown.inputVersion(), outputs.imageProperty().get(), place);
        if (!wanted.equals(traced)) {
            traced = wanted;
            work.trace(new Pixel(outputs.imageProperty().get(), place.channel(), place.row(), place.column()));
        }
        if (shown.isWhole() && shown != compared && state.task().isEmpty()) {
            compared = shown;
            work.compare(shown);
        }
    }
}
