package org.quantscope.conv.engine;

import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.quantscope.conv.ConvShape;

/**
 * Tries a convolution of bytes on the sums that stick first: all inputs 255, the weights of a channel as large as they are
 * trusted, or as small. The library chooses its code by the extents, so that a test of other extents proves little.
 */
final class ExtremeProducts {
    private static final int INPUT = 255;

    private ExtremeProducts() {}

    /**
     * @param extents of the convolution; no pads, all output channels
     * @param trust how far it is trusted
     */
    static boolean areExact(OneDnnConv convolution, stream stream, ConvShape extents, ByteProducts trust) {
        int outputs = extents.outputChannels();
        byte[] weights = new byte[outputs * extents.taps()];
        int[] expected = new int[outputs];
        for (int channel = 0; channel < outputs; channel++) {
            int sign = channel % 2 == 0 ? 1 : -1;
            int count = (int) Math.min(extents.taps(), trust.mostWeights());
            // An odd sum: where large integers lose a digit, it is the first to go.
            int less = trust.largestWeight() * count % 2 == 0 ? 1 : 0;
            for (int tap = 0; tap < count; tap++) {
                int magnitude = tap == 0 ? trust.largestWeight() - less : trust.largestWeight();
                weights[channel * extents.taps() + tap] = (byte) (sign * magnitude);
                expected[channel] += sign * magnitude * INPUT;
            }
        }
        int[] sums = new int[extents.output().size()];
        try (BytePointer plain = new BytePointer(weights);
                BytePointer input = new BytePointer((long) extents.input().size());
                IntPointer output = new IntPointer((long) sums.length)) {
            Pointer.memset(input, INPUT, extents.input().size());
            convolution.weights(stream, plain);
            convolution.run(stream, input, output);
            output.get(sums);
        }
        for (int at = 0; at < sums.length; at++) {
            if (sums[at] != expected[at % outputs]) {
                return false;
            }
        }
        return true;
    }
}
