package org.quantscope.cli;

import java.util.Map;
import java.util.Optional;
import org.quantscope.analysis.FormalAgreement;
import org.quantscope.analysis.LayerReport;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.tensor.FloatTensor;

/**
 * One layer, run three ways.
 *
 * @param layer the layer
 * @param engine the name of the engine that computed
 * @param params what it was computed with
 * @param outputs the three outputs, (N, O, H', W')
 * @param report how far they are apart
 * @param agreement where the two quantized paths part, if that was asked for
 */
record Comparison(
        Layer layer,
        String engine,
        LayerParams params,
        LayerOutputs outputs,
        LayerReport report,
        Optional<FormalAgreement> agreement) {
    /**
     * Runs a layer. Ranges that the settings leave to data are observed on this input and on the float output of this
     * run.
     *
     * @param input (N, C, H, W), finite
     * @throws IllegalArgumentException with a sentence if the settings cannot stand together
     */
    static Comparison run(Layer layer, LayerSettings choices, FloatTensor input, ConvEngine engine) {
        LayerRunner runner = new LayerRunner(engine);
        ChannelRange channels = ChannelRange.all(layer.outputChannels());
        Optional<RangeStatistics> outputRange = Optional.empty();
        if (choices.output().map(Comparison::needsRange).orElse(false)) {
            LayerParams real = derive(
                    layer, LayerSettings.FLOAT.withClamp(choices.clamp()), Optional.empty(), Optional.empty());
            outputRange = Optional.of(batch(runner.run(layer, input, real, channels, Cancellation.NEVER).real()));
        }
        LayerParams params = derive(layer, choices, Optional.of(batch(input)), outputRange);
        ParameterRules.fault(params).ifPresent(fault -> {
            throw new BadInputException("Layer '" + layer.name() + "': " + fault);
        });
        LayerOutputs outputs = runner.run(layer, input, params, channels, Cancellation.NEVER);
        FormalAgreement agreement =
                FormalAgreement.of(runner.stages(layer, input, params, outputs, Cancellation.NEVER));
        return new Comparison(
                layer, engine.name(), params, outputs, LayerReport.of(outputs, params), Optional.of(agreement));
    }

    private static RangeStatistics batch(FloatTensor values) {
        return Observer.batch(values.data(), 0, values.size());
    }

    private static boolean needsRange(ActivationSettings output) {
        boolean explicit = output.scale().isPresent() && output.zeroPoint().isPresent();
        return !explicit && output.range().byHand().isEmpty();
    }

    private static LayerParams derive(
            Layer layer, LayerSettings choices, Optional<RangeStatistics> input, Optional<RangeStatistics> output) {
        LayerStatistics seen = new LayerStatistics(WeightStatistics.of(layer.weight()), input, output);
        return new ParameterDerivation(Map.of(layer.name(), seen)).derive(layer.name(), choices);
    }
}
