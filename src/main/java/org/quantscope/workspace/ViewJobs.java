package org.quantscope.workspace;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.quantscope.analysis.FormalAgreement;

/** Jobs of views' own: what they draw and explain is computed on the workers, and arrives on the publisher's thread. */
public final class ViewJobs {
    private final Workers workers;
    private final EngineChoice engine;
    private final Supplier<WorkspaceState> state;
    private final Supplier<Optional<InputWork.Ready>> ready;
    private final Supplier<Optional<InputWork.Ready>> layerInputs;
    private final Consumer<RuntimeException> problem;

    /** @param layerInputs what layers read, as the state says: the float network's tensors or the quantized one's */
    ViewJobs(
            Workers workers,
            EngineChoice engine,
            Supplier<WorkspaceState> state,
            Supplier<Optional<InputWork.Ready>> ready,
            Supplier<Optional<InputWork.Ready>> layerInputs,
            Consumer<RuntimeException> problem) {
        this.workers = workers;
        this.engine = engine;
        this.state = state;
        this.ready = ready;
        this.layerInputs = layerInputs;
        this.problem = problem;
    }

    /** Counts what a view draws, where that is too long for the publisher's thread. The newest request wins. */
    public <I, O> LatestJob<I, O> chart(Function<I, O> count, BiConsumer<I, O> onResult) {
        return new LatestJob<>(workers.charts(), workers.publisher(),
                (request, publish, cancellation) -> publish.accept(count.apply(request)), onResult, problem);
    }

    /**
     * Computes the lesson on layers of the open model and on the seed question.
     *
     * @param onFailure told what went wrong, one sentence each
     */
    public LessonWork lesson(Consumer<LessonAnswer> onAnswer, Consumer<String> onFailure) {
        return new LessonWork(
                workers, subject -> LessonSource.of(subject, state.get(), layerInputs.get()), onAnswer, onFailure);
    }

    /** Traces output elements, and compares the stages of the layer in focus. */
    public TraceWork trace(Consumer<TraceAnswer> onTrace, Consumer<FormalAgreement> onAgreement) {
        return new TraceWork(workers, engine, state, layerInputs, onTrace, onAgreement, problem);
    }

    /** Finds how the float, the fake-quant and the integer network come apart by depth. */
    public DivergenceWork divergence(Consumer<DivergenceAnswer> onAnswer) {
        return new DivergenceWork(workers, state, ready, onAnswer, problem);
    }
}
