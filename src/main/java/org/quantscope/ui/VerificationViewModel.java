package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.model.Layer;
import org.quantscope.workspace.ExportState;
import org.quantscope.workspace.StudyProgress;
import org.quantscope.workspace.VerificationState;
import org.quantscope.workspace.Workspace;

/** The exported network in the real runtime: on how many images, how far, and the certificate. */
final class VerificationViewModel {
    private static final String UNIT = "images";
    private static final int FIRST_LIMIT = 64;

    private final Workspace workspace;
    private final ObservableList<CertificateRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<JobStatus> status =
            new ReadOnlyObjectWrapper<>(this, "status", JobStatus.idle(UNIT));
    private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper(this, "why", "");
    private final ReadOnlyBooleanWrapper possible = new ReadOnlyBooleanWrapper(this, "possible", false);
    private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper(this, "verdict", "");
    private final ReadOnlyStringWrapper verdictColour = new ReadOnlyStringWrapper(this, "verdictColour", "");
    private final ReadOnlyStringWrapper facts = new ReadOnlyStringWrapper(this, "facts", "");
    private int limit = FIRST_LIMIT;

    VerificationViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.exporting().onChange(state -> show());
        workspace.studies().verification().onChange(state -> show());
        workspace.onChange(state -> show());
    }

    int firstLimit() {
        return FIRST_LIMIT;
    }

    /** Layers in the order of the network, and its output. */
    ObservableList<CertificateRow> rows() {
        return rows;
    }

    ReadOnlyObjectProperty<JobStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** Why it cannot be started; empty: it can. */
    ReadOnlyStringProperty whyProperty() {
        return why.getReadOnlyProperty();
    }

    /** Whether the format chosen is one that a runtime runs. */
    ReadOnlyBooleanProperty possibleProperty() {
        return possible.getReadOnlyProperty();
    }

    /** What was found, in a sentence; empty before. */
    ReadOnlyStringProperty verdictProperty() {
        return verdict.getReadOnlyProperty();
    }

    /** {@code good}, {@code bad} or empty. */
    ReadOnlyStringProperty verdictColourProperty() {
        return verdictColour.getReadOnlyProperty();
    }

    /** Versions and hashes, one a line. */
    ReadOnlyStringProperty factsProperty() {
        return facts.getReadOnlyProperty();
    }

    void limit(int images) {
        limit = images;
    }

    /** The file that was saved is what runs; before one was, what would be saved. */
    void start() {
        ExportState state = workspace.exporting().state();
        workspace.studies().verification().start(state.choice().word(), limit, state.saved());
    }

    void cancel() {
        workspace.studies().verification().cancel();
    }

    /** Looks at the layer of a row. */
    void go(CertificateRow row) {
        if (!row.layer().isEmpty()) {
            workspace.focus(row.layer());
        }
    }

    private void show() {
        ExportState export = workspace.exporting().state();
        VerificationState state = workspace.studies().verification().state();
        boolean runs = export.choice().runs();
        boolean same = state.form().filter(export.choice().word()::equals).isPresent();
        Optional<Certificate> certificate = same ? state.certificate() : Optional.empty();
        possible.set(runs);
        why.set(why(export));
        status.set(same ? status(state.progress()) : JobStatus.idle(UNIT));
        List<CertificateRow> found = certificate.map(this::rows).orElse(List.of());
        if (!found.equals(rows)) {
            rows.setAll(found);
        }
        verdict.set(certificate.map(own -> verdict(own, state)).orElse(""));
        verdictColour.set(certificate.map(own -> own.isExact() ? "good" : "bad").orElse(""));
        facts.set(certificate.map(VerificationViewModel::facts).orElse(""));
    }

    /** A start begins anew, so that nothing goes on where it was stopped. */
    private static JobStatus status(StudyProgress progress) {
        JobStatus shown = StudyStatus.of(progress, UNIT);
        return shown.state() == JobStatus.State.STOPPED ? JobStatus.idle(UNIT) : shown;
    }

    private String why(ExportState export) {
        StudyProgress images = workspace.studies().evaluation().state().progress();
        String missing = images.isComplete() ? "" : StudyStatus.why(workspace.state(), images);
        return missing.isEmpty() && export.isRefused()
                ? "Nothing can be verified while something is refused."
                : missing;
    }

    private List<CertificateRow> rows(Certificate certificate) {
        List<CertificateRow> all = new ArrayList<>();
        for (CodeParity layer : certificate.layers()) {
            String name = workspace.state().model()
                    .flatMap(open -> open.layer(layer.place()))
                    .map(Layer::displayName)
                    .orElse(layer.place());
            all.add(new CertificateRow(name, layer, "LSB", layer.place()));
        }
        String unit = certificate.outputUnit().equals(Certificate.LSB) ? "LSB" : "ULP";
        all.add(new CertificateRow("output of the network", certificate.output(), unit, ""));
        return all;
    }

    private static String verdict(Certificate certificate, VerificationState state) {
        CodeParity total = certificate.total();
        String images = NumberFormats.count(certificate.images()) + (certificate.images() == 1 ? " image" : " images");
        String layers = NumberFormats.count(total.differing()) + " of " + NumberFormats.count(total.elements())
                + " codes of " + certificate.layers().size() + " layers differ";
        String output = NumberFormats.count(certificate.output().differing()) + " of "
                + NumberFormats.count(certificate.output().elements()) + " outputs";
        String largest = total.differing() == 0 ? "" : " (by " + NumberFormats.count(total.maxLsb()) + " LSB at most)";
        String left = certificate.notCompared().isEmpty()
                ? ""
                : " Not compared: " + String.join(", ", certificate.notCompared().keySet()) + ".";
        return "On " + images + ": " + layers + largest + ", and " + output + "." + left
                + state.saved().map(file -> " Saved as " + file.getFileName() + ".").orElse("");
    }

    private static String facts(Certificate certificate) {
        List<String> lines = new ArrayList<>();
        lines.add("Images: " + certificate.data());
        certificate.versions().forEach((name, version) -> lines.add(name + ": " + version));
        certificate.session().forEach((name, value) -> lines.add(name + " = " + value));
        lines.add("Model " + certificate.modelFile() + ", SHA-256 " + certificate.modelSha256());
        lines.add("Settings, SHA-256 " + certificate.settingsSha256());
        lines.add("Exported file, SHA-256 " + certificate.exportSha256());
        lines.addAll(certificate.remarks());
        return String.join("\n", lines);
    }
}
