package org.quantscope.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.FormFinding;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedLayer;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;

/**
 * Holds an exported network, run by ONNX Runtime, against this program's integer path, image by image: every layer from
 * the codes that the runtime's layer reads, and the output of the file as it is against the one that this program's
 * layers give, chained with the runtime's other operators. A step that is cancelled or fails leaves it as it was. For one
 * thread at a time.
 */
public final class Verification implements AutoCloseable {
    private final Model model;
    private final QuantizedForm form;
    private final QuantizedNetwork exported;
    private final Map<String, LayerParams> params;
    private final IntegerNetwork unchanged;
    private final IntegerNetwork exposing;
    private final ChainedNetwork chained;
    private final Parity parity;
    private final String exportedHash;
    private CodeParity output;

    /**
     * @param params by layer name; a layer without an entry is float
     * @param exported what {@link QuantizedNetwork#write} gives for them, or a file of the same form and names
     * @param own this program's integer sums
     * @param arithmetic how the runtime is told to compute
     * @param threads of ONNX Runtime within one operator, at least 1
     * @throws NetworkRunException with a sentence if ONNX Runtime cannot open the network
     */
    public Verification(
            Model model,
            Map<String, LayerParams> params,
            QuantizedForm form,
            QuantizedNetwork exported,
            LayerCodes own,
            RuntimeArithmetic arithmetic,
            int threads) {
        if (model.outputs().isEmpty()) {
            throw new NetworkRunException("Network '" + model.fileName() + "' has no output.");
        }
        this.model = model;
        this.form = form;
        this.exported = exported;
        this.params = Map.copyOf(params);
        this.unchanged = IntegerNetwork.openUnchanged(model, params, exported, arithmetic, threads);
        this.exposing = openExposing(unchanged, arithmetic, threads);
        this.parity = new Parity(model, params, exposing, own);
        this.chained = new ChainedNetwork(model, params, exported, parity.compared(), arithmetic, threads);
        this.exportedHash = exported.sha256();
        this.output = CodeParity.none(model.outputs().get(0).name());
    }

    private IntegerNetwork openExposing(IntegerNetwork opened, RuntimeArithmetic arithmetic, int threads) {
        try {
            return IntegerNetwork.openExported(model, params, exported, arithmetic, threads);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Compares one more image.
     *
     * @throws NetworkRunException with a sentence if ONNX Runtime fails
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public void add(FloatTensor networkInput, Cancellation cancellation) {
        FloatTensor given = unchanged.predict(networkInput, cancellation);
        try (IntegerActivations run = exposing.run(networkInput, cancellation);
                ChainedNetwork.Chain chain = chained.begin(run)) {
            List<CodeParity> layers = parity.compared(run, (layer, read, codes, computed) -> {
                IntTensor reached = chain.input(layer, cancellation);
                IntTensor written = reached.equals(read) ? computed : parity.codes(layer, reached, cancellation);
                if (!Arrays.equals(written.data(), codes.data())) {
                    chain.write(layer, written);
                }
            }, cancellation);
            CodeParity ends = compared(chain.output(cancellation), given);
            parity.count(layers);
            output = output.plus(ends);
        }
    }

    /** Whether there are layers to compare. */
    public boolean hasLayers() {
        return !parity.compared().isEmpty();
    }

    /** How many images were compared. */
    public int images() {
        return parity.images();
    }

    /** Ends the run that is under way, if there is one, with a CancellationException there. */
    public void terminate() {
        unchanged.terminate();
        exposing.terminate();
        chained.terminate();
    }

    /**
     * What the images so far have shown.
     *
     * @param data what the images are called
     * @param settingsSha256 hash of the settings' file
     * @param program versions of this program and of what it computes with, by name
     */
    public Certificate certificate(String data, String settingsSha256, Map<String, String> program) {
        Map<String, String> notCompared = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            Parity.omission(layer, params.getOrDefault(layer.name(), LayerParams.FLOAT))
                    .ifPresent(reason -> notCompared.put(layer.name(), reason));
        }
        Map<String, String> versions = new LinkedHashMap<>(program);
        versions.put("ONNX Runtime", RuntimeSessions.version());
        versions.put("Java", System.getProperty("java.version"));
        versions.put("operating system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        Map<String, String> session = new LinkedHashMap<>();
        session.put("graph_optimization_level", "ORT_ENABLE_ALL");
        session.putAll(unchanged.sessionEntries());
        return new Certificate(
                form.name().toLowerCase(Locale.ROOT), data, parity.images(), parity.layers(), notCompared, output,
                lastQuantizer().isPresent() ? Certificate.LSB : Certificate.ULP, model.fileName(), model.sha256(),
                settingsSha256, exportedHash, versions, session,
                exported.findings().stream().map(FormFinding::reason).toList());
    }

    /** The largest difference counts steps of the output's quantizer, or of float32 where it has none. */
    private CodeParity compared(FloatTensor expected, FloatTensor given) {
        if (expected.size() != given.size()) {
            throw new NetworkRunException("ONNX Runtime gives an output of the shape " + given.shape()
                    + " for the whole of '" + model.fileName() + "' and of " + expected.shape() + " for its parts.");
        }
        Optional<QuantParams> quantizer = lastQuantizer();
        long differing = 0;
        double largest = 0;
        for (int at = 0; at < given.size(); at++) {
            float one = expected.get(at);
            float other = given.get(at);
            if (Float.compare(one, other) != 0 && one != other) {
                differing++;
                double steps = quantizer.isPresent()
                        ? Math.rint(Math.abs((double) one - other) / quantizer.get().scale())
                        : Math.abs((double) ordered(one) - ordered(other));
                largest = Math.max(largest, Double.isNaN(steps) ? Integer.MAX_VALUE : Math.max(1, steps));
            }
        }
        return new CodeParity(output.place(), given.size(), differing, (int) largest);
    }

    /** Neighbouring float32 numbers are neighbouring integers. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits < 0 ? Integer.MIN_VALUE - bits : bits;
    }

    /** That of the layer whose values are the network's output. */
    private Optional<QuantParams> lastQuantizer() {
        for (Layer layer : parity.compared()) {
            QuantizedLayer tensors = exported.layers().get(layer.name());
            if (tensors.output().equals(output.place())) {
                return params.get(layer.name()).output();
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        unchanged.close();
        exposing.close();
        chained.close();
    }
}
