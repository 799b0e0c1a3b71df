package org.quantscope.ui;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.quantscope.model.Model;
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
        actions.add(
                ActionMenu.EDIT,
                Action.of("edit.foldBatchNorm", "Fold BatchNormalization", "", () -> workspace.foldBatchNorm(
                                !workspace.state().settings().folded()))
                        .describedBy(state.map(EditActions::folding))
                        .checkedBy(state.map(now -> now.settings().folded()))
                        .when(state.map(now -> now.model().map(Model::isFoldable).orElse(false))));
    }

    private static String folding(WorkspaceState state) {
        if (state.model().isEmpty()) {
            return "There is no network to fold.";
        }
        Model model = state.model().get();
        if (!model.isFoldable()) {
            boolean any = model.nodes().stream().anyMatch(node -> node.op().equals(Model.BATCH_NORMALIZATION));
            return any
                    ? "No BatchNormalization of this network can be folded; the list below the layers says why."
                    : "This network has no BatchNormalization.";
        }
        int count = model.foldable().size();
        return "Put the BatchNormalization behind " + count + (count == 1 ? " layer" : " layers")
                + " into weights and bias, or take it out again: w' = w·γ/√(σ²+ε), b' = β + (b − μ)·γ/√(σ²+ε).";
    }

    private static ObservableValue<String> sentence(
            ObservableValue<WorkspaceState> state,
            Function<WorkspaceState, Optional<String>> label,
            String before,
            String nothing) {
        return state.map(now -> label.apply(now).map(step -> before + step + ".").orElse(nothing));
    }
}
