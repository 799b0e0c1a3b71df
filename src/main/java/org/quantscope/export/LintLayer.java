package org.quantscope.export;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;

/** One layer as the rules see it: what was chosen for it, and what follows from that. */
record LintLayer(Layer layer, LayerSettings choices, LayerParams params) {
    /**
     * An input or an output.
     *
     * @param role {@code input} or {@code output}
     * @param tensor its name in the file
     * @param params empty where it is float, or not observed yet
     */
    record Activation(
            String role, String tensor, Optional<ActivationSettings> choices, Optional<QuantParams> params) {}

    static LintLayer of(Layer layer, LayerSettings choices, ParameterDerivation derivation) {
        return new LintLayer(layer, choices, derivation.derive(layer.name(), choices));
    }

    static List<LintLayer> all(ExportSource source) {
        return source.model().layers().stream()
                .map(layer -> of(layer, source.settings().layer(layer.name()), source.derivation()))
                .toList();
    }

    String name() {
        return layer.name();
    }

    Activation input() {
        return new Activation("input", layer.input(), choices.input(), params.input());
    }

    /** With a fused activation the output quantizer stands behind it. */
    Activation output() {
        String tensor = layer.activation()
                .filter(fused -> params.clamp().isPresent())
                .map(FusedActivation::output)
                .orElse(layer.output());
        return new Activation("output", tensor, choices.output(), params.output());
    }

    /** The quantized ones of input and output. */
    List<Activation> quantizedActivations() {
        return Stream.of(input(), output()).filter(each -> each.params().isPresent()).toList();
    }

    /** The parameters of the weights by channel; none where they are float. */
    List<QuantParams> weightChannels() {
        return params.weight().map(weight -> weight.channels()).orElse(List.of());
    }

    boolean isQuantized() {
        return params.weight().isPresent() || params.input().isPresent() || params.output().isPresent();
    }

    /** {@code Layer 'conv1' <what>.} */
    String sentence(String what) {
        return "Layer " + Quoted.text(layer.name()) + " " + what + ".";
    }
}
