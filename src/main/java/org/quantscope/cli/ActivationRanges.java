package org.quantscope.cli;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.quantscope.calibrate.Statistic;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.Calibration;
import org.quantscope.network.DataSet;
import org.quantscope.network.NetworkRunner;
import org.quantscope.network.RangePass;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.OpenModel;

/** Ranges of inputs and outputs for settings that leave them to data. The network runs only where one is needed. */
final class ActivationRanges {
    /** Images that ranges are observed on where nobody says how many. */
    static final int MOST_IMAGES = 256;

    private final Model model;
    private final QuantSettings settings;
    private final String settingsName;

    /** @param settingsName the settings file's name, for sentences */
    ActivationRanges(Model model, QuantSettings settings, String settingsName) {
        this.model = model;
        this.settings = settings;
        this.settingsName = settingsName;
    }

    /**
     * A derivation that gives parameters to every input and output that is to be quantized.
     *
     * @param ofWeights what the weights alone give
     * @param images what the person gave; a bundled network falls back to its own calibration images
     * @param options how a bundled network's own images become its input
     * @param remedy what a person without images can do, for a sentence
     * @throws BadInputException with a sentence if a range is missing and there are no images
     */
    ParameterDerivation complete(
            ParameterDerivation ofWeights, Optional<DataSet> images, DataOptions options, String remedy) {
        Optional<String> missing = missing(ofWeights);
        if (missing.isEmpty()) {
            return ofWeights;
        }
        Samples samples = new Samples();
        Optional<SampleModel> sample = samples.recognise(model.sha256());
        Optional<DataSet> source = images.or(() -> sample.map(samples::calibration).map(own -> DataSet.of(
                own, options.preprocessing(model, settings.preprocessing()), model, OptionalInt.of(MOST_IMAGES))));
        if (source.isEmpty()) {
            throw new BadInputException("In '" + settingsName + "' the " + missing.get()
                    + " has no range; give its scale and zero_point there, or " + remedy + ".");
        }
        DataSet data = source.get();
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            Calibration seen = new RangePass(model, runner, data.preprocessing(), data.inputShape())
                    .run(data.images(), data.size(), needs(), Cancellation.NEVER, done -> {});
            return new ParameterDerivation(OpenModel.of(model).statisticsWith(seen.ranges()));
        }
    }

    /** What the methods of all inputs and outputs need to know of the values. */
    private Set<Statistic> needs() {
        Set<Statistic> needs = EnumSet.of(Statistic.RANGE);
        for (LayerSettings choices : settings.layers().values()) {
            choices.input().ifPresent(input -> needs.addAll(input.range().method().needs()));
            choices.output().ifPresent(output -> needs.addAll(output.range().method().needs()));
        }
        return needs;
    }

    /** The first tensor that is to be quantized but has no parameters, for a sentence. */
    private Optional<String> missing(ParameterDerivation derivation) {
        for (Layer layer : model.layers()) {
            LayerSettings choices = settings.layer(layer.name());
            LayerParams params = derivation.derive(layer.name(), choices);
            if (choices.input().isPresent() && params.input().isEmpty()) {
                return Optional.of("input of layer '" + layer.name() + "'");
            }
            if (choices.output().isPresent() && params.output().isEmpty()) {
                return Optional.of("output of layer '" + layer.name() + "'");
            }
        }
        return Optional.empty();
    }
}
