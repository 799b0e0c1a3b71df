package org.quantscope.conv.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerConv;
import org.quantscope.model.ConvGeometry;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * Asks kernels for integer sums that are hard to get right (all extremes, mixed extremes, sums above what float32
 * holds) and compares them with the plain loops. An engine that fails is not used. Takes some ten milliseconds.
 */
final class SelfTest {
    private static final ConvGeometry POINTWISE = ConvGeometry.POINTWISE;
    private static final ConvGeometry WINDOW = new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    private static final ConvGeometry DEPTHWISE = new ConvGeometry(3, 3, 2, 2, 1, 0, 0, 1, 1, 1, 64);

    /**
     * A shape to try.
     *
     * @param what for the sentence about a failure
     */
    private record Trial(String what, ConvGeometry geometry, int inputChannels, int outputChannels, int extent) {
        ConvShape shape() {
            return new ConvShape(
                    geometry,
                    Shape.of(1, inputChannels, extent, extent),
                    outputChannels,
                    ChannelRange.all(outputChannels));
        }
    }

    private static final List<Trial> TRIALS = List.of(
            new Trial("1×1", POINTWISE, 96, 17, 7),
            new Trial("1×1 with one output channel", POINTWISE, 96, 1, 7),
            new Trial("3×3", WINDOW, 64, 9, 5),
            new Trial("3×3 with one output channel", WINDOW, 64, 1, 5),
            new Trial("depthwise 3×3", DEPTHWISE, 64, 64, 9),
            new Trial("1×1 above the limit of float32", POINTWISE, 1200, 5, 3));

    private SelfTest() {}

    /** What went wrong, as a sentence, or empty if every sum was exact. */
    static Optional<String> failure(ConvKernels kernels) {
        Random random = new Random(255);
        for (Trial trial : TRIALS) {
            for (Fill fill : Fill.values()) {
                ConvShape shape = trial.shape();
                Codes input = Codes.uniform(
                        fill.input(shape.input(), random), fill == Fill.RANDOM ? random.nextInt(256) : 0);
                Codes weight = fill.weight(shape.weight(), random);
                LongTensor expected = IntegerConv.sums(shape, input, weight, Cancellation.NEVER);
                LongTensor sums = kernels.integerSums(shape, input, weight, Cancellation.NEVER);
                if (!expected.equals(sums)) {
                    return Optional.of("The self-test found wrong integer sums (" + trial.what() + ", "
                            + fill.what + ").");
                }
            }
        }
        return Optional.empty();
    }

    /** How the codes of a trial are chosen. */
    private enum Fill {
        HIGHEST("all 255 × 127") {
            @Override
            int inputCode(Random random) {
                return 255;
            }

            @Override
            int weightCode(Random random) {
                return 127;
            }
        },
        LOWEST("all 255 × −128") {
            @Override
            int inputCode(Random random) {
                return 255;
            }

            @Override
            int weightCode(Random random) {
                return -128;
            }
        },
        MIXED("mixed extremes") {
            @Override
            int inputCode(Random random) {
                return random.nextBoolean() ? 255 : 0;
            }

            @Override
            int weightCode(Random random) {
                return random.nextBoolean() ? 127 : -128;
            }
        },
        RANDOM("random codes and zero points") {
            @Override
            int inputCode(Random random) {
                return random.nextInt(256);
            }

            @Override
            int weightCode(Random random) {
                return random.nextInt(256) - 128;
            }
        };

        private final String what;

        Fill(String what) {
            this.what = what;
        }

        abstract int inputCode(Random random);

        abstract int weightCode(Random random);

        IntTensor input(Shape shape, Random random) {
            int[] codes = new int[shape.size()];
            Arrays.setAll(codes, at -> inputCode(random));
            return IntTensor.wrap(shape, codes);
        }

        Codes weight(Shape shape, Random random) {
            int[] codes = new int[shape.size()];
            Arrays.setAll(codes, at -> weightCode(random));
            int[] zeroPoints = new int[shape.extent(0)];
            Arrays.setAll(zeroPoints, row -> this == RANDOM ? random.nextInt(256) - 128 : 0);
            return new Codes(IntTensor.wrap(shape, codes), zeroPoints);
        }
    }
}
