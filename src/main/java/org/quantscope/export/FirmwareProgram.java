package org.quantscope.export;

import java.util.List;

/**
 * A C99 program that runs one layer of the folder on its test input and compares every accumulator and every output code
 * with what the integer path gave. It needs the C standard library and the headers beside it, nothing else.
 */
final class FirmwareProgram {
    private static final String START =
            """
            /* Runs one layer on the input of its vectors and compares with Quantscope's integer path.

               cc -std=c99 -DLAYER=0 -o check_layer check_layer.c -lm && ./check_layer

               LAYER is the layer's number, 0 to %d; README.md lists them. Prints OK and returns 0 if every
               accumulator and every output code is equal, else says where the first difference is and
               returns 1. The arithmetic is written for reading, not for speed. */
            #include <float.h>
            #include <inttypes.h>
            #include <math.h>
            #include <stdint.h>
            #include <stdio.h>
            #include <string.h>

            #if FLT_EVAL_METHOD != 0
            #error "float must be computed as float: on 32-bit x86 compile with -msse2 -mfpmath=sse"
            #endif

            #define NONE 0
            #define FLOAT32 1
            #define GEMMLOWP 2
            #define RUY 3
            #define FLOAT64 4
            #define POWER_OF_TWO 5

            #ifndef LAYER
            #define LAYER 0
            #endif

            """;

    private static final String REGISTER =
            """
            /* Adds a term to what the accumulator holds: a register of L(accumulator_bits) bits, two's complement. */
            static int64_t add(int64_t held, int64_t term) {
                const int bits = L(accumulator_bits);
                const int64_t highest = INT64_MAX >> (64 - bits), lowest = -highest - 1;
                const uint64_t sign = UINT64_C(1) << (bits - 1);
                uint64_t low;
                if (L(accumulator_saturates)) {
                    if (term > 0 && held > highest - term) {
                        return highest;
                    }
                    if (term < 0 && held < lowest - term) {
                        return lowest;
                    }
                    return held + term;
                }
                low = ((uint64_t)held + (uint64_t)term) & (sign | (sign - 1));
                return (int64_t)((low ^ sign) - sign);
            }

            /* Whether a signed register of so many bits holds a value. */
            static int fits(int64_t value, int bits) {
                return bits >= 64 || (value < 0 ? ~value : value) < (INT64_C(1) << (bits - 1));
            }

            """;

    private static final String PLACE =
            """
            #if REQUANTIZATION == GEMMLOWP || REQUANTIZATION == RUY || REQUANTIZATION == POWER_OF_TWO
            /* The code of so many steps from real zero. */
            static int64_t place(int64_t steps) {
                const int64_t lowest = L(output_min) - L(output_zero_point), highest = L(output_max) - L(output_zero_point);
                return (steps < lowest ? lowest : steps > highest ? highest : steps) + L(output_zero_point);
            }

            /* floor(value / 2^places), 0 <= places <= 63, on every compiler. */
            static int64_t shift_right(int64_t value, int places) {
                return value < 0 ? ~(~value >> places) : value >> places;
            }
            #endif

            #if REQUANTIZATION == GEMMLOWP || REQUANTIZATION == RUY
            /* acc * 2^left; what cannot be shifted is far beyond every code already, and stays there. */
            static int64_t shift_left(int64_t acc, int left) {
                int i;
                for (i = 0; i < left; i++) {
                    acc = acc > INT64_MAX / 2 ? INT64_MAX : acc < -(INT64_MAX / 2) ? -INT64_MAX : acc * 2;
                }
                return acc;
            }
            #endif

            """;

