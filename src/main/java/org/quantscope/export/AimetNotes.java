package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/** What AIMET encodings leave out without a number changing in the file: told after saving, one sentence each. */
final class AimetNotes {
    private final Model model;
    private final QuantSettings settings;
    private final ParameterDerivation derivation;
    private final List<String> notes = new ArrayList<>();

    private AimetNotes(Model model, QuantSettings settings, ParameterDerivation derivation) {
        this.model = model;
        this.settings = settings;
        this.derivation = derivation;
    }

    static List<String> of(Model model, QuantSettings settings, ParameterDerivation derivation) {
        AimetNotes notes = new AimetNotes(model, settings, derivation);
        foldedNote(model).ifPresent(notes.notes::add);
        notes.add("the narrow range, for which the format has no flag, so a target may use one code more",
                (layer, params) -> isNarrow(params));
        notes.add("a scale so small that some weights, clipped here, get the code that the narrow range leaves out",
                (layer, params) -> usesExcludedCode(layer, params));
        notes.add("a rounding other than half to even, so a target's codes may differ",
                (layer, params) -> hasOtherRounding(params));
        notes.add("a requantization profile or an accumulator, which simulate a target and are not stored",
                (layer, params) -> params.requantization() != RequantizationProfile.FLOAT32
                        || !params.accumulator().equals(Accumulator.EXACT));
        notes.add("a clamp that is not the model's own activation, which is not stored",
                AimetNotes::hasForeignClamp);
        notes.add("an integer bias that the file does not hold as one value for each channel, so it gets no encoding",
                (layer, params) -> params.hasIntegerBias() && layer.bias().isPresent() && layer.biasName().isEmpty());
        notes.add("a channel whose bias scale (that of the input times that of the weights) is too small for any runtime,"
                        + " so the bias gets no encoding",
                (layer, params) -> TensorEncodings.hasVanishingBiasScale(params));
        return List.copyOf(notes.notes);
    }

    /** That the parameters are those of folded weights, which the file of the model does not hold. */
    static Optional<String> foldedNote(Model model) {
        if (!model.folded()) {
            return Optional.empty();
        }
        int layers = model.foldedLayers();
        return Optional.of("BatchNormalization is folded into " + layers + (layers == 1 ? " layer" : " layers")
                + ": these parameters belong to the folded network, not to " + Quoted.text(model.fileName())
                + " as it is stored; fold it in the same way before using them.");
    }

    private void add(String what, BiPredicate<Layer, LayerParams> applies) {
        List<String> names = model.layers().stream()
                .filter(layer -> applies.test(
                        layer, derivation.derive(layer.name(), settings.layer(layer.name()))))
                .map(layer -> Quoted.text(layer.name()))
                .toList();
        if (!names.isEmpty()) {
            String shown = names.stream().limit(5).collect(Collectors.joining(", "));
            String more = names.size() > 5 ? " and " + (names.size() - 5) + " more" : "";
            String who = names.size() == 1 ? "Layer " + shown + " has " : "Layers " + shown + more + " have ";
            notes.add(who + what + ".");
        }
    }

    private static boolean isNarrow(LayerParams params) {
        return params.weight().filter(weight -> weight.channel(0).type().narrowRange()).isPresent()
                || params.input().filter(input -> input.type().narrowRange()).isPresent()
                || params.output().filter(output -> output.type().narrowRange()).isPresent();
    }

    private static boolean usesExcludedCode(Layer layer, LayerParams params) {
        if (params.weight().isEmpty() || !params.weight().get().channel(0).type().narrowRange()) {
            return false;
        }
        float[] weights = layer.weight().data();
        for (int i = 0; i < weights.length; i++) {
            QuantParams own = params.weight().get().channel(i / layer.taps());
            QuantType full = own.type().withNarrowRange(false);
            QuantParams wide = new QuantParams(full, own.scale(), own.zeroPoint(), own.rounding(), own.formula());
            if (!own.type().contains(Quantizer.quantize(weights[i], wide))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOtherRounding(LayerParams params) {
        return params.weight().filter(weight -> isOther(weight.channel(0))).isPresent()
                || params.input().filter(AimetNotes::isOther).isPresent()
                || params.output().filter(AimetNotes::isOther).isPresent();
    }

    private static boolean isOther(QuantParams params) {
        return params.rounding() != Rounding.HALF_TO_EVEN;
    }

    private static boolean hasForeignClamp(Layer layer, LayerParams params) {
        return params.clamp()
                .filter(clamp -> layer.activation()
                        .filter(own -> own.lo() == clamp.lo() && own.hi() == clamp.hi())
                        .isEmpty())
                .isPresent();
    }
}
