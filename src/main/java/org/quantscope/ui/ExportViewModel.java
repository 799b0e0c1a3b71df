package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quantscope.model.Layer;
import org.quantscope.workspace.ExportChoice;
import org.quantscope.workspace.ExportFinding;
import org.quantscope.workspace.ExportState;
import org.quantscope.workspace.ExportWork;
import org.quantscope.workspace.Workspace;

/** The way out: a format, what it cannot say of the settings shown, the edits that help, and saving. */
final class ExportViewModel {
    private final Workspace workspace;
    private final ExportWork work;
    private final Dialogs dialogs;
    private final ObservableList<FindingRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<ExportChoice> choice = new ReadOnlyObjectWrapper<>(this, "choice");
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper(this, "summary", "");
    private final ReadOnlyStringWrapper summaryColour = new ReadOnlyStringWrapper(this, "summaryColour", "");
    private final ReadOnlyStringWrapper saving = new ReadOnlyStringWrapper(this, "saving", "");
    private final ReadOnlyBooleanWrapper savable = new ReadOnlyBooleanWrapper(this, "savable", false);
    private final ReadOnlyBooleanWrapper fixable = new ReadOnlyBooleanWrapper(this, "fixable", false);
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale", false);

    ExportViewModel(Workspace workspace, Dialogs dialogs) {
        this.workspace = workspace;
        this.work = workspace.exporting();
        this.dialogs = dialogs;
        work.onChange(this::show);
        workspace.onChange(state -> show(work.state()));
    }

    List<ExportChoice> choices() {
        return ExportWork.choices();
    }

    ReadOnlyObjectProperty<ExportChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    /** What the target cannot say; of the settings before while {@link #staleProperty()}. */
    ObservableList<FindingRow> rows() {
        return rows;
    }

    /** All findings in a few words. */
    ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /** {@code good}, {@code warn}, {@code bad} or empty. */
    ReadOnlyStringProperty summaryColourProperty() {
        return summaryColour.getReadOnlyProperty();
    }

    /** What is being saved, what was saved, or why nothing can be. */
    ReadOnlyStringProperty savingProperty() {
        return saving.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty savableProperty() {
        return savable.getReadOnlyProperty();
    }

    /** Whether some finding has an edit. */
    ReadOnlyBooleanProperty fixableProperty() {
        return fixable.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Whether somebody looks. */
    void look(boolean looked) {
        work.watch(looked);
    }

    void choose(ExportChoice wanted) {
        if (wanted != null && !wanted.equals(choice.get())) {
            work.choose(wanted.word());
        }
    }

    /** Looks at the layer of a finding, and at its channel. */
    void go(FindingRow row) {
        if (!row.finding().layer().isEmpty()) {
            workspace.focus(row.finding().layer());
            row.finding().channel().ifPresent(channel ->
                    workspace.select(channel, new TreeSet<>(List.of(channel))));
        }
    }

    void fix(FindingRow row) {
        work.fix(row.finding());
    }

    void fixAll() {
        work.fixAll();
    }

    /** Asks where, and saves there. */
    void save() {
        if (savable.get()) {
            ExportChoice wanted = choice.get();
            String base = SettingsSaving.baseName(workspace.state());
            String suggested = wanted.folder() ? base + "-" + wanted.word() : base + wanted.ending();
            dialogs.chooseExportTarget(wanted.title(), suggested, wanted.folder()).ifPresent(work::save);
        }
    }

    private void show(ExportState state) {
        choice.set(state.choice());
        List<FindingRow> found = state.findings().stream()
                .map(finding -> new FindingRow(finding, displayName(finding.layer())))
                .toList();
        if (!found.equals(rows)) {
            rows.setAll(found);
        }
        boolean open = workspace.state().model().isPresent();
        stale.set(state.checking() && !found.isEmpty());
        fixable.set(state.task().isEmpty() && found.stream().anyMatch(row -> row.finding().fix().isPresent()));
        savable.set(open && state.choice().saved() && !state.isRefused() && !state.checking()
                && state.task().isEmpty());
        summary.set(open ? summary(state) : "Open a network first.");
        summaryColour.set(!open || state.checking() ? "" : state.isRefused() ? "bad" : found.isEmpty() ? "good" : "warn");
        saving.set(open ? saving(state) : "");
    }

    private static String summary(ExportState state) {
        if (state.checking()) {
            return "Checking…";
        }
        long refused = state.findings().stream().filter(ExportFinding::refused).count();
        long remarks = state.findings().size() - refused;
        if (refused == 0 && remarks == 0) {
            return "Everything can be said.";
        }
        String remarked = NumberFormats.count(remarks) + (remarks == 1 ? " remark" : " remarks");
        String stopped = NumberFormats.count(refused) + " refused";
        return refused == 0 ? remarked : remarks == 0 ? stopped : stopped + ", " + remarked;
    }

    private static String saving(ExportState state) {
        if (state.task().isPresent()) {
            return state.task().get();
        }
        if (!state.choice().saved()) {
            return "Only checked: no file is written.";
        }
        if (state.isRefused()) {
            return "Nothing can be saved while something is refused.";
        }
        return state.saved().map(file -> "Saved as " + file.getFileName() + ", read back and compared.").orElse("");
    }

    private String displayName(String layer) {
        return Optional.of(layer)
                .filter(name -> !name.isEmpty())
                .map(name -> workspace.state().model().flatMap(open -> open.layer(name)).map(Layer::displayName)
                        .orElse(name))
                .orElse("");
    }
}
