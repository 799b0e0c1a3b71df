package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

class OneDnnEngineTest {
    private static final ConvGeometry WINDOW = new ConvGeometry(3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1);
    private static OneDnn library;

    @BeforeAll
    static void load() {
        Engines.select("onednn");
        library = OneDnn.load();
    }

    /** On a processor without VNNI the library's products of bytes are wrong, and only the self-test says so. */
    @Test
    void productsThatStickAreFound() {
        Optional<String> failure = SelfTest.bandFailure(
                shape -> OneDnnBands.unproven(library, shape, ByteProducts.EXACT), HardSums.all());
        assumeTrue(!library.instructionSet().matches(".*(VNNI|AMX).*|instruction set.*"));
        assertThat(failure).contains("wrong integer sums (1×1 above the limit of float32, almost all 255 × 127)");
        assertThat(Engines.select("onednn").description()).contains("integers of 8 bits travel in float32");
    }

    @Test
    void extremesFindProductsThatStick() {
        boolean exact = Engines.select("onednn").details().get("8-bit products").startsWith("exact");
        ConvShape extents = shape(WINDOW, 64, 5, 7, 16);
        library.oneThread();
        try (OneDnnConv convolution = OneDnnConv.create(library, OneDnnConv.Kind.CODES, extents).orElseThrow();
                stream stream = library.newStream()) {
            assertThat(ExtremeProducts.areExact(convolution, stream, extents, ByteProducts.EXACT_TO_FLOAT))
                    .isEqualTo(exact);
            assertThat(ExtremeProducts.areExact(convolution, stream, extents, ByteProducts.EXACT_IN_PAIRS_TO_FLOAT))
                    .isTrue();
        }
    }

    /** Trusted with everything, but every convolution on trial: the sums are right on any processor. */
    @ParameterizedTest
    @EnumSource(ByteProducts.class)
    void whateverIsTrustedTheSumsAreRight(ByteProducts trust) {
        assertThat(SelfTest.bandFailure(shape -> OneDnnBands.create(library, shape, trust), HardSums.all())).isEmpty();
    }

    @Test
    void bytesAreTrustedAsFarAsTheirSumsFit() {
        assertThat(ByteProducts.EXACT.exactFor(255, 128, 1 << 20)).isTrue();
        assertThat(ByteProducts.EXACT_TO_FLOAT.exactFor(255, 128, 65793)).isTrue();
        assertThat(ByteProducts.EXACT_TO_FLOAT.exactFor(255, 128, 65794)).isFalse();
        assertThat(ByteProducts.EXACT_IN_PAIRS.exactFor(255, 64, 1 << 20)).isTrue();
        assertThat(ByteProducts.EXACT_IN_PAIRS.exactFor(255, 65, 65)).isFalse();
        assertThat(ByteProducts.EXACT_IN_PAIRS.exactFor(127, 128, 128)).isTrue();
        assertThat(ByteProducts.EXACT_IN_PAIRS.exactFor(129, 128, 128)).isFalse();
        assertThat(ByteProducts.EXACT_IN_PAIRS_TO_FLOAT.exactFor(255, 64, 65793)).isTrue();
        assertThat(ByteProducts.EXACT_IN_PAIRS_TO_FLOAT.exactFor(255, 64, 65794)).isFalse();
        assertThat(ByteProducts.INEXACT.exactFor(1, 1, 1)).isFalse();
    }

