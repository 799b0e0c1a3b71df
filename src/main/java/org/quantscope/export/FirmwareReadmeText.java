package org.quantscope.export;

import org.quantscope.quant.RequantizationProfile;

/** The parts of a firmware folder's README that are the same for every network. */
final class FirmwareReadmeText {
    static final String FILES =
            """

            | file | has |
            | --- | --- |
            | `layers/ID.h` | the numbers of a layer as C99 (`stdint.h` alone), `static const`, guarded |
            | `parameters.npz` | the same numbers of all layers for NumPy, under the same names; scales and multipliers as float |
            | `hex/NAME.hex` | the same numbers for `$readmemh`, one array a file |
            | `vectors/ID_vectors.h`, `vectors.npz` | a test input of the layer with the accumulators and output codes that it gives |
            | `check_layer.c` | runs a layer on its test input and compares |
            | `settings.quantscope.json` | the settings that all of it was made from |
            | `manifest.json` | the network, the layers, the width of every word, SHA-256 of every file |

            Every number here is exact: it is the one that Quantscope computes with, read back from the files and compared.
            Real numbers are written as the bits of IEEE 754 floats in C and hex, so that none loses a digit.

            ## Layers

            In what follows a name such as `weight` stands for `ID_weight`, ID being the layer's identifier.

            """;

    static final String LAYOUT =
            """

            ## Layout

            `weight` is in OIHW order, the last index fastest:

                index(o, i, ky, kx) = ((o * (in_channels / group) + i) * kernel_height + ky) * kernel_width + kx

            Output channel `o` belongs to group `g = o / (out_channels / group)` and reads the input channels
            `g * (in_channels / group) + i`. Inputs and outputs are NCHW, the last index fastest. `bias`, `weight_zero_point`,
            `multiplier`, `shift` and `weight_scale` have one number for each output channel.

            ## Signs

            Zero points are those of ONNX: a code `q` stands for the real value `scale * (q - zero_point)`, for weights,
            inputs and outputs alike. Codes of signed types are two's complement, in C, NumPy and hex. Real values become
            codes by `clamp(round(x / scale) + zero_point, min, max)`; `round` goes half to even unless `manifest.json` says
            otherwise of a layer.

            ## Padding

            Padding is real zero, so it has the code `input_zero_point`, not 0. Output row `y`, tap `ky` reads the input row
            `y * stride_height - pad_top + ky * dilation_height`; columns likewise.

            """;

    static final String OTHER_LAYOUTS =
            """

            A fully connected layer is a 1×1 convolution on 1×1 images: its weights are (O, I, 1, 1), the same numbers as the
            matrix (O, I), and `input[c]` is feature `c` of a sample. A one-dimensional convolution has height 1.
            """;

    static final String ACCUMULATOR =
            """

            ## Accumulator and bias

                acc(n, o, y, x) = bias[o] + sum over i, ky, kx of
                                  (input - input_zero_point) * (weight - weight_zero_point[o])

            `bias` is int32 on the accumulator's scale: round_half_to_even(real bias / (input_scale * weight_scale[o])). An
            input in the padding adds nothing. `bias_folded` is the alternative that has the input's zero point in it,

                bias_folded[o] = bias[o] - input_zero_point * sum over the weights of o of (weight - weight_zero_point[o])
                acc(n, o, y, x) = bias_folded[o] + sum over i, ky, kx of input * (weight - weight_zero_point[o])

            with which the padding must be there, as the code `input_zero_point`, and be multiplied like any other input. Use
            one of the two, never both. Where the settings' register is an exact one, its width in the headers is 64.

            "Bits needed" is the width of a signed accumulator that no input can overflow, in whatever order the products are
            added: max|input - input_zero_point| * sum|weight - weight_zero_point[o]| + |bias[o]| at its largest channel. A
            register of the settings that is narrower is simulated: products are added in the order channel, row, column,
            the bias last, and every addition wraps or saturates.

            """;

    static final String MULTIPLIERS =
            """
            ## Requantization

            From an accumulator to an output code, with M = input_scale * weight_scale[o] / output_scale:

            | array | is |
            | --- | --- |
            | `multiplier_f32` | bits of f32(f32(input_scale * weight_scale[o]) / output_scale), float32 throughout |
            | `multiplier_f64` | bits of M in float64 |
            | `multiplier`, `shift` | M ≈ multiplier * 2^(shift - 31): multiplier = floor(f * 2^31 + 0.5), where M = f * 2^shift in float64 with 0.5 <= f < 1; from 2^30 to 2^31 - 1, or both 0 below 2^-32. shift > 0 goes left, shift < 0 right |

            Each profile below says which of them it computes with. The others are then not what the expected codes were
            made with: a multiplier in another form gives now and then a code that is one off, where M * acc lies next to
            the middle of two codes.
            """;

