package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Numbers of dimensions, where the file states them. */
final class TensorRanks {
    private final Map<String, Integer> ranks = new HashMap<>();

    TensorRanks(GraphProto graph) {
        Stream.of(graph.getInputList(), graph.getOutputList(), graph.getValueInfoList())
                .flatMap(List::stream)
                .filter(info -> info.getType().hasTensorType() && info.getType().getTensorType().hasShape())
                .forEach(this::add);
    }

    private void add(ValueInfoProto info) {
        ranks.put(info.getName(), info.getType().getTensorType().getShape().getDimCount());
    }

    OptionalInt of(String tensor) {
        Integer rank = ranks.get(tensor);
        return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
    }
}
