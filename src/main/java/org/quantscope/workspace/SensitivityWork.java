package org.quantscope.workspace;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.analysis.SensitivityEntry;
import org.quantscope.conv.Cancellation;
import org.quantscope.network.NetworkComparison;
import org.quantscope.network.SensitivityRun;

/**
 * Measures what every layer's quantization does to the answer, with the settings shown: {@link #start()} begins or goes
 * on, {@link #cancel()} stops and keeps what is done, an edit stops it as well. What is known of settings shows again
 * whenever they do. Called on the publisher's thread, which hears of every change.
 */
public final class SensitivityWork {
    /** Images that take part as long as nobody says otherwise. */
    public static final int FEW = 64;

    private record Shown(List<SensitivityEntry> entries, String task) {}

    private static final Study.Kind<SensitivityRun, Shown> KIND = new Study.Kind<>() {
        @Override
        public SensitivityRun open(StudySubject subject, int images) {
            return new SensitivityRun(subject.params(), images);
        }

        @Override
        public boolean isComplete(SensitivityRun run) {
            return run.isComplete();
        }

        @Override
        public void step(SensitivityRun run, NetworkComparison comparison, Cancellation cancellation) {
            run.step(comparison, cancellation);
        }

        @Override
        public Study.Seen<Shown> seen(SensitivityRun run) {
            return new Study.Seen<>(new Shown(run.entries(), run.task().orElse("")), run.done(), run.total());
        }
    };

    private final Study<SensitivityRun, Shown> study;

    SensitivityWork(
            Workers workers,
            StudySession session,
            Supplier<Optional<StudySubject>> subject,
            Consumer<RuntimeException> problem) {
        this.study = new Study<>(KIND, FEW, workers, session, subject, problem);
    }

    /** Tells a listener of every new state, the present one first. */
    public void onChange(Consumer<SensitivityState> listener) {
        study.onChange(state -> listener.accept(shown(state)));
    }

    /** What is known of the settings shown. */
    public SensitivityState state() {
        return shown(study.state());
    }

    /**
     * Takes so many of the first images at most; {@link #FEW} as long as nobody says so.
     *
     * @throws IllegalArgumentException with a sentence if there would be none
     */
    public void setLimit(int images) {
        study.setLimit(images);
    }

    /**
     * Measures the settings shown, from the start or from where it was stopped.
     *
     * @return false if there is no network that ran, or there are no images
     */
    public boolean start() {
        return study.start();
    }

    /** Stops; what is done is kept. */
    public void cancel() {
        study.cancel();
    }

    void subjectChanged() {
        study.subjectChanged();
    }

    private static SensitivityState shown(Study.State<Shown> state) {
        return new SensitivityState(
                state.progress(),
                state.value().map(Shown::entries).orElse(List.of()),
                state.progress().running() ? state.value().map(Shown::task).orElse("") : "");
    }
}
