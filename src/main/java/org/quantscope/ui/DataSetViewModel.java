package org.quantscope.ui;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.EvaluationState;
import org.quantscope.workspace.EvaluationWork;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.NetworkStudies;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** Evaluations on a data set: one row for each snapshot of the settings, and the images whose answer changes. */
final class DataSetViewModel {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final String AS_OPENED = "As opened";

    private final Workspace workspace;
    private final NetworkStudies studies;
    private final EvaluationWork work;
    private final Supplier<LocalTime> clock;
    private final ObservableList<EvaluationRow> rows = FXCollections.observableArrayList();
    private final ObservableList<FlipRow> flips = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<EvaluationRow> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ReadOnlyObjectWrapper<EvaluationRow> shown = new ReadOnlyObjectWrapper<>(this, "shown");
    private final ReadOnlyBooleanWrapper restorable = new ReadOnlyBooleanWrapper(this, "restorable", false);
    private final ReadOnlyObjectWrapper<JobStatus> status =
            new ReadOnlyObjectWrapper<>(this, "status", JobStatus.idle("images"));
    private final ReadOnlyObjectWrapper<FlipFilter> filter =
            new ReadOnlyObjectWrapper<>(this, "filter", FlipFilter.ALL);
    private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper(this, "why", "");
    private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper(this, "source", "");
    private final ReadOnlyStringWrapper flipsWords = new ReadOnlyStringWrapper(this, "flipsWords", "");
    private final ReadOnlyBooleanWrapper ownImages = new ReadOnlyBooleanWrapper(this, "ownImages", false);

    private Path modelFile;
    private QuantSettings announced;
    private Optional<InputState> input = Optional.empty();

    DataSetViewModel(Workspace workspace, Supplier<LocalTime> clock) {
        this.workspace = workspace;
        this.clock = clock;
        this.studies = workspace.studies();
        this.work = studies.evaluation();
        workspace.onChange(this::update);
        work.onChange(this::evaluated);
    }

    /** Newest first. */
    ObservableList<EvaluationRow> rows() {
        return rows;
    }

    /** Of the selected row, as far as the filter lets them through. */
    ObservableList<FlipRow> flips() {
        return flips;
    }

    /** The row whose flips are listed; null while there is none. */
    ReadOnlyObjectProperty<EvaluationRow> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** The newest row of the settings shown; null where they were not evaluated. */
    ReadOnlyObjectProperty<EvaluationRow> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Whether the selected row has other settings than those shown. */
    ReadOnlyBooleanProperty restorableProperty() {
        return restorable.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<JobStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<FlipFilter> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /** Why nothing can be evaluated now; empty: it can. */
    ReadOnlyStringProperty whyProperty() {
        return why.getReadOnlyProperty();
    }

    /** The images, for a person; empty while there are none. */
    ReadOnlyStringProperty sourceProperty() {
        return source.getReadOnlyProperty();
    }

    /** {@code 12 of 1,000 answers change}. */
    ReadOnlyStringProperty flipsWordsProperty() {
        return flipsWords.getReadOnlyProperty();
    }

    /** Whether the images are not those of the window. */
    ReadOnlyBooleanProperty ownImagesProperty() {
        return ownImages.getReadOnlyProperty();
    }

    /** Evaluates the settings shown, or goes on. */
    void evaluate() {
        if (why.get().isEmpty()) {
            work.start();
        }
    }

    void cancel() {
        work.cancel();
    }

    /** Takes so many images at most. */
    void limit(int images) {
        work.setLimit(images);
    }

    void useImages(Path images) {
        studies.useImages(images);
    }

    void useShownImages() {
        studies.useShownImages();
    }

    void select(EvaluationRow row) {
        selected.set(row);
        compare();
        listFlips();
    }

    void filter(FlipFilter wanted) {
        filter.set(wanted);
        listFlips();
    }

    /** Whether the flips' images can be shown: they are of the data set in use. */
    boolean canShowFlips() {
        return selected.get() != null && selected.get().source().equals(work.state().progress().source());
    }

    /** Shows the image of a flip in the window. */
    void show(FlipRow flip) {
        if (canShowFlips()) {
            studies.show(flip.image());
        }
    }

    /** Takes the settings of the selected row; one undo step. */
    void restore() {
        if (restorable.get()) {
            EvaluationRow row = selected.get();
            workspace.edit("Settings of " + row.time(), settings -> row.settings());
        }
    }

    private void update(WorkspaceState state) {
        Path file = state.model().map(model -> model.file()).orElse(null);
        if (file == null ? modelFile != null : !file.equals(modelFile)) {
            modelFile = file;
            rows.clear();
            select(null);
        }
        if (state.settings() != announced || !state.input().equals(input)) {
            announced = state.settings();
            input = state.input();
            evaluated(work.state());
        }
    }

    /** Between an edit and its announcement an evaluation may be told of the settings before: that one is passed by. */
    private void evaluated(EvaluationState state) {
        WorkspaceState now = workspace.state();
        if (now.settings() != announced) {
            return;
        }
        status.set(StudyStatus.of(state.progress(), "images"));
        why.set(StudyStatus.why(now, state.progress()));
        source.set(StudyStatus.source(state.progress()));
        ownImages.set(studies.hasOwnImages());
        state.evaluation().ifPresent(evaluation -> {
            int at = find(state.progress().source(), state.progress().images());
            if (at < 0) {
                rows.add(0, new EvaluationRow(now.settings(), state.progress().source(), state.progress().images(),
                        now.undoLabel().orElse(AS_OPENED), TIME.format(clock.get()), evaluation, state.classes(),
                        state.progress().isComplete()));
                select(rows.get(0));
            } else if (!rows.get(at).evaluation().equals(evaluation)
                    || rows.get(at).complete() != state.progress().isComplete()) {
                boolean wasSelected = rows.get(at) == selected.get();
                rows.set(at, rows.get(at).with(evaluation, state.progress().isComplete()));
                if (wasSelected) {
                    select(rows.get(at));
                }
            }
        });
        compare();
    }

    /** Which row has the settings shown. */
    private void compare() {
        shown.set(rows.stream().filter(row -> row.settings().equals(announced)).findFirst().orElse(null));
        restorable.set(selected.get() != null && !selected.get().settings().equals(announced));
    }

    private int find(String of, int limit) {
        for (int at = 0; at < rows.size(); at++) {
            if (rows.get(at).isOf(announced, of, limit)) {
                return at;
            }
        }
        return -1;
    }

    private void listFlips() {
        EvaluationRow row = selected.get();
        List<FlipRow> all = row == null ? List.of() : row.flipRows();
        List<FlipRow> shown = all.stream().filter(filter.get()::accepts).toList();
        if (!shown.equals(flips)) {
            flips.setAll(shown);
        }
        flipsWords.set(row == null
                ? ""
                : NumberFormats.count(all.size()) + " of " + NumberFormats.count(row.evaluation().images())
                        + (all.size() == 1 ? " answer changes" : " answers change"));
    }
}