    private static final String REQUANTIZE =
            """
            #if REQUANTIZATION == FLOAT32
            static int64_t requantize(int64_t acc, int o) {
                const float lowest = (float)(L(output_min) - L(output_zero_point));
                const float highest = (float)(L(output_max) - L(output_zero_point));
                float m, value;
                memcpy(&m, &L(multiplier_f32)[o], sizeof m);
                value = acc == 0 ? 0.0f : (float)acc * m;
                value = fmaxf(lowest, fminf(highest, value));
                return (int64_t)rintf(value) + L(output_zero_point);
            }
            #elif REQUANTIZATION == GEMMLOWP
            /* Magnitudes are divided, because the first rounding is towards zero behind its nudge. The product of up to
               94 bits is made in two parts. */
            static int64_t requantize(int64_t acc, int o) {
                const int64_t k = L(multiplier)[o];
                const int left = L(shift)[o] > 0 ? L(shift)[o] : 0, right = L(shift)[o] < 0 ? -L(shift)[o] : 0;
                const int64_t shifted = shift_left(acc, left);
                const int negative = shifted < 0;
                const uint64_t size = negative ? 0 - (uint64_t)shifted : (uint64_t)shifted;
                const uint64_t nudge = (UINT64_C(1) << 30) - (negative ? 1 : 0);
                const uint64_t low = (size & 0x7fffffff) * (uint64_t)k + nudge;
                const int64_t high_size = (int64_t)((size >> 31) * (uint64_t)k + (low >> 31));
                const int64_t high = negative ? -high_size : high_size;
                const int64_t mask = (INT64_C(1) << right) - 1;
                const int64_t threshold = (mask >> 1) + (high < 0 ? 1 : 0);
                return place(shift_right(high, right) + ((high & mask) > threshold ? 1 : 0));
            }
            #elif REQUANTIZATION == RUY
            /* The product of up to 94 bits is made in two parts. */
            static int64_t requantize(int64_t acc, int o) {
                const int64_t k = L(multiplier)[o];
                const int left = L(shift)[o] > 0 ? L(shift)[o] : 0, right = L(shift)[o] < 0 ? -L(shift)[o] : 0;
                const int64_t shifted = shift_left(acc, left);
                const int64_t low = (shifted & 0x7fffffff) * k + (INT64_C(1) << 30);
                const int64_t high = shift_right(shifted, 31) * k + (low >> 31);
                return place(shift_right(high + ((INT64_C(1) << right) >> 1), right));
            }
            #elif REQUANTIZATION == FLOAT64
            static int64_t requantize(int64_t acc, int o) {
                const double lowest = L(output_min) - L(output_zero_point);
                const double highest = L(output_max) - L(output_zero_point);
                double m, steps;
                memcpy(&m, &L(multiplier_f64)[o], sizeof m);
                steps = fmax(lowest, fmin(highest, rint(m * (double)acc)));
                return (int64_t)steps + L(output_zero_point);
            }
            #elif REQUANTIZATION == POWER_OF_TWO
            /* The highest bit that falls off is the half. */
            static int64_t requantize(int64_t acc, int o) {
                const int n = L(right_shift)[o];
                if (n == 0) {
                    return place(acc);
                }
                return place(n > 63 ? 0 : shift_right(acc, n) + (shift_right(acc, n - 1) & 1));
            }
            #endif

            """;

