package org.quantscope.analysis;

import java.util.function.LongToDoubleFunction;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.LayerStages;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.RequantizationSteps;

/**
 * The last stage before the output: what each path rounds, and to what. Values beyond the codes that the output may have
 * count as the last of these, because that is all that is left of them; differences are in output steps.
 */
final class RequantizationComparison {
    private final LayerStages stages;
    private final LayerParams params;
    private final QuantParams output;
    private final CodeLimits limits;
    private final int plane;
    private final LongToDoubleFunction[] integerValues;
    private final double[] scales;

    RequantizationComparison(LayerStages stages, IntegerEpilogue epilogue) {
        this.stages = stages;
        this.params = stages.params();
        this.output = params.output().orElseThrow();
        this.limits = CodeLimits.of(output, params.clamp());
        this.plane = stages.shape().outputHeight() * stages.shape().outputWidth();
        int rows = stages.shape().channels().count();
        this.scales = new double[rows];
        this.integerValues = new LongToDoubleFunction[rows];
        for (int row = 0; row < rows; row++) {
            scales[row] = epilogue.scale(row);
            if (stages.held().isPresent() && epilogue.isRequantized(row)) {
                int channel = stages.shape().channels().from() + row;
                integerValues[row] = RequantizationSteps.beforeRounding(
                        params.requantization(),
                        (float) params.input().orElseThrow().unit(),
                        (float) params.weight().orElseThrow().channel(channel).unit(),
                        (float) output.step());
            }
        }
    }

    StageAgreement compare() {
        int[] codes = stages.outputs().outputCodes().orElseThrow().data();
        Tally tally = Tally.of(
                codes.length,
                at -> inside(fakeQuant(at)) - inside(integer(at)),
                at -> fakeQuantCode(at) != codes[at]);
        String remark = "both round to the same code";
        if (tally.first() >= 0) {
            int at = tally.first();
            boolean twice = integerValues[row(at)] != null && roundsTwice(params.requantization());
            remark = "before rounding float32 has " + Figures.tie(fakeQuant(at)) + ", the integer path "
                    + Figures.tie(integer(at)) + (twice ? ", which it rounds twice" : "") + "; the codes are "
                    + fakeQuantCode(at) + " and " + codes[at];
        }
        return tally.at(Stage.REQUANTIZATION, "LSB", remark);
    }

    /** The fake-quant result before its activation: the clamp is left to the codes, as in the integer path. */
    private float real(int at) {
        return stages.fakeQuantSums().get(at) + stages.bias().fakeQuant()[row(at)];
    }

    private float fakeQuant(int at) {
        return FakeQuantSteps.beforeRounding(real(at), output);
    }

    private int fakeQuantCode(int at) {
        return limits.place(Quantizer.unclamped(real(at), output) - limits.zeroPoint());
    }

    private static boolean roundsTwice(RequantizationProfile profile) {
        return profile == RequantizationProfile.GEMMLOWP || profile == RequantizationProfile.RUY;
    }

    private double integer(int at) {
        int row = row(at);
        if (integerValues[row] != null) {
            return integerValues[row].applyAsDouble(stages.held().orElseThrow().get(at));
        }
        double real = scales[row] * (stages.held().isPresent()
                ? stages.held().get().get(at)
                : stages.realSums().orElseThrow().get(at));
        boolean heldBias = stages.held().isPresent() && stages.bias().codes().isPresent();
        if (!heldBias) {
            real += stages.bias().codes().isPresent()
                    ? scales[row] * stages.bias().code(row)
                    : stages.bias().real()[row];
        }
        return real / output.step() + (output.origin() - limits.zeroPoint());
    }

    private double inside(double steps) {
        return Math.max(limits.lo() - limits.zeroPoint(), Math.min(limits.hi() - limits.zeroPoint(), steps));
    }

    private int row(int at) {
        return at / plane % scales.length;
    }
}
