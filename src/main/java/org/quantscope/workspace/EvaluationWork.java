package org.quantscope.workspace;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.analysis.Evaluation;
import org.quantscope.conv.Cancellation;
import org.quantscope.network.EvaluationRun;
import org.quantscope.network.NetworkComparison;

/**
 * Evaluates the settings shown on a data set: {@link #start()} begins or goes on, {@link #cancel()} stops and keeps what
 * is done, an edit stops it as well. What is known of settings shows again whenever they do. Called on the publisher's
 * thread, which hears of every change.
 */
public final class EvaluationWork {
    private static final Study.Kind<EvaluationRun, Optional<Evaluation>> KIND = new Study.Kind<>() {
        @Override
        public EvaluationRun open(StudySubject subject, int images) {
            return new EvaluationRun(subject.params(), images);
        }

        @Override
        public boolean isComplete(EvaluationRun run) {
            return run.isComplete();
        }

        @Override
        public void step(EvaluationRun run, NetworkComparison comparison, Cancellation cancellation) {
            run.step(comparison, cancellation);
        }

        @Override
        public Study.Seen<Optional<Evaluation>> seen(EvaluationRun run) {
            Optional<Evaluation> shown = run.done() == 0 ? Optional.empty() : Optional.of(run.result());
            return new Study.Seen<>(shown, run.done(), run.images());
        }
    };

    private final Study<EvaluationRun, Optional<Evaluation>> study;

    EvaluationWork(
            Workers workers,
            StudySession session,
            Supplier<Optional<StudySubject>> subject,
            Consumer<RuntimeException> problem) {
        this.study = new Study<>(KIND, Integer.MAX_VALUE, workers, session, subject, problem);
    }

    /** Tells a listener of every new state, the present one first. */
    public void onChange(Consumer<EvaluationState> listener) {
        study.onChange(state -> listener.accept(shown(state)));
    }

    /** What is known of the settings shown. */
    public EvaluationState state() {
        return shown(study.state());
    }

    /**
     * Takes the first images only, so many of them at most; as long as nobody says so, all.
     *
     * @throws IllegalArgumentException with a sentence if there would be none
     */
    public void setLimit(int images) {
        study.setLimit(images);
    }

    /**
     * Evaluates the settings shown, from the first image on or from where it was stopped.
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

    private static EvaluationState shown(Study.State<Optional<Evaluation>> state) {
        return new EvaluationState(state.progress(), state.value().flatMap(value -> value), state.classes());
    }
}