    private static final String MAIN =
            """
            #define INPUT(n, c, y, x) (((n) * L(in_channels) + (c)) * L(test_input_height) + (y)) * L(test_input_width) + (x)
            #define WEIGHT(o, i, ky, kx) (((o) * PER_GROUP + (i)) * L(kernel_height) + (ky)) * L(kernel_width) + (kx)
            #define OUTPUT(n, o, y, x) \\
                (((n) * L(out_channels) + (o)) * L(test_output_height) + (y)) * L(test_output_width) + (x)
            #define PER_GROUP (L(in_channels) / L(group))

            /* One output element: 0 if it is as expected. */
            static int check(int n, int o, int y, int x) {
                const int at = OUTPUT(n, o, y, x), first = o / (L(out_channels) / L(group)) * PER_GROUP;
                int64_t acc = 0, exact = L(bias)[o], folded = L(bias_folded)[o];
                int i, ky, kx;
                for (i = 0; i < PER_GROUP; i++) {
                    for (ky = 0; ky < L(kernel_height); ky++) {
                        for (kx = 0; kx < L(kernel_width); kx++) {
                            const int iy = y * L(stride_height) - L(pad_top) + ky * L(dilation_height);
                            const int ix = x * L(stride_width) - L(pad_left) + kx * L(dilation_width);
                            const int inside = iy >= 0 && iy < L(test_input_height) && ix >= 0 && ix < L(test_input_width);
                            /* padding is real zero: the input's zero point */
                            const int64_t code = inside ? L(test_input)[INPUT(n, first + i, iy, ix)] : L(input_zero_point);
                            const int64_t weight = (int64_t)L(weight)[WEIGHT(o, i, ky, kx)] - L(weight_zero_point)[o];
                            acc = add(acc, (code - L(input_zero_point)) * weight);
                            exact += (code - L(input_zero_point)) * weight;
                            folded += code * weight;
                        }
                    }
                }
                acc = add(acc, L(bias)[o]);
                if (acc != L(test_accumulator)[at]) {
                    printf("The accumulator of image %d, channel %d, row %d, column %d is %" PRId64 " instead of %" PRId64 ".\\n",
                           n, o, y, x, acc, (int64_t)L(test_accumulator)[at]);
                    return 1;
                }
                if (folded != exact) {
                    printf("Image %d, channel %d, row %d, column %d: bias_folded gives %" PRId64 ", bias gives %" PRId64 ".\\n",
                           n, o, y, x, folded, exact);
                    return 1;
                }
                if (!fits(exact, L(accumulator_bits_needed)) || !fits(folded, L(folded_bits_needed))) {
                    printf("The sum %" PRId64 " is wider than it was said to become.\\n", exact);
                    return 1;
                }
            #if REQUANTIZATION != NONE
                if (requantize(acc, o) != L(test_output)[at]) {
                    printf("The code of image %d, channel %d, row %d, column %d is %" PRId64 " instead of %" PRId64 ".\\n",
                           n, o, y, x, requantize(acc, o), (int64_t)L(test_output)[at]);
                    return 1;
                }
            #endif
                return 0;
            }

            int main(void) {
                int n, o, y, x;
                for (n = 0; n < L(test_images); n++) {
                    for (o = 0; o < L(out_channels); o++) {
                        for (y = 0; y < L(test_output_height); y++) {
                            for (x = 0; x < L(test_output_width); x++) {
                                if (check(n, o, y, x)) {
                                    return 1;
                                }
                            }
                        }
                    }
                }
                printf(NAME ": %d outputs, OK\\n", OUTPUT(L(test_images) - 1, L(out_channels) - 1,
                       L(test_output_height) - 1, L(test_output_width) - 1) + 1);
                return 0;
            }
            """;

    private FirmwareProgram() {}

    /** The program for layers in their order; the first is the one that is run where none is said. */
    static String of(List<FirmwareLayer> layers) {
        StringBuilder text = new StringBuilder(START.formatted(layers.size() - 1));
        for (int number = 0; number < layers.size(); number++) {
            String id = layers.get(number).id();
            String word = layers.get(number).profile()
                    .map(profile -> profile.name())
                    .orElse("NONE");
            text.append(number == 0 ? "#if" : "#elif").append(" LAYER == ").append(number)
                    .append("\n#include \"").append(headerFile(id))
                    .append("\"\n#include \"").append(vectorsFile(id))
                    .append("\"\n#define L(name) ").append(id).append("_##name\n#define NAME \"").append(id)
                    .append("\"\n#define REQUANTIZATION ").append(word).append('\n');
        }
        text.append("#else\n#error \"There is no layer of that number; README.md lists them.\"\n#endif\n\n");
        return text.append(REGISTER).append(PLACE).append(REQUANTIZE).append(MAIN).toString();
    }

    static String headerFile(String id) {
        return "layers/" + id + ".h";
    }

    static String vectorsFile(String id) {
        return "vectors/" + id + "_vectors.h";
    }
}
