package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.DoubleConv;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.Operand;
import org.quantscope.conv.RandomLayers;
import org.quantscope.model.ConvGeometry;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/** What every engine's bands owe: exact integer sums and float sums of the same codes, for every shape and every band. */
class BandKernelsTest {
    private static final int UNTOUCHED = 0x5EED;

    /** The engines of this machine that have bands. */
    static Stream<ConvEngine> engines() {
        return Stream.of("nd4j", "onednn").flatMap(name -> engine(name).stream());
    }

    private static Optional<ConvEngine> engine(String name) {
        try {
            return Optional.of(Engines.select(name)).filter(engine -> engine.name().equals(name));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void sumsAreExactOnRandomGeometries(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(11);
        for (int round = 0; round < 150; round++) {
            ConvShape shape = round % 4 == 0 ? layers.pointwise() : layers.shape(4);
            check(engine, Problem.random(whole(shape), layers.random()), "round " + round);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void sumsAreExactForDepthwiseLayers(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(12);
        for (int round = 0; round < 30; round++) {
            int channels = layers.between(1, 40);
            ConvGeometry geometry = new ConvGeometry(
                    layers.between(1, 5), layers.between(1, 7), layers.between(1, 2), layers.between(1, 3),
                    1, 2, 0, 1, layers.between(1, 2), layers.between(1, 2), channels);
            Shape input = Shape.of(2, channels, 13, 19);
            ConvShape shape = new ConvShape(geometry, input, channels, ChannelRange.all(channels));
            check(engine, Problem.random(shape, layers.random()), "round " + round);
        }
    }

    /** A wide depthwise layer whose rows are cut into several pieces. */
    @ParameterizedTest
    @MethodSource("engines")
    void piecesOfWideRowsJoinWithoutASeam(ConvEngine engine) {
        ConvGeometry geometry = new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 96);
        ConvShape shape = new ConvShape(geometry, Shape.of(1, 96, 5, 67), 96, ChannelRange.all(96));
        check(engine, Problem.random(shape, new Random(13)), "depthwise");
        ConvShape pointwise =
                new ConvShape(ConvGeometry.POINTWISE, Shape.of(1, 192, 40, 41), 160, ChannelRange.all(160));
        check(engine, Problem.random(pointwise, new Random(14)), "pointwise");
    }

    /** Every product as large as can be, in numbers of taps below and above what float32 sums exactly. */
    @ParameterizedTest
    @MethodSource("engines")
    void extremesAreExactForManyTaps(ConvEngine engine) {
        for (int inputs : new int[] {1, 3, 255, 256, 257, 513, 1200}) {
            for (int[] extreme : new int[][] {{255, 127}, {255, -128}, {0, -128}, {128, 127}}) {
                ConvShape shape = new ConvShape(
                        ConvGeometry.POINTWISE, Shape.of(1, inputs, 3, 3), 5, ChannelRange.all(5));
                check(engine, Problem.filled(shape, extreme[0], extreme[1]), inputs + " taps of " + extreme[0] + " × "
                        + extreme[1]);
            }
        }
        ConvGeometry window = new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2);
        ConvShape grouped = new ConvShape(window, Shape.of(1, 500, 5, 4), 6, ChannelRange.all(6));
        check(engine, Problem.filled(grouped, 255, -128), "two groups of 2250 taps");
        check(engine, Problem.random(grouped, new Random(15)), "two groups of 2250 taps, random");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void fullyConnectedLayersAreExact(ConvEngine engine) {
        ConvShape shape = new ConvShape(ConvGeometry.POINTWISE, Shape.of(3, 1500, 1, 1), 70, ChannelRange.all(70));
        check(engine, Problem.random(shape, new Random(16)), "random");
        check(engine, Problem.filled(shape, 255, 127), "extreme");
    }

    /** What was kept of former weights and inputs must not be seen again. */
    @ParameterizedTest
    @MethodSource("engines")
    void weightsAndInputsAreReplacedOneAfterTheOther(ConvEngine engine) {
        ConvGeometry geometry = new ConvGeometry(3, 2, 1, 2, 1, 0, 1, 1, 1, 1, 1);
        ConvShape shape = new ConvShape(geometry, Shape.of(1, 7, 8, 9), 6, ChannelRange.all(6));
        Random random = new Random(17);
        Problem first = Problem.random(shape, random);
        Problem second = Problem.random(shape, random);
        try (BandKernels kernels = kernels(engine, shape)) {
            kernels.input(first.input);
            kernels.weights(first.weights);
            check(kernels, first, "first");
            kernels.weights(second.weights);
            check(kernels, new Problem(shape, first.x, first.input, second.w, second.weights), "other weights");
            kernels.input(second.input);
            check(kernels, second, "other input");
        }
    }

    private static ConvShape whole(ConvShape shape) {
        return shape.withChannels(ChannelRange.all(shape.outputChannels()));
    }

    private static BandKernels kernels(ConvEngine engine, ConvShape shape) {
        Optional<BandKernels> kernels = engine.bands(shape);
        assumeTrue(kernels.isPresent(), "this engine has no bands for " + shape);
        return kernels.get();
    }

    private static void check(ConvEngine engine, Problem problem, String what) {
        Optional<BandKernels> offered = engine.bands(problem.shape);
        if (offered.isPresent()) { // an engine may leave a shape to others
            try (BandKernels kernels = offered.get()) {
                kernels.input(problem.input);
                kernels.weights(problem.weights);
                check(kernels, problem, what + ": " + problem.shape);
            }
        }
    }

    /** Bands of one, two and three rows, written between sentinels. */
    private static void check(BandKernels kernels, Problem problem, String what) {
        ConvShape shape = problem.shape;
        int[] exact = problem.integerSums();
        float[] real = problem.floatSums();
        int rowSize = shape.outputWidth() * shape.outputChannels();
        for (Band band : bands(shape)) {
            int size = band.rows() * rowSize;
            int expectedAt = (band.image() * shape.outputHeight() + band.fromRow()) * rowSize;
            IntBuffer integers = direct(size + 5).asIntBuffer();
            FloatBuffer floats = direct(size + 5).asFloatBuffer();
            integers.put(2, UNTOUCHED).put(size + 3, UNTOUCHED);
            floats.put(2, UNTOUCHED).put(size + 3, UNTOUCHED);
            kernels.integerSums(band, integers, 3);
            kernels.floatSums(band, floats, 3);
            int[] sums = new int[size];
            integers.get(3, sums);
            assertThat(sums).as("%s, %s", what, band)
                    .isEqualTo(Arrays.copyOfRange(exact, expectedAt, expectedAt + size));
            for (int i = 0; i < size; i++) {
                assertThat(Math.abs(floats.get(3 + i) - real[expectedAt + i]))
                        .as("%s, %s, element %d", what, band, i)
                        .isLessThanOrEqualTo(problem.tolerance());
            }
            assertThat(List.of(integers.get(2), integers.get(size + 3))).containsOnly(UNTOUCHED);
            assertThat(List.of(floats.get(2), floats.get(size + 3))).containsOnly((float) UNTOUCHED);
            assertThat(integers.position()).isZero();
        }
    }

    private static List<Band> bands(ConvShape shape) {
        List<Band> bands = new ArrayList<>();
        for (int image = 0; image < shape.images(); image++) {
            int height = 1;
            for (int row = 0; row < shape.outputHeight(); row += height, height = height % 3 + 1) {
                bands.add(new Band(image, row, Math.min(shape.outputHeight(), row + height)));
            }
        }
        return bands;
    }

    private static ByteBuffer direct(int elements) {
        return ByteBuffer.allocateDirect(elements * Integer.BYTES).order(ByteOrder.nativeOrder());
    }

    /**
     * Packed codes and what they are summed to.
     *
     * @param x the padded bytes, (N, C, H + pads, W + pads)
     * @param w the weights' codes
     */
    private record Problem(
            ConvShape shape, IntTensor x, PackedInput input, IntTensor w, PackedWeights weights) {
        private static final float SCALE = 0.37f;

        static Problem random(ConvShape shape, Random random) {
            int zeroPoint = random.nextInt(256);
            float[] steps = new float[shape.input().size()];
            boolean extremes = random.nextInt(3) == 0;
            for (int at = 0; at < steps.length; at++) {
                steps[at] = (extremes ? 255 * random.nextInt(2) : random.nextInt(256)) - zeroPoint;
            }
            int[] codes = new int[shape.weight().size()];
            for (int at = 0; at < codes.length; at++) {
                codes[at] = (extremes ? 255 * random.nextInt(2) : random.nextInt(256)) - 128;
            }
            return of(shape, steps, zeroPoint, codes);
        }

        static Problem filled(ConvShape shape, int input, int weight) {
            float[] steps = new float[shape.input().size()];
            Arrays.fill(steps, input);
            int[] codes = new int[shape.weight().size()];
            Arrays.fill(codes, weight);
            return of(shape, steps, 0, codes);
        }

        private static Problem of(ConvShape shape, float[] steps, int zeroPoint, int[] codes) {
            PackedInput input = PackedInput.of(shape, steps, zeroPoint, SCALE, Crew.ALONE);
            IntTensor w = IntTensor.wrap(shape.weight(), codes);
            float[] values = new float[codes.length];
            for (int at = 0; at < values.length; at++) {
                values[at] = 0.011f * codes[at];
            }
            QuantParams params = new QuantParams(new QuantType(8, true, false), 0.011f, 0);
            Operand operand = Operand.weight(
                    FloatTensor.wrap(shape.weight(), values),
                    Optional.of(TensorParams.uniform(params, shape.outputChannels())), shape.channels());
            return new Problem(shape, padded(input), input, w, PackedWeights.of(operand).orElseThrow());
        }

        private static IntTensor padded(PackedInput input) {
            ConvShape shape = input.shape();
            int plane = input.paddedHeight() * input.paddedWidth();
            int[] codes = new int[shape.images() * input.channels() * plane];
            for (int image = 0, at = 0; image < shape.images(); image++) {
                for (int channel = 0; channel < input.channels(); channel++) {
                    for (int pixel = 0; pixel < plane; pixel++, at++) {
                        codes[at] = input.codes().get((image * plane + pixel) * input.channels() + channel) & 0xFF;
                    }
                }
            }
            return IntTensor.wrap(
                    Shape.of(shape.images(), input.channels(), input.paddedHeight(), input.paddedWidth()), codes);
        }

        private ConvShape unpadded() {
            ConvGeometry g = shape.geometry();
            return new ConvShape(
                    new ConvGeometry(g.kernelHeight(), g.kernelWidth(), g.strideHeight(), g.strideWidth(), 0, 0, 0, 0,
                            g.dilationHeight(), g.dilationWidth(), g.group()),
                    x.shape(), shape.outputChannels(), shape.channels());
        }

        /** NHWC. */
        int[] integerSums() {
            long[] sums = IntegerConv.sums(
                    unpadded(), Codes.uniform(x, 0), Codes.uniform(w, 0), Cancellation.NEVER).data();
            int[] moved = new int[sums.length];
            for (int at = 0; at < sums.length; at++) {
                moved[at] = Math.toIntExact(sums[source(at)]);
            }
            return moved;
        }

        /** NHWC. */
        float[] floatSums() {
            float[] reals = new float[x.size()];
            for (int at = 0; at < reals.length; at++) {
                reals[at] = SCALE * (x.get(at) - input.zeroPoint());
            }
            double[] sums = DoubleConv.sums(
                    unpadded(), FloatTensor.wrap(x.shape(), reals), FloatTensor.wrap(w.shape(), weights.values()),
                    Cancellation.NEVER).data();
            float[] moved = new float[sums.length];
            for (int at = 0; at < sums.length; at++) {
                moved[at] = (float) sums[source(at)];
            }
            return moved;
        }

        /** What a chain of additions may lose in any order: a rounding of the largest sum for each of them. */
        float tolerance() {
            float largestSum = SCALE * 255 * 0.011f * 128 * shape.taps();
            return largestSum * (shape.taps() + 1) * 0x1p-24f;
        }

        /** The NCHW index of an NHWC one. */
        private int source(int at) {
            int channels = shape.outputChannels();
            int plane = shape.outputHeight() * shape.outputWidth();
            int pixel = at / channels;
            return (pixel / plane * channels + at % channels) * plane + pixel % plane;
        }
    }
}
