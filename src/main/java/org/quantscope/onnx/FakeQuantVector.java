package org.quantscope.onnx;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Rounding;

/**
 * The numbers that {@link FakeQuantNodes} computes with, as one fed vector. ONNX's formula takes
 * {@code x̂ = round(clamp(x / SCALE, LOW, HIGH)) · SCALE}; every other one, and a clamp alone, takes
 *
 * <pre>
 * v = clamp(x · IN, IN_LOW, IN_HIGH) · FACTOR / DIVISOR − ORIGIN
 * i = clamp(v, LOW, HIGH)
 * r = EVEN · halfEven(i) + UP · halfUp(i) + AWAY · halfAway(i) + PLAIN · i
 * x̂ = (r + SHIFT) · SCALE / LAST
 * </pre>
 *
 * <p>where factors of 1 and summands of 0 change no float. Limits are integers, so clamping before rounding gives what
 * clamping after it gives.
 */
public final class FakeQuantVector {
    /** Elements of the vector. */
    public static final int SIZE = Place.values().length;

    /** Where each number stands. */
    enum Place {
        ON, GENERAL, IN, IN_LOW, IN_HIGH, FACTOR, DIVISOR, ORIGIN, LOW, HIGH, EVEN, UP, AWAY, PLAIN, SHIFT, SCALE, LAST
    }

    /** Carries the smallest subnormal to a magnitude above 1 when applied twice. */
    private static final float HUGE = 0x1p127f;

    private final float[] values = new float[SIZE];

    private FakeQuantVector() {
        Arrays.fill(values, 1);
        set(Place.IN_LOW, Float.NEGATIVE_INFINITY).set(Place.IN_HIGH, Float.POSITIVE_INFINITY);
        for (Place zero : new Place[] {Place.ORIGIN, Place.EVEN, Place.UP, Place.AWAY, Place.PLAIN, Place.SHIFT}) {
            set(zero, 0);
        }
    }

    /** For a tensor that stays as it is. */
    public static float[] off() {
        return new FakeQuantVector().set(Place.ON, 0).values;
    }

    /**
     * For a tensor that is clamped, quantized and dequantized, or one of both.
     *
     * @param params what quantizes it
     * @param clamp applied before that
     */
    public static float[] of(Optional<QuantParams> params, Optional<Clamp> clamp) {
        if (params.isPresent()) {
            return new FakeQuantVector().quantize(params.get(), CodeLimits.of(params.get(), clamp)).values;
        }
        return clamp.map(bounds -> new FakeQuantVector()
                        .set(Place.LOW, bounds.lo()).set(Place.HIGH, bounds.hi()).set(Place.PLAIN, 1).values)
                .orElseGet(FakeQuantVector::off);
    }

    private FakeQuantVector quantize(QuantParams params, CodeLimits limits) {
        boolean plain = params.formula() == Formula.ONNX && params.rounding() == Rounding.HALF_TO_EVEN;
        set(Place.GENERAL, plain ? 0 : 1);
        set(rounding(params), 1);
        set(Place.LOW, limits.lo()).set(Place.HIGH, limits.hi());
        switch (params.formula()) {
            case ONNX -> onnx(params, limits);
            case MICRONET -> set(Place.DIVISOR, params.scale()).set(Place.ORIGIN, params.zeroPoint())
                    .set(Place.SHIFT, params.zeroPoint()).set(Place.SCALE, params.scale());
            case MICRONET_2020 -> set(Place.FACTOR, params.scale()).set(Place.ORIGIN, params.zeroPoint())
                    .set(Place.SHIFT, params.zeroPoint()).set(Place.LAST, params.scale());
            case DOREFA_ACTIVATION -> set(Place.IN, 0.1f).set(Place.IN_LOW, 0).set(Place.IN_HIGH, 1)
                    .set(Place.FACTOR, params.type().qmax()).set(Place.LAST, params.type().qmax());
            case BINARY_ACTIVATION -> signs(limits);
            default -> throw new IllegalArgumentException(
                    "The formula '" + params.formula().keyword() + "' is for weights and not for activations.");
        }
        return this;
    }

    private static Place rounding(QuantParams params) {
        return switch (params.rounding()) {
            case HALF_TO_EVEN -> Place.EVEN;
            case HALF_UPWARD -> Place.UP;
            case HALF_AWAY_FROM_ZERO -> Place.AWAY;
        };
    }

    /** The zero point is added to an integer, so it moves the limits and nothing else. */
    private void onnx(QuantParams params, CodeLimits limits) {
        int zeroPoint = params.integerOrigin();
        set(Place.LOW, limits.lo() - zeroPoint).set(Place.HIGH, limits.hi() - zeroPoint);
        set(Place.DIVISOR, params.scale()).set(Place.SCALE, params.scale());
    }

    /** −1 below zero and 0 elsewhere, both upward by one half and times two: −1 and 1. */
    private void signs(CodeLimits limits) {
        set(Place.IN, HUGE).set(Place.IN_LOW, -1).set(Place.IN_HIGH, 1).set(Place.FACTOR, HUGE);
        set(Place.LOW, limits.lo() < 0 ? -1 : 0).set(Place.HIGH, limits.hi() < 0 ? -1 : 0);
        set(Place.SHIFT, 0.5f).set(Place.SCALE, 2);
    }

    private FakeQuantVector set(Place place, float value) {
        values[place.ordinal()] = value;
        return this;
    }
}
