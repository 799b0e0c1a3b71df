package org.quantscope.workspace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.network.Activations;
import org.quantscope.network.SimulatedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * Runs the quantized network on the image shown once the layer under the finger is at rest: its answer, and in
 * accumulated mode every layer's input. A run that became stale is ended; the newest settings win.
 */
final class NetworkAnswerWork {
    private static final int THREADS = Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));

    /** @param versions of the accumulated inputs that are wanted as well; empty: the answer alone */
    private record Request(
            Model model, Map<String, LayerParams> params, InputWork.Ready fed, Map<String, Long> versions) {
        /** The same input, not an equal one: comparing all of it would take long. */
        boolean sameAs(Request other) {
            return other != null && fed == other.fed && model == other.model && params.equals(other.params)
                    && (versions.isEmpty() || versions.equals(other.versions));
        }
    }

    private record Outcome(NetworkAnswer answer, Optional<AccumulatedInputs.Run> inputs) {}

    private final Workers workers;
    private final LatestJob<Request, Outcome> job;
    private final AccumulatedInputs accumulated = new AccumulatedInputs();
    private final Consumer<RuntimeException> problem;
    private final Runnable onAnswer;

    private Optional<NetworkAnswer> answer = Optional.empty();
    private Request wanted;
    private Model refused;

    // Of the worker alone:
    private Model openModel;
    private SimulatedNetwork network;
    private InputWork.Ready readInput;
    private FloatTensor image;

    /** Told to end its run from the publisher's thread. */
    private volatile SimulatedNetwork running;

    /** Handed over and not yet taken; the publisher drops what is stale. */
    private final AtomicReference<LayerInputs> untaken = new AtomicReference<>();

    /**
     * @param onAnswer told of every answer, on the publisher's thread
     * @param changed told there that nothing is left to do
     */
    NetworkAnswerWork(Workers workers, Consumer<RuntimeException> problem, Runnable onAnswer, Runnable changed) {
        this.workers = workers;
        this.problem = problem;
        this.onAnswer = onAnswer;
        this.job = new LatestJob<>(workers.network(), workers.publisher(), this::run, this::answered, this::failed);
        job.whenIdle(changed);
    }

    /** The latest answer; may be stale. */
    Optional<NetworkAnswer> answer() {
        return answer;
    }

    AccumulatedInputs accumulated() {
        return accumulated;
    }

    Optional<String> task() {
        return job.isIdle() ? Optional.empty() : Optional.of("Running the quantized network");
    }

    /** Asks for the answer with these settings, unless it is known or under way. */
    void ask(WorkspaceState state, InputWork.Ready fed) {
        Model model = fed.request().model().model();
        if (fed.output().isEmpty() || model == refused) {
            return;
        }
        Request request = new Request(model, state.networkParams(), fed, state.inputVersions());
        boolean there = request.versions().isEmpty() || accumulated.has(request.versions());
        if (!request.sameAs(wanted) || job.isIdle() && !there) {
            hold();
            wanted = request;
            job.submit(request);
        }
    }

    /** Ends what is under way; it is asked for again when there is time. */
    void hold() {
        if (job.isIdle()) {
            return;
        }
        wanted = null;
        job.cancel();
        SimulatedNetwork stale = running;
        if (stale != null) {
            stale.terminate();
        }
    }

    /** Forgets everything: another network, or another form of it, is open. */
    void clear() {
        hold();
        wanted = null;
        answer = Optional.empty();
        refused = null;
        accumulated.clear();
    }

    void close() {
        clear();
        workers.network().execute(this::closeNetwork);
    }

    private void run(Request request, Consumer<Outcome> publish, Cancellation cancellation) {
        closeUntaken();
        open(request);
        cancellation.throwIfCancelled();
        running = network;
        try {
            if (request.versions().isEmpty()) {
                FloatTensor output = network.predict(image, request.params(), cancellation);
                publish.accept(new Outcome(answer(request, output), Optional.empty()));
                return;
            }
            Activations activations = network.run(image, request.params(), cancellation);
            LayerInputs inputs = new LayerInputs(activations::input, activations::close);
            untaken.set(inputs);
            publish.accept(new Outcome(answer(request, activations.networkOutput()),
                    Optional.of(new AccumulatedInputs.Run(request.versions(), inputs))));
        } finally {
            running = null;
        }
    }

    private void open(Request request) {
        if (openModel != request.model()) {
            closeNetwork();
            network = SimulatedNetwork.open(request.model(), THREADS);
            openModel = request.model();
        }
        if (readInput != request.fed()) {
            image = NetworkFeeding.networkInput(request.fed().request());
            readInput = request.fed();
        }
    }

    private void closeUntaken() {
        LayerInputs stale = untaken.getAndSet(null);
        if (stale != null) {
            stale.close();
        }
    }

    private void closeNetwork() {
        closeUntaken();
        openModel = null;
        readInput = null;
        image = null;
        if (network != null) {
            network.close();
            network = null;
        }
    }

    private static NetworkAnswer answer(Request request, FloatTensor output) {
        FloatTensor real = request.fed().output().orElseThrow();
        List<String> names = request.fed().request().classes();
        return new NetworkAnswer(
                request.fed().shown().version(), request.params(), request.fed().shown().predictions(),
                Predictions.of(output, names), AnsweredClass.of(real, output, names), real, output,
                QuantizationError.between(real.data(), output.data()));
    }

    private void answered(Request request, Outcome outcome) {
        answer = Optional.of(outcome.answer());
        outcome.inputs().ifPresent(run -> {
            untaken.set(null);
            accumulated.accept(run);
        });
        onAnswer.run();
    }

    /** What cannot be simulated once cannot be simulated after the next edit either. */
    private void failed(RuntimeException failure) {
        refused = wanted == null ? null : wanted.model();
        problem.accept(failure);
    }
}
