package org.quantscope.export;

import java.util.Optional;
import java.util.function.Function;
import org.quantscope.model.Model;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.ParameterDerivation;

/**
 * What a file's parameters are imported for.
 *
 * @param model the network, where the file is none itself
 * @param derivation parameters from the weights of a network alone
 * @param weightType the type of weights in a format that does not say it
 * @param activationType the type of inputs and outputs in a format that does not say it
 */
public record ImportTarget(
        Optional<Model> model,
        Function<Model, ParameterDerivation> derivation,
        Optional<QuantType> weightType,
        Optional<QuantType> activationType) {

    /** @throws IllegalArgumentException with a sentence if there is none */
    Model requireModel(ImportFile file) {
        return model.orElseThrow(() -> new IllegalArgumentException("File " + Quoted.text(file.name())
                + " holds parameters and no network; give the network that they belong to with --model."));
    }
}
