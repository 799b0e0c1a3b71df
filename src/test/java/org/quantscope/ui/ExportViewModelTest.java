package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.workspace.ExportChoice;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

/** The way out without a window. */
class ExportViewModelTest {
    @TempDir
    private Path folder;

    private final AnsweringDialogs dialogs = new AnsweringDialogs();
    private final List<String> notices = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Workspace workspace;
    private ExportViewModel model;

    @BeforeEach
    void open() {
        workspace = new Workspace(Workers.immediate());
        workspace.onNotice(notices::add);
        workspace.onProblem(problems::add);
        model = new ExportViewModel(workspace, dialogs);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void choose(String word) {
        model.choose(model.choices().stream()
                .filter(choice -> choice.word().equals(word))
                .findFirst()
                .orElseThrow());
    }

    private void openAndLook(String sample) {
        workspace.openSample(sample);
        notices.clear();
        model.look(true);
    }

    private String first() {
        return workspace.state().model().orElseThrow().layers().get(0).name();
    }

    private void bits(String layer, int bits) {
        workspace.edit(bits + " bits", settings -> settings.withLayer(layer, own ->
                own.editWeight(weight -> weight.withType(weight.type().withBits(bits)))));
    }

    @Test
    void withoutANetworkNothingIsSaved() {
        model.look(true);
        assertThat(model.summaryProperty().get()).isEqualTo("Open a network first.");
        assertThat(model.savableProperty().get()).isFalse();
        model.save();
        assertThat(dialogs.asked).isEmpty();
    }

    @Test
    void everyTargetHasATitleAndASentence() {
        assertThat(model.choices()).extracting(ExportChoice::word)
                .contains("settings", "aimet", "qdq", "qoperator", "firmware", "tflite", "power-of-two")
                .doesNotHaveDuplicates();
        assertThat(model.choices()).allSatisfy(choice -> {
            assertThat(choice.title()).isNotEmpty();
            assertThat(choice.sentence()).endsWith(".");
        });
    }

    @Test
    void aRefusalStopsSavingAndItsFixIsOneUndoStep() {
        openAndLook("fashion-lenet.onnx");
        choose("aimet");
        assertThat(model.savableProperty().get()).isTrue();
        bits(first(), 6);
        FindingRow refused = model.rows().stream().filter(row -> row.finding().refused()).findFirst().orElseThrow();
        assertThat(refused.mark()).contains("Refused");
        assertThat(refused.reason()).isEqualTo("has 6-bit weights, and AIMET 2.0.0 has 2, 4, 8 and 16 bits only.");
        assertThat(model.summaryProperty().get()).startsWith("1 refused");
        assertThat(model.summaryColourProperty().get()).isEqualTo("bad");
        assertThat(model.savableProperty().get()).isFalse();
        assertThat(model.savingProperty().get()).isEqualTo("Nothing can be saved while something is refused.");

        assertThat(refused.fix()).isEqualTo("Use 8 bits");
        model.fix(refused);
        assertThat(workspace.state().undoLabel()).contains("Use 8 bits");
        assertThat(model.rows()).noneMatch(row -> row.finding().refused());
        assertThat(model.savableProperty().get()).isTrue();
        workspace.undo();
        assertThat(workspace.state().undoLabel()).contains("6 bits");
        assertThat(model.rows()).anyMatch(row -> row.finding().refused());
    }

    @Test
    void fixAllIsOneUndoStepAndLeavesNothingRefused() {
        openAndLook("fashion-mobile.onnx");
        Object before = workspace.state().settings();
        choose("tflite");
        assertThat(model.rows()).hasSizeGreaterThan(20).anyMatch(row -> row.finding().refused());
        assertThat(model.savableProperty().get()).as("no file of it is written").isFalse();
        model.fixAll();
        assertThat(problems).isEmpty();
        assertThat(model.rows()).noneMatch(row -> row.finding().refused());
        assertThat(workspace.state().undoLabel()).contains("Fix all for TensorFlow Lite");
        workspace.undo();
        assertThat(workspace.state().settings()).isEqualTo(before);
    }

    @Test
    void everyLayerCanBecomeOneOfAMachineThatOnlyShifts() {
        openAndLook("fashion-lenet.onnx");
        choose("power-of-two");
        assertThat(model.rows()).anyMatch(row -> row.finding().refused());
        model.fixAll();
        assertThat(problems).isEmpty();
        assertThat(model.rows()).isEmpty();
        assertThat(model.summaryProperty().get()).isEqualTo("Everything can be said.");
        for (Layer layer : workspace.state().model().orElseThrow().layers()) {
            assertThat(workspace.state().params(layer.name()).orElseThrow().requantization().keyword())
                    .isEqualTo("power-of-two");
        }
    }

    @Test
    void aFindingLeadsToItsLayerAndChannel() {
        openAndLook("fashion-lenet.onnx");
        choose("aimet");
        Layer second = workspace.state().model().orElseThrow().layers().get(1);
        workspace.edit("3 bits", settings -> settings.withLayer(second.name(), own -> own.editWeight(
                weight -> weight.withOverride(List.of(2), channel -> channel.withBits(4)))));
        FindingRow row = model.rows().stream().filter(each -> each.finding().refused()).findFirst().orElseThrow();
        assertThat(row.where()).isEqualTo("weight, channel 2");
        model.go(row);
        assertThat(workspace.state().focus().layer()).isEqualTo(second.name());
        assertThat(workspace.state().focus().channel()).isEqualTo(2);
    }

    @Test
    void whatIsSavedIsSaidWhereItWas() {
        openAndLook("fashion-lenet.onnx");
        choose("qoperator");
        dialogs.file = Optional.of(folder.resolve("out.qoperator.onnx"));
        model.save();
        assertThat(problems).isEmpty();
        assertThat(dialogs.asked).containsExactly("export fashion-lenet.qoperator.onnx");
        assertThat(dialogs.file.get()).exists();
        assertThat(notices).hasSize(1).first().asString().startsWith("Saved out.qoperator.onnx: 0 of ");
        assertThat(model.savingProperty().get()).isEqualTo("Saved as out.qoperator.onnx, read back and compared.");
        bits(first(), 7);
        assertThat(model.savingProperty().get()).as("the file is of other settings").doesNotContain("Saved as");
    }

    @Test
    void aFileThatCannotBeWrittenIsASentence() throws Exception {
        openAndLook("fashion-lenet.onnx");
        choose("aimet");
        dialogs.file = Optional.of(Files.createDirectory(folder.resolve("a-folder.json")));
        model.save();
        assertThat(problems).hasSize(1).first().asString().contains("could not be saved").endsWith(".");
        assertThat(model.savableProperty().get()).isTrue();
        assertThat(model.savingProperty().get()).isEmpty();
    }

    @Test
    void theSavedFormIsVerifiedAndTheCertificateNamesHashesAndVersions() {
        VerificationViewModel verification = new VerificationViewModel(workspace);
        assertThat(verification.whyProperty().get()).isEqualTo("Open a network first.");
        openAndLook("fashion-lenet.onnx");
        choose("aimet");
        assertThat(verification.possibleProperty().get()).isFalse();
        choose("qdq");
        assertThat(verification.possibleProperty().get()).isTrue();
        dialogs.file = Optional.of(folder.resolve("out.qdq.onnx"));
        model.save();
        verification.limit(3);
        verification.start();
        assertThat(problems).isEmpty();
        assertThat(verification.verdictProperty().get()).startsWith("On 3 images: 0 of ").contains("codes of 5 layers");
        assertThat(verification.verdictColourProperty().get()).isEqualTo("good");
        assertThat(verification.rows()).hasSize(6).noneMatch(CertificateRow::differs);
        assertThat(verification.rows().get(5).place()).isEqualTo("output of the network");
        assertThat(verification.factsProperty().get())
                .contains("SHA-256 " + workspace.state().model().orElseThrow().sha256())
                .contains("Quantscope: ");
        choose("qoperator");
        assertThat(verification.rows()).as("of the other form").isEmpty();
        choose("qdq");
        bits(first(), 7);
        assertThat(verification.rows()).as("of other settings").isEmpty();
    }
}
