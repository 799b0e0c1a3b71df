package org.quantscope.ui;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** Undo and redo; their sentences name the step. */
final class EditActions {
    private EditActions() {}

    static void addTo(Actions actions, Workspace workspace, ObservableValue<WorkspaceState> state) {
        actions.add(
                ActionMenu.EDIT,
                Action.of("edit.undo", "Undo", "", workspace::undo)
                        .withIcon(MaterialDesignU.UNDO)
                        .withKeys("Shortcut+Z")
                        .describedBy(sentence(state, WorkspaceState::undoLabel, "Undo: ", "There is nothing to undo."))
                        .when(state.map(now -> now.undoLabel().isPresent())),
                Action.of("edit.redo", "Redo", "", workspace::redo)
                        .withIcon(MaterialDesignR.REDO)
                        .withKeys("Shortcut+Shift+Z")
                        .describedBy(sentence(state, WorkspaceState::redoLabel, "Redo: ", "There is nothing to redo."))
                        .when(state.map(now -> now.redoLabel().isPresent())));
    }

    private static ObservableValue<String> sentence(
            ObservableValue<WorkspaceState> state,
            Function<WorkspaceState, Optional<String>> label,
            String before,
            String nothing) {
        return state.map(now -> label.apply(now).map(step -> before + step + ".").orElse(nothing));
    }
}
