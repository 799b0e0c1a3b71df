package org.quantscope.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.settings.Preprocessing;
import org.quantscope.workspace.OpenDimension;

/** Dialogs that answer by themselves and keep what they were asked. */
final class AnsweringDialogs implements Dialogs {
    final List<String> asked = new ArrayList<>();
    Optional<Path> file = Optional.empty();
    Unsaved unsaved = Unsaved.CANCEL;
    Optional<Preprocessing> preprocessing = Optional.empty();
    Optional<Map<String, Integer>> dimensions = Optional.empty();

    @Override
    public Optional<Path> chooseModel() {
        asked.add("model");
        return file;
    }

    @Override
    public Optional<Path> chooseSettings() {
        asked.add("settings");
        return file;
    }

    @Override
    public Optional<Path> chooseImage() {
        asked.add("image");
        return file;
    }

    @Override
    public Optional<Path> chooseImageFolder() {
        asked.add("folder");
        return file;
    }

    @Override
    public Optional<Path> chooseSettingsTarget(String suggested) {
        asked.add("save " + suggested);
        return file;
    }

    @Override
    public Optional<Path> chooseExportTarget(String title, String suggested, boolean folder) {
        asked.add("export " + suggested);
        return file;
    }

    @Override
    public Unsaved askUnsaved(String modelName) {
        asked.add("unsaved " + modelName);
        return unsaved;
    }

    @Override
    public Optional<Preprocessing> askPreprocessing(Optional<Preprocessing> present) {
        asked.add("preprocessing " + present.isPresent());
        return preprocessing;
    }

    @Override
    public Optional<Map<String, Integer>> askDimensions(List<OpenDimension> present) {
        asked.add("dimensions " + present.size());
        return dimensions;
    }

    @Override
    public void show(String title, String text) {
        asked.add(title);
    }

    @Override
    public void showKeys(List<Action> actions) {
        asked.add("keys");
    }
}
