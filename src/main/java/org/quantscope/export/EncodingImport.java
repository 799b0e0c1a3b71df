package org.quantscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.quantscope.model.FoldedBatchNorm;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * Settings from what a file says of tensors by name: each finds the layers that read it, write it or have it as weights
 * or bias. A layer without any entry stays float.
 */
final class EncodingImport {
    private final String fileName;
    private final Model model;
    private final ParameterDerivation derivation;
    private final Map<String, TensorEncoding> byName = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> biases = new ArrayList<>();
    private final List<String> otherBiases = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    private EncodingImport(List<TensorEncoding> tensors, String fileName, Model model, ParameterDerivation derivation) {
        this.fileName = fileName;
        this.model = model;
        this.derivation = derivation;
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    }

    /**
     * @param derivation what the weights of the model give
     * @param holdsBiases whether the format has entries of biases
     * @throws SettingsFormatException with a sentence that names the tensor
     */
    static Imported read(
            List<TensorEncoding> tensors,
            String fileName,
            Model model,
            ParameterDerivation derivation,
            boolean holdsBiases) {
        return new EncodingImport(tensors, fileName, model, derivation).read(holdsBiases);
    }

    private Imported read(boolean holdsBiases) {
        Map<String, LayerSettings> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            LayerSettings settings = layer(layer);
            if (!settings.equals(LayerSettings.FLOAT)) {
                layers.put(layer.name(), settings);
            }
        }
        if (layers.isEmpty()) {
            throw new SettingsFormatException("File " + Quoted.text(fileName) + " names no tensor that a layer of "
                    + Quoted.text(model.fileName()) + " reads or writes; choose the network that it belongs to.");
        }
        int without = model.layers().size() - layers.size();
        if (without > 0) {
            remarks.add(JsonEntry.count(without, "layer has", "layers have") + " no entries in the file and "
                    + (without == 1 ? "stays" : "stay") + " float.");
        }
        remark(changed, "The weights of ", " are not those of the file of the network, so the scales for that do not fit them"
                + " and they stay float.");
        if (holdsBiases) {
            remark(biases, "The file has no entry for the bias of ", ": it gets 32 bits.");
        }
        remark(otherBiases, "The file gives the bias of ", " another scale than that of the input times that of the"
                + " weights, which is what Quantscope computes with.");
        remark(byName.keySet().stream().filter(name -> !used.contains(name)).map(Quoted::text).toList(),
                "No layer reads or writes ", ": left out.");
        return new Imported(model, new QuantSettings(layers, Optional.empty(), model.folded()), remarks);
    }

    private void remark(List<String> names, String before, String after) {
        if (!names.isEmpty()) {
            String more = names.size() > 5 ? " and " + (names.size() - 5) + " more" : "";
            remarks.add(before + names.stream().limit(5).collect(Collectors.joining(", ")) + more + after);
        }
    }

    private Optional<TensorEncoding> find(String tensor) {
        Optional<TensorEncoding> found = Optional.ofNullable(byName.get(tensor));
        found.ifPresent(encoding -> used.add(encoding.name()));
        return found;
    }

    private LayerSettings layer(Layer layer) {
        ImportedLayer restored = new ImportedLayer(layer, derivation);
        LayerSettings settings = LayerSettings.FLOAT
                .withWeight(find(layer.weightName())
                        .filter(weight -> fits(layer))
                        .map(weight -> restored.weight(weight, place(weight))))
                .withInput(find(layer.input()).map(input -> restored.input(input, place(input))));
        Optional<TensorEncoding> behind = layer.activation().map(FusedActivation::output).flatMap(this::find);
        Optional<TensorEncoding> output = behind.or(() -> find(layer.output()));
        settings = settings.withOutput(output.map(own -> restored.output(own, place(own))));
        if (settings.equals(LayerSettings.FLOAT)) {
            return settings;
        }
        // An entry for what the layer writes before its activation says that both are computed apart.
        boolean apart = output.isPresent() && behind.isEmpty();
        settings = settings
                .withClamp(layer.activation()
                        .filter(fused -> !apart)
                        .map(fused -> new Clamp(fused.lo(), fused.hi())))
                .withBiasBits(biasBits(layer, settings));
        return restored.checked(settings, "In file " + Quoted.text(fileName) + ", layer " + Quoted.text(layer.name()));
    }

    private String place(TensorEncoding tensor) {
        return "In file " + Quoted.text(fileName) + ", tensor " + Quoted.text(tensor.name());
    }

    private boolean fits(Layer layer) {
        boolean asStored =
                layer.foldedBatchNorm().map(FoldedBatchNorm::ofStoredWeights).orElse(layer.weightsAsStored());
        if (!asStored) {
            changed.add(Quoted.text(layer.name()));
        }
        return asStored;
    }

    /** Where weights and input are codes, the bias is one on the accumulator's scale. */
    private OptionalInt biasBits(Layer layer, LayerSettings settings) {
        Optional<TensorEncoding> found = layer.biasName().flatMap(this::find);
        boolean integer = settings.weight().isPresent() && settings.input().isPresent();
        if (found.isEmpty()) {
            if (integer && layer.bias().isPresent()) {
                biases.add(Quoted.text(layer.name()));
            }
            return integer || settings.output().isPresent() ? OptionalInt.of(32) : OptionalInt.empty();
        }
        TensorEncoding bias = found.get();
        String fault = BiasQuantizer.bitsFault(bias.bits());
        if (fault != null || !bias.signed() || bias.zeroPoints().stream().anyMatch(zeroPoint -> zeroPoint != 0)) {
            throw new SettingsFormatException(place(bias) + ": it is the bias of layer " + Quoted.text(layer.name())
                    + ", which has to be int16 or int32 and to count from zero.");
        }
        if (integer && !isOfAccumulator(bias, layer, settings)) {
            otherBiases.add(Quoted.text(layer.name()));
        }
        return OptionalInt.of(bias.bits());
    }

    private boolean isOfAccumulator(TensorEncoding bias, Layer layer, LayerSettings settings) {
        LayerParams params = derivation.derive(layer.name(), settings);
        int channels = params.weight().orElseThrow().channelCount();
        if (bias.perChannel() && bias.scales().size() != channels) {
            throw new SettingsFormatException(place(bias) + ": there are " + bias.scales().size()
                    + " scales, but layer " + Quoted.text(layer.name()) + " has " + channels + " output channels.");
        }
        for (int channel = 0; channel < channels; channel++) {
            float own = BiasQuantizer.scale(params.input().orElseThrow().scale(),
                    params.weight().orElseThrow().channel(channel).scale());
            if (own != bias.scales().get(bias.perChannel() ? channel : 0)) {
                return false;
            }
        }
        return true;
    }
}
