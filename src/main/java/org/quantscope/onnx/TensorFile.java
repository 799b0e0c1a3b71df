package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.UnreadableInputException;

/** Reads a tensor in a file of its own, such as the {@code test_data_set_0/input_0.pb} beside a published model. */
public final class TensorFile {
    private TensorFile() {}

    /**
     * The tensor in float32.
     *
     * @throws UnreadableInputException with a sentence if the file is damaged, too large or holds no real numbers
     */
    public static FloatTensor read(Path file) {
        try {
            byte[] bytes = OnnxFile.bytes(file, Runtime.getRuntime().maxMemory() / 4);
            ConstantTensor tensor = new TensorDecoder(new ExternalData(file), WeightMemory.ofThisProcess())
                    .decode("input", parse(bytes));
            return FloatTensor.wrap(tensor.shape(), tensor.data());
        } catch (DefectException e) {
            throw new UnreadableInputException("File '" + file.getFileName() + "' cannot be read as a tensor: "
                    + e.getMessage() + ".", e);
        } catch (NotExplorableException e) {
            throw new UnreadableInputException("File '" + file.getFileName() + "' holds no input of a float network;"
                    + " give tensors of float, double or half numbers.", e);
        }
    }

    private static TensorProto parse(byte[] bytes) {
        try {
            return TensorProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new DefectException("it is damaged or no ONNX tensor; download or write it again", e);
        }
    }
}
