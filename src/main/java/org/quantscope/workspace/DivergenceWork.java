package org.quantscope.workspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.analysis.LayerDivergence;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.DepthDivergence;
import org.quantscope.network.IntegerNetwork;
import org.quantscope.network.NetworkRunner;
import org.quantscope.network.SimulatedNetwork;
import org.quantscope.onnx.FormFinding;
import org.quantscope.onnx.FormFinding.Severity;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * Computes how the float, the fake-quant and the integer network come apart by depth, for the settings and the image
 * shown; the newest question wins. The sessions of the float and the fake-quant network stay open while the model does.
 */
public final class DivergenceWork {
    private record Request(Model model, Map<String, LayerParams> params, InputRequest input, long inputVersion) {}

    private final Supplier<WorkspaceState> state;
    private final Supplier<Optional<InputWork.Ready>> ready;
    private final LatestJob<Request, DivergenceAnswer> job;
    private final LatestJob<Boolean, Boolean> closing;

    // Of the worker alone:
    private Model openModel;
    private NetworkRunner real;
    private SimulatedNetwork fakeQuant;

    /** Of the runs under way: told to end from the publisher's thread. */
    private volatile SimulatedNetwork running;

    DivergenceWork(
            Workers workers,
            Supplier<WorkspaceState> state,
            Supplier<Optional<InputWork.Ready>> ready,
            Consumer<DivergenceAnswer> onAnswer,
            Consumer<RuntimeException> problem) {
        this.state = state;
        this.ready = ready;
        this.job = new LatestJob<>(workers.network(), workers.publisher(), this::run,
                (request, answer) -> onAnswer.accept(answer), problem);
        this.closing = new LatestJob<>(workers.network(), workers.publisher(),
                (request, publish, cancellation) -> close(), (request, answer) -> {}, problem);
    }

    /**
     * Asks for the divergence of the settings and the image shown; what was asked before and not answered is dropped. Does
     * nothing while there is no model, or it has not run yet.
     */
    public void ask() {
        WorkspaceState now = state.get();
        Optional<InputWork.Ready> fed = ready.get().filter(InputWork.Ready::whole);
        if (now.model().isEmpty() || fed.isEmpty()) {
            return;
        }
        cancel();
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : now.model().get().layers()) {
            now.params(layer.name()).ifPresent(own -> params.put(layer.name(), own));
        }
        job.submit(new Request(now.model().get(), params, fed.get().request(), fed.get().shown().version()));
    }

    /** Gives up what was asked for. */
    public void cancel() {
        job.cancel();
        SimulatedNetwork stale = running;
        if (stale != null) {
            stale.terminate();
        }
    }

    /** Nobody looks any more: lets go of the sessions. */
    public void release() {
        cancel();
        closing.submit(true);
    }

    public boolean isIdle() {
        return job.isIdle();
    }

    /** Tells each time that nothing is left to do; the last answer came before. */
    public void whenIdle(Runnable listener) {
        job.whenIdle(listener);
    }

    private void run(Request request, Consumer<DivergenceAnswer> publish, Cancellation cancellation) {
        cancellation.throwIfCancelled();
        List<FormFinding> findings =
                IntegerNetwork.findings(request.model(), request.params(), QuantizedForm.QOPERATOR);
        List<String> refusals = sentences(findings, true);
        if (!refusals.isEmpty()) {
            publish.accept(new DivergenceAnswer(
                    request.inputVersion(), List.of(), Optional.empty(), refusals, sentences(findings, false)));
            return;
        }
        open(request.model());
        cancellation.throwIfCancelled();
        FloatTensor input = NetworkFeeding.networkInput(request.input());
        running = fakeQuant;
        try (IntegerNetwork integer =
                IntegerNetwork.open(request.model(), request.params(), QuantizedForm.QOPERATOR, 1)) {
            List<LayerDivergence> all = DepthDivergence.of(
                    request.model(), real, fakeQuant, integer, request.params(), input, cancellation);
            publish.accept(new DivergenceAnswer(
                    request.inputVersion(), all.subList(0, all.size() - 1), Optional.of(all.get(all.size() - 1)),
                    List.of(), sentences(findings, false)));
        } finally {
            running = null;
        }
    }

    private static List<String> sentences(List<FormFinding> findings, boolean refused) {
        return findings.stream()
                .filter(finding -> (finding.severity() == Severity.REFUSED) == refused)
                .map(FormFinding::reason)
                .toList();
    }

    private void open(Model model) {
        if (openModel != model) {
            close();
            real = NetworkRunner.open(model);
            fakeQuant = SimulatedNetwork.open(model, 1);
            openModel = model;
        }
    }

    private void close() {
        openModel = null;
        if (real != null) {
            real.close();
            real = null;
        }
        if (fakeQuant != null) {
            fakeQuant.close();
            fakeQuant = null;
        }
    }
}
