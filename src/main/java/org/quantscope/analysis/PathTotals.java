package org.quantscope.analysis;

import java.util.Arrays;
import java.util.Set;

/**
 * The largest figures of some channels of a {@link PathCase}.
 *
 * @param values how many output elements they are from
 * @param largestOutput of {@code |fake-quant|}
 * @param differences by output channel, of {@code |fake-quant − naive|}; NaN for a channel that was not computed
 * @param largestGap of {@code |(fake-quant − naive) − predicted|}
 * @param largestResidual of {@code |corrected − fake-quant|}, with the terms and the padding that were chosen
 * @param residualsAtBorder how many elements whose window leaves the input are off by more than {@link #TOLERANCE} of
 *     the largest output
 * @param residualsInside the same for elements whose window does not
 */
public record PathTotals(
        long values,
        double largestOutput,
        double[] differences,
        double largestGap,
        double largestResidual,
        long residualsAtBorder,
        long residualsInside) {
    /** Float32 sums of a few hundred products stay well below this share of the largest output. */
    public static final double TOLERANCE = 1e-5;

    /** Of nothing yet. */
    public static PathTotals empty(int channels) {
        double[] unknown = new double[channels];
        Arrays.fill(unknown, Double.NaN);
        return new PathTotals(0, 0, unknown, 0, 0, 0, 0);
    }

    /** With one more channel. */
    public PathTotals with(ChannelPaths paths, Set<PathTerm> terms, PaddingRule padding) {
        double[] known = differences.clone();
        double output = 0;
        double difference = 0;
        double gap = 0;
        for (int pixel = 0; pixel < paths.fake().length; pixel++) {
            output = Math.max(output, Math.abs(paths.fake()[pixel]));
            difference = Math.max(difference, Math.abs(paths.difference(pixel)));
            gap = Math.max(gap, paths.gapToForm(pixel));
        }
        known[paths.channel()] = difference;
        double[] corrected = paths.sums().outputs(terms, padding);
        double residual = largestResidual;
        long border = residualsAtBorder;
        long inside = residualsInside;
        double tolerance = TOLERANCE * Math.max(output, difference);
        for (int pixel = 0; pixel < paths.fake().length; pixel++) {
            double off = Math.abs(corrected[pixel] - paths.fake()[pixel]);
            residual = Math.max(residual, off);
            if (off > tolerance) {
                boolean full = paths.sums().taps()[pixel] == paths.sums().allTaps();
                inside += full ? 1 : 0;
                border += full ? 0 : 1;
            }
        }
        return new PathTotals(values + paths.fake().length, Math.max(largestOutput, output), known,
                Math.max(largestGap, gap), residual, border, inside);
    }

    /** The largest of {@link #differences}. */
    public double largestDifference() {
        double largest = 0;
        for (double difference : differences) {
            largest = Double.isNaN(difference) ? largest : Math.max(largest, difference);
        }
        return largest;
    }

    /** Whether every channel was computed. */
    public boolean isWhole() {
        return Arrays.stream(differences).noneMatch(Double::isNaN);
    }
}
