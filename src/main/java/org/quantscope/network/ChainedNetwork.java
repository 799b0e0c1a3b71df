package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TensorInfo;
import org.quantscope.onnx.QuantizedLayer;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;

/**
 * A network of which this program computes layers and ONNX Runtime everything else. The file is cut at the codes that
 * these layers write; the parts between them are sessions of their own, opened when they are first needed. For one
 * thread at a time.
 */
final class ChainedNetwork implements AutoCloseable {
    private final Model model;
    private final Map<String, LayerParams> params;
    private final QuantizedNetwork network;
    private final RuntimeArithmetic arithmetic;
    private final int threads;
    private final List<Layer> layers;
    private final OrtEnvironment environment;
    private final Map<String, OrtSession> parts = new HashMap<>();
    private final StoppableRun stoppable = new StoppableRun();

    /** @param layers the layers that this program computes, in the order of the network */
    ChainedNetwork(
            Model model,
            Map<String, LayerParams> params,
            QuantizedNetwork network,
            List<Layer> layers,
            RuntimeArithmetic arithmetic,
            int threads) {
        this.model = model;
        this.params = Map.copyOf(params);
        this.network = network;
        this.layers = List.copyOf(layers);
        this.arithmetic = arithmetic;
        this.threads = threads;
        try {
            this.environment = RuntimeSessions.environment();
        } catch (OrtException e) {
            throw problem(e);
        }
    }

    /** Begins with an image that the runtime computed alone; its tensors stay open as long as the chain is used. */
    Chain begin(IntegerActivations run) {
        return new Chain(run);
    }

    /** Ends the run that is under way, if there is one, with a CancellationException there. */
    void terminate() {
        stoppable.stop();
    }

    /** One image's way through the network. Where it holds the runtime's own codes, these are not copied. */
    final class Chain implements AutoCloseable {
        private final IntegerActivations run;
        private final Map<String, OnnxTensor> differing = new LinkedHashMap<>();

        private Chain(IntegerActivations run) {
            this.run = run;
        }

        /** The codes that a layer reads, as the (N, C, H, W) that it is computed on; layers come in their order. */
        IntTensor input(Layer layer, Cancellation cancellation) {
            String name = tensors(layer).inputCodes().orElseThrow();
            QuantParams quantizer = params.get(layer.name()).input().orElseThrow();
            if (isWritten(name)) {
                return IntegerActivations.read(layer, codes(name), quantizer);
            }
            try (OrtSession.Result result = compute(name, cancellation)) {
                return IntegerActivations.read(layer, (OnnxTensor) result.get(0), quantizer);
            }
        }

        /** The codes that a layer writes, in the network's own shape, where the runtime wrote others. */
        void write(Layer layer, IntTensor codes) {
            String name = tensors(layer).outputCodes().orElseThrow();
            try {
                differing.put(name, IntegerActivations.create(
                        environment, codes, run.tensor(name), params.get(layer.name()).output().orElseThrow()));
            } catch (OrtException e) {
                throw problem(e);
            }
        }

        /** The network's first output, behind all layers. */
        FloatTensor output(Cancellation cancellation) {
            String name = model.outputs().get(0).name();
            try (OrtSession.Result result = compute(name, cancellation)) {
                return OrtTensors.toFloat((OnnxTensor) result.get(0), name);
            }
        }

        private OnnxTensor codes(String name) {
            OnnxTensor own = differing.get(name);
            return own == null ? run.tensor(name) : own;
        }

        private OrtSession.Result compute(String wanted, Cancellation cancellation) {
            try {
                OrtSession part = part(wanted, run);
                Map<String, OnnxTensor> fed = new HashMap<>();
                part.getInputNames().forEach(name -> fed.put(name, codes(name)));
                return stoppable.run(part, fed, Set.of(wanted), cancellation);
            } catch (OrtException e) {
                throw problem(e);
            }
        }

        @Override
        public void close() {
            differing.values().forEach(OnnxTensor::close);
            differing.clear();
        }
    }

    private QuantizedLayer tensors(Layer layer) {
        return network.layers().get(layer.name());
    }

    private boolean isWritten(String codes) {
        return layers.stream().anyMatch(layer -> tensors(layer).outputCodes().filter(codes::equals).isPresent());
    }

    private OrtSession part(String wanted, IntegerActivations run) throws OrtException {
        OrtSession known = parts.get(wanted);
        if (known == null) {
            List<TensorInfo> given = new ArrayList<>();
            for (Layer layer : layers) {
                String name = tensors(layer).outputCodes().orElseThrow();
                given.add(info(name, run.tensor(name)));
            }
            byte[] file = network.between(given, wanted);
            known = RuntimeSessions.openForIntegers(environment, file, arithmetic, threads).session();
            parts.put(wanted, known);
        }
        return known;
    }

    private static TensorInfo info(String name, OnnxTensor tensor) {
        List<Long> extents = LongStream.of(tensor.getInfo().getShape()).boxed().toList();
        String type = tensor.getInfo().type.name().toLowerCase(Locale.ROOT);
        return new TensorInfo(name, type, extents, extents.stream().map(extent -> "").toList());
    }

    private NetworkRunException problem(OrtException e) {
        return new NetworkRunException("ONNX Runtime cannot compute what is between the layers of '"
                + model.fileName() + "': " + RuntimeSessions.reason(e) + ".", e);
    }

    @Override
    public void close() {
        try {
            for (OrtSession part : parts.values()) {
                part.close();
            }
        } catch (OrtException e) {
            throw problem(e);
        } finally {
            parts.clear();
        }
    }
}
