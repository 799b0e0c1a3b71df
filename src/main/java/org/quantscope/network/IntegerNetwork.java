package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.FormFinding;
import org.quantscope.onnx.FormRules;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedLayer;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * The quantized network in ONNX Runtime, computed as integers: the operators of its own QOperator form, or those that
 * the runtime fuses from the QDQ form. Everything between the layers is the runtime's. Safe to use from several threads;
 * runs follow one another.
 */
public final class IntegerNetwork implements AutoCloseable {
    private final Model model;
    private final Map<String, LayerParams> params;
    private final QuantizedNetwork network;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, String> entries;
    private final Feed feed;
    private final Set<String> exposed;
    private final StoppableRun stoppable = new StoppableRun();
    private boolean closed;

    private IntegerNetwork(
            Model model,
            Map<String, LayerParams> params,
            QuantizedNetwork network,
            OrtEnvironment environment,
            RuntimeSessions.Opened opened,
            Set<String> exposed)
            throws OrtException {
        this.model = model;
        this.params = params;
        this.network = network;
        this.environment = environment;
        this.session = opened.session();
        this.entries = opened.entries();
        this.feed = new Feed(model, session.getInputInfo());
        this.exposed = exposed;
    }

    /**
     * What keeps a network from being computed in integers, or one of its layers; empty: nothing does. Of the findings
     * only a refused one keeps {@link #open} from opening it.
     *
     * @param params by layer name; a layer without an entry is float
     */
    public static List<FormFinding> findings(Model model, Map<String, LayerParams> params, QuantizedForm form) {
        return FormRules.checkForRuntime(model, params, form);
    }

    /**
     * Opens the network of a model's file. Layers whose weights, input and output all have codes of at most 8 bits are
     * computed in integers, whose sums are exact on every processor because signed codes are stored as unsigned ones.
     *
     * @param params by layer name; a layer without an entry is float
     * @param threads of ONNX Runtime within one operator, at least 1
     * @throws IllegalArgumentException with a sentence if the form cannot say the parameters
     * @throws NetworkRunException with a sentence if ONNX Runtime cannot open the network
     * @throws org.quantscope.onnx.ModelFormatException with a sentence if the file changed or went away meanwhile
     */
    public static IntegerNetwork open(
            Model model, Map<String, LayerParams> params, QuantizedForm form, int threads) {
        QuantizedNetwork network = QuantizedNetwork.writeForRuntime(model, params, form);
        return open(model, params, network, exposed(model, params, network), RuntimeArithmetic.EXACT, threads);
    }

    /**
     * Opens what is exported, byte for byte, in the same way. On x64 processors without VNNI instructions the runtime is
     * told to compute with unsigned weights, because its sums of unsigned times signed codes saturate there; where it
     * has no such operator, as for signed inputs in the QOperator form, they do saturate, and the codes show it.
     *
     * @param network what {@link QuantizedNetwork#write} gave for this model and these parameters
     */
    public static IntegerNetwork openExported(
            Model model, Map<String, LayerParams> params, QuantizedNetwork network, int threads) {
        return openExported(model, params, network, RuntimeArithmetic.EXACT, threads);
    }

    static IntegerNetwork openExported(
            Model model,
            Map<String, LayerParams> params,
            QuantizedNetwork network,
            RuntimeArithmetic arithmetic,
            int threads) {
        return open(model, params, network, exposed(model, params, network), arithmetic, threads);
    }

    /** As {@link #openExported}, of the file as it is: no codes are handed over, the network's outputs alone. */
    static IntegerNetwork openUnchanged(
            Model model,
            Map<String, LayerParams> params,
            QuantizedNetwork network,
            RuntimeArithmetic arithmetic,
            int threads) {
        return open(model, params, network, Set.of(), arithmetic, threads);
    }

