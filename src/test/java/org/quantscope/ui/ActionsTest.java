package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.input.KeyCodeCombination;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

class ActionsTest {
    private static final String DEPTHWISE = "/ds_dw/ds_dw.0/Conv";

    private final AnsweringDialogs dialogs = new AnsweringDialogs();
    private final List<String> problems = new ArrayList<>();
    private Workspace workspace;
    private Actions actions;
    private boolean closed;

    @TempDir
    Path folder;

    @BeforeEach
    void makeTheActions() {
        workspace = new Workspace(Workers.immediate());
        workspace.onProblem(problems::add);
        actions = WindowActions.create(
                workspace, dialogs, new SettingsSaving(workspace, dialogs), () -> dialogs.asked.add("the export window"),
                () -> {}, () -> {}, () -> closed = true);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void noKeyAndNoIdIsThereTwice() {
        assertThat(actions.all()).hasSizeGreaterThan(20);
        assertThat(actions.all().stream().map(Action::id)).doesNotHaveDuplicates();
        assertThat(actions.all().stream().flatMap(action -> action.keys().stream())).doesNotHaveDuplicates();
    }

    @Test
    void everyKeyIsOneThatAKeyboardHas() {
        assertThat(actions.all().stream().flatMap(action -> action.keys().stream()))
                .allSatisfy(keys -> assertThat(keys).isInstanceOf(KeyCodeCombination.class));
    }

    @Test
    void aSecondActionWithTheSameKeyOrIdIsRefused() {
        assertThatThrownBy(() -> actions.add(
                        ActionMenu.VIEW, Action.of("other", "Other", "Other.", () -> {}).withKeys("Shortcut+O")))
                .hasMessageContaining("other").hasMessageContaining("Shortcut+O");
        assertThatThrownBy(() -> actions.add(ActionMenu.VIEW, Action.of("file.open", "Again", "Again.", () -> {})))
                .hasMessageContaining("file.open");
    }

    @Test
    void everyActionSaysWhatItDoesInASentence() {
        for (Action action : actions.all()) {
            assertThat(action.tooltip().getValue()).as(action.id()).endsWith(".").hasSizeGreaterThan(12);
            assertThat(action.label()).as(action.id()).isNotBlank();
        }
    }

    @Test
    void foldingCanBeChosenWhereThereIsSomethingToFold() {
        Action fold = actions.get("edit.foldBatchNorm");
        assertThat(fold.isEnabled()).isFalse();
        actions.get("file.sample.fashion-lenet").run();
        assertThat(fold.isEnabled()).isFalse();
        assertThat(fold.tooltip().getValue()).isEqualTo("This network has no BatchNormalization.");
        actions.get("file.sample.fashion-mobile-bn").run();
        assertThat(fold.isEnabled()).isTrue();
        assertThat(fold.checked().orElseThrow().getValue()).isFalse();

        fold.run();

        assertThat(workspace.state().model().orElseThrow().folded()).isTrue();
        assertThat(fold.checked().orElseThrow().getValue()).isTrue();
        assertThat(actions.get("edit.undo").tooltip().getValue()).isEqualTo("Undo: Fold BatchNormalization.");
        fold.run();
        assertThat(fold.checked().orElseThrow().getValue()).isFalse();
    }

    @Test
    void theLayerTableShowsWhatIsFolded() {
        LayersViewModel table = new LayersViewModel(workspace);
        actions.get("file.sample.fashion-mobile-bn").run();
        int layers = table.rows().size();
        assertThat(table.countProperty().get()).isEqualTo(layers + " of " + layers);
        assertThat(table.rows()).noneMatch(row -> row.shownOp().contains("+BN"));

        actions.get("edit.foldBatchNorm").run();

        assertThat(table.countProperty().get()).isEqualTo(layers + " of " + layers + ", BN folded");
        assertThat(table.rows()).anySatisfy(row -> {
            assertThat(row.shownOp()).isEqualTo("dw +BN");
            assertThat(row.description()).isEqualTo("Conv /ds_dw/ds_dw.0/Conv with BatchNormalization"
                    + " /ds_dw/ds_dw.1/BatchNormalization folded into it");
        });
        assertThat(table.otherNodesTextProperty().get()).startsWith("17 nodes folded, 19 nodes shown as they are (");
        assertThat(table.otherNodes()).anySatisfy(node -> assertThat(node.remark()).startsWith("Folded into layer '"));
        actions.get("edit.undo").run();
        assertThat(table.countProperty().get()).isEqualTo(layers + " of " + layers);
    }

    @Test
    void whatNeedsAModelWaitsForOne() {
        assertThat(actions.get("file.save").isEnabled()).isFalse();
        assertThat(actions.get("layer.nextChannel").isEnabled()).isFalse();
        actions.get("file.save").run();
        assertThat(dialogs.asked).isEmpty();
        actions.get("file.sample.fashion-lenet").run();
        assertThat(actions.get("file.save").isEnabled()).isTrue();
        assertThat(actions.get("layer.nextChannel").isEnabled()).isTrue();
        assertThat(actions.get("edit.undo").isEnabled()).isFalse();
        assertThat(actions.get("file.dimensions").isEnabled())
                .isEqualTo(!workspace.state().openDimensions().isEmpty());
    }

    @Test
    void everySampleOfTheMenuOpens() {
        for (SampleNetwork sample : SampleNetwork.ALL) {
            actions.get("file.sample." + sample.id()).run();
            assertThat(workspace.state().model().orElseThrow().fileName()).isEqualTo(sample.file());
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void undoAndRedoNameTheStep() {
        openTheDepthwiseLayer();
        actions.get("layer.float").run();
        assertThat(actions.get("edit.undo").tooltip().getValue()).isEqualTo("Undo: Leave weights float of ds_dw.");
        assertThat(actions.get("layer.quantize").isEnabled()).isTrue();
        actions.get("edit.undo").run();
        assertThat(layer().weight()).contains(WeightSettings.DEFAULT);
        assertThat(actions.get("edit.redo").tooltipWithKeys()).startsWith("Redo: Leave weights float of ds_dw. (");
        actions.get("edit.redo").run();
        assertThat(layer().weight()).isEmpty();
    }

    @Test
    void channelsAreSteppedThroughRoundTheEnds() {
        openTheDepthwiseLayer();
        actions.get("layer.previousChannel").run();
        assertThat(workspace.state().focus().channel()).isEqualTo(15);
        actions.get("layer.nextChannel").run();
        actions.get("layer.nextChannel").run();
        assertThat(workspace.state().focus().channel()).isEqualTo(1);
        assertThat(workspace.state().focus().selection()).containsExactly(1);
    }

    @Test
    void layersAreSteppedThroughInTheOrderOfTheNetwork() {
        openTheDepthwiseLayer();
        String first = workspace.state().model().orElseThrow().layers().get(0).name();
        actions.get("layer.previous").run();
        assertThat(workspace.state().focus().layer()).isEqualTo(first);
        actions.get("layer.next").run();
        assertThat(workspace.state().focus().layer()).isEqualTo(DEPTHWISE);
    }

    @Test
    void lockedChannelsAreNotReset() {
        openTheDepthwiseLayer();
        workspace.edit("Bits", all -> all.withLayer(DEPTHWISE, one -> one.editWeight(
                weight -> weight.withOverride(List.of(2, 3), own -> own.withBits(4)))));
        workspace.select(2, new TreeSet<>(List.of(2)));
        actions.get("layer.lockChannels").run();
        assertThat(layer().weight().orElseThrow().locked()).containsExactly(2);
        workspace.select(2, new TreeSet<>(List.of(2, 3)));
        actions.get("layer.resetChannels").run();
        assertThat(layer().weight().orElseThrow().overrides()).containsOnlyKeys(2);
        actions.get("layer.lockChannels").run();
        assertThat(layer().weight().orElseThrow().locked()).containsExactly(2, 3);
        actions.get("layer.reset").run();
        assertThat(layer().weight().orElseThrow().locked()).containsExactly(2, 3);
        assertThat(layer().weight().orElseThrow().overrides()).as("a locked channel is passed by").containsOnlyKeys(2);
        actions.get("layer.lockChannels").run();
        assertThat(layer().weight().orElseThrow().locked()).isEmpty();
        actions.get("layer.reset").run();
        assertThat(layer().weight()).contains(WeightSettings.DEFAULT);
    }

    @Test
    void savingAsksForAFileOnceAndUsesItAgain() {
        openTheDepthwiseLayer();
        actions.get("layer.float").run();
        dialogs.file = Optional.of(folder.resolve("mine.quantscope.json"));
        actions.get("file.save").run();
        assertThat(problems).isEmpty();
        assertThat(dialogs.asked).containsExactly("save fashion-mobile.quantscope.json");
        assertThat(folder.resolve("mine.quantscope.json")).exists();
        actions.get("edit.undo").run();
        actions.get("file.save").run();
        assertThat(dialogs.asked).hasSize(1);
        assertThat(workspace.state().saved()).isTrue();
        actions.get("file.saveAs").run();
        assertThat(dialogs.asked).last().isEqualTo("save mine.quantscope.json");
    }

    @Test
    void exportOpensItsWindow() {
        assertThat(actions.get("file.export").isEnabled()).isFalse();
        openTheDepthwiseLayer();
        actions.get("file.export").run();
        assertThat(dialogs.asked).containsExactly("the export window");
    }

    @Test
    void unsavedChangesAreAskedAboutBeforeAnotherNetworkOpens() {
        openTheDepthwiseLayer();
        actions.get("layer.float").run();
        dialogs.unsaved = Dialogs.Unsaved.CANCEL;
        actions.get("file.sample.fashion-lenet").run();
        assertThat(workspace.state().model().orElseThrow().fileName()).isEqualTo("fashion-mobile.onnx");
        dialogs.unsaved = Dialogs.Unsaved.SAVE;
        dialogs.file = Optional.empty();
        actions.get("file.sample.fashion-lenet").run();
        assertThat(workspace.state().model().orElseThrow().fileName())
                .as("a cancelled save keeps the changes")
                .isEqualTo("fashion-mobile.onnx");
        dialogs.file = Optional.of(folder.resolve("kept.json"));
        actions.get("file.sample.fashion-lenet").run();
        assertThat(folder.resolve("kept.json")).exists();
        assertThat(workspace.state().model().orElseThrow().fileName()).isEqualTo("fashion-lenet.onnx");
    }

    @Test
    void aModelThatCannotBeReadIsASentenceAndChangesNothing() throws Exception {
        openTheDepthwiseLayer();
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "not a network");
        dialogs.file = Optional.of(broken);
        actions.get("file.open").run();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).contains("broken.onnx");
        assertThat(workspace.state().model().orElseThrow().fileName()).isEqualTo("fashion-mobile.onnx");
    }

    @Test
    void normalisationIsOneUndoStepAndRandomInputsCountTheirSeeds() {
        openTheDepthwiseLayer();
        dialogs.preprocessing = Optional.of(Preprocessing.UNIT);
        actions.get("file.preprocessing").run();
        assertThat(workspace.state().settings().preprocessing()).contains(Preprocessing.UNIT);
        assertThat(workspace.state().undoLabel()).contains("Input normalisation");
        actions.get("file.randomInput").run();
        assertThat(workspace.state().input().orElseThrow().randomSeed()).hasValue(1);
        actions.get("file.randomInput").run();
        assertThat(workspace.state().input().orElseThrow().randomSeed()).hasValue(2);
    }

    @Test
    void quittingClosesAndHelpIsShown() {
        actions.get("file.quit").run();
        assertThat(closed).isTrue();
        actions.get("help.about").run();
        actions.get("help.keys").run();
        assertThat(dialogs.asked).containsExactly("About Quantscope", "keys");
        assertThat(AboutText.of(workspace.state().engine())).containsPattern("Quantscope \\d+\\.\\d+").contains("Java ").contains("MB");
    }

    @Test
    void theFinderKnowsActionsAndLayersByWords() {
        openTheDepthwiseLayer();
        ActionSearch search = new ActionSearch(actions::all, workspace);
        assertThat(search.find("ds_dw")).extracting(Action::label).containsExactly("Go to layer ds_dw");
        assertThat(search.find("SAVE set").get(0).label()).isEqualTo("Save settings");
        assertThat(search.find("undo")).as("there is nothing to undo").noneMatch(found -> found.id().equals("edit.undo"));
        assertThat(search.find("no such thing")).isEmpty();
        assertThat(search.find("")).hasSize(12);
        search.find("layer fc1").get(0).run();
        assertThat(workspace.state().layer().orElseThrow().displayName()).isEqualTo("fc1");
    }

    @Test
    void aDisabledActionDoesNothing() {
        SimpleBooleanProperty enabled = new SimpleBooleanProperty(false);
        List<String> done = new ArrayList<>();
        Action action = Action.of("a", "A", "Does a thing.", () -> done.add("done")).when(enabled);
        action.run();
        assertThat(done).isEmpty();
        enabled.set(true);
        action.run();
        assertThat(done).hasSize(1);
    }

    private void openTheDepthwiseLayer() {
        workspace.openSample("fashion-mobile.onnx");
        workspace.focus(DEPTHWISE);
    }

    private LayerSettings layer() {
        return workspace.state().layerSettings();
    }
}
