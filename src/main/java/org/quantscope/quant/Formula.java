package org.quantscope.quant;

/**
 * How a real value becomes a code and a code a real value (arithmetic contract, sections 1 and 5). Three formulas are
 * affine, with a scale and a zero point that are chosen; the others follow from the weights or the bit-width alone.
 *
 * <p>A formula for weights that are first reshaped as a whole tensor takes the value that {@link WeightPreparation}
 * made of a weight.
 */
public enum Formula {
    /** (1), (2): {@code q = round(x / s) + zp}, {@code x̂ = s · (q − zp)}. */
    ONNX("onnx") {
        @Override
        double code(float value, QuantParams params) {
            return params.rounding().round(value / params.scale()) + params.zeroPoint();
        }

        @Override
        float value(int code, QuantParams params) {
            return params.scale() * (code - params.zeroPoint());
        }
    },
    /** (10): {@code q = round(x / s − z)}, {@code x̂ = (q + z) · s}; z may be any real number. */
    MICRONET("micronet") {
        @Override
        double code(float value, QuantParams params) {
            return params.rounding().round(value / params.scale() - params.zeroPoint());
        }

        @Override
        float value(int code, QuantParams params) {
            return (code + params.zeroPoint()) * params.scale();
        }

        @Override
        double origin(QuantParams params) {
            return -(double) params.zeroPoint();
        }
    },
    /** (11): {@code q = round(x · m − z)}, {@code x̂ = (q + z) / m}: the scale is a multiplier. */
    MICRONET_2020("micronet-2020") {
        @Override
        double code(float value, QuantParams params) {
            return params.rounding().round(value * params.scale() - params.zeroPoint());
        }

        @Override
        float value(int code, QuantParams params) {
            return (code + params.zeroPoint()) / params.scale();
        }

        @Override
        double origin(QuantParams params) {
            return -(double) params.zeroPoint();
        }

        @Override
        double step(QuantParams params) {
            return 1.0 / params.scale();
        }
    },
    /** (15), of weights brought into [0, 1]: {@code q = round(u · n)}, {@code x̂ = 2q/n − 1}; there is no code of zero. */
    DOREFA_WEIGHT("dorefa") {
        @Override
        double code(float value, QuantParams params) {
            return params.rounding().round(value * params.type().qmax());
        }

        @Override
        float value(int code, QuantParams params) {
            return 2 * ((float) code / params.type().qmax()) - 1;
        }

        @Override
        double origin(QuantParams params) {
            return params.type().qmax() / 2.0;
        }

        @Override
        double step(QuantParams params) {
            return 2.0 / params.type().qmax();
        }

        @Override
        public int stepsPerCode() {
            return 2;
        }
    },
    /** (14): {@code q = round(clamp(0.1 · x, 0, 1) · n)}, {@code x̂ = q/n}; the factor 0.1 is never undone. */
    DOREFA_ACTIVATION("dorefa") {
        @Override
        double code(float value, QuantParams params) {
            float inside = Math.max(0f, Math.min(1f, 0.1f * value));
            return params.rounding().round(inside * params.type().qmax());
        }

        @Override
        float value(int code, QuantParams params) {
            return (float) code / params.type().qmax();
        }

        @Override
        double origin(QuantParams params) {
            return 0;
        }

        @Override
        double step(QuantParams params) {
            return 1.0 / params.type().qmax();
        }
    },
    /** (17), of weights reduced to −1, 0 and 1: {@code x̂ = α · q}, the scale being α. */
    TERNARY_WEIGHT("ternary") {
        @Override
        double code(float value, QuantParams params) {
            return value;
        }

        @Override
        float value(int code, QuantParams params) {
            return params.scale() * code;
        }
    },
    /** (16), of centred and clamped weights: {@code q = sgn(w)} with {@code sgn(0) = 1}, {@code x̂ = α · q}. */
    BINARY_WEIGHT("binary") {
        @Override
        double code(float value, QuantParams params) {
            return value < 0 ? -1 : 1;
        }

        @Override
        float value(int code, QuantParams params) {
            return params.scale() * code;
        }
    },
    /** (18): {@code x̂ = q = sgn(x)} with {@code sgn(0) = 1}. Padding stays real zero, which adds nothing. */
    BINARY_ACTIVATION("binary") {
        @Override
        double code(float value, QuantParams params) {
            return value < 0 ? -1 : 1;
        }

        @Override
        float value(int code, QuantParams params) {
            return code;
        }
    };

    private final String keyword;

    Formula(String keyword) {
        this.keyword = keyword;
    }

    /** The word for it in the settings file: a {@code convention} if it is affine, else a {@code method}. */
    public String keyword() {
        return keyword;
    }

    /** Whether a scale and a zero point are chosen. */
    public boolean isAffine() {
        return this == ONNX || this == MICRONET || this == MICRONET_2020;
    }

    /** Whether it is one of micronet's two affine formulas. */
    public boolean isMicronet() {
        return this == MICRONET || this == MICRONET_2020;
    }

    /** Integer steps between two neighbouring codes: 2 where real zero lies half-way between two codes. */
    public int stepsPerCode() {
        return 1;
    }

    /** The code before the clamp to the type; a double because it may lie far outside. */
    abstract double code(float value, QuantParams params);

    /** What a code stands for, in the float32 steps of the formula. */
    abstract float value(int code, QuantParams params);

    /** Where real zero lies among the codes. */
    double origin(QuantParams params) {
        return params.zeroPoint();
    }

    /** The real distance of two neighbouring codes. */
    double step(QuantParams params) {
        return params.scale();
    }
}
