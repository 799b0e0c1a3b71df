package org.quantscope.conv.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * A convolution of codes that is hard to get right (all extremes, mixed extremes, sums above what float32 holds), with
 * the sums of the plain loops.
 *
 * @param what for the sentence about a failure
 * @param shape all output channels
 * @param input unsigned bytes
 * @param weight signed bytes, their zero points too
 * @param expected {@code Σ (qx − zx)(qw − zw)}
 */
record HardSums(String what, ConvShape shape, Codes input, Codes weight, LongTensor expected) {
    private static final ConvGeometry POINTWISE = ConvGeometry.POINTWISE;
    private static final ConvGeometry WINDOW = new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    private static final ConvGeometry DEPTHWISE = new ConvGeometry(3, 3, 2, 2, 1, 0, 0, 1, 1, 1, 64);

    /** All of them, the same ones each time. */
    static List<HardSums> all() {
        Random random = new Random(255);
        List<HardSums> all = new ArrayList<>();
        for (Fill fill : Fill.values()) {
            all.add(fill.of("1×1", POINTWISE, 96, 17, 4, random));
            all.add(fill.of("1×1 with one output channel", POINTWISE, 96, 1, 4, random));
            all.add(fill.of("3×3", WINDOW, 64, 9, 3, random));
            all.add(fill.of("3×3 with one output channel", WINDOW, 64, 1, 3, random));
            all.add(fill.of("depthwise 3×3", DEPTHWISE, 64, 64, 5, random));
            all.add(fill.of("1×1 above the limit of float32", POINTWISE, 1200, 3, 2, random));
        }
        return all;
    }

    /** No sum of magnitudes is larger. */
    double largestMagnitude() {
        return CodeSteps.of(input).largest() * CodeSteps.of(weight).largestRowSum();
    }

    /** How the codes are chosen. */
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
        UNEVEN("almost all 255 × 127") {
            @Override
            int inputCode(Random random) {
                return 255 - random.nextInt(2);
            }

            @Override
            int weightCode(Random random) {
                return 127 - random.nextInt(3);
            }
        },
        PAIRS("extremes of which two fit 16 bits") {
            @Override
            int inputCode(Random random) {
                return 255 - random.nextInt(2);
            }

            @Override
            int weightCode(Random random) {
                return 64 - random.nextInt(2);
            }
        },
        NEGATIVE_PAIRS("negative extremes of which two fit 16 bits") {
            @Override
            int inputCode(Random random) {
                return 255 - random.nextInt(2);
            }

            @Override
            int weightCode(Random random) {
                return -64 + random.nextInt(2);
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

        HardSums of(
                String layer, ConvGeometry geometry, int inputChannels, int outputChannels, int extent, Random random) {
            ConvShape shape = new ConvShape(
                    geometry,
                    Shape.of(1, inputChannels, extent, extent),
                    outputChannels,
                    ChannelRange.all(outputChannels));
            Codes input = input(shape.input(), random);
            Codes weight = weight(shape.weight(), random);
            return new HardSums(layer + ", " + what, shape, input, weight,
                    IntegerConv.sums(shape, input, weight, Cancellation.NEVER));
        }

        private Codes input(Shape shape, Random random) {
            int[] codes = new int[shape.size()];
            Arrays.setAll(codes, at -> inputCode(random));
            return Codes.uniform(IntTensor.wrap(shape, codes), this == RANDOM ? random.nextInt(256) : 0);
        }

        private Codes weight(Shape shape, Random random) {
            int[] codes = new int[shape.size()];
            Arrays.setAll(codes, at -> weightCode(random));
            int[] zeroPoints = new int[shape.extent(0)];
            Arrays.setAll(zeroPoints, row -> this == RANDOM ? random.nextInt(256) - 128 : 0);
            return new Codes(IntTensor.wrap(shape, codes), zeroPoints);
        }
    }
}
