package org.quantscope.conv.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Optional;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ConvShape;
import org.quantscope.tensor.LongTensor;

/**
 * Asks an engine for the sums of {@link HardSums} and compares them with the plain loops. An engine that fails is not
 * used. Takes some ten milliseconds.
 */
final class SelfTest {
    private static final float SCALE = 0.37f;
    private static final double FLOAT_TOLERANCE = 2e-5; // of the sum of magnitudes, whatever the order of additions

    private SelfTest() {}

    /** What was wrong, in a few words, or empty if every sum was exact. */
    static Optional<String> failure(ConvKernels kernels, List<HardSums> hard) {
        for (HardSums sums : hard) {
            LongTensor found = kernels.integerSums(sums.shape(), sums.input(), sums.weight(), Cancellation.NEVER);
            if (!sums.expected().equals(found)) {
                return Optional.of(wrong("integer sums", sums));
            }
        }
        return Optional.empty();
    }

    /** Makes bands, as {@link ConvEngine#bands}. */
    interface BandSource {
        Optional<BandKernels> of(ConvShape shape);
    }

    /** What was wrong with the bands of an engine, in a few words, or empty if all that it has were right. */
    static Optional<String> bandFailure(BandSource source, List<HardSums> hard) {
        for (HardSums sums : hard) {
            Optional<BandKernels> made = source.of(sums.shape());
            if (made.isPresent()) {
                try (BandKernels bands = made.get()) {
                    Optional<String> failure = bandFailure(bands, sums);
                    if (failure.isPresent()) {
                        return failure;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> bandFailure(BandKernels bands, HardSums sums) {
        ConvShape shape = sums.shape();
        int zeroPoint = sums.input().zeroPoint(0);
        PackedInput input = PackedInput.of(shape, sums.input().steps().data(), zeroPoint, SCALE, Crew.ALONE);
        float[] values = sums.weight().steps().data();
        PackedWeights weights = PackedWeights.of(sums.weight(), values).orElseThrow();
        bands.input(input);
        bands.weights(weights);
        int size = shape.output().size();
        IntBuffer integers = direct(size).asIntBuffer();
        FloatBuffer floats = direct(size).asFloatBuffer();
        Band all = new Band(0, 0, shape.outputHeight());
        bands.integerSums(all, integers, 0);
        bands.floatSums(all, floats, 0);
        int[] found = new int[size];
        integers.get(0, found);
        int channels = shape.outputChannels();
        int pixels = size / channels;
        PackedTerms.of(input, weights, PackedTerms.boxes(input, Crew.ALONE)).correct(found, 0, pixels);
        double tolerance = SCALE * sums.largestMagnitude() * FLOAT_TOLERANCE;
        for (int at = 0; at < size; at++) {
            long expected = sums.expected().get(at % channels * pixels + at / channels);
            if (found[at] != expected) {
                return Optional.of(wrong("integer sums", sums));
            }
            if (!(Math.abs(floats.get(at) - (double) SCALE * expected) <= tolerance)) {
                return Optional.of(wrong("float sums", sums));
            }
        }
        return Optional.empty();
    }

    private static ByteBuffer direct(int elements) {
        return ByteBuffer.allocateDirect(elements * Integer.BYTES).order(ByteOrder.nativeOrder());
    }

    private static String wrong(String what, HardSums sums) {
        return "wrong " + what + " (" + sums.what() + ")";
    }
}
