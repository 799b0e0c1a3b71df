package org.quantscope.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.quantscope.analysis.IntegerForm;
import org.quantscope.analysis.SampleCodes;
import org.quantscope.model.ConvGeometry;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.FixedPointMultiplier;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * The numbers of one layer under the names that they have in the folder.
 *
 * @param id the identifier that all names begin with
 * @param form what they are
 * @param constants single integers by their names
 * @param arrays everything that there is more than one of
 * @param testConstants extents of the input and the output that the layer is checked on
 * @param testArrays that input, the accumulators and, with an output quantizer, the output codes
 */
record FirmwareLayer(
        String id,
        IntegerForm form,
        Map<String, Integer> constants,
        List<FirmwareArray> arrays,
        Map<String, Integer> testConstants,
        List<FirmwareArray> testArrays) {
    /** Everything that may stand behind an identifier. */
    static final List<String> SUFFIXES = List.of(
            "out_channels", "in_channels", "group", "kernel_height", "kernel_width", "stride_height", "stride_width",
            "dilation_height", "dilation_width", "pad_top", "pad_left", "pad_bottom", "pad_right", "input_zero_point",
            "input_min", "input_max", "output_zero_point", "output_min", "output_max", "requantization",
            "accumulator_bits", "accumulator_saturates", "accumulator_bits_needed", "folded_bits_needed", "weight",
            "weight_zero_point", "bias", "bias_folded", "multiplier", "shift", "right_shift", "multiplier_f32",
            "multiplier_f64", "input_scale", "weight_scale", "output_scale", "test_images", "test_input_height",
            "test_input_width", "test_output_height", "test_output_width", "test_input", "test_accumulator",
            "test_output", "vectors");

    FirmwareLayer {
        arrays = List.copyOf(arrays);
        testArrays = List.copyOf(testArrays);
    }

    static FirmwareLayer of(String id, IntegerForm form) {
        IntegerForm.Run run = SampleCodes.of(form);
        return new FirmwareLayer(
                id, form, constants(id, form, run.input().shape()), arrays(id, form), testConstants(id, run),
                testArrays(id, form, run));
    }

    /** The number of a requantization in C; 0 without an output quantizer. */
    static int number(Optional<RequantizationProfile> profile) {
        return profile.map(found -> switch (found) {
            case FLOAT32 -> 1;
            case GEMMLOWP -> 2;
            case RUY -> 3;
            case FLOAT64 -> 4;
            case POWER_OF_TWO -> 5;
        }).orElse(0);
    }

    /** How accumulators become output codes; empty without an output quantizer. */
    Optional<RequantizationProfile> profile() {
        return profile(form);
    }

    private static Optional<RequantizationProfile> profile(IntegerForm form) {
        return form.params().output().map(output -> form.params().requantization());
    }

    /** The array of that suffix, where the layer has one. */
    Optional<FirmwareArray> find(String suffix) {
        return Stream.concat(arrays.stream(), testArrays.stream())
                .filter(array -> array.name().equals(id + "_" + suffix))
                .findFirst();
    }

    int constant(String suffix) {
        return constants.get(id + "_" + suffix);
    }

    private static Map<String, Integer> constants(String id, IntegerForm form, Shape input) {
        Map<String, Integer> all = new LinkedHashMap<>();
        ConvGeometry geometry = form.geometry(input);
        Accumulator register = form.params().accumulator();
        Optional<CodeLimits> limits = form.limits();
        all.put("out_channels", form.layer().outputChannels());
        all.put("in_channels", form.layer().inputChannels());
        all.put("group", geometry.group());
        all.put("kernel_height", geometry.kernelHeight());
        all.put("kernel_width", geometry.kernelWidth());
        all.put("stride_height", geometry.strideHeight());
        all.put("stride_width", geometry.strideWidth());
        all.put("dilation_height", geometry.dilationHeight());
        all.put("dilation_width", geometry.dilationWidth());
        all.put("pad_top", geometry.padTop());
        all.put("pad_left", geometry.padLeft());
        all.put("pad_bottom", geometry.padBottom());
        all.put("pad_right", geometry.padRight());
        all.put("input_zero_point", form.inputZeroPoint());
        all.put("input_min", form.input().type().qmin());
        all.put("input_max", form.input().type().qmax());
        all.put("output_zero_point", limits.map(CodeLimits::zeroPoint).orElse(0));
        all.put("output_min", limits.map(CodeLimits::lo).orElse(0));
        all.put("output_max", limits.map(CodeLimits::hi).orElse(0));
        all.put("requantization", number(profile(form)));
        all.put("accumulator_bits", register.bits());
        all.put("accumulator_saturates", register.overflow() == Accumulator.Overflow.SATURATE ? 1 : 0);
        all.put("accumulator_bits_needed", form.accumulatorBits());
        all.put("folded_bits_needed", form.foldedAccumulatorBits());
        return named(id, all);
    }

    private static List<FirmwareArray> arrays(String id, IntegerForm form) {
        int channels = form.layer().outputChannels();
        long[] folded = form.foldedBias();
        boolean narrow = Arrays.stream(folded).allMatch(value -> value == (int) value);
        FixedPointMultiplier[] fixed = new FixedPointMultiplier[channels];
        Arrays.setAll(fixed, channel ->
                FixedPointMultiplier.of(form.inputScale(), form.weightScale(channel), form.outputScale()));
        boolean near = Arrays.stream(fixed).allMatch(each -> each.exponent() == (byte) each.exponent());
        List<FirmwareArray> all = new ArrayList<>();
        all.add(new FirmwareArray(id + "_weight", weightWord(form), LongTensor.wrap(form.weight().shape(),
                Arrays.stream(form.weight().data()).asLongStream().toArray())));
        all.add(each(id + "_weight_zero_point", FirmwareWord.INT32, channels, at -> form.weightZeroPoints()[at]));
        all.add(each(id + "_bias", FirmwareWord.INT32, channels, at -> form.bias()[at]));
        all.add(each(id + "_bias_folded", new FirmwareWord(narrow ? 32 : 64, true, false), channels, at -> folded[at]));
        all.add(each(id + "_multiplier", FirmwareWord.INT32, channels, at -> fixed[at].significand()));
        all.add(each(id + "_shift", new FirmwareWord(near ? 8 : 16, true, false), channels, at -> fixed[at].exponent()));
        if (profile(form).filter(RequantizationProfile.POWER_OF_TWO::equals).isPresent()) {
            all.add(each(id + "_right_shift", new FirmwareWord(16, true, false), channels,
                    at -> -Math.getExponent(multiplier(form, at))));
        }
        all.add(each(id + "_multiplier_f32", FirmwareWord.FLOAT32, channels,
                at -> bits(form.inputScale() * form.weightScale(at) / form.outputScale())));
        all.add(each(id + "_multiplier_f64", FirmwareWord.FLOAT64, channels,
                at -> Double.doubleToLongBits(multiplier(form, at))));
        all.add(each(id + "_input_scale", FirmwareWord.FLOAT32, 1, at -> bits(form.inputScale())));
        all.add(each(id + "_weight_scale", FirmwareWord.FLOAT32, channels, at -> bits(form.weightScale(at))));
        all.add(each(id + "_output_scale", FirmwareWord.FLOAT32, 1, at -> bits(form.outputScale())));
        return all;
    }

    /** {@code s_x · s_o / s_y} in double precision; without an output quantizer the real value of one step. */
    private static double multiplier(IntegerForm form, int channel) {
        return form.params().output().isPresent()
                ? (double) form.inputScale() * form.weightScale(channel) / form.outputScale()
                : form.unit(channel);
    }

    private static long bits(float value) {
        return Float.floatToIntBits(value) & 0xffffffffL;
    }

    private static FirmwareArray each(String name, FirmwareWord word, int count, IntToLongFunction value) {
        long[] values = new long[count];
        Arrays.setAll(values, value);
        return new FirmwareArray(name, word, LongTensor.wrap(Shape.of(count), values));
    }

    /** Wide enough for every code that the types have, whether or not it occurs. */
    private static FirmwareWord weightWord(IntegerForm form) {
        long lowest = 0;
        long highest = 0;
        for (int channel = 0; channel < form.layer().outputChannels(); channel++) {
            QuantParams params = form.weightParams(channel);
            int steps = params.formula().stepsPerCode();
            lowest = Math.min(lowest, (long) steps * params.type().qmin());
            highest = Math.max(highest, (long) steps * params.type().qmax());
        }
        return FirmwareWord.holding(lowest, highest);
    }

    private static Map<String, Integer> testConstants(String id, IntegerForm.Run run) {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("test_images", run.input().shape().extent(0));
        all.put("test_input_height", run.input().shape().extent(2));
        all.put("test_input_width", run.input().shape().extent(3));
        all.put("test_output_height", run.accumulators().shape().extent(2));
        all.put("test_output_width", run.accumulators().shape().extent(3));
        return named(id, all);
    }

    private static List<FirmwareArray> testArrays(String id, IntegerForm form, IntegerForm.Run run) {
        List<FirmwareArray> all = new ArrayList<>();
        QuantType input = form.input().type();
        all.add(new FirmwareArray(id + "_test_input", FirmwareWord.holding(input.qmin(), input.qmax()),
                LongTensor.wrap(run.input().shape(), Arrays.stream(run.input().data()).asLongStream().toArray())));
        boolean narrow = Arrays.stream(run.accumulators().data()).allMatch(value -> value == (int) value);
        all.add(new FirmwareArray(
                id + "_test_accumulator", new FirmwareWord(narrow ? 32 : 64, true, false), run.accumulators()));
        run.codes().ifPresent(codes -> {
            QuantType output = form.params().output().orElseThrow().type();
            all.add(new FirmwareArray(id + "_test_output", FirmwareWord.holding(output.qmin(), output.qmax()),
                    LongTensor.wrap(codes.shape(), Arrays.stream(codes.data()).asLongStream().toArray())));
        });
        return all;
    }

    private static Map<String, Integer> named(String id, Map<String, Integer> all) {
        Map<String, Integer> named = new LinkedHashMap<>();
        all.forEach((suffix, value) -> named.put(id + "_" + suffix, value));
        return Collections.unmodifiableMap(named);
    }
}
