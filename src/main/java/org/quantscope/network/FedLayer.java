package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.conv.Bias;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Operand;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.onnx.FakeQuantVector;
import org.quantscope.onnx.SimulatedLayer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * What one layer of the simulated network is fed. Float weights and the quantized ones that were asked for last lie in
 * native memory side by side, so that a layer goes back and forth between the two at no cost.
 */
final class FedLayer implements AutoCloseable {
    /** What an integer bias follows from. */
    private record BiasSource(TensorParams weight, double inputUnit, int bits) {}

    private static final String FLOAT = "float";

    private final OrtEnvironment environment;
    private final Layer layer;
    private final SimulatedLayer names;
    private final Map<String, NativeFloats> kept = new HashMap<>();

    FedLayer(OrtEnvironment environment, Layer layer, SimulatedLayer names) {
        this.environment = environment;
        this.layer = layer;
        this.names = names;
    }

    /**
     * Adds the layer's tensors by name of the graph's input.
     *
     * @param params of the layer
     * @param before what already quantized the tensor that the layer reads, if anything did
     */
    void feed(Map<String, OnnxTensor> fed, LayerParams params, Optional<QuantParams> before) throws OrtException {
        fed.put(names.weight(), weight(params));
        if (names.bias().isPresent()) {
            fed.put(names.bias().get(), bias(params));
        }
        // A second time would change nothing, or shift values that micronet's formulas do not keep.
        Optional<QuantParams> input = params.input().filter(own -> !before.equals(Optional.of(own)));
        fed.put(names.input(), vector(names.input(), input, Optional.empty()));
        fed.put(names.output(), vector(names.output(), params.output(), ownClamp(params)));
    }

    /** The clamp, where the network's own activation is not the same one. */
    private Optional<Clamp> ownClamp(LayerParams params) {
        Optional<FusedActivation> fused = layer.activation();
        return params.clamp().filter(clamp -> fused.isEmpty()
                || clamp.lo() != fused.get().lo() || clamp.hi() != fused.get().hi());
    }

    private OnnxTensor weight(LayerParams params) throws OrtException {
        if (params.weight().isEmpty()) {
            return tensor(names.weight() + FLOAT, names.shape(layer))
                    .holding(FLOAT, () -> names.arranged(layer, layer.weight()));
        }
        TensorParams own = params.weight().get();
        return tensor(names.weight(), names.shape(layer)).holding(own, () -> names.arranged(
                layer, Operand.weight(layer.weight(), params.weight(), allChannels()).fakeQuant()));
    }

    private OnnxTensor bias(LayerParams params) throws OrtException {
        Shape shape = Shape.of(layer.outputChannels());
        if (!params.hasIntegerBias()) {
            return tensor(names.bias().orElseThrow() + FLOAT, shape)
                    .holding(FLOAT, () -> layer.bias().orElseThrow());
        }
        BiasSource source = new BiasSource(
                params.weight().orElseThrow(), params.input().orElseThrow().unit(), params.biasBits().getAsInt());
        return tensor(names.bias().orElseThrow(), shape).holding(source, () -> FloatTensor.wrap(
                shape, Bias.of(layer.bias(), params, allChannels()).fakeQuant()));
    }

    private OnnxTensor vector(String name, Optional<QuantParams> params, Optional<Clamp> clamp) throws OrtException {
        Shape shape = Shape.of(FakeQuantVector.SIZE);
        if (params.isEmpty() && clamp.isEmpty()) {
            return tensor(name + FLOAT, shape).holding(FLOAT, () -> FloatTensor.wrap(shape, FakeQuantVector.off()));
        }
        record Source(Optional<QuantParams> params, Optional<Clamp> clamp) {}
        return tensor(name, shape).holding(new Source(params, clamp),
                () -> FloatTensor.wrap(shape, FakeQuantVector.of(params, clamp)));
    }

    private ChannelRange allChannels() {
        return ChannelRange.all(layer.outputChannels());
    }

    private NativeFloats tensor(String name, Shape shape) throws OrtException {
        NativeFloats found = kept.get(name);
        if (found == null) {
            found = new NativeFloats(environment, shape);
            kept.put(name, found);
        }
        return found;
    }

    int nativeTensors() {
        return kept.size();
    }

    @Override
    public void close() {
        kept.values().forEach(NativeFloats::close);
        kept.clear();
    }
}
