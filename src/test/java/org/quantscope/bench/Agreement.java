package org.quantscope.bench;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Random;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.Operand;
import org.quantscope.conv.engine.LiveLayer;
import org.quantscope.model.ConvGeometry;
import org.quantscope.quant.LayerParams;

/**
 * Holds what is measured against each other before it is measured: a program that computes something else would only seem
 * fast.
 */
final class Agreement {
    private static final double TOLERANCE = 1e-5; // of the largest magnitude
    private static final int SAMPLES = 500;

    private final LayerData data;
    private final ConvShape shape;
    private final int[] sums;
    private final float[] reals;

    /** Asks the runtime for its sums, with the input's zero point, and for its float outputs. */
    Agreement(LayerData data, OrtCases runtime) throws OrtException {
        this.data = data;
        this.shape = data.kind().shape();
        try (OrtNode node = new OrtLayer(data, 1).sums()) {
            this.sums = node.integers();
        }
        this.reals = runtime.real().floats();
        requireRawSums(runtime.rawSums());
        List<OrtNode> codes = runtime.codes();
        requireEqual("QLinearConv u8u8 and u8s8", codes.get(0).unsignedBytes(), codes.get(1).unsignedBytes());
    }

    /** Every integer sum is the runtime's; float sums are its within a tolerance. */
    void require(String what, int[] ourSums, float[] ourReals) {
        requireEqual(what, ourSums, sums);
        double largest = 0;
        for (float value : reals) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int at = 0; at < reals.length; at++) {
            if (!(Math.abs(ourReals[at] - reals[at]) <= TOLERANCE * largest)) {
                throw failure(what + ": element " + at + " is " + ourReals[at] + " and not " + reals[at]);
            }
        }
    }

    /** The live layer's planes are the runtime's, one channel as well as all. */
    void require(LiveLayer live, LayerParams params) {
        ChannelOutputs one = live.channel(params, 0, Cancellation.NEVER);
        requirePlane(one);
        for (ChannelOutputs channel : live.all(params, Cancellation.NEVER)) {
            requirePlane(channel);
        }
    }

    private void requirePlane(ChannelOutputs outputs) {
        int plane = shape.outputHeight() * shape.outputWidth();
        int from = outputs.channel() * plane;
        for (int at = 0; at < plane; at++) {
            if (outputs.integer().sum(at) != sums[from + at]) {
                throw failure("channel " + outputs.channel() + ", element " + at + ": the sum is "
                        + outputs.integer().sum(at) + " and not " + sums[from + at]);
            }
        }
    }

    /** The runtime's sums without zero points, at random places. */
    private void requireRawSums(List<OrtNode> nodes) throws OrtException {
        int[] unsigned = nodes.get(0).integers();
        int[] signed = nodes.get(1).integers();
        Random random = new Random(1);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int at = random.nextInt(sums.length);
            requireSum("ConvInteger u8u8", at, unsigned[at], sum(data.w(), at, 0, 128));
            requireSum("ConvInteger u8s8", at, signed[at], sum(data.w(), at, 0, 0));
        }
    }

    private static void requireSum(String what, int at, int found, int expected) {
        if (found != expected) {
            throw failure(what + ": element " + at + " is " + found + " and not " + expected);
        }
    }

    /** Sums of other weights, at random places. */
    void requireSampled(String what, int[] found, Operand weights) {
        Random random = new Random(2);
        int zeroPoint = data.params().input().orElseThrow().integerOrigin();
        for (int sample = 0; sample < SAMPLES; sample++) {
            int at = random.nextInt(found.length);
            requireSum(what, at, found[at], sum(weights, at, zeroPoint, 0));
        }
    }

    /** {@code Σ (x − zx)·(w + shift)} over the taps inside the input. */
    private int sum(Operand weights, int at, int zeroPoint, int shift) {
        ConvGeometry geometry = shape.geometry();
        int[] x = data.x().codes().orElseThrow().data();
        int[] w = weights.codes().orElseThrow().data();
        int plane = shape.outputHeight() * shape.outputWidth();
        int channel = at / plane;
        int oy = at % plane / shape.outputWidth();
        int ox = at % shape.outputWidth();
        int tap = channel * shape.taps();
        int sum = 0;
        for (int c = 0; c < shape.channelsPerGroup(); c++) {
            for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                for (int kx = 0; kx < geometry.kernelWidth(); kx++, tap++) {
                    int iy = shape.inputRow(oy, ky);
                    int ix = shape.inputColumn(ox, kx);
                    if (shape.hasRow(iy) && shape.hasColumn(ix)) {
                        int input = shape.firstInputChannel(channel) + c;
                        sum += (x[shape.inputIndex(0, input, iy) + ix] - zeroPoint) * (w[tap] + shift);
                    }
                }
            }
        }
        return sum;
    }

    private static void requireEqual(String what, int[] found, int[] expected) {
        if (found.length != expected.length) {
            throw failure(what + ": " + found.length + " elements and not " + expected.length);
        }
        for (int at = 0; at < found.length; at++) {
            if (found[at] != expected[at]) {
                throw failure(what + ": element " + at + " is " + found[at] + " and not " + expected[at]);
            }
        }
    }

    private static IllegalStateException failure(String what) {
        return new IllegalStateException("What is to be measured does not agree. " + what + ".");
    }
}
