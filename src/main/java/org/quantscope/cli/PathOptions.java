package org.quantscope.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What happens to a layer's sums in this run, whatever the settings say. */
final class PathOptions {
    @Option(
            names = "--requantization",
            paramLabel = "WORD",
            description = "How an accumulator becomes an output code: float32 (ONNX Runtime, TFLite's default), gemmlowp"
                    + " (TFLite reference), ruy (TFLite optimised), float64 or power-of-two. Without --settings the"
                    + " output is then quantized too: 8 bits, unsigned, affine.")
    private String requantization;

    @Option(
            names = "--accumulator",
            paramLabel = "BITS[:wrap|saturate]",
            description = "The register that sums products: 16 to 64 bits, and what a sum does that does not fit"
                    + " (wrap where nothing is said). 64 is exact.")
    private String accumulator;

    @Option(
            names = "--bias",
            paramLabel = "32|16|float",
            description = "The bias as an integer of 32 or 16 bits, or in float.")
    private String bias;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException with a sentence if a value cannot be understood */
    void check() {
        apply(LayerSettings.FLOAT, false);
    }

    /**
     * The choices with what was asked for in their place.
     *
     * @param choices of the settings, or the defaults
     * @param fromFile whether a settings file was given
     * @throws ParameterException with a sentence if a value cannot be understood
     */
    LayerSettings apply(LayerSettings choices, boolean fromFile) {
        LayerSettings changed = choices;
        if (requantization != null) {
            changed = withProfile(changed, profile(), fromFile);
        }
        if (accumulator != null) {
            changed = changed.withAccumulator(Optional.of(register()));
        }
        if (bias != null) {
            changed = changed.withBiasBits(biasBits());
        }
        return changed;
    }

    private LayerSettings withProfile(LayerSettings choices, RequantizationProfile profile, boolean fromFile) {
        if (choices.output().isEmpty() && fromFile) {
            throw new BadInputException("'--requantization " + profile.keyword() + "' has nothing to do: the settings"
                    + " give this layer no 'output'; add one, or leave the option out.");
        }
        LayerSettings quantized = choices.output().isPresent()
                ? choices
                : choices.withOutput(Optional.of(ActivationSettings.DEFAULT));
        return quantized.withRequantization(Optional.of(profile));
    }

    private RequantizationProfile profile() {
        return Arrays.stream(RequantizationProfile.values())
                .filter(profile -> profile.keyword().equals(requantization))
                .findFirst()
                .orElseThrow(() -> fault("There is no requantization named '" + requantization + "'; choose "
                        + words(Arrays.stream(RequantizationProfile.values()).map(RequantizationProfile::keyword))
                        + "."));
    }

    private Accumulator register() {
        String[] parts = accumulator.split(":", -1);
        if (parts.length > 2 || !parts[0].matches("[0-9]{1,4}")) {
            throw fault("'" + accumulator + "' is no accumulator; write its bits and, if you like, what a sum does that"
                    + " does not fit, such as 32 or 24:saturate.");
        }
        try {
            return new Accumulator(Integer.parseInt(parts[0]), overflow(parts.length == 1 ? "wrap" : parts[1]));
        } catch (IllegalArgumentException outside) {
            throw fault(outside.getMessage());
        }
    }

    private Accumulator.Overflow overflow(String word) {
        return Arrays.stream(Accumulator.Overflow.values())
                .filter(overflow -> overflow.keyword().equals(word))
                .findFirst()
                .orElseThrow(() -> fault("An accumulator cannot '" + word + "'; choose wrap or saturate."));
    }

    private OptionalInt biasBits() {
        return switch (bias) {
            case "32" -> OptionalInt.of(32);
            case "16" -> OptionalInt.of(16);
            case "float" -> OptionalInt.empty();
            default -> throw fault("A bias cannot be '" + bias + "'; choose 32, 16 or float.");
        };
    }

    private static String words(Stream<String> keywords) {
        String all = keywords.collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or" + all.substring(last + 1);
    }

    private ParameterException fault(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
