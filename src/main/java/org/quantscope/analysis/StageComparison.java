package org.quantscope.analysis;

import java.util.List;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.LayerStages;
import org.quantscope.conv.Operand;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;

/**
 * Compares the two quantized paths stage by stage. What the fake-quant path holds in real units is counted in the
 * integer path's steps: they agree where it rounds to the same integer.
 */
final class StageComparison {
    private static final String CODES = "codes";
    private static final String LSB = "LSB";

    private final LayerStages stages;
    private final LayerParams params;
    private final IntegerEpilogue epilogue;
    private final int plane;
    private final int rows;

    StageComparison(LayerStages stages) {
        this.stages = stages;
        this.params = stages.params();
        this.epilogue = new IntegerEpilogue(params, stages.shape().channels(), stages.bias());
        this.plane = stages.shape().outputHeight() * stages.shape().outputWidth();
        this.rows = stages.shape().channels().count();
    }

    FormalAgreement compare() {
        return new FormalAgreement(
                List.of(inputCodes(), weightCodes(), accumulator(), bias(), requantization(), output()));
    }

    /** The codes that the dequantized input stands for, against the codes that are convolved. */
    private StageAgreement inputCodes() {
        if (params.input().isEmpty()) {
            return StageAgreement.absent(Stage.INPUT_CODES, "the input stays float");
        }
        double unit = unit(params.input().get());
        return codes(Stage.INPUT_CODES, stages.input(), row -> unit);
    }

    private StageAgreement weightCodes() {
        if (params.weight().isEmpty()) {
            return StageAgreement.absent(Stage.WEIGHT_CODES, "the weights stay float");
        }
        int from = stages.shape().channels().from();
        return codes(Stage.WEIGHT_CODES, stages.weight(), row -> unit(params.weight().get().channel(from + row)));
    }

    private interface RowUnit {
        double of(int row);
    }

    private StageAgreement codes(Stage stage, Operand operand, RowUnit unit) {
        float[] back = operand.fakeQuant().data();
        int rowSize = back.length / operand.fakeQuant().shape().extent(0);
        Tally tally = Tally.ofGaps(
                back.length, at -> back[at] / unit.of(at / rowSize) - operand.steps(at, at / rowSize));
        String remark = "every value stands for the code that is convolved";
        if (tally.first() >= 0) {
            int row = tally.first() / rowSize;
            remark = "float32 has a value " + Figures.real(back[tally.first()] / unit.of(row))
                    + " steps from zero, the code is " + Figures.real(operand.steps(tally.first(), row))
                    + " steps from it";
        }
        return tally.at(stage, CODES, remark);
    }

    /** The float32 sum counted in steps of s_x · s_w, against the exact sum and what the register holds of it. */
    private StageAgreement accumulator() {
        if (stages.held().isEmpty()) {
            return StageAgreement.absent(Stage.ACCUMULATOR, noAccumulator());
        }
        long[] exact = stages.outputs().accumulator().orElseThrow().data();
        long[] held = stages.held().get().data();
        double[] step = new double[rows];
        int[] biasCode = new int[rows];
        for (int row = 0; row < rows; row++) {
            step[row] = epilogue.scale(row);
            biasCode[row] = stages.bias().code(row);
        }
        float[] sums = stages.fakeQuantSums().data();
        Tally tally = Tally.ofGaps(exact.length, at -> sums[at] / step[row(at)] - (held[at] - biasCode[row(at)]));
        return tally.at(Stage.ACCUMULATOR, LSB, accumulatorRemark(tally, exact, held));
    }

