package org.quantscope.network;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.SimulationGraph;

/** Sessions for the part of a simulated network from one layer on; opened when they are first needed. */
final class TailSessions implements AutoCloseable {
    private final Model model;
    private final SimulationGraph graph;
    private final OrtEnvironment environment;
    private final int threads;
    private final Map<String, String> elementTypes = new HashMap<>();
    private final Map<String, Optional<OrtSession>> opened = new HashMap<>();

    /** @param whole the session of the whole graph */
    TailSessions(Model model, SimulationGraph graph, OrtEnvironment environment, OrtSession whole, int threads)
            throws OrtException {
        this.model = model;
        this.graph = graph;
        this.environment = environment;
        this.threads = threads;
        for (Map.Entry<String, NodeInfo> output : whole.getOutputInfo().entrySet()) {
            if (output.getValue().getInfo() instanceof TensorInfo info && info.type != OnnxJavaType.UNKNOWN) {
                elementTypes.put(output.getKey(), info.type.name());
            }
        }
    }

    /** The part from a layer on, which gives the network's first output; empty if there is none. */
    Optional<OrtSession> from(Layer layer) throws OrtException {
        Optional<OrtSession> known = opened.get(layer.name());
        if (known == null) {
            Optional<byte[]> part = graph.from(
                    graph.layers().get(layer.name()), model.outputs().get(0).name(), elementTypes);
            known = part.isEmpty()
                    ? Optional.empty()
                    : Optional.of(RuntimeSessions.open(
                            environment, part.get(), graph.externalDataFolder(), threads));
            opened.put(layer.name(), known);
        }
        return known;
    }

    @Override
    public void close() throws OrtException {
        for (Optional<OrtSession> session : opened.values()) {
            if (session.isPresent()) {
                session.get().close();
            }
        }
        opened.clear();
    }
}
