package org.quantscope.ui;

import java.nio.file.Path;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.quantscope.workspace.CalibrationState;
import org.quantscope.workspace.CalibrationWork;
import org.quantscope.workspace.Workspace;

/** Calibration on images of one's choice: on what, how far, and whether it can be started. */
final class CalibrationViewModel {
    private static final String UNIT = "looks";

    private final Workspace workspace;
    private final CalibrationWork work;
    private final ReadOnlyObjectWrapper<JobStatus> status =
            new ReadOnlyObjectWrapper<>(this, "status", JobStatus.idle(UNIT));
    private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper(this, "why", "");
    private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper(this, "source", "");
    private final ReadOnlyStringWrapper ranges = new ReadOnlyStringWrapper(this, "ranges", "");

    CalibrationViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.work = workspace.calibration();
        work.onChange(this::show);
        workspace.onChange(state -> {
            why.set(StudyStatus.why(state, work.state().progress()));
            ranges.set(state.input().map(input -> "Ranges in use: " + input.rangeSource()).orElse(""));
        });
    }

    ReadOnlyObjectProperty<JobStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** Why it cannot be started; empty: it can. */
    ReadOnlyStringProperty whyProperty() {
        return why.getReadOnlyProperty();
    }

    /** The images, and how many. */
    ReadOnlyStringProperty sourceProperty() {
        return source.getReadOnlyProperty();
    }

    /** What the ranges in use were observed on. */
    ReadOnlyStringProperty rangesProperty() {
        return ranges.getReadOnlyProperty();
    }

    private void show(CalibrationState state) {
        status.set(StudyStatus.of(state.progress(), UNIT));
        source.set(StudyStatus.source(state.progress()));
        why.set(StudyStatus.why(workspace.state(), state.progress()));
    }

    void useImages(Path images) {
        work.useImages(images);
    }

    void limit(int images) {
        work.setLimit(images);
    }

    void start() {
        work.start();
    }

    void cancel() {
        work.cancel();
    }
}
