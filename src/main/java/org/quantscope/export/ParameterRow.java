package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One line of the table of parameters: a tensor, or one channel of it.
 *
 * @param layer the layer's name
 * @param tensor the tensor's name in the ONNX file
 * @param role what the tensor is to the layer
 * @param axis where the channels lie in the stored tensor; empty: one line for the tensor
 * @param channel the channel; empty likewise
 * @param bits 2 to 32; 1 for the binary methods
 * @param lowest lowest code
 * @param highest highest code
 * @param scale real distance of two codes
 * @param zeroPoint code of real zero, in ONNX's sign; where the formula has none it need not be an integer
 * @param scheme {@code symmetric} or {@code affine}; empty for a bias
 * @param method where the range comes from, or the method that leaves no range to choose
 * @param error what quantizing did to the values, as far as it is known
 * @param clipped percent of the values outside the codes, as far as it is known
 */
record ParameterRow(
        String layer,
        String tensor,
        Role role,
        OptionalInt axis,
        OptionalInt channel,
        int bits,
        boolean signed,
        boolean narrow,
        long lowest,
        long highest,
        float scale,
        double zeroPoint,
        String scheme,
        String method,
        Error error,
        OptionalDouble clipped,
        boolean locked) {
    /** The columns, in their order. */
    static final List<String> COLUMNS = List.of(
            "layer", "tensor", "role", "axis", "channel", "bits", "signed", "narrow", "qmin", "qmax", "scale", "scale_hex",
            "zero_point", "scheme", "method", "range_min", "range_max", "sqnr_db", "mse", "max_abs_err", "clipped_pct",
            "locked");

    /** What a tensor is to its layer. */
    enum Role {
        WEIGHT,
        ACTIVATION,
        BIAS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Measured errors; each may be unknown. */
    record Error(OptionalDouble sqnrDb, OptionalDouble mse, OptionalDouble maxAbs) {
        static final Error UNKNOWN = new Error(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    List<String> cells() {
        List<String> cells = new ArrayList<>(List.of(layer, tensor, role.word()));
        cells.add(axis.isPresent() ? Integer.toString(axis.getAsInt()) : "");
        cells.add(channel.isPresent() ? Integer.toString(channel.getAsInt()) : "");
        cells.add(Integer.toString(bits));
        cells.add(Boolean.toString(signed));
        cells.add(Boolean.toString(narrow));
        cells.add(Long.toString(lowest));
        cells.add(Long.toString(highest));
        cells.add(Double.toString(scale));
        cells.add(hex(scale));
        cells.add(zeroPoint == (long) zeroPoint ? Long.toString((long) zeroPoint) : Double.toString(zeroPoint));
        cells.add(scheme);
        cells.add(method);
        cells.add(Double.toString((lowest - zeroPoint) * scale));
        cells.add(Double.toString((highest - zeroPoint) * scale));
        cells.add(number(error.sqnrDb()));
        cells.add(number(error.mse()));
        cells.add(number(error.maxAbs()));
        cells.add(number(clipped));
        cells.add(Boolean.toString(locked));
        return cells;
    }

    /** The bits of a float as 8 hexadecimal digits. */
    static String hex(float value) {
        return String.format(Locale.ROOT, "%08x", Float.floatToRawIntBits(value));
    }

    /** An equal tensor has an infinite ratio of signal to noise, which is written {@code inf}. */
    private static String number(OptionalDouble value) {
        if (value.isEmpty()) {
            return "";
        }
        return Double.isInfinite(value.getAsDouble()) ? "inf" : Double.toString(value.getAsDouble());
    }

    /** {@code layer 'conv1' weight channel 3}. */
    String place() {
        return "layer '" + layer + "' " + role.word() + " of '" + tensor + "'"
                + (channel.isPresent() ? " channel " + channel.getAsInt() : "");
    }
}
