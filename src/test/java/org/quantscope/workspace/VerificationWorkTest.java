package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.analysis.Certificate;
import org.quantscope.export.CertificateFile;
import org.quantscope.export.ExportFormat;
import org.quantscope.export.ExportSource;
import org.quantscope.export.FileHash;
import org.quantscope.settings.QuantSettings;

class VerificationWorkTest {
    private final List<String> problems = new ArrayList<>();
    private Workspace workspace;
    private VerificationWork verification;

    @TempDir
    Path folder;

    @BeforeEach
    void openTheSample() {
        workspace = new Workspace(Workers.immediate());
        workspace.loadEngine();
        workspace.onProblem(problems::add);
        workspace.openSample("fashion-lenet.onnx");
        verification = workspace.studies().verification();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void theSettingsShownAreVerifiedOnTheImagesOfTheWindow() {
        assertThat(verification.state().certificate()).isEmpty();
        assertThat(verification.start("qoperator", 3, Optional.empty())).isTrue();
        assertThat(problems).isEmpty();
        VerificationState state = verification.state();
        assertThat(state.form()).contains("qoperator");
        assertThat(state.progress().isComplete()).isTrue();
        assertThat(state.progress().running()).isFalse();
        assertThat(state.progress().done()).isEqualTo(3);
        assertThat(state.saved()).isEmpty();
        Certificate certificate = state.certificate().orElseThrow();
        assertThat(certificate.images()).isEqualTo(3);
        assertThat(certificate.layers()).hasSize(5);
        assertThat(certificate.isExact()).isTrue();
        assertThat(certificate.versions()).containsKeys("Quantscope", "engine", "ONNX Runtime");
    }

    @Test
    void theExportedFileItselfRunsAndItsCertificateIsSavedBesideIt() {
        Path exported = exported(workspace);
        assertThat(verification.start("qdq", 2, Optional.of(exported))).isTrue();
        assertThat(problems).isEmpty();
        Path saved = verification.state().saved().orElseThrow();
        assertThat(saved).isEqualTo(folder.resolve("small.certificate.json"));
        Certificate certificate = CertificateFile.read(saved);
        assertThat(certificate).isEqualTo(verification.state().certificate().orElseThrow());
        assertThat(certificate.isExact()).isTrue();
        assertThat(certificate.exportSha256()).isEqualTo(FileHash.of(exported));
        Path settings = folder.resolve("small.quantscope.json");
        assertThat(workspace.saveSettings(settings)).isTrue();
        assertThat(certificate.settingsSha256()).isEqualTo(FileHash.of(settings));
    }

    @Test
    void aCertificateIsOfTheSettingsThatItWasMadeFor() {
        verification.start("qdq", 1, Optional.empty());
        Certificate before = verification.state().certificate().orElseThrow();
        workspace.edit("Float", settings -> QuantSettings.EMPTY);
        assertThat(verification.state().certificate()).isEmpty();
        assertThat(verification.state().progress().done()).isZero();
        workspace.undo();
        assertThat(verification.state().certificate()).contains(before);
    }

    @Test
    void whatCannotBeVerifiedIsASentence() throws Exception {
        workspace.edit("Float", settings -> QuantSettings.EMPTY);
        verification.start("qdq", 1, Optional.empty());
        assertThat(problems).singleElement().asString().startsWith("No layer of 'fashion-lenet.onnx' has codes");
        assertThat(verification.state().progress().running()).isFalse();
        assertThat(verification.state().certificate()).isEmpty();
        workspace.undo();
        Path text = Files.writeString(folder.resolve("text.onnx"), "not a network");
        verification.start("qdq", 1, Optional.of(text));
        assertThat(problems).hasSize(2).last().asString().contains("text.onnx");
        assertThat(folder.resolve("text.certificate.json")).doesNotExist();
        assertThatThrownBy(() -> verification.start("tflite", 1, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("qdq or qoperator");
        assertThatThrownBy(() -> verification.start("qdq", 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("At least one image");
    }

    @Test
    void stoppedItKeepsWhatIsDoneAndSavesNothing() {
        Deque<Runnable> onNetwork = new ArrayDeque<>();
        Workspace slow = new Workspace(new Workers(Runnable::run, Runnable::run, Runnable::run, Runnable::run,
                onNetwork::add, Runnable::run, List.of()));
        try {
            slow.onProblem(problems::add);
            slow.openSample("fashion-lenet.onnx");
            runAll(onNetwork);
            VerificationWork work = slow.studies().verification();
            List<VerificationState> heard = new ArrayList<>();
            work.onChange(heard::add);
            assertThat(work.start("qdq", 1000, Optional.of(exported(slow)))).isTrue();
            assertThat(work.state().progress().running()).isTrue();
            while (work.state().progress().done() < 2) {
                onNetwork.remove().run();
            }
            work.cancel();
            runAll(onNetwork);

            VerificationState state = work.state();
            assertThat(problems).isEmpty();
            assertThat(state.progress().running()).isFalse();
            assertThat(state.progress().done()).isBetween(2L, 999L);
            assertThat(state.progress().total()).isEqualTo(1000);
            assertThat(state.certificate().orElseThrow().images()).isEqualTo((int) state.progress().done());
            assertThat(state.certificate().get().isExact()).isTrue();
            assertThat(state.saved()).isEmpty();
            assertThat(folder.resolve("small.certificate.json")).doesNotExist();
            assertThat(heard).last().isEqualTo(state);

            work.start("qoperator", 2, Optional.empty());
            slow.edit("Float", settings -> QuantSettings.EMPTY); // stops it before its first image
            runAll(onNetwork);
            slow.undo();
            assertThat(work.state().certificate()).isEmpty();
            assertThat(work.state().progress().running()).isFalse();
            assertThat(problems).isEmpty();
        } finally {
            slow.close();
            runAll(onNetwork);
        }
    }

    private Path exported(Workspace of) {
        Path exported = folder.resolve("small.onnx");
        WorkspaceState now = of.state();
        ExportFormat.of("qdq").orElseThrow().save(exported, new ExportSource(
                now.model().orElseThrow(), now.settings(), now.derivation().orElseThrow()));
        return exported;
    }

    private static void runAll(Deque<Runnable> tasks) {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
