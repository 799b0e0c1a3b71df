package org.quantscope.quant;

/**
 * The codes of many values, in loops that the compiler turns into vector instructions: a run of values is divided,
 * clamped and rounded in place as float32, and only then are its integers read. Code by code the same as
 * {@link Quantizer#quantize(float, QuantParams)}: rounding keeps the order of values and leaves integers alone, so that
 * clamping to integers first gives the same code, and bounds what is to be rounded.
 */
final class CodeRuns {
    private static final int RUN = 512;
    /** 1.5 · 2^23: float32 has no fractions next to it, so adding it rounds half to even up to a magnitude of 2^22. */
    static final float ROUNDING_TERM = 12582912f;
    /** The bits of a float next to the rounding term count in ones. */
    private static final int BITS_OF_NO_STEPS = Float.floatToRawIntBits(ROUNDING_TERM);

    private final QuantParams params;
    private final int lowest;
    private final int highest;
    /** What is added to rounded steps to make them codes. */
    private final int shift;

    /** @param beyond how far outside the type codes may lie: 0, or 1 to tell what is clipped from what is at the end */
    private CodeRuns(QuantParams params, int beyond) {
        this.params = params;
        this.lowest = params.type().qmin() - beyond;
        this.highest = params.type().qmax() + beyond;
        this.shift = params.formula() == Formula.ONNX ? params.integerOrigin() : 0;
    }

    /** Codes for {@code values[from ...]}, written to {@code codes[at ...]}. */
    static void write(float[] values, int from, int[] codes, int at, int length, QuantParams params, int beyond) {
        CodeRuns runs = new CodeRuns(params, beyond);
        if (!hasRuns(params.formula())) {
            for (int i = 0; i < length; i++) {
                codes[at + i] = runs.limited(Quantizer.unclamped(values[from + i], params));
            }
            return;
        }
        float[] run = new float[Math.min(RUN, length)];
        float[] sums = new float[run.length];
        for (int done = 0; done < length; done += run.length) {
            int size = Math.min(run.length, length - done);
            System.arraycopy(values, from + done, run, 0, size);
            runs.intoSteps(run);
            switch (params.rounding()) {
                case HALF_TO_EVEN -> {
                    halfToEven(run, sums);
                    read(run, codes, at + done, size, runs.shift - BITS_OF_NO_STEPS);
                }
                case HALF_AWAY_FROM_ZERO -> runs.halfAway(run, codes, at + done, size);
                case HALF_UPWARD -> runs.halfUpward(run, codes, at + done, size);
            }
        }
        if (hasUnknown(sums)) {
            runs.replaceUnknown(codes, at, length);
        }
    }

    /** Signs and sums of signs have nothing to divide. */
    private static boolean hasRuns(Formula formula) {
        return formula.isAffine() || formula == Formula.DOREFA_WEIGHT;
    }

    private int limited(double code) {
        return (int) Math.max(lowest, Math.min(highest, code));
    }

    /** Divides and clamps; what remains of an older run behind the present one does no harm. */
    private void intoSteps(float[] run) {
        float from = lowest - shift;
        float to = highest - shift;
        float scale = params.scale();
        float zeroPoint = params.zeroPoint();
        switch (params.formula()) {
            case ONNX -> divided(run, scale, from, to);
            case MICRONET -> dividedLess(run, scale, zeroPoint, from, to);
            case MICRONET_2020 -> multipliedLess(run, scale, zeroPoint, from, to);
            default -> multipliedLess(run, params.type().qmax(), 0f, from, to);
        }
    }

    private static void divided(float[] run, float scale, float from, float to) {
        for (int i = 0; i < run.length; i++) {
            run[i] = Math.max(from, Math.min(to, run[i] / scale));
        }
    }

    private static void dividedLess(float[] run, float scale, float zeroPoint, float from, float to) {
        for (int i = 0; i < run.length; i++) {
            run[i] = Math.max(from, Math.min(to, run[i] / scale - zeroPoint));
        }
    }

    private static void multipliedLess(float[] run, float scale, float zeroPoint, float from, float to) {
        for (int i = 0; i < run.length; i++) {
            run[i] = Math.max(from, Math.min(to, run[i] * scale - zeroPoint));
        }
    }

    private static void halfToEven(float[] run, float[] sums) {
        for (int i = 0; i < run.length; i++) {
            run[i] += ROUNDING_TERM;
            sums[i] += run[i];
        }
    }

    private static void read(float[] run, int[] codes, int at, int size, int origin) {
        for (int i = 0; i < size; i++) {
            codes[at + i] = Float.floatToRawIntBits(run[i]) + origin;
        }
    }

    private static boolean hasUnknown(float[] sums) {
        for (float sum : sums) {
            if (Float.isNaN(sum)) {
                return true;
            }
        }
        return false;
    }

    /** What is not a number passes every clamp, and its bits are far from those of the steps. */
    private void replaceUnknown(int[] codes, int at, int size) {
        int unknown = unknown();
        for (int i = at; i < at + size; i++) {
            codes[i] = codes[i] < lowest || codes[i] > highest ? unknown : codes[i];
        }
    }

    private void halfAway(float[] run, int[] codes, int at, int size) {
        int unknown = unknown();
        for (int i = 0; i < size; i++) {
            float steps = run[i];
            int rounded = (int) (Math.abs(steps) + 0.5f);
            codes[at + i] = Float.isNaN(steps) ? unknown : (steps < 0 ? -rounded : rounded) + shift;
        }
    }

    private void halfUpward(float[] run, int[] codes, int at, int size) {
        int unknown = unknown();
        for (int i = 0; i < size; i++) {
            float moved = run[i] + 0.5f;
            int rounded = (int) moved;
            codes[at + i] = Float.isNaN(moved) ? unknown : (rounded > moved ? rounded - 1 : rounded) + shift;
        }
    }

    /** The code of what is not a number: the one nearest to zero. */
    private int unknown() {
        return limited(Math.rint(params.origin()));
    }
}
