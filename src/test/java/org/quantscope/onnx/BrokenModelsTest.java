package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.quantscope.onnx.OnnxModels.conv;
import static org.quantscope.onnx.OnnxModels.floats;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;
import static org.quantscope.onnx.OnnxModels.opset;
import static org.quantscope.onnx.OnnxModels.ramp;
import static org.quantscope.onnx.OnnxModels.raw;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.text;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.tensor.Shape;

/** Every kind of file that cannot be opened, with the sentence a person reads. */
class BrokenModelsTest {
    private static final String DAMAGED = "; the file is damaged, export the model again";
    private static final TensorProto W = floats("w", ramp(18), 2, 1, 3, 3);

    @TempDir
    Path folder;

    static Stream<Arguments> bytes() throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("samples/fashion-lenet.onnx"));
        byte[] noise = new byte[300];
        Arrays.fill(noise, (byte) 0xff);
        String other = ", not an ONNX model; choose an .onnx file";
        return Stream.of(
                Arguments.of(new byte[0], "it is empty; download or export it again"),
                Arguments.of(Arrays.copyOf(sample, sample.length / 2),
                        "it ends in the middle of the model; download or export it again"),
                Arguments.of(Arrays.copyOf(sample, 9),
                        "it ends in the middle of the model; download or export it again"),
                Arguments.of(noise, "it is damaged or not an ONNX model; download or export it again"),
                Arguments.of(latin("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0"), "it is a PNG image" + other),
                Arguments.of(latin("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0"), "it is a JPEG image" + other),
                Arguments.of(latin("PK\u0003\u0004\u0014\0\0\0\b\0"),
                        "it is a ZIP archive (PyTorch's .pt and NumPy's .npz are such)" + other),
                Arguments.of(latin("\u001f\u008b\b\0\0\0"), "it is a gzip archive" + other),
                Arguments.of(latin("\u0089HDF\r\n\u001a\n\0\0"), "it is an HDF5 file, as Keras writes" + other),
                Arguments.of(latin("\u0093NUMPY\u0001\0v\0{'descr'"), "it is a NumPy array" + other),
                Arguments.of(latin("\u001c\0\0\0TFL3\0\0"), "it is a TensorFlow Lite model" + other),
                Arguments.of(latin("\u001c\0\0\0ORTM\0\0"), "it is a model in ONNX Runtime's own format" + other),
                Arguments.of(latin("<!DOCTYPE html>\n<html>not found</html>\n"), "it is a text file" + other),
                Arguments.of(ModelProto.newBuilder().setIrVersion(8).build().toByteArray(),
                        "it holds no network; choose an ONNX model, or export it again"),
                Arguments.of(opset(13).input("x").bytes(),
                        "it holds no network; choose an ONNX model, or export it again"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("bytes")
    void filesThatAreNoNetworks(byte[] bytes, String clause) throws IOException {
        assertRefused(Files.write(folder.resolve("net.onnx"), bytes), clause);
    }

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(opset(6).node("Relu", "r", "x", "y"),
                        "it uses version 6 of ONNX's operators and Quantscope reads 7 and newer;"
                                + " export it with a newer opset"),
                Arguments.of(withoutOpset(),
                        "it does not say which version of ONNX's operators it uses; export it again"),
                Arguments.of(conv(floats("w", new float[] {1, Float.NaN, Float.POSITIVE_INFINITY, 0}, 4, 1, 1, 1)),
                        "the weights of layer 'c' contain 2 of 4 values that are NaN or infinite;"
                                + " train or export the model again"),
                Arguments.of(withBias(floats("b", new float[] {0, Float.NEGATIVE_INFINITY}, 2)),
                        "the bias of layer 'c' contains 1 of 2 values that are NaN or infinite;"
                                + " train or export the model again"),
                Arguments.of(withBias(floats("b", ramp(3), 3)),
                        "node 'c' (Conv) has a bias of shape 3 for 2 output channels" + DAMAGED),
                Arguments.of(conv(floats("w", ramp(17), 2, 1, 3, 3)),
                        "tensor 'w' needs 72 bytes for its shape but holds 68" + DAMAGED),
                Arguments.of(conv(OnnxModels.empty("w", DataType.FLOAT, 2, 1, 3, 3).addFloatData(1).build()),
                        "tensor 'w' needs 18 values for its shape but holds 1" + DAMAGED),
                Arguments.of(conv(raw("w", DataType.FLOAT16, new byte[37], 2, 1, 3, 3)),
                        "tensor 'w' needs 36 bytes for its shape but holds 37" + DAMAGED),
                Arguments.of(conv(OnnxModels.empty("w", DataType.FLOAT, 2, 1, 3, 3).build()),
                        "tensor 'w' needs 72 bytes for its shape but holds 0" + DAMAGED),
                Arguments.of(conv(OnnxModels.empty("w", DataType.FLOAT, 1 << 20, 1 << 20, 3, 3).build()),
                        "tensor 'w' claims more than 2^31 - 1 elements;"
                                + " the file is damaged or the layer too large to explore"),
                Arguments.of(conv(OnnxModels.empty("w", DataType.FLOAT, Long.MAX_VALUE, Long.MAX_VALUE, 2, 2).build()),
                        "tensor 'w' claims more than 2^31 - 1 elements;"
                                + " the file is damaged or the layer too large to explore"),
                Arguments.of(conv(OnnxModels.empty("w", DataType.FLOAT, 1 << 28, 1, 1, 1)
                                .setRawData(ByteString.copyFrom(new byte[4])).build()),
                        "tensor 'w' needs 1073741824 bytes for its shape but holds 4" + DAMAGED),
                Arguments.of(conv(OnnxModels.empty("w", DataType.FLOAT, 2, -1, 3, 3).build()),
                        "tensor 'w' has the negative extent -1" + DAMAGED),
                Arguments.of(conv(OnnxModels.empty("w", DataType.DOUBLE, 1, 1, 1, 1).addDoubleData(1e39).build()),
                        "tensor 'w' holds 1.0E39, which is outside the float32 range;"
                                + " scale the weights or train in float32"),
                Arguments.of(conv(W, integers("pads", 1, 1, 1)),
                        "node 'c' (Conv) has 3 pads where 4 are needed" + DAMAGED),
                Arguments.of(conv(W, integers("pads", 1L << 40, 0, 0, 0)),
                        "node 'c' (Conv) has the pads [1099511627776, 0, 0, 0], where each must be at most 65536"
                                + DAMAGED),
                Arguments.of(conv(W, integers("strides", 0, 1)),
                        "node 'c' (Conv) has the strides [0, 1], where each must be from 1 to 65536" + DAMAGED),
                Arguments.of(conv(W, integers("dilations", 1)),
                        "node 'c' (Conv) has 1 dilations where 2 are needed" + DAMAGED),
                Arguments.of(conv(W, integers("kernel_shape", 3, 5)),
                        "node 'c' (Conv) has the kernel_shape [3, 5] but weights of shape 2×1×3×3" + DAMAGED),
                Arguments.of(conv(W, integers("kernel_shape", 3)),
                        "node 'c' (Conv) has the kernel_shape [3] but weights of shape 2×1×3×3" + DAMAGED),
                Arguments.of(conv(W, text("auto_pad", "SAME")),
                        "node 'c' (Conv) has the auto_pad 'SAME', which ONNX does not define" + DAMAGED),
                Arguments.of(conv(W, integer("group", 3)),
                        "node 'c' (Conv) splits 2 output channels into 3 groups" + DAMAGED),
                Arguments.of(conv(W, integer("group", 0)),
                        "node 'c' (Conv) splits 2 output channels into 0 groups" + DAMAGED),
                Arguments.of(conv(W, integer("pads", 1)),
                        "node 'c' (Conv) has the attribute pads of type INT where INTS belongs;"
                                + " export the model again"),
                Arguments.of(opset(13).initializer(W).node("Conv", "c", "x", "y"),
                        "node 'c' (Conv) lacks its input or its weights" + DAMAGED),
                Arguments.of(opset(13).initializer(W).node("Conv", "c", "x,w", ""),
                        "node 'c' (Conv) writes no tensor" + DAMAGED),
                Arguments.of(opset(13).initializer("m", ramp(6), 6).node("Gemm", "g", "x,m", "y"),
                        "node 'g' (Gemm) has a matrix of shape 6 where two dimensions are needed" + DAMAGED),
                Arguments.of(opset(13).initializer("m", ramp(6), 2, 3)
                                .node("Gemm", "g", "x,m", "y", real("alpha", Float.NaN)),
                        "node 'g' (Gemm) has the attribute alpha = NaN, which is not a finite number;"
                                + " export the model again"),
                Arguments.of(opset(13).initializer("m", new float[] {3e38f, 0}, 1, 2)
                                .node("Gemm", "g", "x,m", "y", real("alpha", 2)),
                        "the weights of layer 'g' contain 1 of 2 values that are NaN or infinite;"
                                + " train or export the model again"),
                Arguments.of(opset(13).node("MatMul", "m", "x", "y"),
                        "node 'm' (MatMul) lacks one of its two matrices" + DAMAGED),
                Arguments.of(opset(13).node("Relu", "", "x", "y").node("Relu", "", "x", "y"),
                        "tensor 'y' is defined twice" + DAMAGED),
                Arguments.of(opset(13).initializer(W).initializer(W).node("Relu", "", "x", "y"),
                        "tensor 'w' is defined twice" + DAMAGED),
                Arguments.of(opset(13).initializer(W).node("Relu", "", "x", "w"),
                        "tensor 'w' is defined twice" + DAMAGED),
                Arguments.of(opset(13).initializer(W)
                                .node("Transpose", "t", "w", "v", integers("perm", 0, 0, 1, 2))
                                .node("Conv", "c", "x,v", "y"),
                        "node 't' (Transpose) has a perm that does not reorder 4 dimensions; export the model again"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("models")
    void modelsThatAreBroken(OnnxModels model, String clause) throws IOException {
        assertRefused(model.write(folder.resolve("net.onnx")), clause);
    }

    @Test
    void aModelThatDoesNotFitIntoMemory() throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), new byte[3 << 20]);
        assertThatThrownBy(() -> OnnxFile.read(file, 2 << 20))
                .hasMessage("its 3 MB are more than the 2 MB that Java may use for it; start it with a larger -Xmx");
    }

    @Test
    void aFileBeyondTheLimitOfProtobuf() throws IOException {
        Path file = folder.resolve("net.onnx");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 31);
        }
        assertRefused(file, "it is larger than the 2 GB that ONNX allows for one file; export it with external data");
    }

    @Test
    void bodiesNestedTooDeepToRead() throws IOException {
        GraphProto body = GraphProto.getDefaultInstance();
        for (int depth = 0; depth < 200; depth++) {
            body = GraphProto.newBuilder()
                    .addNode(OnnxModels.nodeProto("If", "", "c", "y", OnnxModels.body("then_branch", body))).build();
        }
        OnnxModels model = opset(13).node("If", "", "c", "y", OnnxModels.body("then_branch", body));
        assertRefused(model.write(folder.resolve("net.onnx")),
                "it is damaged or not an ONNX model; download or export it again");
    }

    @Test
    void weightsThatManyNodesRearrangeDoNotFillTheHeap() {
        WeightMemory memory = new WeightMemory(3 << 20);
        ConstantTensor tensor = ConstantTensor.stored(
                "w", Shape.of(512, 512), memory.floats(512 * 512), true);
        ConstantTensor turned = tensor.transpose(new int[] {1, 0}, memory);
        assertThatThrownBy(() -> turned.scaled(2, memory).scaled(2, memory))
                .hasMessage("its weights need more than the 3 MB that Java may use for them;"
                        + " start it with a larger -Xmx");
    }

    @Test
    void aRingOfIdentitiesIsNoConstant() throws IOException {
        OnnxModels model = opset(13).node("Identity", "", "a", "b").node("Identity", "", "b", "a")
                .node("Conv", "c", "x,a", "y");
        assertThat(OnnxReader.read(model.write(folder.resolve("net.onnx"))).layers()).isEmpty();
    }

    @Test
    void pathsThatAreNoFiles() throws IOException {
        assertRefused(folder, "it is a folder; choose an .onnx file in it");
        assertRefused(folder.resolve("absent.onnx"), "it does not exist; check its path");
        Path dangling = Files.createSymbolicLink(folder.resolve("link.onnx"), folder.resolve("gone.onnx"));
        assertRefused(dangling, "it does not exist; check its path");
        Path device = Path.of("/dev/null");
        assumeThat(Files.exists(device)).isTrue();
        assertRefused(device, "it is a device or a pipe; choose an .onnx file");
    }

    @Test
    void aFileThatMayNotBeRead() throws IOException {
        Path file = conv(W).write(folder.resolve("net.onnx"));
        assumeThat(file.toFile().setReadable(false, false) && !Files.isReadable(file)).isTrue();
        assertRefused(file, "you may not read it; check its permissions");
    }

    private static void assertRefused(Path file, String clause) {
        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("File '" + file.getFileName() + "' cannot be opened: " + clause + ".");
    }

    private static OnnxModels withBias(TensorProto bias) {
        return opset(13).input("x").initializer(W).initializer(bias).node("Conv", "c", "x,w,b", "y").output("y");
    }

    private static OnnxModels withoutOpset() {
        OnnxModels model = opset(13).node("Relu", "r", "x", "y");
        model.model().clearOpsetImport();
        return model;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
