package org.quantscope.ui;

import java.nio.file.Path;
import java.util.Optional;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** Saves the settings, and asks before changes that are not saved would be lost. */
final class SettingsSaving {
    private final Workspace workspace;
    private final Dialogs dialogs;

    SettingsSaving(Workspace workspace, Dialogs dialogs) {
        this.workspace = workspace;
        this.dialogs = dialogs;
    }

    /** Saves where the settings were saved or opened last, or asks where. @return whether they were saved */
    boolean save() {
        Optional<Path> known = workspace.state().settingsFile();
        return known.isPresent() ? workspace.saveSettings(known.get()) : saveAs();
    }

    boolean saveAs() {
        String suggested = workspace.state()
                .settingsFile()
                .map(file -> file.getFileName().toString())
                .orElseGet(() -> baseName() + ".quantscope.json");
        Optional<Path> target = dialogs.chooseSettingsTarget(suggested);
        return target.isPresent() && workspace.saveSettings(target.get());
    }

    /** Goes on unless there are unsaved changes that the person wants to keep. @return whether it went on */
    boolean thenGoOn(Runnable next) {
        boolean free = mayLoseChanges();
        if (free) {
            next.run();
        }
        return free;
    }

    private boolean mayLoseChanges() {
        WorkspaceState state = workspace.state();
        if (state.saved() || state.model().isEmpty()) {
            return true;
        }
        Dialogs.Unsaved answer = dialogs.askUnsaved(state.model().get().fileName());
        return answer == Dialogs.Unsaved.DISCARD || answer == Dialogs.Unsaved.SAVE && save();
    }

    private String baseName() {
        return baseName(workspace.state());
    }

    /** The model's name without its ending. */
    static String baseName(WorkspaceState state) {
        String file = state.model().map(model -> model.fileName()).orElse("settings");
        return file.endsWith(".onnx") ? file.substring(0, file.length() - ".onnx".length()) : file;
    }
}
