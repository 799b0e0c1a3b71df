package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.UnsafeByteOperations;

/** Puts tensors that lie in files beside a model into the model, so that it needs no other file. */
final class InlineData {
    private static final long LARGEST = Integer.MAX_VALUE - 8L;

    private final ExternalData files;
    private long bytes;

    private InlineData(ExternalData files) {
        this.files = files;
    }

    /**
     * The model with all tensors in it.
     *
     * @throws IllegalArgumentException with a sentence if they do not fit into one file
     */
    static ModelProto of(ExternalData files, ModelProto proto) {
        if (StoredTensors.of(proto).stream().noneMatch(ExternalData::isExternal)) {
            return proto;
        }
        InlineData inline = new InlineData(files);
        return proto.toBuilder().setGraph(inline.graph(proto.getGraph())).build();
    }

    private GraphProto graph(GraphProto graph) {
        GraphProto.Builder whole = graph.toBuilder();
        for (int at = 0; at < whole.getInitializerCount(); at++) {
            whole.setInitializer(at, tensor(whole.getInitializer(at)));
        }
        for (NodeProto.Builder node : whole.getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasT()) {
                    attribute.setT(tensor(attribute.getT()));
                }
                if (attribute.hasG()) {
                    attribute.setG(graph(attribute.getG()));
                }
                for (int at = 0; at < attribute.getGraphsCount(); at++) {
                    attribute.setGraphs(at, graph(attribute.getGraphs(at)));
                }
            }
        }
        return whole.build();
    }

    private TensorProto tensor(TensorProto tensor) {
        if (!ExternalData.isExternal(tensor)) {
            return tensor;
        }
        long size = size(tensor);
        bytes += size;
        if (bytes > Math.min(LARGEST, Runtime.getRuntime().maxMemory() / 2)) {
            throw new IllegalArgumentException("The weights in the files beside the model do not fit into one quantized"
                    + " file or into Java's memory; quantize more layers or start with a larger -Xmx.");
        }
        ExternalData.Region region = files.find(tensor.getName(), tensor, size);
        return tensor.toBuilder().clearExternalData().setDataLocation(DataLocation.DEFAULT)
                .setRawData(UnsafeByteOperations.unsafeWrap(region.bytesRead())).build();
    }

    private static long size(TensorProto tensor) {
        long bits = bitsOf(DataType.forNumber(tensor.getDataType()), tensor.getName());
        for (long extent : tensor.getDimsList()) {
            if (extent < 0 || extent > 0 && bits > 8 * LARGEST / extent) {
                throw new DefectException("tensor '" + tensor.getName()
                        + "' has impossible extents; the file is damaged, export the model again");
            }
            bits *= extent;
        }
        return (bits + 7) / 8;
    }

    private static long bitsOf(DataType type, String name) {
        return switch (type == null ? DataType.UNDEFINED : type) {
            case INT4, UINT4 -> 4;
            case BOOL, INT8, UINT8, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 8;
            case INT16, UINT16, FLOAT16, BFLOAT16 -> 16;
            case INT32, UINT32, FLOAT -> 32;
            case INT64, UINT64, DOUBLE, COMPLEX64 -> 64;
            case COMPLEX128 -> 128;
            default -> throw new DefectException("tensor '" + name
                    + "' has an element type that cannot be copied from another file; export the model as one file");
        };
    }
}
