package org.quantscope.analysis;

import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/** How many weights of each channel are clipped; a channel is counted again only when its parameters change. */
final class ClippedByChannel {
    private static final int RUN = 512;

    private final PreparedWeights weights;
    private final QuantParams[] countedWith;
    private final int[] counts;
    private final int[] codes = new int[RUN];

    ClippedByChannel(PreparedWeights weights) {
        this.weights = weights;
        this.countedWith = new QuantParams[weights.lowest().length];
        this.counts = new int[countedWith.length];
    }

    /** Weights of a channel whose rounded code lies outside the type (36). */
    int of(int channel, QuantParams own) {
        if (!own.equals(countedWith[channel])) {
            countedWith[channel] = own;
            counts[channel] = count(channel, own);
        }
        return counts[channel];
    }

    /** Takes over what was counted with a histogram. */
    void know(int channel, QuantParams own, int count) {
        countedWith[channel] = own;
        counts[channel] = count;
    }

    private int count(int channel, QuantParams own) {
        boolean anyClipped = isClipped(weights.lowest()[channel], own) || isClipped(weights.highest()[channel], own);
        if (!anyClipped) {
            return 0; // quantizing keeps the order of values
        }
        int length = weights.channelLength();
        int clipped = 0;
        for (int done = 0; done < length; done += RUN) {
            int size = Math.min(RUN, length - done);
            Quantizer.quantizeOneBeyond(weights.values(), channel * length + done, size, codes, own);
            clipped += outside(size, own.type().qmin(), own.type().qmax());
        }
        return clipped;
    }

    private int outside(int size, int lowest, int highest) {
        int outside = 0;
        for (int i = 0; i < size; i++) {
            outside += codes[i] < lowest | codes[i] > highest ? 1 : 0;
        }
        return outside;
    }

    private static boolean isClipped(float value, QuantParams own) {
        return Quantizer.unclamped(value, own) != Quantizer.quantize(value, own);
    }
}
