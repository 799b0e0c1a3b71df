package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.DoubleConv;
import org.quantscope.conv.FloatConv;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.RandomLayers;
import org.quantscope.model.ConvGeometry;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/** The kernels of the native libraries against the reference loops. */
class NativeKernelsTest {
    static Stream<ConvEngine> engines() {
        return Stream.of(Engines.select("nd4j"), Engines.select("onednn"));
    }

    @BeforeAll
    static void theLibrariesAreThere() {
        assertThat(engines()).extracting(ConvEngine::name).containsExactly("nd4j", "onednn");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void integerSumsAreExactOnRandomGeometries(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(1);
        ConvKernels kernels = engine.kernels();
        for (int round = 0; round < 400; round++) {
            ConvShape shape = round % 5 == 0 ? layers.pointwise() : layers.shape(4);
            Codes input = inputCodes(layers, shape);
            Codes weight = weightCodes(layers, shape);
            assertThat(kernels.integerSums(shape, input, weight, Cancellation.NEVER))
                    .as("round %d: %s", round, shape)
                    .isEqualTo(IntegerConv.sums(shape, input, weight, Cancellation.NEVER));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void integerSumsAreExactForDepthwiseLayers(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(2);
        for (int round = 0; round < 40; round++) {
            ConvGeometry geometry = new ConvGeometry(
                    layers.between(1, 5), 3, layers.between(1, 2), layers.between(1, 2), 1, 2, 0, 1, 1, 2, 24);
            ConvShape shape = new ConvShape(geometry, Shape.of(2, 24, 9, 13), 24, new ChannelRange(3, 20));
            Codes input = inputCodes(layers, shape);
            Codes weight = weightCodes(layers, shape);
            assertThat(engine.kernels().integerSums(shape, input, weight, Cancellation.NEVER))
                    .isEqualTo(IntegerConv.sums(shape, input, weight, Cancellation.NEVER));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void integerSumsAreExactAboveTheLimitsOfFloatAndOfDouble(ConvEngine engine) {
        QuantType widest = new QuantType(16, false, false);
        ConvShape shape = new ConvShape(
                ConvGeometry.POINTWISE, Shape.of(1, 2_097_300, 1, 1), 4, ChannelRange.all(4));
        Codes input = Codes.uniform(filled(shape.input(), widest.qmax()), 0);
        Codes weight = Codes.uniform(filled(shape.weight(), widest.qmax()), 0);
        long sum = 65535L * 65535L * 2_097_300L;
        assertThat(sum).isGreaterThan(1L << 53);
        assertThat(engine.kernels().integerSums(shape, input, weight, Cancellation.NEVER).data())
                .containsOnly(sum);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void tilesOfLargeInputsJoinWithoutASeam(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(3);
        ConvGeometry geometry = new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        ConvShape shape = new ConvShape(geometry, Shape.of(3, 40, 67, 61), 6, ChannelRange.all(6));
        Codes input = inputCodes(layers, shape);
        Codes weight = weightCodes(layers, shape);
        assertThat(engine.kernels().integerSums(shape, input, weight, Cancellation.NEVER))
                .isEqualTo(IntegerConv.sums(shape, input, weight, Cancellation.NEVER));
    }

    /** Taps that lie wholly in the padding, at both ends of the first and of the last row of an input. */
    @ParameterizedTest
    @MethodSource("engines")
    void integerSumsAreExactForInputsThatAreSmallerThanTheirWindow(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(3);
        for (int extent = 1; extent <= 3; extent++) {
            for (int kernel = 1; kernel <= 4; kernel++) {
                for (int before = 0; before <= 5; before++) {
                    for (int after = 0; after <= 5; after++) {
                        sumsOfASmallInput(engine, layers, extent, kernel, before, after);
                    }
                }
            }
        }
    }

    private static void sumsOfASmallInput(
            ConvEngine engine, RandomLayers layers, int extent, int kernel, int before, int after) {
        int dilation = layers.between(1, 2);
        ConvGeometry geometry = new ConvGeometry(
                1, kernel, 1, layers.between(1, 2), 0, before, 0, after, 1, dilation, layers.between(1, 2));
        if (geometry.outputWidth(extent) < 1) {
            return;
        }
        ConvShape shape = new ConvShape(geometry, Shape.of(1, 2, 1, extent), 4, ChannelRange.all(4));
        Codes input = inputCodes(layers, shape);
        Codes weight = weightCodes(layers, shape);
        assertThat(engine.kernels().integerSums(shape, input, weight, Cancellation.NEVER))
                .as("%s", shape)
                .isEqualTo(IntegerConv.sums(shape, input, weight, Cancellation.NEVER));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void floatAndDoubleSumsAgreeWithTheReference(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(4);
        ConvKernels kernels = engine.kernels();
        for (int round = 0; round < 200; round++) {
            ConvShape shape = round % 5 == 0 ? layers.pointwise() : layers.shape(4);
            FloatTensor input = layers.floats(shape.input());
            FloatTensor weight = layers.floats(shape.weight());
            FloatTensor expected = FloatConv.sums(shape, input, weight, Cancellation.NEVER);
            FloatTensor sums = kernels.floatSums(shape, input, weight, Cancellation.NEVER);
            DoubleTensor wide = DoubleConv.sums(shape, input, weight, Cancellation.NEVER);
            DoubleTensor wideSums = kernels.doubleSums(shape, input, weight, Cancellation.NEVER);
            assertThat(sums.shape()).isEqualTo(expected.shape());
            for (int at = 0; at < expected.size(); at++) {
                assertThat(sums.get(at)).isCloseTo(expected.get(at), within(1e-4f));
                assertThat(wideSums.get(at)).isCloseTo(wide.get(at), within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSingleChannelIsBitForBitThatOfTheReference(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(5);
        for (int round = 0; round < 60; round++) {
            ConvShape shape = layers.shape(3);
            shape = shape.withChannels(ChannelRange.single(shape.channels().from()));
            FloatTensor input = layers.floats(shape.input());
            FloatTensor weight = layers.floats(shape.weight());
            assertThat(engine.kernels().floatSums(shape, input, weight, Cancellation.NEVER).data())
                    .containsExactly(
                            FloatConv.sums(shape, input, weight, Cancellation.NEVER).data());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void keptPatchesFollowTheInput(ConvEngine engine) {
        RandomLayers layers = new RandomLayers(6);
        ConvKernels kernels = engine.kernels();
        ConvShape shape = new ConvShape(
                new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2), Shape.of(1, 8, 9, 9), 16, ChannelRange.all(16));
        for (int round = 0; round < 30; round++) {
            FloatTensor input = layers.floats(shape.input());
            for (int edit = 0; edit < 3; edit++) {
                FloatTensor weight = layers.floats(shape.weight());
                FloatTensor expected = FloatConv.sums(shape, input, weight, Cancellation.NEVER);
                FloatTensor sums = kernels.floatSums(shape, input, weight, Cancellation.NEVER);
                for (int at = 0; at < expected.size(); at++) {
                    assertThat(sums.get(at)).isCloseTo(expected.get(at), within(1e-4f));
                }
            }
        }
    }

    private static Codes inputCodes(RandomLayers layers, ConvShape shape) {
        QuantType type = layers.type();
        return Codes.uniform(layers.codes(shape.input(), type), layers.between(type.qmin(), type.qmax()));
    }

    private static Codes weightCodes(RandomLayers layers, ConvShape shape) {
        int[] zeroPoints = new int[shape.channels().count()];
        QuantType type = layers.type();
        Arrays.setAll(zeroPoints, row -> layers.between(type.qmin(), type.qmax()));
        return new Codes(layers.codes(shape.weight(), type), zeroPoints);
    }

    private static IntTensor filled(Shape shape, int code) {
        int[] codes = new int[shape.size()];
        Arrays.fill(codes, code);
        return IntTensor.wrap(shape, codes);
    }
}
