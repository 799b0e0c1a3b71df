package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Optional;

/**
 * Integer codes that a file stores.
 *
 * @param codes last dimension fastest
 */
record CodeTensor(CodeContainer container, List<Integer> extents, int[] codes) {

    /**
     * A tensor's codes; empty if it has no elements, or another type than those that codes are stored in.
     *
     * @throws DefectException if it holds fewer or other values than its shape and its type say
     */
    static Optional<CodeTensor> decode(TensorProto tensor, ExternalData files, WeightMemory memory) {
        Optional<CodeContainer> container = CodeContainer.of(tensor.getDataType());
        if (container.isEmpty()) {
            return Optional.empty();
        }
        int count = TensorDecoder.elementCount(tensor.getName(), tensor);
        if (count == 0) {
            return Optional.empty();
        }
        int[] codes = read(tensor, container.get(), count, files, memory);
        return Optional.of(new CodeTensor(
                container.get(), tensor.getDimsList().stream().map(Long::intValue).toList(), codes));
    }

    private static int[] read(
            TensorProto tensor, CodeContainer container, int count, ExternalData files, WeightMemory memory) {
        long bytes = ((long) count * container.bits() + 7) / 8;
        boolean typed = tensor.getInt32DataCount() > 0 && !ExternalData.isExternal(tensor);
        int perValue = container.bits() < 8 ? 8 / container.bits() : 1;
        long needed = typed ? ((long) count + perValue - 1) / perValue : bytes;
        if (ExternalData.isExternal(tensor)) {
            byte[] read = files.find(tensor.getName(), tensor, bytes).bytesRead();
            return unpack(read, container, count, memory);
        }
        long present = typed ? tensor.getInt32DataCount() : tensor.getRawData().size();
        if (present != needed) {
            throw new DefectException("tensor '" + tensor.getName() + "' needs " + needed
                    + (typed ? " values" : " bytes") + " for its shape but holds " + present
                    + "; the file is damaged, export the model again");
        }
        return typed
                ? typed(tensor, container, count, memory)
                : unpack(tensor.getRawData().toByteArray(), container, count, memory);
    }

    private static int[] unpack(byte[] bytes, CodeContainer container, int count, WeightMemory memory) {
        memory.reserve(count);
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = container.read(bytes, i);
        }
        return codes;
    }

    private static int[] typed(TensorProto tensor, CodeContainer container, int count, WeightMemory memory) {
        memory.reserve(count);
        int[] codes = new int[count];
        int perValue = container.bits() < 8 ? 8 / container.bits() : 1;
        for (int i = 0; i < count; i++) {
            int stored = tensor.getInt32Data(i / perValue);
            codes[i] = perValue == 1 ? stored : container.read(new byte[] {(byte) stored}, i % perValue);
            if (codes[i] < container.lowest() || codes[i] > container.highest()) {
                throw new DefectException("tensor '" + tensor.getName() + "' holds " + codes[i]
                        + ", which its type does not have; the file is damaged, export the model again");
            }
        }
        return codes;
    }
}
