package org.quantscope.workspace;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.analysis.ArithmeticTracer;
import org.quantscope.analysis.FormalAgreement;
import org.quantscope.analysis.Pixel;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * Traces single output elements of the layer in focus, and compares its two quantized paths stage by stage, beside the
 * window's own work: newest question first.
 */
public final class TraceWork {
    private record TraceRequest(Layer layer, Supplier<FloatTensor> input, LayerParams params, Pixel pixel) {}

    private record StagesRequest(LayerResult result, Supplier<FloatTensor> input) {}

    private final Supplier<WorkspaceState> state;
    private final Supplier<Optional<InputWork.Ready>> ready;
    private final LatestJob<TraceRequest, TraceAnswer> traces;
    private final LatestJob<StagesRequest, FormalAgreement> stages;

    TraceWork(
            Workers workers,
            EngineChoice engine,
            Supplier<WorkspaceState> state,
            Supplier<Optional<InputWork.Ready>> ready,
            Consumer<TraceAnswer> onTrace,
            Consumer<FormalAgreement> onAgreement,
            Consumer<RuntimeException> problem) {
        this.state = state;
        this.ready = ready;
        Supplier<LayerRunner> runner = engine.runnerOfOneWorker();
        traces = new LatestJob<>(workers.charts(), workers.publisher(),
                (request, publish, cancellation) -> publish.accept(trace(request)),
                (request, answer) -> onTrace.accept(answer), problem);
        stages = new LatestJob<>(workers.background(), workers.publisher(),
                (request, publish, cancellation) -> publish.accept(compare(runner.get(), request, cancellation)),
                (request, agreement) -> onAgreement.accept(agreement), problem);
    }

    /** Asks for the trace of an element of the layer in focus, with the settings shown. */
    public void trace(Pixel pixel) {
        WorkspaceState now = state.get();
        Optional<InputWork.Ready> fed = ready.get();
        if (now.layer().isPresent() && now.params().isPresent() && fed.isPresent()) {
            Layer layer = now.layer().get();
            traces.submit(new TraceRequest(layer, () -> fed.get().layerInput(layer), now.params().get(), pixel));
        }
    }

    /** Asks for the stages of a whole result. */
    public void compare(LayerResult result) {
        ready.get().ifPresent(fed ->
                stages.submit(new StagesRequest(result, () -> fed.layerInput(result.layer()))));
    }

    /** Gives up what was asked for. */
    public void cancel() {
        traces.cancel();
        stages.cancel();
    }

    private static TraceAnswer trace(TraceRequest request) {
        return new TraceAnswer(ArithmeticTracer.trace(
                request.layer(), request.input().get(), request.params(), request.pixel()));
    }

    private static FormalAgreement compare(LayerRunner runner, StagesRequest request, Cancellation cancellation) {
        LayerResult result = request.result();
        return FormalAgreement.of(runner.stages(
                result.layer(), request.input().get(), result.params(),
                result.planes().asRun(result.params().output()), cancellation));
    }
}
