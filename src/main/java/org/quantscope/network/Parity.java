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
 * computes from the very codes that the runtime's layer reads. Layers that the runtime computes in float32 are left out.
 */
public final class Parity {
    private final IntegerNetwork network;
    private final Map<String, LayerParams> params;
    private final List<Layer> layers;
    private final LayerCodes own;
    private final Map<String, CodeParity> found = new LinkedHashMap<>();
    private int images;

    /**
     * @param network the network of these parameters
     * @param own this program's integer sums
     */
    public Parity(Model model, Map<String, LayerParams> params, IntegerNetwork network, LayerCodes own) {
        this.network = network;
        this.params = Map.copyOf(params);
        this.own = own;
        this.layers = model.layers().stream().filter(this::isInteger).toList();
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
        List<CodeParity> one = new ArrayList<>();
        try (IntegerActivations run = network.run(networkInput, cancellation)) {
            for (Layer layer : layers) {
                cancellation.throwIfCancelled();
                one.add(compare(layer, run, cancellation));
            }
        }
        one.forEach(each -> found.merge(each.place(), each, CodeParity::plus));
        images++;
    }

    /** How many images were compared. */
    public int images() {
        return images;
    }

    /** The layers that are computed in integers, in the order of the network. */
    public List<CodeParity> layers() {
        return List.copyOf(found.values());
    }

    /** All layers together. */
    public CodeParity total() {
        return found.values().stream().reduce(CodeParity.none("all layers"), CodeParity::plus);
    }

    private CodeParity compare(Layer layer, IntegerActivations run, Cancellation cancellation) {
        IntTensor given = run.outputCodes(layer).orElseThrow();
        IntTensor computed = own.outputCodes(
                layer, run.inputCodes(layer).orElseThrow(), params.get(layer.name()), cancellation);
        return CodeParity.of(layer.name(), computed, given);
    }

    private boolean isInteger(Layer layer) {
        LayerParams own = Optional.ofNullable(params.get(layer.name())).orElse(LayerParams.FLOAT);
        boolean columns = layer.kind() == LayerKind.MATMUL && layer.inputLayout() == InputLayout.COLUMNS;
        return !columns && own.weight().isPresent()
                && IntegerActivations.inBytes(own.weight().map(weight -> weight.channel(0)))
                && IntegerActivations.inBytes(own.input()) && IntegerActivations.inBytes(own.output())
                && (layer.bias().isEmpty() || own.hasIntegerBias());
    }
}
