package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.RequantizationSteps;

/** A trace as rows to read: everything after the products, the integer path beside the fake-quant path. */
public final class TraceRows {
    private final ArithmeticTrace trace;
    private final Optional<Stage> parting;
    private final List<TraceRow> rows = new ArrayList<>();

    private TraceRows(ArithmeticTrace trace) {
        this.trace = trace;
        this.parting = trace.verdict().parting();
    }

    public static List<TraceRow> of(ArithmeticTrace trace) {
        TraceRows all = new TraceRows(trace);
        all.sum();
        all.bias();
        if (trace.requantization().isPresent()) {
            all.requantization(trace.requantization().get(), trace.params().output().orElseThrow());
        } else {
            all.real();
        }
        return List.copyOf(all.rows);
    }

    private void sum() {
        trace.fourSums().ifPresent(this::fourSums);
        String formula = trace.isInteger() ? "Σ (qx − zx)(qw − zw)" : "Σ x·w, in double precision";
        String fake = Figures.single(trace.fakeQuant().sum());
        if (trace.isInteger()) {
            add(Stage.ACCUMULATOR, "Sum of products", formula, Figures.integer(trace.accumulator()), fake);
            add(Stage.ACCUMULATOR, "in steps of sx·sw", "sx·sw = " + Figures.real(trace.unit()),
                    Figures.integer(trace.accumulator()), Figures.real(trace.fakeQuant().sum() / trace.unit()));
            mark(Stage.ACCUMULATOR);
        } else {
            add(Stage.ACCUMULATOR, "Sum of products", formula, Figures.real(trace.realSum()),
                    Figures.real(trace.fakeQuant().sum() / trace.unit()));
            mark(Stage.ACCUMULATOR);
            add(Stage.ACCUMULATOR, "in real units", "times " + Figures.real(trace.unit()),
                    Figures.real(trace.unit() * trace.realSum()), fake);
        }
    }

    private void fourSums(FourSums four) {
        add(Stage.ACCUMULATOR, "Codes times codes", "Σ qx·qw", Figures.real(four.products()), null);
        add(Stage.ACCUMULATOR, "Weight zero point", "− zw·Σqx, zw = " + Figures.real(four.weightOrigin()),
                Figures.real(four.weightOriginTerm() + 0.0), null);
        add(Stage.ACCUMULATOR, "Input zero point", "− zx·Σqw, zx = " + Figures.real(four.inputOrigin()),
                Figures.real(four.inputOriginTerm() + 0.0), null);
        add(Stage.ACCUMULATOR, "Both zero points", "+ n·zx·zw, n = " + Figures.integer(four.taps()),
                Figures.real(four.constantTerm() + 0.0), null);
    }

    private void bias() {
        FakeQuantSteps fake = trace.fakeQuant();
        if (trace.biasCode().isPresent()) {
            add(Stage.BIAS, "Bias", "qb = rte(b / f32(sx·sw)), b = " + Figures.single(trace.floatBias()),
                    Figures.integer(trace.biasCode().getAsInt()), Figures.single(fake.bias()));
            mark(Stage.BIAS);
        }
        if (trace.isInteger()) {
            String register = trace.params().accumulator().bits() + "-bit register, "
                    + trace.params().accumulator().overflow().keyword();
            add(Stage.BIAS, "Accumulator", register, Figures.integer(trace.held()),
                    trace.biasCode().isPresent() ? Figures.single(fake.biased()) : Figures.single(fake.sum()));
        }
        if (trace.biasCode().isEmpty()) {
            add(Stage.BIAS, "Bias", "stays float", Figures.single(trace.floatBias()), Figures.single(fake.bias()));
        }
    }

    private void real() {
        FakeQuantSteps fake = trace.fakeQuant();
        add(Stage.OUTPUT, "Real value", realFormula(), Figures.real(trace.real()), Figures.single(fake.biased()));
        trace.params().clamp().ifPresent(clamp -> add(Stage.OUTPUT, clamp.displayName(),
                Figures.single(clamp.lo()) + " to " + Figures.single(clamp.hi()), Figures.real(trace.output()),
                Figures.single(fake.clamped())));
    }

    private String realFormula() {
        if (!trace.isInteger()) {
            return trace.biasCode().isPresent() ? "sx·sw·(sum + qb)" : "sx·sw·sum + b";
        }
        return trace.biasCode().isPresent() ? "sx·sw·acc" : "sx·sw·acc + b";
    }

