package org.quantscope.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/**
 * Running counts of the weights of some channels. A channel can be taken out again and put in with other parameters,
 * which costs that channel alone. Loops are over runs of weights, one thing at a time, with the numbers of the channel
 * at hand: that is several times faster than one loop over everything.
 */
final class WeightTally {
    private static final int RUN = 2048;

    private final WeightPositions positions;
    private final HistogramGrid grid;
    private final boolean sharesParameters;
    private final int lowestCode;
    private final int[] codes;
    private final int[] clippedInto;
    private final LevelCounts levels;
    private final int[] before;
    private final int[] overflow;
    private final int[] underflow;
    private final int[] runBins = new int[RUN];
    private final int[] runCodes = new int[RUN];
    private final int[] places = new int[RUN];
    private final int[] channelCodes;
    private int clippedLow;
    private int clippedHigh;
    private int zeroed;

    /**
     * @param shown the parameters of the channels that are counted; empty: their weights are float
     * @param sharesParameters whether these are all the same
     */
    WeightTally(WeightPositions positions, HistogramGrid grid, List<QuantParams> shown, boolean sharesParameters) {
        this.positions = positions;
        this.grid = grid;
        this.sharesParameters = sharesParameters;
        this.lowestCode = lowestCode(shown);
        this.codes = new int[highestCode(shown) - lowestCode + 1];
        this.channelCodes = new int[codes.length + 2];
        this.clippedInto = new int[codes.length];
        this.levels = new LevelCounts(grid);
        this.before = new int[grid.bins()];
        this.overflow = new int[grid.bins()];
        this.underflow = new int[grid.bins()];
    }

    static int lowestCode(List<QuantParams> shown) {
        return shown.stream().mapToInt(own -> own.type().qmin()).min().orElse(0);
    }

    static int highestCode(List<QuantParams> shown) {
        return shown.stream().mapToInt(own -> own.type().qmax()).max().orElse(-1);
    }

    /** Counts float weights, which become nothing else. */
    void addFloat(int channel) {
        eachRun(channel, (from, size) -> {
            positions.bins(from, size, null, grid, runBins);
            increment(before, runBins, size, 1);
        });
    }

    /**
     * Puts a channel in, or takes it out with what it was put in with.
     *
     * @param sign 1 or −1
     * @return how many of its weights are clipped
     */
    int add(int channel, QuantParams own, int sign) {
        int clippedBefore = clippedLow + clippedHigh;
        int bottom = own.type().qmin() - 1;
        int places = own.type().levels() + 2;
        boolean byCode = levelsFollowFromCodes() || places <= positions.prepared().channelLength();
        eachRun(channel, (from, size) -> {
            positions.bins(from, size, own, grid, runBins);
            increment(before, runBins, size, sign);
            Quantizer.quantizeOneBeyond(positions.prepared().values(), from, size, runCodes, own);
            countZeroed(from, size, own, sign);
            countClipped(channel, size, own, sign);
            if (byCode) {
                countCodes(channelCodes, runCodes, size, bottom);
            } else {
                countEach(size, own, sign);
            }
        });
        if (byCode) {
            takeOver(own, sign);
        }
        return sign * (clippedLow + clippedHigh - clippedBefore);
    }

    private interface Run {
        void count(int from, int size);
    }

    private void eachRun(int channel, Run run) {
        int length = positions.prepared().channelLength();
        for (int done = 0; done < length; done += RUN) {
            run.count(channel * length + done, Math.min(RUN, length - done));
        }
    }

    private static void increment(int[] counts, int[] places, int size, int by) {
        for (int i = 0; i < size; i++) {
            counts[places[i]] += by;
        }
    }

    private static void countCodes(int[] counts, int[] codes, int size, int bottom) {
        for (int i = 0; i < size; i++) {
            counts[codes[i] - bottom]++;
        }
    }

    /** Weights that are not zero but have its code. Where it lies at an end of the type, clipped ones have it too. */
    private void countZeroed(int from, int size, QuantParams own, int sign) {
        if (own.origin() != Math.rint(own.origin())) {
            return;
        }
        int qmin = own.type().qmin();
        int qmax = own.type().qmax();
        double zero = own.origin();
        if (zero < qmin || zero > qmax) {
            return;
        }
        countZeroed(from, size, (int) zero, sign);
        if (zero == qmin) {
            countZeroed(from, size, qmin - 1, sign);
        }
        if (zero == qmax) {
            countZeroed(from, size, qmax + 1, sign);
        }
    }

