package org.quantscope.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.settings.Preprocessing;
import org.quantscope.workspace.OpenDimension;

/** What the actions ask a person. The window answers with dialogs, a test with an object of its own. */
public interface Dialogs {
    /** What to do with changes that are not saved. */
    enum Unsaved {
        SAVE,
        DISCARD,
        CANCEL
    }

    Optional<Path> chooseModel();

    Optional<Path> chooseSettings();

    Optional<Path> chooseImage();

    Optional<Path> chooseImageFolder();

    /** Where to save settings. @param suggested a file name */
    Optional<Path> chooseSettingsTarget(String suggested);

    /**
     * Where to export to.
     *
     * @param title what the format is called
     * @param suggested a name
     * @param folder whether a new folder of that name is made in the folder that is chosen
     */
    Optional<Path> chooseExportTarget(String title, String suggested, boolean folder);

    /** Asks before changes would be lost. @param modelName the network that they belong to */
    Unsaved askUnsaved(String modelName);

    /** How images become the network's input. @param present what is in use; empty: nothing was said yet */
    Optional<Preprocessing> askPreprocessing(Optional<Preprocessing> present);

    /** Extents of the open dimensions, by name. */
    Optional<Map<String, Integer>> askDimensions(List<OpenDimension> present);

    /** Shows a text to read, with a button that closes it. */
    void show(String title, String text);

    /** Shows every action that has a key. */
    void showKeys(List<Action> actions);
}