    @Test
    void theLargestByteOfAnInputCountsItsPaddingToo() {
        ConvShape shape = shape(new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), 2, 5, 4, 1);
        float[] steps = new float[shape.input().size()];
        steps[17] = 3;
        assertThat(PackedInput.of(shape, steps, 9, 1f, Crew.ALONE).largest()).isEqualTo(12);
        steps[17] = -9;
        assertThat(PackedInput.of(shape, steps, 9, 1f, Crew.ALONE).largest()).isEqualTo(9);
    }

    /** Through weights that pass one channel on: the result is x̂ itself. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesAreDequantizedToTheLastBit(boolean byLibrary) {
        assertThat(library.dequantizesExactly()).isTrue();
        ConvShape shape = shape(ConvGeometry.POINTWISE, 8, 4, 8, 8);
        Random random = new Random(3);
        try (stream stream = library.newStream(); RealRows rows = new RealRows(library, stream, byLibrary)) {
            for (int round = 0; round < 20; round++) {
                int zeroPoint = random.nextInt(256);
                float scale = (float) Math.exp(20 * random.nextDouble() - 10);
                float[] counted = new float[256];
                for (int at = 0; at < counted.length; at++) {
                    counted[at] = at - zeroPoint;
                }
                PackedInput input = PackedInput.of(shape, counted, zeroPoint, scale, Crew.ALONE);
                rows.input(input);
                float[] values = new float[128];
                new FloatPointer(rows.dequantized(new Band(0, 2, 4))).get(values);
                for (int at = 0; at < values.length; at++) {
                    int code = input.codes().get(128 + at) & 0xFF;
                    assertThat(values[at]).isEqualTo(scale * (code - zeroPoint));
                }
            }
        }
    }

    @Test
    void convolutionsWithPadsAreRefused() {
        assertThatThrownBy(() -> OneDnnConv.create(
                        library, OneDnnConv.Kind.REAL,
                        shape(new ConvGeometry(3, 3, 1, 1, 1, 0, 0, 0, 1, 1, 1), 4, 9, 9, 4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noSumIsWrittenOutsideItsBuffer() {
        ConvShape shape = shape(WINDOW, 4, 6, 6, 5);
        try (BandKernels bands = OneDnnBands.create(library, shape, ByteProducts.EXACT_IN_PAIRS).orElseThrow()) {
            IntBuffer room = direct(40).asIntBuffer();
            for (int at : new int[] {-1, 21, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> bands.integerSums(new Band(0, 0, 1), room, at))
                        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("do not fit");
            }
            assertThatThrownBy(() -> bands.integerSums(new Band(0, 0, 1), IntBuffer.allocate(40), 0))
                    .hasMessageContaining("direct");
            FloatBuffer swapped = direct(40).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
            assertThatThrownBy(() -> bands.floatSums(new Band(0, 0, 1), swapped, 0)).hasMessageContaining("order");
            assertThatThrownBy(() -> bands.floatSums(new Band(1, 0, 1), direct(40).asFloatBuffer(), 0))
                    .hasMessageContaining("There is no");
            assertThatThrownBy(() -> bands.floatSums(new Band(0, 3, 5), direct(40).asFloatBuffer(), 0))
                    .hasMessageContaining("There is no");
        }
    }

    /** Every layer brings 30 MB of weights and sums: forty of them would leave more than a gigabyte. */
    @Test
    void layersThatAreClosedLeaveNoNativeMemory() {
        ConvShape shape = shape(WINDOW, 512, 6, 6, 512);
        float[] steps = new float[shape.input().size()];
        Arrays.fill(steps, 3f);
        PackedInput input = PackedInput.of(shape, steps, 0, 1f, Crew.ALONE);
        int[] codes = new int[shape.weight().size()];
        Arrays.fill(codes, 100);
        PackedWeights weights = PackedWeights.of(
                Codes.uniform(IntTensor.wrap(shape.weight(), codes), 0), new float[codes.length]).orElseThrow();
        IntBuffer sums = direct(shape.output().size()).asIntBuffer();
        FloatBuffer floats = direct(shape.output().size()).asFloatBuffer();
        long before = 0;
        for (int round = 0; round < 44; round++) {
            if (round == 4) {
                before = Pointer.physicalBytes();
            }
            try (BandKernels bands = OneDnnBands.create(library, shape, ByteProducts.INEXACT).orElseThrow()) {
                bands.input(input);
                bands.weights(weights);
                bands.integerSums(new Band(0, 0, 4), sums, 0);
                bands.floatSums(new Band(0, 0, 4), floats, 0);
            }
            assertThat(sums.get(7)).isEqualTo(512 * 9 * 300);
        }
        assertThat(Pointer.physicalBytes() - before).isLessThan(300L << 20);
    }

    /** Native threads carry the name of the thread that started them. */
    @Test
    void aConvolutionStartsNoThreads() throws InterruptedException {
        Path tasks = Path.of("/proc/self/task");
        assumeTrue(Files.isDirectory(tasks) && Runtime.getRuntime().availableProcessors() > 1);
        ConvShape extents = shape(WINDOW, 64, 34, 34, 64);
        assertThat(threadsOf("alone", extents, library::oneThread)).isEqualTo(1);
        assertThat(threadsOf("team", extents, () ->
                        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(2)))
                .as("what happens without the setting").isEqualTo(2);
    }

    private static long threadsOf(String name, ConvShape extents, Runnable setting) throws InterruptedException {
        AtomicLong threads = new AtomicLong();
        Thread thread = new Thread(() -> {
            setting.run();
            try (OneDnnConv convolution = OneDnnConv.create(library, OneDnnConv.Kind.REAL, extents).orElseThrow();
                    stream stream = library.newStream();
                    BytePointer weights = new BytePointer(4L * extents.weight().size());
                    BytePointer input = new BytePointer(4L * extents.input().size());
                    BytePointer output = new BytePointer(4L * extents.output().size())) {
                for (Pointer memory : List.of(weights, input)) {
                    Pointer.memset(memory, 0, memory.capacity());
                }
                convolution.weights(stream, weights);
                convolution.run(stream, input, output);
            }
            threads.set(tasksNamed(name));
        }, name);
        thread.start();
        thread.join();
        return threads.get();
    }

    private static long tasksNamed(String name) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> name.equals(commandOf(task))).count();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private static String commandOf(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    private static ConvShape shape(ConvGeometry geometry, int inputs, int height, int width, int outputs) {
        return new ConvShape(geometry, Shape.of(1, inputs, height, width), outputs, ChannelRange.all(outputs));
    }

    private static ByteBuffer direct(int elements) {
        return ByteBuffer.allocateDirect(elements * Integer.BYTES).order(ByteOrder.nativeOrder());
    }
}