    private void requantization(RequantizationSteps steps, QuantParams output) {
        FakeQuantSteps fake = trace.fakeQuant();
        FakeQuantSteps.OutputSteps fakeOutput = fake.output().orElseThrow();
        trace.params().clamp().ifPresent(clamp -> add(Stage.REQUANTIZATION, clamp.displayName(),
                "in real units; the integer path clamps codes", null, Figures.single(fake.clamped())));
        multiplier(steps, output);
        add(Stage.REQUANTIZATION, "Before rounding", beforeRounding(steps), Figures.real(steps.beforeRounding()),
                Figures.single((float) fakeOutput.beforeRounding()));
        steps.high().ifPresent(high -> add(Stage.REQUANTIZATION, "First rounding",
                steps.profile() == RequantizationProfile.RUY
                        ? "h = (acc·2^l·k + 2^30) >> 31"
                        : "h = acc·2^l·k / 2^31, half upward",
                Figures.integer(high), null));
        add(Stage.REQUANTIZATION, "Rounded", rounding(steps, output), Figures.integer(steps.rounded()),
                Figures.integer((long) fakeOutput.rounded()));
        mark(Stage.REQUANTIZATION);
        int zeroPoint = steps.limits().zeroPoint();
        add(Stage.OUTPUT, "Zero point", "+ zy = " + zeroPoint, Figures.integer(saturated(steps.rounded(), zeroPoint)),
                Figures.integer(saturated((long) fakeOutput.rounded(), zeroPoint)));
        add(Stage.OUTPUT, "Output code", "clamped to " + steps.limits().lo() + " … " + steps.limits().hi(),
                Figures.integer(steps.code()), Figures.integer(fakeOutput.code()));
        add(Stage.OUTPUT, "Output", "sy·(q − zy), sy = " + Figures.single((float) output.step()),
                Figures.single((float) trace.output()), Figures.single(fakeOutput.value()));
    }

    private void multiplier(RequantizationSteps steps, QuantParams output) {
        String fake = "÷ " + Figures.single((float) output.step());
        if (!trace.isRequantized()) {
            add(Stage.REQUANTIZATION, "Real value", realFormula(), Figures.real(trace.real()), fake);
            return;
        }
        switch (steps.profile()) {
            case FLOAT32 -> add(Stage.REQUANTIZATION, "Multiplier", "m = f32(f32(sx·sw) / sy)",
                    Figures.single((float) steps.multiplier()), fake);
            case FLOAT64 -> add(Stage.REQUANTIZATION, "Multiplier", "M = sx·sw / sy, in double precision",
                    Figures.real(steps.multiplier()), fake);
            case GEMMLOWP, RUY -> {
                int exponent = steps.exponent().orElseThrow();
                add(Stage.REQUANTIZATION, "Multiplier", "k, M = sx·sw / sy ≈ k·2^(e − 31)",
                        Figures.integer(steps.significand().orElseThrow()), fake);
                add(Stage.REQUANTIZATION, "Shift", "e, " + (exponent > 0 ? "left " + exponent : "right " + -exponent),
                        Figures.integer(exponent), null);
            }
            case POWER_OF_TWO -> add(Stage.REQUANTIZATION, "Shift", "n, M = sx·sw / sy = 2^−n",
                    Figures.integer(-steps.exponent().orElseThrow()), fake);
        }
    }

    private String beforeRounding(RequantizationSteps steps) {
        if (!trace.isRequantized()) {
            return "real value / sy, in double precision";
        }
        return switch (steps.profile()) {
            case FLOAT32 -> "f32(f32(acc)·m)";
            case FLOAT64 -> "M·acc";
            case GEMMLOWP, RUY -> "acc·k·2^(e − 31), not rounded yet";
            case POWER_OF_TWO -> "acc·2^−n, not rounded yet";
        };
    }

    private static String rounding(RequantizationSteps steps, QuantParams output) {
        if (output.formula() != Formula.ONNX) {
            return output.rounding().keyword() + ", in float32";
        }
        return switch (steps.profile()) {
            case FLOAT32, FLOAT64 -> "half to even";
            case GEMMLOWP -> "h >> r, half away from zero";
            case RUY -> "(h + (1 << r >> 1)) >> r, half upward";
            case POWER_OF_TWO -> "(acc + (1 << n >> 1)) >> n, half upward";
        };
    }

    private static long saturated(long steps, int zeroPoint) {
        long limit = Long.MAX_VALUE >> 1;
        return Math.max(-limit, Math.min(limit, steps)) + zeroPoint;
    }

    private void add(Stage stage, String label, String formula, String integer, String fakeQuant) {
        rows.add(new TraceRow(
                stage, label, formula, Optional.ofNullable(integer), Optional.ofNullable(fakeQuant), false));
    }

    /** Marks the row added last, if it is of the stage at which the paths part. */
    private void mark(Stage stage) {
        if (parting.filter(stage::equals).isPresent()) {
            TraceRow last = rows.remove(rows.size() - 1);
            rows.add(new TraceRow(
                    last.stage(), last.label(), last.formula(), last.integer(), last.fakeQuant(), true));
        }
    }
}
