package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Set;
import org.quantscope.tensor.Shape;

/**
 * Turns a {@code TensorProto} of a real type into float32, from wherever its values are: little-endian bytes in the
 * file, a typed field, or another file. What the tensor claims to hold is checked against what is there first.
 */
final class TensorDecoder {
    private static final Set<DataType> INTEGERS = Set.of(
            DataType.UINT4, DataType.INT4, DataType.UINT8, DataType.INT8, DataType.UINT16, DataType.INT16,
            DataType.INT32, DataType.UINT32, DataType.INT64, DataType.UINT64, DataType.BOOL);

    private final ExternalData externalData;
    private final WeightMemory memory;

    TensorDecoder(ExternalData externalData, WeightMemory memory) {
        this.externalData = externalData;
        this.memory = memory;
    }

    /**
     * @param name what the tensor is called in the graph
     * @throws NotExplorableException if it is legal, but of a type that no float layer has, or empty
     */
    ConstantTensor decode(String name, TensorProto tensor) throws NotExplorableException {
        DataType type = realType(name, tensor);
        int size = elementCount(name, tensor);
        if (size == 0) {
            throw new NotExplorableException("Tensor '" + name + "' is empty, so there is nothing to quantize.");
        }
        int[] extents = tensor.getDimsList().stream().mapToInt(Long::intValue).toArray();
        float[] data = ExternalData.isExternal(tensor)
                ? fromFile(name, type, tensor, size)
                : fromModel(name, type, tensor, size);
        // Doubles are rounded to float32; the 16-bit types fit exactly.
        return ConstantTensor.stored(name, Shape.of(extents), data, type != DataType.DOUBLE);
    }

    private static DataType realType(String name, TensorProto tensor) throws NotExplorableException {
        DataType type = DataType.forNumber(tensor.getDataType());
        if (type == null || type == DataType.UNDEFINED) {
            throw new NotExplorableException("Tensor '" + name + "' has element type number " + tensor.getDataType()
                    + ", which Quantscope does not read.");
        }
        if (INTEGERS.contains(type)) {
            throw new NotExplorableException(
                    "Tensor '" + name + "' holds " + type + " values, so this layer is not a float layer.");
        }
        if (FloatSink.bytesOf(type) == 0) {
            throw new NotExplorableException(
                    "Tensor '" + name + "' holds " + type + " values, which Quantscope does not read.");
        }
        return type;
    }

    /** How many elements a tensor's extents stand for. */
    static int elementCount(String name, TensorProto tensor) {
        long count = 1;
        boolean empty = false;
        for (long extent : tensor.getDimsList()) {
            if (extent < 0) {
                throw new DefectException("tensor '" + name + "' has the negative extent " + extent
                        + "; the file is damaged, export the model again");
            }
            if (extent == 0) {
                empty = true;
            } else if (count > Integer.MAX_VALUE / extent) {
                throw new DefectException("tensor '" + name + "' claims more than 2^31 - 1 elements;"
                        + " the file is damaged or the layer too large to explore");
            } else {
                count *= extent;
            }
        }
        return empty ? 0 : (int) count;
    }

    private static void requireCount(String name, int elements, int unit, long present) {
        long needed = (long) elements * unit;
        if (present != needed) {
            String what = unit == 1 ? " values" : " bytes";
            throw new DefectException("tensor '" + name + "' needs " + needed + what + " for its shape but holds "
                    + present + "; the file is damaged, export the model again");
        }
    }

    private static int typedCount(DataType type, TensorProto tensor) {
        return switch (type) {
            case FLOAT -> tensor.getFloatDataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            default -> tensor.getInt32DataCount();
        };
    }

    private float[] fromFile(String name, DataType type, TensorProto tensor, int size) {
        ExternalData.Region region = externalData.find(name, tensor, (long) size * FloatSink.bytesOf(type));
        float[] data = memory.floats(size);
        region.copyTo(new FloatSink(name, type, data));
        return data;
    }

    private float[] fromModel(String name, DataType type, TensorProto tensor, int size) {
        boolean raw = tensor.getRawData().size() > 0 || typedCount(type, tensor) == 0;
        if (raw) {
            requireCount(name, size, FloatSink.bytesOf(type), tensor.getRawData().size());
        } else {
            requireCount(name, size, 1, typedCount(type, tensor));
        }
        float[] data = memory.floats(size);
        FloatSink sink = new FloatSink(name, type, data);
        if (raw) {
            sink.accept(tensor.getRawData().asReadOnlyByteBuffer());
            return data;
        }
        for (int i = 0; i < size; i++) {
            switch (type) {
                case FLOAT -> sink.acceptFloat(tensor.getFloatData(i));
                case DOUBLE -> sink.acceptDouble(tensor.getDoubleData(i));
                default -> sink.acceptHalf(tensor.getInt32Data(i));
            }
        }
        return data;
    }
}
