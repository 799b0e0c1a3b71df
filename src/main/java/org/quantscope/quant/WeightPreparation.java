package org.quantscope.quant;

/**
 * What DoReFa, ternary and binary quantization do to weights before there are codes, (15) to (17). Weights are (O,
 * C/group, kh, kw), flat; a row is one output channel.
 */
public final class WeightPreparation {
    private final Formula formula;
    private final float[] weight;
    private final int rowSize;
    private final int inputChannels;

    /**
     * @param weight the whole tensor, because DoReFa divides by its largest magnitude
     * @param outputChannels O
     * @param inputChannels C/group
     */
    public WeightPreparation(Formula formula, float[] weight, int outputChannels, int inputChannels) {
        this.formula = formula;
        this.weight = weight;
        this.rowSize = weight.length / outputChannels;
        this.inputChannels = inputChannels;
    }

    /** Whether a formula takes the weights as they are. */
    public static boolean isIdentity(Formula formula) {
        return formula.isAffine();
    }

    /** The values that the formula's codes are made of, for rows {@code from} to {@code to}. */
    public float[] rows(int from, int to) {
        float[] rows = new float[(to - from) * rowSize];
        System.arraycopy(weight, from * rowSize, rows, 0, rows.length);
        switch (formula) {
            case DOREFA_WEIGHT -> squash(rows);
            case TERNARY_WEIGHT -> eachRow(rows, this::toSigns);
            case BINARY_WEIGHT -> eachRow(rows, this::centre);
            default -> {
                // affine formulas take the weights as they are
            }
        }
        return rows;
    }

    /** α of one row, (16) or (17): 0 for a row without magnitude. */
    public float scale(int row) {
        if (formula == Formula.BINARY_WEIGHT) {
            return (float) meanMagnitude(rows(row, row + 1), 0);
        }
        float threshold = threshold(row * rowSize);
        double sum = 0;
        int count = 0;
        for (int at = row * rowSize; at < (row + 1) * rowSize; at++) {
            if (Math.abs(weight[at]) > threshold) {
                sum += Math.abs(weight[at]);
                count++;
            }
        }
        return count == 0 ? 0 : (float) (sum / count);
    }

    private interface RowChange {
        void apply(float[] values, int from);
    }

    private void eachRow(float[] values, RowChange change) {
        for (int from = 0; from < values.length; from += rowSize) {
            change.apply(values, from);
        }
    }

    /** {@code u = tanh(w) / (2 · max|tanh|) + 1/2}; all-zero weights lie in the middle. */
    private void squash(float[] values) {
        float largest = 0;
        for (float each : weight) {
            largest = Math.max(largest, Math.abs(each));
        }
        float most = (float) Math.tanh(largest); // tanh is monotonic: the largest magnitude stays the largest
        for (int at = 0; at < values.length; at++) {
            values[at] = most == 0 ? 0.5f : (float) Math.tanh(values[at]) / (2 * most) + 0.5f;
        }
    }

    /**
     * {@code t = sgn(sgn(w + D) + sgn(w − D))}: weights as large as D count too. A row of zeros has D = 0 and gives
     * zeros.
     */
    private void toSigns(float[] values, int from) {
        float threshold = 0.7f * (float) meanMagnitude(values, from);
        for (int at = from; at < from + rowSize; at++) {
            values[at] = Math.signum(Math.signum(values[at] + threshold) + Math.signum(values[at] - threshold));
        }
    }

    /**
     * {@code clamp(w − mean over the input channels of each tap, −1, 1)}. With one input channel the mean is the weight
     * itself, so that nothing would be left: such rows are not centred. A row without magnitude has no sign; NaN has no
     * code and becomes 0.
     */
    private void centre(float[] values, int from) {
        int taps = rowSize / inputChannels;
        for (int tap = 0; tap < taps && inputChannels > 1; tap++) {
            double sum = 0;
            for (int channel = 0; channel < inputChannels; channel++) {
                sum += values[from + channel * taps + tap];
            }
            float mean = (float) (sum / inputChannels);
            for (int channel = 0; channel < inputChannels; channel++) {
                values[from + channel * taps + tap] -= mean;
            }
        }
        boolean magnitude = false;
        for (int at = from; at < from + rowSize; at++) {
            values[at] = Math.max(-1f, Math.min(1f, values[at]));
            magnitude |= values[at] != 0;
        }
        for (int at = from; at < from + rowSize && !magnitude; at++) {
            values[at] = Float.NaN;
        }
    }

    private float threshold(int from) {
        return 0.7f * (float) meanMagnitude(weight, from);
    }

    /** Mean of the magnitudes of one row; NaN counts as 0. */
    private double meanMagnitude(float[] values, int from) {
        double sum = 0;
        for (int at = from; at < from + rowSize; at++) {
            sum += Float.isNaN(values[at]) ? 0 : Math.abs(values[at]);
        }
        return sum / rowSize;
    }
}
