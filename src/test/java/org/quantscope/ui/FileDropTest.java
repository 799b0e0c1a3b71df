package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.settings.QuantSettings;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

class FileDropTest {
    private final AnsweringDialogs dialogs = new AnsweringDialogs();
    private final List<String> problems = new ArrayList<>();
    private Workspace workspace;
    private FileDrop drop;

    @TempDir
    Path folder;

    @BeforeEach
    void openANetwork() throws IOException {
        workspace = new Workspace(Workers.immediate());
        workspace.onProblem(problems::add);
        drop = new FileDrop(workspace, new SettingsSaving(workspace, dialogs));
        drop.open(network("first.onnx", 1, 3, 8, 8));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void aNetworkIsOpenedAndSettingsAndImagesGoToIt() throws IOException {
        assertThat(name()).isEqualTo("first.onnx");
        Path settings = folder.resolve("FIRST.QUANTSCOPE.JSON");
        assertThat(workspace.saveSettings(settings)).as("%s", problems).isTrue();
        QuantSettings saved = workspace.state().settings();
        edit();
        drop.open(settings);
        assertThat(workspace.state().settings()).isEqualTo(saved);
        Path image = folder.resolve("x.npy");
        NpyFile.write(image, FloatTensor.wrap(Shape.of(1, 3, 8, 8), OnnxModels.ramp(3 * 8 * 8)));
        drop.open(image);
        assertThat(workspace.state().input().orElseThrow().source()).isEqualTo("x.npy");
        assertThat(problems).isEmpty();
    }

    @Test
    void unsavedChangesAreAskedAboutBeforeADroppedNetworkOpens() throws IOException {
        edit();
        Path second = network("second.onnx", 1, 3, 6, 6);
        dialogs.unsaved = Dialogs.Unsaved.CANCEL;
        drop.open(second);
        assertThat(dialogs.asked).containsExactly("unsaved first.onnx");
        assertThat(name()).isEqualTo("first.onnx");
        dialogs.unsaved = Dialogs.Unsaved.DISCARD;
        drop.open(second);
        assertThat(name()).isEqualTo("second.onnx");
        assertThat(workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void aDroppedNetworkThatCannotBeReadKeepsEvenChangesThatMightBeDiscarded() throws IOException {
        edit();
        QuantSettings edited = workspace.state().settings();
        dialogs.unsaved = Dialogs.Unsaved.DISCARD;
        drop.open(Files.writeString(folder.resolve("broken.onnx"), "no network"));
        assertThat(problems).singleElement().asString().contains("broken.onnx");
        assertThat(workspace.state().settings()).isEqualTo(edited);
        assertThat(workspace.state().saved()).isFalse();
    }

    @Test
    void whatIsNoFileOfAnyKindIsASentence() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "notes");
        Path empty = Files.createDirectory(folder.resolve("network.onnx"));
        drop.open(text);
        drop.open(empty);
        drop.open(folder.resolve("gone.png"));
        assertThat(problems).hasSize(3).allMatch(sentence -> sentence.endsWith("."));
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    @Test
    void theSamplePaneOffersOpenDimensionsButNotALoneBatch() throws IOException {
        SampleViewModel sample = new SampleViewModel(workspace);
        assertThat(sample.openDimensionsProperty().get()).isEmpty();
        drop.open(network("batch.onnx", -1, 3, 8, 8));
        assertThat(workspace.state().openDimensions()).hasSize(1);
        assertThat(sample.openDimensionsProperty().get()).isEmpty();
        drop.open(network("size.onnx", -1, 3, -1, -1));
        assertThat(sample.openDimensionsProperty().get()).isEqualTo("d0 1, d2 224, d3 224");
        assertThat(dialogs.asked).as("nobody is asked who did not want to be").isEmpty();
    }

    private Path network(String name, long... input) throws IOException {
        return OnnxModels.opset(17)
                .input("x", input)
                .initializer("w", OnnxModels.ramp(4 * 3 * 9), 4, 3, 3, 3)
                .node("Conv", "c", "x,w", "y")
                .output("y")
                .write(folder.resolve(name));
    }

    private void edit() {
        workspace.edit("Float", settings -> settings.withLayer("c", layer -> layer.withInput(Optional.empty())));
    }

    private String name() {
        return workspace.state().model().orElseThrow().fileName();
    }
}