    private String accumulatorRemark(Tally tally, long[] exact, long[] held) {
        if (tally.first() < 0) {
            return "the float32 sums round to the exact integers";
        }
        int at = tally.first();
        int code = stages.bias().code(row(at));
        if (held[at] != exact[at] + code) {
            return "the exact sum " + Figures.integer(exact[at] + code) + " does not fit "
                    + params.accumulator().bits() + " bits, and the register "
                    + (params.accumulator().overflow().keyword().equals("wrap") ? "wraps to " : "saturates at ")
                    + Figures.integer(held[at]);
        }
        return "the float32 sum is " + Figures.real(stages.fakeQuantSums().get(at) / epilogue.scale(row(at)))
                + " steps, the exact one " + Figures.integer(exact[at]);
    }

    private String noAccumulator() {
        if (params.input().isEmpty() || params.weight().isEmpty()) {
            String side = params.input().isEmpty() ? "the input stays" : "the weights stay";
            return side + " float: there is no integer accumulator";
        }
        return "a zero point is not an integer: there is no integer accumulator";
    }

    /** The code that the dequantized bias stands for, against the one that is added. */
    private StageAgreement bias() {
        if (stages.bias().codes().isEmpty()) {
            return StageAgreement.absent(Stage.BIAS, "the bias stays float in both paths");
        }
        int from = stages.shape().channels().from();
        float inputScale = (float) unit(params.input().orElseThrow());
        float[] back = stages.bias().fakeQuant();
        double[] step = new double[rows];
        for (int row = 0; row < rows; row++) {
            step[row] = BiasQuantizer.scale(
                    inputScale, (float) unit(params.weight().orElseThrow().channel(from + row)));
        }
        Tally tally = Tally.ofGaps(rows, row -> back[row] / step[row] - stages.bias().code(row));
        int first = tally.first();
        String remark = first < 0
                ? "every value stands for the code that is added"
                : "channel " + (from + first) + " adds " + Figures.real(back[first] / step[first])
                        + " steps in float32, the code is " + Figures.integer(stages.bias().code(first));
        return tally.at(Stage.BIAS, CODES, remark);
    }

    private StageAgreement requantization() {
        if (params.output().isEmpty()) {
            return StageAgreement.absent(
                    Stage.REQUANTIZATION, "there is no output quantizer: the integer path ends in real units");
        }
        return new RequantizationComparison(stages, epilogue).compare();
    }

    /** What the two paths give: codes, or real values where there are none. */
    private StageAgreement output() {
        ImplementationMismatch mismatch = ImplementationMismatch.of(stages.outputs(), params);
        String remark = "none is apart by more than 1e-5 of the largest";
        if (mismatch.inCodes()) {
            remark = "every code is the same";
        }
        if (mismatch.first().isPresent()) {
            int at = mismatch.first().get().index();
            remark = mismatch.inCodes()
                    ? "fake-quant gives code " + stages.outputs().fakeQuantCodes().orElseThrow().get(at)
                            + ", the integer path " + stages.outputs().outputCodes().orElseThrow().get(at)
                    : "fake-quant gives " + Figures.single(stages.outputs().fakeQuant().get(at))
                            + ", the integer path " + Figures.real(stages.outputs().integer().get(at));
        }
        boolean steps = mismatch.inCodes() || params.isIntegerOnly();
        double largest = steps ? largestStep(mismatch) : mismatch.maxAbs();
        return new StageAgreement(Stage.OUTPUT, mismatch.total(), mismatch.differing(), largest,
                mismatch.inCodes() ? CODES : steps ? LSB : "real", remark);
    }

    /** In LSB also where none differs: the meter says 0 there. */
    private double largestStep(ImplementationMismatch mismatch) {
        if (mismatch.inCodes()) {
            return mismatch.maxLsb();
        }
        double largest = 0;
        for (int at = 0; at < stages.outputs().fakeQuant().size(); at++) {
            double gap = Math.abs(stages.outputs().fakeQuant().get(at) - stages.outputs().integer().get(at));
            largest = Math.max(largest, gap / epilogue.scale(row(at)));
        }
        return largest;
    }

    private int row(int at) {
        return at / plane % rows;
    }

    private static double unit(QuantParams quantizer) {
        return quantizer.unit();
    }
}
