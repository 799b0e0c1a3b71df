package org.quantscope.quant;

import java.util.List;
import java.util.Optional;

/**
 * Which parameters of a layer may stand together. Settings are checked with it when they are read and when they run.
 */
public final class ParameterRules {
    private ParameterRules() {}

    /** Why a layer cannot be computed with these parameters, as a sentence; empty if it can. */
    public static Optional<String> fault(LayerParams params) {
        if (params.biasBits().isPresent()) {
            String width = BiasQuantizer.bitsFault(params.biasBits().getAsInt());
            if (width != null) {
                return Optional.of(width);
            }
        }
        Optional<String> formula = FormulaRules.fault(params);
        if (formula.isPresent() || params.output().isEmpty()) {
            return formula;
        }
        RequantizationProfile profile = params.requantization();
        if (params.biasBits().isEmpty() && profile != RequantizationProfile.FLOAT64) {
            return Optional.of("With a quantized output, a float bias can only be requantized by 'float64', not by '"
                    + profile.keyword() + "'; choose 'float64' or give the bias 16 or 32 bits.");
        }
        return profile == RequantizationProfile.POWER_OF_TWO && params.isIntegerOnly()
                ? powerOfTwoFault(params)
                : Optional.empty();
    }

    /** @throws IllegalArgumentException with the sentence of {@link #fault} if there is one */
    public static void require(LayerParams params) {
        fault(params).ifPresent(sentence -> {
            throw new IllegalArgumentException(sentence);
        });
    }

    private static Optional<String> powerOfTwoFault(LayerParams params) {
        float inputScale = (float) params.input().orElseThrow().unit();
        float outputScale = (float) params.output().orElseThrow().step();
        List<QuantParams> channels = params.weight().orElseThrow().channels();
        for (int channel = 0; channel < channels.size(); channel++) {
            String fault = PowerOfTwoRequantizer.fault(inputScale, (float) channels.get(channel).unit(), outputScale);
            if (fault != null) {
                return Optional.of(fault + " Output channel " + channel + " has that weight scale.");
            }
        }
        return Optional.empty();
    }
}
