package org.quantscope.ui;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import org.quantscope.workspace.Workspace;

/** Opens what is dropped on the window: a network, settings, or images. */
final class FileDrop {
    private final Workspace workspace;
    private final SettingsSaving saving;

    FileDrop(Workspace workspace, SettingsSaving saving) {
        this.workspace = workspace;
        this.saving = saving;
    }

    void watch(Node target) {
        target.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
                event.consume();
            }
        });
        target.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            List<File> files = event.getDragboard().getFiles();
            if (!files.isEmpty()) {
                open(files.get(0).toPath());
            }
            event.setDropCompleted(!files.isEmpty());
            event.consume();
        });
    }

    /** By the name's ending; whatever is neither a network nor settings counts as images. */
    void open(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".onnx") && !Files.isDirectory(file)) {
            saving.thenGoOn(() -> workspace.open(file));
        } else if (name.endsWith(".json")) {
            workspace.openSettings(file);
        } else {
            workspace.openImages(file);
        }
    }
}
