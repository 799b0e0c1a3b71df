package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.external;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;
import static org.quantscope.onnx.OnnxModels.ramp;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.tensor;
import static org.quantscope.onnx.OnnxModels.text;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;

/** Damaged files open or are refused with a sentence; nothing else happens, whatever the damage. */
class MutatedModelsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> files() throws IOException {
        return Stream.of(
                Arguments.of("lenet", Files.readAllBytes(Path.of("samples/fashion-lenet.onnx")), 150),
                Arguments.of("mobile", Files.readAllBytes(Path.of("samples/fashion-mobile.onnx")), 100),
                Arguments.of("mobile-bn", Files.readAllBytes(Path.of("samples/fashion-mobile-bn.onnx")), 100),
                Arguments.of("integer operators", QuantizedFormsTest.movedCodes().bytes(), 4000),
                Arguments.of("rounding pairs", QuantizedFormsTest.roundedFloats().bytes(), 4000),
                Arguments.of("every form", everyForm().bytes(), 4000));
    }

    @BeforeEach
    void writeExternalData() throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[20]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void bytesThatChanged(String name, byte[] original, int rounds) {
        Random random = new Random(name.hashCode());
        int opened = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = original.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                // Half of the changes near the structure at the beginning or the end, where they matter most.
                int span = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 600);
                int at = random.nextBoolean() ? random.nextInt(span) : bytes.length - 1 - random.nextInt(span);
                bytes[at] = random.nextInt(3) == 0
                        ? (byte) (bytes[at] ^ 1 << random.nextInt(8))
                        : (byte) random.nextInt();
            }
            opened += assertHandled(name + " changed in round " + round, bytes) ? 1 : 0;
        }
        assertThat(opened).as("some changes are harmless, others are noticed").isBetween(1, rounds - 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void filesThatEndEarly(String name, byte[] original, int rounds) {
        Random random = new Random(name.hashCode());
        for (int round = 0; round < rounds / 2; round++) {
            int length = random.nextInt(original.length);
            assertHandled(name + " cut at " + length, Arrays.copyOf(original, length));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void filesWithPartsTakenOutOrDoubled(String name, byte[] original, int rounds) {
        Random random = new Random(~name.hashCode());
        for (int round = 0; round < rounds / 4; round++) {
            int from = random.nextInt(original.length);
            int to = Math.min(original.length, from + 1 + random.nextInt(40));
            int resume = random.nextBoolean() ? from : to;
            int kept = original.length - resume;
            byte[] bytes = Arrays.copyOf(original, (random.nextBoolean() ? from : to) + kept);
            System.arraycopy(original, resume, bytes, bytes.length - kept, kept);
            assertHandled(name + " spliced in round " + round, bytes);
        }
    }

    @Test
    void theUnchangedModelOfEveryFormOpens() {
        Model model = OnnxReader.read(folder.resolve("net.onnx"), everyForm().bytes());
        assertThat(model.layers()).extracting(Layer::name)
                .containsExactly("/a/a.0/Conv", "y2", "g", "y5", "me", "y7");
        assertThat(model.layers()).extracting(Layer::displayName)
                .containsExactly("a", "y2", "g", "y5", "me", "y7");
        assertThat(BatchNormFolding.fold(model).foldedLayers()).isEqualTo(1);
    }

    /** Whether the file opened; if not it was refused with a sentence. */
    private boolean assertHandled(String what, byte[] bytes) {
        try {
            Model model = OnnxReader.read(folder.resolve("net.onnx"), bytes);
            assertSound(what, model);
            OnnxFile file = OnnxFile.of(folder.resolve("net.onnx"), bytes);
            assertThat(model.layers()).extracting(Layer::name)
                    .containsAll(StoredQuantization.of(model, file.stored()).params().keySet());
            assertSound(what + ", folded", BatchNormFolding.fold(model));
            return true;
        } catch (ModelFormatException e) {
            assertThat(e.getMessage()).as(what).startsWith("File 'net.onnx' cannot be opened: ").endsWith(".");
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        }
    }

    /** A damaged file that still opens gives layers that hold together. */
    private static void assertSound(String what, Model model) {
        assertThat(model.layers().stream().map(Layer::name)).as(what).doesNotHaveDuplicates();
        assertThat(model.layers().stream().map(Layer::displayName)).as(what).doesNotHaveDuplicates();
        assertThat(model.layers().stream().filter(layer -> layer.foldedBatchNorm().isPresent()))
                .as(what).hasSize(model.foldedLayers());
        for (Layer layer : model.layers()) {
            assertThat(layer.outputChannels() % layer.geometry().group()).as(what).isZero();
            layer.bias().ifPresent(bias -> assertThat(bias.size()).as(what).isEqualTo(layer.outputChannels()));
            assertThat(layer.weight().size()).as(what).isEqualTo(layer.outputChannels() * layer.taps());
        }
    }

    /** A small model that goes through as much of the reader as fits, so that most changes hit something. */
    private static OnnxModels everyForm() {
        TensorProto half = OnnxModels.empty("h", DataType.FLOAT16, 2, 2).addInt32Data(0x3c00).addInt32Data(0)
                .addInt32Data(0xc000).addInt32Data(1).build();
        return OnnxModels.opset(13).input("x", -1, 2, 6, 6)
                .initializer("w", ramp(16), 2, 2, 2, 2)
                .initializer("b", ramp(2), 2)
                .initializer("w1", ramp(12), 3, 2, 2)
                .initializer("m", ramp(6), 2, 3)
                .initializer("c", ramp(3), 1, 3)
                .initializer(half)
                .initializer(external("e", new long[] {2, 2}, "location", "w.bin", "offset", "4", "length", "16"))
                .initializer(OnnxModels.empty("d", DataType.DOUBLE, 2, 1).addDoubleData(1).addDoubleData(2).build())
                .node("Conv", "/a/a.0/Conv", "x,w,b", "y0", integers("pads", 1, 0, 1, 2), integers("strides", 1, 2),
                        integers("dilations", 2, 1), integers("kernel_shape", 2, 2))
                .node("Constant", "", "", "lo", tensor("value", OnnxModels.floats("", new float[] {0})))
                .node("Clip", "clip", "y0,lo", "y1")
                .node("Conv", "", "y1,w1", "y2", text("auto_pad", "SAME_LOWER"), integer("group", 1))
                .node("Relu", "r", "y2", "y3")
                .node("Gemm", "g", "y3,m,c", "y4", real("alpha", 0.5f), integer("transA", 1))
                .node("Cast", "", "h", "hf", integer("to", 1))
                .node("Transpose", "", "hf", "ht", integers("perm", 1, 0))
                .node("MatMul", "mm", "y4,ht", "y5")
                .node("MatMul", "me", "e,y5", "y6")
                .node("Gemm", "mm", "y6,d", "y7", integer("transB", 0))
                .initializer("scale", new float[] {2}, 1)
                .initializer("shift", new float[] {-1}, 1)
                .initializer("mean", new float[] {0.5f}, 1)
                .initializer("variance", new float[] {3}, 1)
                .node("BatchNormalization", "bn", "y7,scale,shift,mean,variance", "y8", real("epsilon", 1))
                .output("y8", 1, -1);
    }
}
