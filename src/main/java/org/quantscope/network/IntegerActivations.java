package org.quantscope.network;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.QuantizedLayer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;

/** The tensors of one run of the integer network, in native memory until this is closed; each call copies one. */
public final class IntegerActivations implements AutoCloseable {
    private static final int BYTE_BITS = 8;
    /** How much higher signed codes are where they are stored as unsigned ones. */
    private static final int SIGNED_SHIFT = 128;

    private final Model model;
    private final Map<String, LayerParams> params;
    private final Map<String, QuantizedLayer> layers;
    private final Map<String, OnnxTensor> fed;
    private final OrtSession.Result result;
    private boolean closed;

    IntegerActivations(
            Model model,
            Map<String, LayerParams> params,
            Map<String, QuantizedLayer> layers,
            Map<String, OnnxTensor> fed,
            OrtSession.Result result) {
        this.model = model;
        this.params = params;
        this.layers = layers;
        this.fed = fed;
        this.result = result;
    }

    /** Whether codes are handed over: those wider than a byte are not. */
    static boolean inBytes(Optional<QuantParams> quantizer) {
        return quantizer.filter(own -> own.type().bits() <= BYTE_BITS).isPresent();
    }

    /** The codes that a layer reads, as the (N, C, H, W) that it is computed on; empty if there are none. */
    public Optional<IntTensor> inputCodes(Layer layer) {
        return layers.get(layer.name()).inputCodes()
                .filter(name -> inBytes(params(layer).input()))
                .map(name -> read(layer, tensor(name), params(layer).input().orElseThrow()));
    }

    /** Codes of at most 8 bits, as the (N, C, H, W) that a layer is computed on. */
    static IntTensor read(Layer layer, OnnxTensor codes, QuantParams quantizer) {
        return integers(Activations.arranged(layer, codes(codes, quantizer)));
    }

    /** The codes that a layer writes after its clamp, in the network's own shape; empty if there are none. */
    public Optional<IntTensor> outputCodes(Layer layer) {
        return layers.get(layer.name()).outputCodes()
                .filter(name -> inBytes(params(layer).output()))
                .map(name -> integers(codes(tensor(name), params(layer).output().orElseThrow())));
    }

    /** What a layer writes after its clamp, in real units and in the network's own shape. */
    public FloatTensor activated(Layer layer) {
        Optional<IntTensor> codes = outputCodes(layer);
        if (codes.isEmpty()) {
            return OrtTensors.toFloat(tensor(layers.get(layer.name()).output()), layer.name());
        }
        float[] values = new float[codes.get().size()];
        Quantizer.dequantize(codes.get().data(), values, 0, values.length, params(layer).output().orElseThrow());
        return FloatTensor.wrap(codes.get().shape(), values);
    }

    /** The network's first output. */
    public FloatTensor networkOutput() {
        if (model.outputs().isEmpty()) {
            throw new NetworkRunException("Network '" + model.fileName() + "' has no output.");
        }
        String name = model.outputs().get(0).name();
        return OrtTensors.toFloat(tensor(name), name);
    }

    private LayerParams params(Layer layer) {
        return params.getOrDefault(layer.name(), LayerParams.FLOAT);
    }

    /** Codes of at most 8 bits, each as a float, which holds it exactly. */
    private static FloatTensor codes(OnnxTensor tensor, QuantParams quantizer) {
        boolean unsigned = tensor.getInfo().type == OnnxJavaType.UINT8;
        int shift = shift(tensor.getInfo().type, quantizer);
        ByteBuffer bytes = tensor.getByteBuffer();
        float[] codes = new float[bytes.remaining()];
        for (int at = 0; at < codes.length; at++) {
            byte code = bytes.get();
            codes[at] = unsigned ? Byte.toUnsignedInt(code) - shift : code;
        }
        return FloatTensor.wrap(OrtTensors.shape(tensor), codes);
    }

    private static int shift(OnnxJavaType stored, QuantParams quantizer) {
        return stored == OnnxJavaType.UINT8 && quantizer.type().signed() ? SIGNED_SHIFT : 0;
    }

    /** Codes in the shape and the type of another tensor of the same quantizer; the caller closes it. */
    static OnnxTensor create(OrtEnvironment environment, IntTensor codes, OnnxTensor like, QuantParams quantizer)
            throws OrtException {
        int shift = shift(like.getInfo().type, quantizer);
        float[] stored = new float[codes.size()];
        for (int at = 0; at < stored.length; at++) {
            stored[at] = codes.get(at) + shift;
        }
        return OrtTensors.create(
                environment, FloatTensor.wrap(OrtTensors.shape(like), stored), like.getInfo().type, "codes");
    }

    private static IntTensor integers(FloatTensor codes) {
        int[] integers = new int[codes.size()];
        for (int at = 0; at < integers.length; at++) {
            integers[at] = (int) codes.get(at);
        }
        return IntTensor.wrap(codes.shape(), integers);
    }

    /** A tensor that the network was fed or handed over, as long as this is open. */
    synchronized OnnxTensor tensor(String name) {
        if (closed) {
            throw new IllegalStateException("These activations are closed.");
        }
        if (fed.containsKey(name)) {
            return fed.get(name);
        }
        if (result.get(name).orElse(null) instanceof OnnxTensor computed) {
            return computed;
        }
        throw new NetworkRunException("ONNX Runtime does not hand over tensor '" + name + "' of '"
                + model.fileName() + "'.");
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            result.close();
            fed.values().forEach(OnnxTensor::close);
        }
    }
}
