package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.quantscope.model.Layer;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;

/** Makes choices for one layer whose parameters are those of a file; whatever the file does not say is the default. */
final class ImportedLayer {
    private final Layer layer;
    private final ParameterDerivation derivation;

    ImportedLayer(Layer layer, ParameterDerivation derivation) {
        this.layer = layer;
        this.derivation = derivation;
    }

    /**
     * The choices for the weights.
     *
     * @param place where the tensor is, for a sentence
     * @throws SettingsFormatException with a sentence if the tensor does not fit the layer
     */
    WeightSettings weight(TensorEncoding tensor, String place) {
        QuantType type = type(tensor, place);
        int channels = layer.outputChannels();
        if (tensor.perChannel() && tensor.scales().size() != channels) {
            throw new SettingsFormatException(place + ": there are " + tensor.scales().size() + " scales, but layer "
                    + Quoted.text(layer.name()) + " has " + JsonEntry.count(channels, "output channel", "output channels")
                    + ".");
        }
        if (tensor.axis().isPresent() && tensor.axis().getAsInt() != layer.storedOutputAxis()) {
            throw new SettingsFormatException(place + ": 'axis' is " + tensor.axis().getAsInt()
                    + ", but the output channels of layer " + Quoted.text(layer.name()) + " lie along axis "
                    + layer.storedOutputAxis() + ".");
        }
        List<QuantParams> params = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            int at = tensor.perChannel() ? channel : 0;
            params.add(params(type, tensor.scales().get(at), tensor.zeroPoints().get(at), place));
        }
        Granularity granularity = tensor.perChannel() ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR;
        return weight(new TensorParams(params), scheme(params), granularity, RangeChoice.MIN_MAX, Set.of());
    }

    /** The choices for weights of given parameters, in ONNX's formula and rounding. */
    WeightSettings weight(
            TensorParams explicit,
            QuantScheme scheme,
            Granularity granularity,
            RangeChoice range,
            Set<Integer> locked) {
        WeightSettings choices = new WeightSettings(
                explicit.channel(0).type(), scheme, granularity, range, Rounding.HALF_TO_EVEN, Formula.ONNX,
                new TreeMap<>(), new TreeSet<>(locked));
        Function<WeightSettings, TensorParams> derive = changed ->
                derive(LayerSettings.FLOAT.withWeight(Optional.of(changed))).weight().orElseThrow();
        return ExplicitWeights.restore(choices, explicit, ExplicitWeights.Listed.NOTHING, derive);
    }

    ActivationSettings input(TensorEncoding tensor, String place) {
        QuantParams params = activation(tensor, place);
        return input(params, scheme(List.of(params)), RangeChoice.MIN_MAX);
    }

    ActivationSettings input(QuantParams params, QuantScheme scheme, RangeChoice range) {
        return explicit(params, scheme, range)
                .withoutRedundant(plain -> derive(LayerSettings.FLOAT.withInput(Optional.of(plain))).input());
    }

    ActivationSettings output(TensorEncoding tensor, String place) {
        QuantParams params = activation(tensor, place);
        return output(params, scheme(List.of(params)), RangeChoice.MIN_MAX);
    }

    ActivationSettings output(QuantParams params, QuantScheme scheme, RangeChoice range) {
        return explicit(params, scheme, range)
                .withoutRedundant(plain -> derive(LayerSettings.FLOAT.withOutput(Optional.of(plain))).output());
    }

    /** The choices, if they can be computed with. */
    LayerSettings checked(LayerSettings settings, String place) {
        ParameterRules.fault(derive(settings)).ifPresent(fault -> {
            throw new SettingsFormatException(place + ": " + fault);
        });
        return settings;
    }

    static QuantParams params(QuantType type, float scale, double zeroPoint, String place) {
        String fault = QuantParams.zeroPointFault(type, zeroPoint, Formula.ONNX);
        if (fault != null) {
            throw new SettingsFormatException(place + ": " + fault);
        }
        return new QuantParams(type, scale, (int) zeroPoint);
    }

    private LayerParams derive(LayerSettings settings) {
        return derivation.derive(layer.name(), settings);
    }

    private static ActivationSettings explicit(QuantParams params, QuantScheme scheme, RangeChoice range) {
        return new ActivationSettings(params.type(), scheme, range, Rounding.HALF_TO_EVEN, Formula.ONNX,
                Optional.of(params.scale()), Optional.of(params.zeroPoint()));
    }

    private static QuantParams activation(TensorEncoding tensor, String place) {
        QuantType type = type(tensor, place);
        if (tensor.perChannel()) {
            throw new SettingsFormatException(place + ": a layer reads or writes it, and Quantscope computes with one"
                    + " scale for such a tensor, not with one for each channel.");
        }
        return params(type, tensor.scales().get(0), tensor.zeroPoints().get(0), place);
    }

    private static QuantType type(TensorEncoding tensor, String place) {
        if (!tensor.isQuantType()) {
            throw new SettingsFormatException(place + ": it has " + tensor.bits() + " bits, but weights, inputs and outputs"
                    + " have " + QuantType.MIN_BITS + " to " + QuantType.MAX_BITS + ".");
        }
        return tensor.type();
    }

    private static QuantScheme scheme(List<QuantParams> params) {
        boolean symmetric = params.stream().allMatch(
                own -> own.zeroPoint() == TensorEntry.symmetricZeroPoint(own.type(), Formula.ONNX));
        return symmetric ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE;
    }
}