    static final String NO_OUTPUT =
            """

            ### none

            Layers without an output quantizer end with the accumulator. Its real value is acc * `multiplier_f64`[o] (before
            a clamp of the settings, which is in real units); the other multipliers are that number in their form.
            """;

    static final String CLAMP =
            """

            ## Clamp codes and zero points

            `output_min` and `output_max` are the lowest and the highest code that a layer gives. They have the activation in
            them that follows the layer in the network (Relu, Relu6), so that it costs nothing.

            """;

    static final String HEX =
            """

            ## Words for $readmemh

            One word a line, lower-case hexadecimal, two's complement in as many bits as the table says, no comments, no
            addresses; where the bits are no multiple of four, the bits above them are 0. The order is that of the C arrays:

                reg signed [7:0] weight [0:WORDS-1];
                initial $readmemh("hex/ID_weight.hex", weight);

            `weight_zero_point`, `bias` and `multiplier` have signed words of 32 bits (8 digits), `right_shift` of 16 (4 digits);
            `input_scale`, `weight_scale`, `output_scale` and `multiplier_f32` are the 32 bits of a float32 (8 digits),
            `multiplier_f64` the 64 of a float64 (16 digits). `manifest.json` has bits and extents of every array. The others:

            """;

    static final String CHECK =
            """

            ## The check

                cc -std=c99 -Wall -Wextra -Werror -pedantic -DLAYER=0 -o check_layer check_layer.c -lm && ./check_layer

            LAYER is the number in the table of layers. The program needs the C standard library alone. It computes every
            accumulator of the test input twice, with `bias` and with `bias_folded`, and every output code by the profile of
            the layer, and compares with the numbers in `vectors/`, which Quantscope's integer path gave. It prints OK, or
            where the first difference is, and then returns 1. The test inputs are made up from the layer's name: two
            images, one that goes through all codes of the input and one near real zero.

            NumPy reads the numbers with `numpy.load("parameters.npz")["ID_weight"]`.
            """;

    private static final String FLOAT32 =
            """

            Computes with `multiplier_f32`, in float32 at every step, rounding half to even. No integer form gives the same
            codes for every accumulator; `multiplier` and `shift` come close.

                v = acc == 0 ? 0 : (float)acc * multiplier_f32[o]
                v = min(max(v, output_min - output_zero_point), output_max - output_zero_point)
                output = round_half_to_even(v) + output_zero_point

            """;

    private static final String FIXED =
            """

            Computes with `multiplier` and `shift`, in integers of 64 bits; l = max(shift, 0), r = max(-shift, 0), `>>` is
            arithmetic (rounds down).

            """;

    private static final String GEMMLOWP =
            """
                t = acc * 2^l * multiplier[o]
                h = trunc((t + (t >= 0 ? 2^30 : 1 - 2^30)) / 2^31)
                remainder = h & (2^r - 1),  threshold = ((2^r - 1) >> 1) + (h < 0 ? 1 : 0)
                output = clamp((h >> r) + (remainder > threshold ? 1 : 0) + output_zero_point, output_min, output_max)

            """;

    private static final String RUY =
            """
                h = (acc * 2^l * multiplier[o] + 2^30) >> 31
                output = clamp(((h + ((1 << r) >> 1)) >> r) + output_zero_point, output_min, output_max)

            """;

    private static final String FLOAT64 =
            """

            Computes with `multiplier_f64`, in float64, with one rounding, half to even. No integer form gives the same codes
            for every accumulator; `multiplier` and `shift` come close.

                output = clamp(round_half_to_even(multiplier_f64[o] * (double)acc) + output_zero_point, output_min, output_max)

            """;

    private static final String POWER_OF_TWO =
            """

            Computes with `right_shift` alone: M is exactly 2^-right_shift, so `multiplier` (2^30) and `shift` are exact, too,
            as long as right_shift is at most 32. Half goes upward; `>>` is arithmetic (rounds down).

                output = clamp(((acc + ((1 << right_shift[o]) >> 1)) >> right_shift[o]) + output_zero_point, output_min, output_max)

            """;

    private FirmwareReadmeText() {}

    static String requantization(RequantizationProfile profile) {
        return switch (profile) {
            case FLOAT32 -> FLOAT32;
            case GEMMLOWP -> FIXED + GEMMLOWP;
            case RUY -> FIXED + RUY;
            case FLOAT64 -> FLOAT64;
            case POWER_OF_TWO -> POWER_OF_TWO;
        } + profile.bitExactWith()
                .map(runtime -> "This is the arithmetic of " + runtime + ".\n")
                .orElse("No runtime that was tried computes this way.\n");
    }
}
