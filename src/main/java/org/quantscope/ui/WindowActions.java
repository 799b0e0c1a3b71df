package org.quantscope.ui;

import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** Makes the actions of the whole window, all from one workspace. */
final class WindowActions {
    private WindowActions() {}

    static Actions create(
            Workspace workspace,
            Dialogs dialogs,
            SettingsSaving saving,
            Runnable showExport,
            Runnable toggleTheme,
            Runnable showLesson,
            Runnable closeWindow) {
        ReadOnlyObjectWrapper<WorkspaceState> state = new ReadOnlyObjectWrapper<>();
        workspace.onChange(state::set);
        Actions actions = new Actions();
        new FileActions(workspace, dialogs, saving, showExport, state).addTo(actions, closeWindow);
        EditActions.addTo(actions, workspace, state);
        new LayerActions(workspace, state).addTo(actions);
        actions.add(
                ActionMenu.VIEW,
                Action.of("view.theme", "Light or dark", "Change between the light and the dark theme.", toggleTheme)
                        .withIcon(MaterialDesignT.THEME_LIGHT_DARK)
                        .withKeys("Shortcut+Shift+D"));
        actions.add(
                ActionMenu.HELP,
                Action.of("help.lesson", LessonWords.TITLE, "Why quantize, dequantize and convolve is not quantize,"
                                + " convolve and dequantize, on the question's own numbers or on any layer.", showLesson)
                        .withIcon(MaterialDesignS.SCHOOL_OUTLINE)
                        .withKeys("Shift+F1"));
        actions.add(
                ActionMenu.HELP,
                Action.of("help.keys", "Keyboard shortcuts", "Show every key.", () -> dialogs.showKeys(actions.all()))
                        .withIcon(MaterialDesignK.KEYBOARD_OUTLINE)
                        .withKeys("F1"),
                Action.of("help.about", "About Quantscope", "Show versions, the engine in use and memory.", () ->
                                dialogs.show("About Quantscope", AboutText.of(workspace.state().engine())))
                        .withIcon(MaterialDesignI.INFORMATION_OUTLINE));
        return actions;
    }
}
