package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.ExposedTensors;
import org.quantscope.tensor.FloatTensor;

/**
 * The float network in ONNX Runtime, with graph optimisation off, so that every tensor of the file exists and holds the
 * numbers that the file's own operators give. Safe to use from several threads; runs follow one another.
 */
public final class NetworkRunner implements AutoCloseable {
    private final Model model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Feed feed;
    private final Set<String> exposed;
    private boolean closed;

    private NetworkRunner(Model model, OrtEnvironment environment, OrtSession session, Feed feed, Set<String> exposed) {
        this.model = model;
        this.environment = environment;
        this.session = session;
        this.feed = feed;
        this.exposed = exposed;
    }

    /**
     * Opens the network of a model's file.
     *
     * @throws NetworkRunException with a sentence if ONNX Runtime cannot open the network
     * @throws org.quantscope.onnx.ModelFormatException with a sentence if the file changed or went away meanwhile
     */
    public static NetworkRunner open(Model model) {
        Set<String> exposed = exposed(model, model.layers());
        model.outputs().forEach(output -> exposed.add(output.name()));
        return open(model, exposed, expose(model, exposed));
    }

    /**
     * Opens no more of the network than what a layer needs, so that its input and its ranges are there long before those
     * of a large network. The network's output is not among its tensors.
     *
     * @return empty if that is nearly the whole network, or if a layer's tensors are not computed by it
     * @throws NetworkRunException as {@link #open(Model)}
     */
    public static Optional<NetworkRunner> openUpTo(Model model, Layer layer) {
        Set<String> exposed = exposed(model, List.of(layer));
        return ExposedTensors.upTo(model.file(), exposed).map(part -> open(model, exposed, part));
    }

    private static NetworkRunner open(Model model, Set<String> exposed, ExposedTensors file) {
        try {
            OrtEnvironment environment = RuntimeSessions.environment();
            OrtSession session = RuntimeSessions.open(environment, file.model(), file.externalDataFolder(), 1);
            try {
                return new NetworkRunner(
                        model, environment, session, new Feed(model, session.getInputInfo()), exposed);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new NetworkRunException(
                    "ONNX Runtime cannot run '" + model.fileName() + "': " + RuntimeSessions.reason(e) + ".", e);
        } catch (LinkageError e) {
            throw new NetworkRunException("ONNX Runtime has no native library for this machine, so '"
                    + model.fileName() + "' cannot be run.", e);
        }
    }

    /** One sentence for every input that is not fed the image. */
    public List<String> remarks() {
        return feed.remarks();
    }

    /**
     * Runs the network.
     *
     * @param networkInput the input that gets the image, in the network's own shape
     * @return the tensors of this run, to be closed by the caller
     * @throws IllegalArgumentException with a sentence if the input has the wrong shape or a value that is not finite
     * @throws NetworkRunException with a sentence if ONNX Runtime fails
     */
    public Activations run(FloatTensor networkInput) {
        return run(networkInput, exposed);
    }

    /** The network's first output alone, without the memory that all others need. */
    public FloatTensor predict(FloatTensor networkInput) {
        try (Activations activations = run(networkInput, Set.of(model.outputs().get(0).name()))) {
            return activations.networkOutput();
        }
    }

    private synchronized Activations run(FloatTensor networkInput, Set<String> wanted) {
        if (closed) {
            throw new IllegalStateException("The runner of '" + model.fileName() + "' is closed.");
        }
        try {
            Map<String, OnnxTensor> fed = feed.create(environment, networkInput);
            try {
                return new Activations(model, fed, session.run(fed, wanted));
            } catch (OrtException | RuntimeException e) {
                fed.values().forEach(OnnxTensor::close);
                throw e;
            }
        } catch (OrtException e) {
            throw new NetworkRunException(
                    "ONNX Runtime stopped while running '" + model.fileName() + "': " + RuntimeSessions.reason(e) + ".", e);
        }
    }

    private static ExposedTensors expose(Model model, Set<String> tensors) {
        try {
            return ExposedTensors.of(model.file(), tensors);
        } catch (IllegalArgumentException e) {
            // A layer that reads a constant of the file, which no runtime hands over.
            throw new NetworkRunException("The inner tensors of '" + model.fileName() + "' cannot be handed over: "
                    + e.getMessage(), e);
        }
    }

    private static Set<String> exposed(Model model, List<Layer> layers) {
        RangeSources sources = new RangeSources(model);
        Set<String> names = new LinkedHashSet<>();
        for (Layer layer : layers) {
            names.add(sources.input(layer));
            names.add(layer.input());
            names.add(layer.output());
            names.add(RangeSources.output(layer));
        }
        model.inputs().forEach(input -> names.remove(input.name()));
        return names;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new NetworkRunException("ONNX Runtime could not close '" + model.fileName() + "'.", e);
        }
    }
}
