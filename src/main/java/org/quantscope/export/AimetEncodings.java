package org.quantscope.export;

import java.util.List;
import org.quantscope.model.Model;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/** The AIMET encodings 2.0.0 of a model under its settings, in which the narrow range has no place. */
public final class AimetEncodings {
    private AimetEncodings() {}

    /**
     * The entries in the order of the model's layers.
     *
     * @throws IllegalArgumentException with a sentence if the format cannot hold the settings
     */
    public static List<AimetEncoding> of(Model model, QuantSettings settings, ParameterDerivation derivation) {
        return TensorEncodings.of(EncodingTarget.AIMET2, model, settings, derivation).stream()
                .map(AimetEncodings::entry)
                .toList();
    }

    private static AimetEncoding entry(TensorEncoding tensor) {
        return new AimetEncoding(
                tensor.name(), tensor.typeName(), tensor.scales(), tensor.zeroPoints(), tensor.axis());
    }

    /** What an entry says of its tensor. */
    static TensorEncoding tensor(AimetEncoding entry) {
        boolean signed = entry.outputType().startsWith("int");
        int bits = Integer.parseInt(entry.outputType().substring(signed ? "int".length() : "uint".length()));
        return new TensorEncoding(
                entry.name(), bits, signed, false, entry.scales(), entry.zeroPoints(), entry.axis().isPresent(),
                entry.axis());
    }
}
