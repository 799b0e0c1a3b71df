package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.SimulationGraph;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.FloatTensor;

/**
 * The fake-quant network in ONNX Runtime: one session for any parameters, which are fed like an input. A layer's weights
 * are quantized when they change, by the same code that the layer's own paths use, and stay in native memory. Where one
 * input is asked about again and again, the answer is computed from the first layer on that changed. Safe to use from
 * several threads; runs follow one another.
 */
public final class SimulatedNetwork implements AutoCloseable {
    private final Model model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Feed feed;
    private final List<Layer> layers;
    private final Map<String, FedLayer> fedLayers = new LinkedHashMap<>();
    private final Set<String> exposed = new LinkedHashSet<>();
    private final StoppableRun stoppable = new StoppableRun();
    private final TailSessions tails;
    private final RepeatedRuns repeated;
    private boolean closed;

    private SimulatedNetwork(
            Model model, SimulationGraph graph, OrtEnvironment environment, OrtSession session, int threads)
            throws OrtException {
        this.model = model;
        this.environment = environment;
        this.session = session;
        this.feed = new Feed(model, session.getInputInfo());
        this.tails = new TailSessions(model, graph, environment, session, threads);
        this.repeated = new RepeatedRuns(model.layers());
        this.layers = model.layers();
        layers.forEach(layer -> fedLayers.put(
                layer.name(), new FedLayer(environment, layer, graph.layers().get(layer.name()))));
        Set<String> computed = session.getOutputNames();
        for (Layer layer : layers) {
            exposed.addAll(List.of(layer.input(), layer.output(), RangeSources.output(layer)));
        }
        model.outputs().forEach(output -> exposed.add(output.name()));
        exposed.retainAll(computed);
    }

