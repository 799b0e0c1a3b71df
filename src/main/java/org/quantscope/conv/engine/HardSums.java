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
    /** All of them, the same ones each time; those first that tell one way of going wrong from another. */
    static List<HardSums> all() {
        Random random = new Random(255);
        List<HardSums> all = new ArrayList<>();
        for (Fill fill : List.of(Fill.UNEVEN, Fill.PAIRS, Fill.NEGATIVE_PAIRS, Fill.RANDOM)) {
            all.add(fill.of(Extents.LONG, random));
        }
        for (Fill fill : List.of(Fill.HIGHEST, Fill.LOWEST, Fill.MIXED, Fill.PAIRS, Fill.RANDOM)) {
            for (Extents extents : List.of(Extents.POINT, Extents.WINDOW)) {
                all.add(fill.of(extents, random));
            }
        }
        for (Fill fill : List.of(Fill.HIGHEST, Fill.LOWEST, Fill.MIXED, Fill.RANDOM)) {
            for (Extents extents : List.of(Extents.POINT_OF_ONE, Extents.WINDOW_OF_ONE)) {
                all.add(fill.of(extents, random));
            }
        }
        all.add(Fill.HIGHEST.of(Extents.DEPTHWISE, random));
        all.add(Fill.RANDOM.of(Extents.DEPTHWISE, random));
        return all;
    }

    /** No sum of magnitudes is larger. */
    double largestMagnitude() {
        return CodeSteps.of(input).largest() * CodeSteps.of(weight).largestRowSum();
    }

    /** The layers that are tried. */
    private enum Extents {
        POINT("1×1", ConvGeometry.POINTWISE, 96, 17, 4),
        POINT_OF_ONE("1×1 with one output channel", ConvGeometry.POINTWISE, 96, 1, 4),
        WINDOW("3×3", new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), 64, 9, 3),
        WINDOW_OF_ONE("3×3 with one output channel", new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), 64, 1, 3),
        DEPTHWISE("depthwise 3×3", new ConvGeometry(3, 3, 2, 2, 1, 0, 0, 1, 1, 1, 64), 64, 64, 5),
        LONG("1×1 above the limit of float32", ConvGeometry.POINTWISE, 1200, 3, 2);

        private final String what;
        private final ConvShape shape;

        Extents(String what, ConvGeometry geometry, int inputChannels, int outputChannels, int extent) {
            this.what = what;
            this.shape = new ConvShape(
                    geometry,
                    Shape.of(1, inputChannels, extent, extent),
                    outputChannels,
                    ChannelRange.all(outputChannels));
        }
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

        HardSums of(Extents extents, Random random) {
            ConvShape shape = extents.shape;
            Codes input = input(shape.input(), random);
            Codes weight = weight(shape.weight(), random);
            return new HardSums(extents.what + ", " + what, shape, input, weight,
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
