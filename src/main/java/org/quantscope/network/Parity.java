package org.quantscope.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.analysis.CodeParity;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;

/**
 * Compares, layer by layer and image by image, what ONNX Runtime's integer network computes with what this program
 * computes from the very codes that the runtime's layer reads. Layers without codes of at most 8 bits on both sides are
 * left out.
 */
public final class Parity {
    private final IntegerNetwork network;
    private final Map<String, LayerParams> params;
    private final List<Layer> layers;
    private final LayerCodes own;
    private final Map<String, CodeParity> found = new LinkedHashMap<>();
    private int images;

    /** What one layer of one image gave. */
    @FunctionalInterface
    interface LayerSeen {
        /**
         * @param read the codes that the runtime's layer reads, (N, C, H, W)
         * @param given the runtime's codes, in the network's own shape
         * @param computed this program's codes from the same ones, (N, O, H', W')
         */
        void seen(Layer layer, IntTensor read, IntTensor given, IntTensor computed);
    }

    /**
     * @param network the network of these parameters
     * @param own this program's integer sums
     */
    public Parity(Model model, Map<String, LayerParams> params, IntegerNetwork network, LayerCodes own) {
        this.network = network;
        this.params = Map.copyOf(params);
        this.own = own;
        this.layers = model.layers().stream().filter(layer -> omission(layer, params(layer)).isEmpty()).toList();
        layers.forEach(layer -> found.put(layer.name(), CodeParity.none(layer.name())));
    }

    /**
     * Runs the network on one more image and compares.
     *
     * @throws NetworkRunException with a sentence if ONNX Runtime fails
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more; what was compared before
     *     stays
     */
    public void add(FloatTensor networkInput, Cancellation cancellation) {
        try (IntegerActivations run = network.run(networkInput, cancellation)) {
            count(compared(run, (layer, read, given, computed) -> {}, cancellation));
        }
    }

    /** How many images were compared. */
    public int images() {
        return images;
    }

    /** The layers that are compared, in the order of the network. */
    public List<CodeParity> layers() {
        return List.copyOf(found.values());
    }

    /** All layers together. */
    public CodeParity total() {
        return found.values().stream().reduce(CodeParity.none("all layers"), CodeParity::plus);
    }

    /** What a layer has no codes for to compare, as a sentence's end; empty: it is compared. */
    static Optional<String> omission(Layer layer, LayerParams params) {
        if (params.weight().isEmpty() && params.input().isEmpty() && params.output().isEmpty()) {
            return Optional.of("it is not quantized");
        }
        if (params.weight().isEmpty() || params.input().isEmpty() || params.output().isEmpty()) {
            return Optional.of("its " + (params.weight().isEmpty() ? "weights" : params.input().isEmpty() ? "input"
                    : "output") + (params.weight().isEmpty() ? " are" : " is") + " not quantized");
        }
        boolean bytes = IntegerActivations.inBytes(params.weight().map(weight -> weight.channel(0)))
                && IntegerActivations.inBytes(params.input()) && IntegerActivations.inBytes(params.output());
        if (!bytes) {
            return Optional.of("its codes have more than 8 bits, for which the runtime computes in float32");
        }
        if (layer.bias().isPresent() && !params.hasIntegerBias()) {
            return Optional.of("its bias is float, so the runtime computes it in float32");
        }
        return layer.kind() == LayerKind.MATMUL && layer.inputLayout() == InputLayout.COLUMNS
                ? Optional.of("its weights are on the left of a MatMul, which the runtime computes in float32")
                : Optional.empty();
    }

    List<Layer> compared() {
        return layers;
    }

    /** Compares the layers of one run, in the order of the network. */
    List<CodeParity> compared(IntegerActivations run, LayerSeen seen, Cancellation cancellation) {
        List<CodeParity> one = new ArrayList<>();
        for (Layer layer : layers) {
            cancellation.throwIfCancelled();
            IntTensor read = run.inputCodes(layer).orElseThrow();
            IntTensor given = run.outputCodes(layer).orElseThrow();
            IntTensor computed = codes(layer, read, cancellation);
            one.add(CodeParity.of(layer.name(), computed, given));
            seen.seen(layer, read, given, computed);
        }
        return one;
    }

    /** This program's codes of a layer. */
    IntTensor codes(Layer layer, IntTensor input, Cancellation cancellation) {
        return own.outputCodes(layer, input, params(layer), cancellation);
    }

    /** Adds what one image gave. */
    void count(List<CodeParity> image) {
        image.forEach(each -> found.merge(each.place(), each, CodeParity::plus));
        images++;
    }

    private LayerParams params(Layer layer) {
        return params.getOrDefault(layer.name(), LayerParams.FLOAT);
    }
}