    private void countZeroed(int from, int size, int code, int sign) {
        int found = placesOf(code, runCodes, size, places);
        float[] weights = positions.plain().values();
        for (int i = 0; i < found; i++) {
            if (weights[from + places[i]] != 0) {
                underflow[runBins[places[i]]] += sign;
                zeroed += sign;
            }
        }
    }

    private static int placesOf(int code, int[] codes, int size, int[] places) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            if (codes[i] == code) {
                places[found++] = i;
            }
        }
        return found;
    }

    private void countClipped(int channel, int size, QuantParams own, int sign) {
        PreparedWeights weights = positions.prepared();
        if (Quantizer.unclamped(weights.lowest()[channel], own) < own.type().qmin()) {
            clippedLow += sign * clippedBelow(runCodes, own.type().qmin(), runBins, overflow, size, sign);
        }
        if (Quantizer.unclamped(weights.highest()[channel], own) > own.type().qmax()) {
            clippedHigh += sign * clippedAbove(runCodes, own.type().qmax(), runBins, overflow, size, sign);
        }
    }

    private static int clippedBelow(int[] codes, int qmin, int[] bins, int[] counts, int size, int sign) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            if (codes[i] < qmin) {
                counts[bins[i]] += sign;
                found++;
            }
        }
        return found;
    }

    private static int clippedAbove(int[] codes, int qmax, int[] bins, int[] counts, int size, int sign) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            if (codes[i] > qmax) {
                counts[bins[i]] += sign;
                found++;
            }
        }
        return found;
    }

    /** Among the codes, and where all channels have the same parameters, a code has one level. */
    private boolean levelsFollowFromCodes() {
        return sharesParameters || grid.axis() == HistogramAxis.CODES;
    }

    /** For channels with fewer weights than their type has codes. */
    private void countEach(int size, QuantParams own, int sign) {
        for (int i = 0; i < size; i++) {
            int code = Math.max(own.type().qmin(), Math.min(own.type().qmax(), runCodes[i]));
            put(code, own, sign, code == runCodes[i] ? 0 : sign);
        }
    }

    /** Empties the counts of a channel into those of all. */
    private void takeOver(QuantParams own, int sign) {
        int last = own.type().levels() + 1;
        channelCodes[1] += channelCodes[0];
        channelCodes[last - 1] += channelCodes[last];
        for (int i = 1; i < last; i++) {
            if (channelCodes[i] != 0) {
                int clipped = (i == 1 ? channelCodes[0] : 0) + (i == last - 1 ? channelCodes[last] : 0);
                put(own.type().qmin() + i - 1, own, sign * channelCodes[i], sign * clipped);
                channelCodes[i] = 0;
            }
        }
        channelCodes[0] = 0;
        channelCodes[last] = 0;
    }

    private void put(int code, QuantParams own, int count, int clipped) {
        codes[code - lowestCode] += count;
        clippedInto[code - lowestCode] += clipped;
        if (!levelsFollowFromCodes()) {
            levels.add(code, own, count, clipped);
        }
    }

    /**
     * What was counted, in arrays of its own.
     *
     * @param first parameters of the first channel; null where the weights are float
     */
    Counted counted(QuantParams first) {
        LevelCounts complete = levels;
        if (levelsFollowFromCodes() && first != null) {
            complete = new LevelCounts(grid);
            for (int i = 0; i < codes.length; i++) {
                if (codes[i] != 0) {
                    complete.add(lowestCode + i, first, codes[i], clippedInto[i]);
                }
            }
        }
        int used = (int) IntStream.of(codes).filter(count -> count != 0).count();
        return new Counted(before.clone(), overflow.clone(), underflow.clone(), complete.levels(), clippedLow,
                clippedHigh, zeroed, used);
    }

    /** What a tally says at one moment; see {@link WeightHistogram}. */
    record Counted(
            int[] before,
            int[] overflow,
            int[] underflow,
            List<WeightHistogram.Level> levels,
            int clippedLow,
            int clippedHigh,
            int zeroed,
            int codesUsed) {}
}
