package org.quantscope.workspace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.export.ExplicitSettings;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.LayerRanges;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.StoredQuantization;
import org.quantscope.quant.Clamp;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;

/**
 * A model with what was observed of its weights.
 *
 * @param model the network
 * @param weightStatistics by layer name; inputs and outputs not observed yet
 * @param stored the choices that a quantized file brings with it, by layer name; empty for a float file
 */
public record OpenModel(
        Model model, Map<String, LayerStatistics> weightStatistics, Map<String, LayerSettings> stored) {

    /** A network that opens with the same choices for every layer, whatever its file says. */
    public static OpenModel of(Model model) {
        Map<String, LayerStatistics> statistics = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            statistics.put(layer.name(), new LayerStatistics(
                    WeightStatistics.of(layer.weight()), Optional.empty(), Optional.empty()));
        }
        return new OpenModel(model, statistics, Map.of());
    }

    /**
     * The same network with what its file says of its quantization.
     *
     * @throws org.quantscope.onnx.ModelFormatException with a sentence if the file cannot be read again
     */
    OpenModel withStored() {
        StoredQuantization found = StoredQuantization.of(model);
        return found.isEmpty()
                ? this
                : new OpenModel(model, weightStatistics,
                        ExplicitSettings.of(model, found.params(), derivation()).layers());
    }

    /** The same network with BatchNormalization folded. Layers that took one in have other weights than the file. */
    OpenModel folded() {
        OpenModel plain = of(BatchNormFolding.fold(model));
        Map<String, LayerSettings> kept = new LinkedHashMap<>(stored);
        plain.model().layers().stream()
                .filter(layer -> layer.foldedBatchNorm().isPresent())
                .forEach(layer -> kept.remove(layer.name()));
        return new OpenModel(plain.model(), plain.weightStatistics(), kept);
    }

    /** What the model opens with. */
    public QuantSettings initialSettings(Optional<Preprocessing> preprocessing) {
        Map<String, LayerSettings> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            layers.put(layer.name(), stored.getOrDefault(layer.name(), initialSettings(layer)));
        }
        return new QuantSettings(layers, preprocessing, model.folded());
    }

    /**
     * Settings of this network for its other form: they stay, and where a layer clamps as its own activation says, it
     * does so in the other form too.
     */
    QuantSettings carriedOver(QuantSettings settings, OpenModel other) {
        QuantSettings carried = settings.withFolded(other.model().folded());
        for (Layer layer : model.layers()) {
            Optional<Clamp> own = initialSettings(layer).clamp();
            Optional<Clamp> next = initialSettings(other.model().layer(layer.name()).orElseThrow()).clamp();
            boolean follows = settings.layers().containsKey(layer.name())
                    && settings.layer(layer.name()).clamp().equals(own);
            if (follows && !own.equals(next)) {
                carried = carried.withLayer(layer.name(), choices -> choices.withClamp(next));
            }
        }
        return carried;
    }

    /** What a quantized file brought with it, for a person; empty for a float file. */
    Optional<String> storedNotice() {
        long count = stored.values().stream().filter(choices -> !LayerSettings.FLOAT.withClamp(choices.clamp())
                .equals(choices)).count();
        return count == 0
                ? Optional.empty()
                : Optional.of("The file is quantized: " + count + " of " + model.layers().size()
                        + (count == 1 ? " layer starts" : " layers start") + " with its integers and parameters.");
    }

    /** What folding did, for a person. */
    String foldedNotice() {
        int count = model.foldedLayers();
        return "BatchNormalization folded into " + count + (count == 1 ? " layer." : " layers.");
    }

    /** What one layer opens with; its fused activation stays its own. */
    public static LayerSettings initialSettings(Layer layer) {
        return LayerSettings.initial(layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi())));
    }

    /** Parameters from the weights alone: inputs and outputs that need a range stay float. */
    public ParameterDerivation derivation() {
        return new ParameterDerivation(weightStatistics);
    }

    /** The statistics of the weights with those of the inputs and outputs that were seen. */
    public Map<String, LayerStatistics> statisticsWith(Map<String, LayerRanges> seen) {
        Map<String, LayerStatistics> statistics = new LinkedHashMap<>();
        weightStatistics.forEach((name, weights) -> {
            Optional<LayerRanges> ranges = Optional.ofNullable(seen.get(name));
            statistics.put(name, new LayerStatistics(
                    weights.weight(), ranges.map(LayerRanges::input), ranges.map(LayerRanges::output)));
        });
        return statistics;
    }
}
