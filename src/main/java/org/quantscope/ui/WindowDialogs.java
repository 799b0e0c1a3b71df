package org.quantscope.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.quantscope.settings.Preprocessing;
import org.quantscope.workspace.OpenDimension;

/** The dialogs of the real window. */
public final class WindowDialogs implements Dialogs {
    private final Supplier<Window> owner;
    private Optional<File> lastFolder = Optional.empty();

    /** @param owner the window that the dialogs belong to */
    public WindowDialogs(Supplier<Window> owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> chooseModel() {
        return open("Open model", "ONNX networks", "*.onnx");
    }

    @Override
    public Optional<Path> chooseSettings() {
        return open("Open settings", "Quantscope settings", "*.quantscope.json", "*.json");
    }

    @Override
    public Optional<Path> chooseImage() {
        // Files in idx format have no ending of their own, so every file may be chosen.
        return open("Open image", "Images and arrays", "*.png", "*.jpg", "*.jpeg", "*.npy", "*.npz", "*-ubyte", "*.*");
    }

    @Override
    public Optional<Path> chooseImageFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Open image folder");
        lastFolder.ifPresent(chooser::setInitialDirectory);
        return chosen(chooser.showDialog(owner.get()));
    }

    @Override
    public Optional<Path> chooseSettingsTarget(String suggested) {
        return save("Save settings", suggested, "Quantscope settings", "*.quantscope.json");
    }

    @Override
    public Optional<Path> chooseExportTarget(String title, String suggested, boolean folder) {
        if (folder) {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle("Export " + title + ": where to make the folder '" + suggested + "'");
            lastFolder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
            return chosen(chooser.showDialog(owner.get())).map(parent -> parent.resolve(suggested));
        }
        return save("Export " + title, suggested, title, "*" + suggested.substring(suggested.lastIndexOf('.')));
    }

    @Override
    public Unsaved askUnsaved(String modelName) {
        ButtonType save = new ButtonType("Save", ButtonBar.ButtonData.YES);
        ButtonType discard = new ButtonType("Discard", ButtonBar.ButtonData.NO);
        ButtonType cancel = new ButtonType("Cancel", ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert alert = new Alert(
                Alert.AlertType.CONFIRMATION,
                "The settings of " + modelName + " have changes that are not saved. Save them?",
                save, discard, cancel);
        alert.setTitle("Unsaved changes");
        alert.setHeaderText(null);
        prepare(alert);
        ButtonType answer = alert.showAndWait().orElse(cancel);
        return answer == save ? Unsaved.SAVE : answer == discard ? Unsaved.DISCARD : Unsaved.CANCEL;
    }

    @Override
    public Optional<Preprocessing> askPreprocessing(Optional<Preprocessing> present) {
        PreprocessingDialog dialog = new PreprocessingDialog(new PreprocessingForm(present));
        prepare(dialog);
        return dialog.showAndWait();
    }

    @Override
    public Optional<Map<String, Integer>> askDimensions(List<OpenDimension> present) {
        OpenDimensionsDialog dialog = new OpenDimensionsDialog(present);
        prepare(dialog);
        return dialog.showAndWait();
    }

    @Override
    public void show(String title, String text) {
        Dialog<ButtonType> dialog = closable(title);
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMaxWidth(520);
        dialog.getDialogPane().setContent(label);
        dialog.showAndWait();
    }

    @Override
    public void showKeys(List<Action> actions) {
        Dialog<ButtonType> dialog = closable("Keyboard shortcuts");
        GridPane grid = new GridPane();
        grid.setHgap(24);
        grid.setVgap(6);
        int row = 0;
        for (Action action : actions) {
            if (action.keys().isPresent()) {
                Label key = Controls.label(action.keys().get().getDisplayText(), "key-cap");
                grid.addRow(row++, key, Controls.label(action.label()));
            }
        }
        dialog.getDialogPane().setContent(grid);
        dialog.showAndWait();
    }

    private Dialog<ButtonType> closable(String title) {
        Dialog<ButtonType> dialog = new Dialog<>();
        dialog.setTitle(title);
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        prepare(dialog);
        return dialog;
    }

    private void prepare(Dialog<?> dialog) {
        Window window = owner.get();
        dialog.initOwner(window);
        if (window != null && window.getScene() != null) {
            dialog.getDialogPane().getStylesheets().setAll(window.getScene().getStylesheets());
        }
    }

    private Optional<Path> open(String title, String kind, String... endings) {
        return chosen(chooser(title, kind, endings).showOpenDialog(owner.get()));
    }

    private Optional<Path> save(String title, String suggested, String kind, String... endings) {
        FileChooser chooser = chooser(title, kind, endings);
        chooser.setInitialFileName(suggested);
        return chosen(chooser.showSaveDialog(owner.get()));
    }

    private FileChooser chooser(String title, String kind, String... endings) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().setAll(
                new FileChooser.ExtensionFilter(kind, endings), new FileChooser.ExtensionFilter("All files", "*.*"));
        lastFolder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        return chooser;
    }

    private Optional<Path> chosen(File file) {
        if (file != null) {
            lastFolder = Optional.ofNullable(file.isDirectory() ? file : file.getParentFile());
        }
        return Optional.ofNullable(file).map(File::toPath);
    }
}
