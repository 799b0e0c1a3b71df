package org.quantscope.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.model.Layer;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.OpenModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One choice for the weights of every layer, and one for every input and output. */
final class QuantizationOptions {
    private static final String FLOAT = "float";
    private static final String ASYMMETRIC = "asymmetric";

    @Option(
            names = "--weights",
            defaultValue = "8:symmetric:channel",
            paramLabel = "BITS:SCHEME:GRANULARITY",
            description = "2 to 16 bits, symmetric (signed without the lowest code) or asymmetric (signed), per channel or"
                    + " per tensor; or float (default: ${DEFAULT-VALUE}).")
    private String weights;

    @Option(
            names = "--activations",
            defaultValue = "8:asymmetric",
            paramLabel = "BITS:SCHEME",
            description = "2 to 16 bits, asymmetric (unsigned) or symmetric (signed without the lowest code); or float,"
                    + " and then the bias stays float too (default: ${DEFAULT-VALUE}).")
    private String activations;

    @Option(
            names = "--method",
            defaultValue = "min-max",
            paramLabel = "METHOD",
            description = "How ranges of activations are chosen, with its number if it takes one, such as"
                    + " percentile=99.99 (default: ${DEFAULT-VALUE}).")
    private String method;

    @Option(
            names = "--weight-method",
            defaultValue = "min-max",
            paramLabel = "METHOD",
            description = "How ranges of weights are chosen (default: ${DEFAULT-VALUE}).")
    private String weightMethod;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException with a sentence if a value cannot be understood */
    void check() {
        weight();
        activation();
    }

    /** Whether there are ranges to be observed. */
    boolean quantizesActivations() {
        return activation().isPresent();
    }

    /** What a layer gets; its fused activation stays its own. */
    LayerSettings of(Layer layer) {
        Optional<WeightSettings> weight = weight();
        Optional<ActivationSettings> activation = activation();
        LayerSettings chosen = OpenModel.initialSettings(layer)
                .withWeight(weight)
                .withInput(activation)
                .withOutput(activation);
        if (weight.isPresent() && activation.isPresent()) {
            return chosen;
        }
        // An integer bias counts in the accumulator's unit, which takes codes on both sides; a float one needs the
        // profile that can add it, where there is an output to be quantized.
        return chosen.withBiasBits(OptionalInt.empty())
                .withRequantization(activation.map(output -> RequantizationProfile.FLOAT64));
    }

    private Optional<WeightSettings> weight() {
        RangeChoice range = range("--weight-method", weightMethod);
        if (weights.equals(FLOAT)) {
            return Optional.empty();
        }
        String example = "write bits, scheme and granularity such as 8:symmetric:channel or 4:asymmetric:tensor, or"
                + " float";
        List<String> words = words("--weights", weights, 3, example);
        int bits = bits("--weights", weights, words, example);
        boolean symmetric = symmetric(words, true);
        Granularity granularity =
                words.remove(Granularity.PER_TENSOR.keyword()) ? Granularity.PER_TENSOR : Granularity.PER_CHANNEL;
        words.remove(Granularity.PER_CHANNEL.keyword());
        requireNone("--weights", weights, words, example);
        return Optional.of(WeightSettings.DEFAULT
                .withType(new QuantType(bits, true, symmetric))
                .withScheme(symmetric ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE)
                .withGranularity(granularity)
                .withRange(range));
    }

    private Optional<ActivationSettings> activation() {
        RangeChoice range = range("--method", method);
        if (activations.equals(FLOAT)) {
            return Optional.empty();
        }
        String example = "write bits and scheme such as 8:asymmetric, or float";
        List<String> words = words("--activations", activations, 2, example);
        int bits = bits("--activations", activations, words, example);
        boolean symmetric = symmetric(words, false);
        requireNone("--activations", activations, words, example);
        return Optional.of(ActivationSettings.DEFAULT
                .withType(new QuantType(bits, symmetric, symmetric))
                .withScheme(symmetric ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE)
                .withRange(range));
    }

    private List<String> words(String option, String text, int most, String example) {
        List<String> words = new ArrayList<>(Arrays.asList(text.split(":", -1)));
        if (words.size() > most) {
            throw fault(option, text, example);
        }
        return words;
    }

    private int bits(String option, String text, List<String> words, String example) {
        String first = words.remove(0);
        if (!first.matches("[0-9]{1,3}")) {
            throw fault(option, text, example);
        }
        int bits = Integer.parseInt(first);
        if (bits < QuantType.MIN_BITS || bits > QuantType.MAX_BITS) {
            throw new ParameterException(command.commandLine(), "'" + option + " " + text + "' asks for " + bits
                    + " bits; give " + QuantType.MIN_BITS + " to " + QuantType.MAX_BITS + ", or float.");
        }
        return bits;
    }

    private static boolean symmetric(List<String> words, boolean otherwise) {
        if (words.remove(QuantScheme.SYMMETRIC.keyword())) {
            return true;
        }
        return !words.remove(ASYMMETRIC) && otherwise;
    }

    private void requireNone(String option, String text, List<String> words, String example) {
        if (!words.isEmpty()) {
            throw fault(option, text, example);
        }
    }

    /** A method's word, and its number behind an equals sign. */
    private RangeChoice range(String option, String text) {
        try {
            return RangeChoice.of(CalibrationMethod.parse(text));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(command.commandLine(), "'" + option + " " + text + "': "
                    + unknown.getMessage());
        }
    }

    private ParameterException fault(String option, String text, String remedy) {
        return new ParameterException(
                command.commandLine(), "'" + option + " " + text + "' is not understood; " + remedy + ".");
    }
}