    private static IntegerNetwork open(
            Model model,
            Map<String, LayerParams> params,
            QuantizedNetwork network,
            Set<String> exposed,
            RuntimeArithmetic arithmetic,
            int threads) {
        try {
            OrtEnvironment environment = RuntimeSessions.environment();
            byte[] file = exposed.isEmpty() ? network.model() : network.exposing(exposed);
            RuntimeSessions.Opened opened =
                    RuntimeSessions.openForIntegers(environment, file, arithmetic, threads);
            try {
                return new IntegerNetwork(model, Map.copyOf(params), network, environment, opened, exposed);
            } catch (OrtException | RuntimeException e) {
                opened.session().close();
                throw e;
            }
        } catch (OrtException e) {
            throw new NetworkRunException("ONNX Runtime cannot run '" + model.fileName() + "' in integers: "
                    + RuntimeSessions.reason(e) + ".", e);
        } catch (LinkageError e) {
            throw new NetworkRunException("ONNX Runtime has no native library for this machine, so '"
                    + model.fileName() + "' cannot be run.", e);
        }
    }

    /** How the runtime was told to compute otherwise than it does by default: its options by its own names. */
    public Map<String, String> sessionEntries() {
        return entries;
    }

    /** What the file says otherwise than the parameters do. */
    public List<FormFinding> findings() {
        return network.findings();
    }

    /**
     * The network's first output.
     *
     * @param networkInput the input that gets the image, in the network's own shape
     * @throws IllegalArgumentException with a sentence if the input has the wrong shape or a value that is not finite
     * @throws NetworkRunException with a sentence if ONNX Runtime fails
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public FloatTensor predict(FloatTensor networkInput, Cancellation cancellation) {
        Set<String> first = model.outputs().isEmpty() ? Set.of() : Set.of(model.outputs().get(0).name());
        try (IntegerActivations run = run(networkInput, first, cancellation)) {
            return run.networkOutput();
        }
    }

    /** The codes of every layer's input and output, to be closed by the caller; else as {@link #predict}. */
    public IntegerActivations run(FloatTensor networkInput, Cancellation cancellation) {
        return run(networkInput, exposed, cancellation);
    }

    /** Ends the run that is under way, if there is one, with a CancellationException there. */
    public void terminate() {
        stoppable.stop();
    }

    private synchronized IntegerActivations run(
            FloatTensor networkInput, Set<String> wanted, Cancellation cancellation) {
        if (closed) {
            throw new IllegalStateException("The integer network of '" + model.fileName() + "' is closed.");
        }
        try {
            Map<String, OnnxTensor> fed = feed.create(environment, networkInput);
            try {
                return new IntegerActivations(
                        model, params, network.layers(), fed, stoppable.run(session, fed, wanted, cancellation));
            } catch (OrtException | RuntimeException e) {
                fed.values().forEach(OnnxTensor::close);
                throw e;
            }
        } catch (OrtException e) {
            throw new NetworkRunException("ONNX Runtime stopped while running '" + model.fileName()
                    + "' in integers: " + RuntimeSessions.reason(e) + ".", e);
        }
    }

    /**
     * The codes where they are bytes, and the values of layers without output codes. Values between a dequantizer and a
     * quantizer stay inside, or the runtime could not fuse what is between.
     */
    private static Set<String> exposed(Model model, Map<String, LayerParams> params, QuantizedNetwork network) {
        Set<String> names = new LinkedHashSet<>();
        for (Layer layer : model.layers()) {
            QuantizedLayer tensors = network.layers().get(layer.name());
            LayerParams own = params.getOrDefault(layer.name(), LayerParams.FLOAT);
            if (IntegerActivations.inBytes(own.input())) {
                tensors.inputCodes().ifPresent(names::add);
            }
            if (IntegerActivations.inBytes(own.output())) {
                tensors.outputCodes().ifPresent(names::add);
            } else {
                names.add(tensors.output());
            }
        }
        model.outputs().forEach(output -> names.add(output.name()));
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