    /**
     * Opens the network of a model's file.
     *
     * @param threads of ONNX Runtime within one operator, at least 1
     * @throws NetworkRunException with a sentence if ONNX Runtime cannot open the network
     * @throws org.quantscope.onnx.ModelFormatException with a sentence if the file changed or went away meanwhile
     */
    public static SimulatedNetwork open(Model model, int threads) {
        SimulationGraph graph = SimulationGraph.of(model);
        try {
            OrtEnvironment environment = RuntimeSessions.environment();
            OrtSession session =
                    RuntimeSessions.open(environment, graph.model(), graph.externalDataFolder(), threads);
            try {
                return new SimulatedNetwork(model, graph, environment, session, threads);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new NetworkRunException("ONNX Runtime cannot simulate '" + model.fileName() + "': "
                    + RuntimeSessions.reason(e) + ".", e);
        } catch (LinkageError e) {
            throw new NetworkRunException("ONNX Runtime has no native library for this machine, so '"
                    + model.fileName() + "' cannot be run.", e);
        }
    }

    /**
     * The network's first output.
     *
     * @param networkInput the input that gets the image, in the network's own shape
     * @param params by layer name; a layer without an entry is float
     * @throws IllegalArgumentException with a sentence if the input has the wrong shape or a value that is not finite,
     *     or a layer is unknown
     * @throws NetworkRunException with a sentence if ONNX Runtime fails
     * @throws CancellationException if nobody wants the result any more
     */
    public synchronized FloatTensor predict(
            FloatTensor networkInput, Map<String, LayerParams> params, Cancellation cancellation) {
        requireUsable(params);
        cancellation.throwIfCancelled();
        Optional<FloatTensor> shortened = shortened(networkInput, params, cancellation);
        if (shortened.isPresent()) {
            return shortened.get();
        }
        Set<String> first = model.outputs().isEmpty() ? Set.of() : Set.of(model.outputs().get(0).name());
        try (Activations activations = run(networkInput, params, first, cancellation)) {
            return activations.networkOutput();
        }
    }

    /** The answer from a kept run on; empty if there is none for this input, or it would save nothing. */
    private Optional<FloatTensor> shortened(
            FloatTensor networkInput, Map<String, LayerParams> params, Cancellation cancellation) {
        if (model.outputs().isEmpty() || !exposed.contains(model.outputs().get(0).name())) {
            return Optional.empty();
        }
        try {
            Optional<Map<String, LayerParams>> usual = repeated.note(networkInput, params);
            if (usual.isPresent()) {
                keep(networkInput, usual.get(), cancellation);
            }
            Optional<KeptRun> kept = repeated.find(networkInput);
            int change = kept.isPresent() ? repeated.firstChange(kept.get().params(), params) : 0;
            if (change == 0) {
                return Optional.empty();
            }
            String output = model.outputs().get(0).name();
            if (change == layers.size()) {
                return Optional.of(OrtTensors.toFloat(kept.get().tensor(output), output));
            }
            Optional<OrtSession> tail = tails.from(layers.get(change));
            return tail.isEmpty()
                    ? Optional.empty()
                    : Optional.of(runTail(tail.get(), kept.get(), networkInput, params, cancellation));
        } catch (OrtException e) {
            throw stopped(e);
        }
    }

    private void keep(FloatTensor networkInput, Map<String, LayerParams> params, Cancellation cancellation)
            throws OrtException {
        Map<String, OnnxTensor> images = feed.create(environment, networkInput);
        try {
            Map<String, OnnxTensor> fed = new LinkedHashMap<>(images);
            feedLayers(fed, params, cancellation);
            repeated.keep(networkInput, new KeptRun(
                    params, stoppable.run(session, fed, session.getOutputNames(), cancellation)));
        } finally {
            images.values().forEach(OnnxTensor::close);
        }
    }

    private FloatTensor runTail(
            OrtSession tail,
            KeptRun kept,
            FloatTensor networkInput,
            Map<String, LayerParams> params,
            Cancellation cancellation)
            throws OrtException {
        Map<String, OnnxTensor> images = feed.create(environment, networkInput);
        try {
            Map<String, OnnxTensor> all = new LinkedHashMap<>(images);
            feedLayers(all, params, cancellation);
            Map<String, OnnxTensor> fed = new LinkedHashMap<>();
            for (String name : tail.getInputNames()) {
                fed.put(name, all.containsKey(name) ? all.get(name) : kept.tensor(name));
            }
            String output = model.outputs().get(0).name();
            try (OrtSession.Result result = stoppable.run(tail, fed, Set.of(output), cancellation)) {
                return OrtTensors.toFloat((OnnxTensor) result.get(output).orElseThrow(), output);
            }
        } finally {
            images.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Every layer's input (before its own input quantizer), its output and its activated output (behind its output
     * quantizer), to be closed by the caller; else as {@link #predict}.
     */
    public Activations run(FloatTensor networkInput, Map<String, LayerParams> params, Cancellation cancellation) {
        return run(networkInput, params, exposed, cancellation);
    }

    /**
     * Ends the run that is under way, if there is one, with a CancellationException there. For callers whose
     * cancellation has just begun to say yes: a run that starts meanwhile asks it.
     */
    public void terminate() {
        stoppable.stop();
    }

    private synchronized Activations run(
            FloatTensor networkInput, Map<String, LayerParams> params, Set<String> wanted, Cancellation cancellation) {
        requireUsable(params);
        cancellation.throwIfCancelled();
        try {
            Map<String, OnnxTensor> images = feed.create(environment, networkInput);
            try {
                Map<String, OnnxTensor> fed = new LinkedHashMap<>(images);
                feedLayers(fed, params, cancellation);
                return new Activations(model, images, stoppable.run(session, fed, wanted, cancellation));
            } catch (OrtException | RuntimeException e) {
                images.values().forEach(OnnxTensor::close);
                throw e;
            }
        } catch (OrtException e) {
            throw stopped(e);
        }
    }

    private NetworkRunException stopped(OrtException e) {
        return new NetworkRunException("ONNX Runtime stopped while simulating '" + model.fileName() + "': "
                + RuntimeSessions.reason(e) + ".", e);
    }

    private void feedLayers(Map<String, OnnxTensor> fed, Map<String, LayerParams> params, Cancellation cancellation)
            throws OrtException {
        Map<String, QuantParams> written = new LinkedHashMap<>();
        for (Layer layer : layers) {
            params(params, layer).output()
                    .ifPresent(output -> written.put(RangeSources.output(layer), output));
        }
        for (Layer layer : layers) {
            cancellation.throwIfCancelled();
            fedLayers.get(layer.name()).feed(
                    fed, params(params, layer), Optional.ofNullable(written.get(layer.input())));
        }
    }

    private static LayerParams params(Map<String, LayerParams> params, Layer layer) {
        return params.getOrDefault(layer.name(), LayerParams.FLOAT);
    }

    private void requireUsable(Map<String, LayerParams> params) {
        if (closed) {
            throw new IllegalStateException("The simulation of '" + model.fileName() + "' is closed.");
        }
        List<String> unknown = new ArrayList<>(params.keySet());
        unknown.removeAll(fedLayers.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "Model '" + model.fileName() + "' has no explorable layer named '" + unknown.get(0) + "'.");
        }
    }

    /** How many runs are kept to begin others from. */
    synchronized int keptRuns() {
        return repeated.count();
    }

    /** How many tensors the layers keep in native memory. */
    synchronized int nativeTensors() {
        return fedLayers.values().stream().mapToInt(FedLayer::nativeTensors).sum();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        repeated.close();
        try {
            tails.close();
            session.close();
        } catch (OrtException e) {
            throw new NetworkRunException("ONNX Runtime could not close '" + model.fileName() + "'.", e);
        } finally {
            fedLayers.values().forEach(FedLayer::close);
        }
    }
}
