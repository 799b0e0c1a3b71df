package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;

/** Settings from which just the given parameters follow, with every scale and zero point taken exactly. */
public final class ExplicitSettings {
    private ExplicitSettings() {}

    /**
     * @param params by layer name; a layer without an entry stays float
     * @param ofWeights what the model's weights alone give
     */
    public static QuantSettings of(Model model, Map<String, LayerParams> params, ParameterDerivation ofWeights) {
        Map<String, LayerSettings> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            LayerParams own = params.getOrDefault(layer.name(), unquantized(layer));
            layers.put(layer.name(), layer(layer.name(), own, ofWeights));
        }
        return new QuantSettings(layers, Optional.empty(), model.folded());
    }

    private static LayerParams unquantized(Layer layer) {
        LayerParams plain = LayerParams.FLOAT;
        return new LayerParams(plain.weight(), plain.input(), plain.output(), plain.biasBits(), plain.requantization(),
                plain.accumulator(), layer.activation().map(own -> new Clamp(own.lo(), own.hi())));
    }

    private static LayerSettings layer(String name, LayerParams params, ParameterDerivation ofWeights) {
        return new LayerSettings(
                params.weight().map(weight -> weight(name, weight, ofWeights)),
                params.input().map(ExplicitSettings::activation),
                params.output().map(ExplicitSettings::activation),
                params.biasBits(),
                Optional.of(params.requantization()).filter(profile -> profile != RequantizationProfile.FLOAT32),
                Optional.of(params.accumulator()).filter(accumulator -> !accumulator.equals(Accumulator.EXACT)),
                params.clamp());
    }

    private static WeightSettings weight(String name, TensorParams params, ParameterDerivation ofWeights) {
        QuantParams first = params.channel(0);
        boolean symmetric = params.channels().stream().allMatch(ExplicitSettings::isSymmetric);
        WeightSettings choices = WeightSettings.DEFAULT
                .withType(first.type())
                .withScheme(symmetric ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE)
                .withGranularity(params.isUniform() ? Granularity.PER_TENSOR : Granularity.PER_CHANNEL)
                .withRounding(first.rounding())
                .withFormula(first.formula());
        return ExplicitWeights.inferred(choices, params, changed -> ofWeights
                .derive(name, LayerSettings.FLOAT.withWeight(Optional.of(changed))).weight().orElseThrow());
    }

    private static ActivationSettings activation(QuantParams params) {
        return new ActivationSettings(
                params.type(),
                isSymmetric(params) ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE,
                RangeChoice.MIN_MAX,
                params.rounding(),
                params.formula(),
                Optional.of(params.scale()),
                Optional.of(params.zeroPoint()));
    }

    /** Whether real zero is the middle of the codes. */
    private static boolean isSymmetric(QuantParams params) {
        QuantType type = params.type();
        return params.zeroPoint() == (type.signed() ? 0 : 1 << (type.bits() - 1));
    }
}
