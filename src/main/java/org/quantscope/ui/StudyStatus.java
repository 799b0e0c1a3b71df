package org.quantscope.ui;

import java.util.OptionalLong;
import org.quantscope.workspace.StudyProgress;
import org.quantscope.workspace.WorkspaceState;

/** What the progress of a study means for its buttons. */
final class StudyStatus {
    private StudyStatus() {}

    static JobStatus of(StudyProgress progress, String unit) {
        JobStatus.State state = progress.running()
                ? JobStatus.State.RUNNING
                : progress.isComplete()
                        ? JobStatus.State.DONE
                        : progress.canResume() ? JobStatus.State.STOPPED : JobStatus.State.IDLE;
        OptionalLong left = progress.secondsLeft().isPresent()
                ? OptionalLong.of((long) (progress.secondsLeft().getAsDouble() * 1e9))
                : OptionalLong.empty();
        return new JobStatus(state, progress.done(), progress.total(), left, unit);
    }

    /** Why a study cannot begin; empty: it can. */
    static String why(WorkspaceState state, StudyProgress progress) {
        if (state.model().isEmpty()) {
            return "Open a network first.";
        }
        if (state.input().isEmpty()) {
            return "The network has not run yet.";
        }
        if (progress.images() == 0) {
            return state.input().get().randomSeed().isPresent()
                    ? "The network is fed random numbers; choose images."
                    : "The ranges are still being observed.";
        }
        return progress.isComplete() ? "Done for these settings and images." : "";
    }

    /** {@code test1000.npz, 1,000 images}. */
    static String source(StudyProgress progress) {
        return progress.images() == 0
                ? ""
                : progress.source() + ", " + NumberFormats.count(progress.images())
                        + (progress.images() == 1 ? " image" : " images");
    }
}
