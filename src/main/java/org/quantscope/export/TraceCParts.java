package org.quantscope.export;

import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.RequantizationSteps;

/** The C functions that a trace's program needs: the register's addition, and the requantization of its profile. */
final class TraceCParts {
    private static final String PLACE =
            """
            static int64_t place(int64_t steps) {
                const int64_t lowest = y_lowest - y_zero, highest = y_highest - y_zero;
                return (steps < lowest ? lowest : steps > highest ? highest : steps) + y_zero;
            }

            """;

    private static final String FLOAT32 =
            """
            static int64_t requantize(int64_t acc) {
                const float m = x_scale * w_scale / y_scale;
                float value = acc == 0 ? 0.0f : (float)acc * m;
                value = fmaxf((float)(y_lowest - y_zero), fminf((float)(y_highest - y_zero), value));
                return (int64_t)rintf(value) + y_zero;
            }

            """;

    private static final String FLOAT64 =
            """
            static int64_t requantize(int64_t acc) {
                const double m = (double)x_scale * w_scale / y_scale;
                double steps = rint(m * (double)acc);
                steps = fmax((double)(y_lowest - y_zero), fmin((double)(y_highest - y_zero), steps));
                return (int64_t)steps + y_zero;
            }

            """;

    /** (26) as constants, and acc·2^l in two parts of 31 bits, so that products stay within 64 bits. */
    private static final String FIXED_POINT =
            """
            /* x_scale * w_scale / y_scale is about k * 2^(e - 31) */
            static const int64_t k = INT64_C(%d);
            enum { e = %d, left = %d, right = %d };

            /* What cannot be shifted is far beyond every code already, and stays there. */
            static int64_t shift_left(int64_t acc) {
                for (int i = 0; i < left; i++) {
                    acc = acc > INT64_MAX / 2 ? INT64_MAX : acc < -(INT64_MAX / 2) ? -INT64_MAX : acc * 2;
                }
                return acc;
            }

            """;

    /** (27): magnitudes are divided, because C divides towards zero and so does the equation. */
    private static final String GEMMLOWP =
            """
            static int64_t requantize(int64_t acc) {
                const int64_t shifted = shift_left(acc);
                const int negative = shifted < 0;
                const uint64_t size = negative ? 0 - (uint64_t)shifted : (uint64_t)shifted;
                const uint64_t nudge = (UINT64_C(1) << 30) - (negative ? 1 : 0);
                const uint64_t low = (size & 0x7fffffff) * (uint64_t)k + nudge;
                const int64_t high_size = (int64_t)((size >> 31) * (uint64_t)k + (low >> 31));
                const int64_t high = negative ? -high_size : high_size;
                const int64_t mask = (INT64_C(1) << right) - 1;
                const int64_t threshold = (mask >> 1) + (high < 0 ? 1 : 0);
                return place((high >> right) + ((high & mask) > threshold ? 1 : 0));
            }

            """;

    /** (28). */
    private static final String RUY =
            """
            static int64_t requantize(int64_t acc) {
                const int64_t shifted = shift_left(acc);
                const int64_t low = (shifted & 0x7fffffff) * k + (INT64_C(1) << 30);
                const int64_t high = (shifted >> 31) * k + (low >> 31);
                return place((high + ((INT64_C(1) << right) >> 1)) >> right);
            }

            """;

    /** (30), without an overflow of the rounding term. */
    private static final String POWER_OF_TWO =
            """
            enum { n = %d };

            static int64_t requantize(int64_t acc) {
                if (n == 0) {
                    return place(acc);
                }
                if (n > 63) {
                    return place(0);
                }
                return place((acc >> n %% 64) + ((acc >> (n + 63) %% 64) & 1));
            }

            """;

    private TraceCParts() {}

    /** {@code add(held, term)} as a register of this width does it. */
    static String register(Accumulator accumulator) {
        int unused = Long.SIZE - accumulator.bits();
        String lowest = unused == 0 ? "INT64_MIN" : "INT64_C(" + (Long.MIN_VALUE >> unused) + ")";
        String highest = unused == 0 ? "INT64_MAX" : "INT64_C(" + (Long.MAX_VALUE >> unused) + ")";
        if (accumulator.overflow() == Accumulator.Overflow.SATURATE) {
            return """
                    /* a register of %d bits that saturates */
                    static int64_t add(int64_t held, int64_t term) {
                        if (term > 0 && held > %s - term) {
                            return %s;
                        }
                        if (term < 0 && held < %s - term) {
                            return %s;
                        }
                        return held + term;
                    }

                    """
                    .formatted(accumulator.bits(), highest, highest, lowest, lowest);
        }
        return """
                /* a register of %d bits that wraps */
                static int64_t add(int64_t held, int64_t term) {
                    const uint64_t sign = UINT64_C(1) << %d;
                    const uint64_t bits = ((uint64_t)held + (uint64_t)term) & (sign | (sign - 1));
                    return (int64_t)((bits ^ sign) - sign);
                }

                """
                .formatted(accumulator.bits(), accumulator.bits() - 1);
    }

    /** {@code requantize(acc)}, which gives the output code. */
    static String requantization(RequantizationSteps steps) {
        return switch (steps.profile()) {
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case GEMMLOWP -> PLACE + fixedPoint(steps) + GEMMLOWP;
            case RUY -> PLACE + fixedPoint(steps) + RUY;
            case POWER_OF_TWO -> PLACE + POWER_OF_TWO.formatted(-steps.exponent().orElseThrow());
        };
    }

    private static String fixedPoint(RequantizationSteps steps) {
        int exponent = steps.exponent().orElseThrow();
        return FIXED_POINT.formatted(
                steps.significand().orElseThrow(), exponent, Math.max(exponent, 0), Math.max(-exponent, 0));
    }

    /** The statement that makes {@code steps}, from the output code of real zero, of {@code real}. */
    static String realRequantization(QuantParams output) {
        if (output.formula() == Formula.ONNX) {
            return "    double steps = rint(real / y_scale);";
        }
        String value = "    const float value = (float)real "
                + (output.formula() == Formula.MICRONET_2020 ? "*" : "/") + " y_scale - y_z;\n";
        String rounded = switch (output.rounding()) {
            case HALF_TO_EVEN -> "rint(value)";
            case HALF_AWAY_FROM_ZERO -> "copysign(floor(fabsf(value) + 0.5f), value)";
            case HALF_UPWARD -> "floor(value + 0.5f)";
        };
        return value + "    double steps = " + rounded + " - (double)y_zero;";
    }
}
