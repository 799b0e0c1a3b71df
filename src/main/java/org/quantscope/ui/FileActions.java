package org.quantscope.ui;

import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.value.ObservableValue;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The file menu: networks, settings, images and what the network is fed. */
final class FileActions {
    private final Workspace workspace;
    private final Dialogs dialogs;
    private final SettingsSaving saving;
    private final Runnable showExport;
    private final ObservableValue<Boolean> modelOpen;
    private final ObservableValue<Boolean> inputReady;
    private final ObservableValue<Boolean> openDimensions;

    FileActions(
            Workspace workspace,
            Dialogs dialogs,
            SettingsSaving saving,
            Runnable showExport,
            ObservableValue<WorkspaceState> state) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.saving = saving;
        this.showExport = showExport;
        this.modelOpen = state.map(now -> now.model().isPresent());
        this.inputReady = state.map(now -> now.input().isPresent());
        this.openDimensions = state.map(now -> !now.openDimensions().isEmpty());
    }

    void addTo(Actions actions, Runnable closeWindow) {
        actions.add(ActionMenu.FILE, openModel());
        actions.add(ActionMenu.FILE, samples());
        actions.add(ActionMenu.FILE, settings());
        actions.add(ActionMenu.FILE, images());
        actions.add(ActionMenu.FILE, feeding());
        actions.add(
                ActionMenu.FILE,
                Action.of("file.quit", "Quit", "Close the window; unsaved changes are asked about.", closeWindow)
                        .withKeys("Shortcut+Q"));
    }

    private Action openModel() {
        return Action.of("file.open", "Open model…", "Open a network from an ONNX file.", () -> dialogs.chooseModel()
                        .ifPresent(file -> saving.thenGoOn(() -> workspace.open(file))))
                .withIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE)
                .withKeys("Shortcut+O");
    }

    private Action[] samples() {
        return SampleNetwork.ALL.stream()
                .map(sample -> Action.of(
                                "file.sample." + sample.id(),
                                "Sample: " + sample.id(),
                                sample.description(),
                                () -> saving.thenGoOn(() -> workspace.openSample(sample.file())))
                        .withIcon(MaterialDesignI.IMAGE_MULTIPLE_OUTLINE))
                .toArray(Action[]::new);
    }

    private Action[] settings() {
        return new Action[] {
            Action.of("file.openSettings", "Open settings…", "Load settings of this network from a"
                            + " *.quantscope.json file; undo takes it back.", () -> dialogs.chooseSettings()
                            .ifPresent(workspace::openSettings))
                    .withIcon(MaterialDesignF.FILE_DOCUMENT_OUTLINE)
                    .withKeys("Shortcut+Shift+O")
                    .when(modelOpen),
            Action.of("file.save", "Save settings", "Save the settings; the file is read back and compared before"
                            + " they count as saved.", saving::save)
                    .withIcon(MaterialDesignC.CONTENT_SAVE_OUTLINE)
                    .withKeys("Shortcut+S")
                    .when(modelOpen),
            Action.of("file.saveAs", "Save settings as…", "Save the settings to another file.", saving::saveAs)
                    .withIcon(MaterialDesignC.CONTENT_SAVE_EDIT_OUTLINE)
                    .withKeys("Shortcut+Shift+S")
                    .when(modelOpen),
            Action.of("file.export", "Export…", "Leave with the settings: AIMET encodings, quantized ONNX, firmware and"
                            + " other formats, checked against each target's rules, and verified in ONNX Runtime.",
                            showExport)
                    .withIcon(MaterialDesignF.FILE_EXPORT_OUTLINE)
                    .withKeys("Shortcut+Shift+X")
                    .when(modelOpen)
        };
    }

    private Action[] images() {
        return new Action[] {
            Action.of("file.openImages", "Open image…", "Feed the network from a PNG or JPEG, an idx file, an .npy or"
                            + " an .npz.", () -> dialogs.chooseImage().ifPresent(workspace::openImages))
                    .withIcon(MaterialDesignI.IMAGE_PLUS)
                    .withKeys("Shortcut+I")
                    .when(modelOpen),
            Action.of("file.openImageFolder", "Open image folder…", "Feed the network from all images of a"
                            + " folder.", () -> dialogs.chooseImageFolder().ifPresent(workspace::openImages))
                    .withIcon(MaterialDesignF.FOLDER_MULTIPLE_IMAGE)
                    .withKeys("Shortcut+Shift+I")
                    .when(modelOpen),
            Action.of("file.randomInput", "Random input", "Feed the network seeded random numbers; once more: the"
                            + " next seed.", this::nextRandomInput)
                    .withIcon(MaterialDesignD.DICE_5_OUTLINE)
                    .withKeys("Shortcut+R")
                    .when(modelOpen)
        };
    }

    private Action[] feeding() {
        return new Action[] {
            Action.of("file.preprocessing", "Input normalisation…", "Say how pixels become the network's input:"
                            + " (pixel · scale − mean) / std, per channel.", this::askPreprocessing)
                    .withIcon(MaterialDesignT.TUNE_VARIANT)
                    .when(modelOpen),
            Action.of("file.dimensions", "Open dimensions…", "Say how large the dimensions are that the network's"
                            + " file leaves open.", () -> dialogs.askDimensions(workspace.state().openDimensions())
                            .ifPresent(workspace::setInputDimensions))
                    .withIcon(MaterialDesignR.RESIZE)
                    .when(openDimensions),
            Action.of("file.observeHere", "Observe ranges on this image", "Take the min-max ranges of every layer's"
                            + " input and output from the image shown.", workspace::observeRangesHere)
                    .withIcon(MaterialDesignA.ARROW_EXPAND_HORIZONTAL)
                    .when(inputReady)
        };
    }

    private void nextRandomInput() {
        OptionalLong seed = workspace.state().input().map(InputState::randomSeed).orElse(OptionalLong.empty());
        workspace.useRandomInput(seed.isPresent() ? seed.getAsLong() + 1 : 1);
    }

    private void askPreprocessing() {
        dialogs.askPreprocessing(workspace.state().settings().preprocessing())
                .ifPresent(chosen -> workspace.edit(
                        "Input normalisation",
                        settings -> settings.withPreprocessing(Optional.of(chosen))));
    }
}
