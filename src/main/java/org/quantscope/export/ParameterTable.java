package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.model.Layer;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;

/** Every parameter of a network as rows of a table: weights, bias, input and output of each layer in turn. */
final class ParameterTable {
    private static final String MANUAL = "manual";

    private final ExportSource source;
    private final List<ParameterRow> rows = new ArrayList<>();

    private ParameterTable(ExportSource source) {
        this.source = source;
    }

    /** @throws IllegalArgumentException with a sentence if no layer is quantized, or a range has not been observed */
    static List<ParameterRow> of(ExportSource source) {
        ParameterTable table = new ParameterTable(source);
        Map<String, LayerParams> params = source.params();
        for (Layer layer : source.model().layers()) {
            table.add(layer, source.settings().layer(layer.name()), params.get(layer.name()));
        }
        if (table.rows.isEmpty()) {
            throw new IllegalArgumentException("No layer of " + Quoted.text(source.model().fileName())
                    + " is quantized, so there are no parameters to write; quantize a layer first.");
        }
        return List.copyOf(table.rows);
    }

    private void add(Layer layer, LayerSettings choices, LayerParams params) {
        TensorEncodings.requireObserved(layer, "input", choices.input().isPresent(), params.input());
        TensorEncodings.requireObserved(layer, "output", choices.output().isPresent(), params.output());
        params.weight().ifPresent(weight -> addWeight(layer, choices.weight().orElseThrow(), weight));
        if (params.hasIntegerBias() && layer.bias().isPresent() && !TensorEncodings.hasVanishingBiasScale(params)) {
            addBias(layer, choices.weight().orElseThrow(), params);
        }
        params.input().ifPresent(input -> rows.add(
                activation(layer, layer.input(), choices.input().orElseThrow(), input, Optional.empty())));
        params.output().ifPresent(output -> rows.add(activation(layer, TensorEncodings.outputName(layer, params),
                choices.output().orElseThrow(), output, Optional.ofNullable(source.errors().get(layer.name())))));
    }

    private void addWeight(Layer layer, WeightSettings choices, TensorParams weight) {
        WeightErrors errors = new WeightErrors(layer, weight);
        boolean perChannel = hasRowForEachChannel(choices, weight);
        for (int channel = 0; channel < (perChannel ? weight.channelCount() : 1); channel++) {
            QuantParams own = weight.channel(channel);
            WeightErrors.Figures figures = perChannel ? errors.ofChannel(channel) : errors.ofTensor();
            rows.add(new ParameterRow(
                    layer.name(), layer.weightName(), ParameterRow.Role.WEIGHT,
                    perChannel ? OptionalInt.of(layer.storedOutputAxis()) : OptionalInt.empty(),
                    perChannel ? OptionalInt.of(channel) : OptionalInt.empty(), own.type().bits(), own.type().signed(),
                    own.type().narrowRange(), own.type().qmin(), own.type().qmax(), (float) own.step(), own.origin(),
                    choices.scheme().keyword(),
                    own.formula().isAffine() ? method(choices.range()) : own.formula().keyword(),
                    measured(figures.error()), OptionalDouble.of(figures.clippedPercent()),
                    perChannel && choices.locked().contains(channel)));
        }
    }

    private static boolean hasRowForEachChannel(WeightSettings choices, TensorParams weight) {
        return choices.granularity() == Granularity.PER_CHANNEL || !weight.isUniform() || !choices.locked().isEmpty();
    }

    private void addBias(Layer layer, WeightSettings choices, LayerParams params) {
        TensorParams weight = params.weight().orElseThrow();
        boolean perChannel = hasRowForEachChannel(choices, weight);
        int bits = params.biasBits().getAsInt();
        long half = 1L << (bits - 1);
        for (int channel = 0; channel < (perChannel ? weight.channelCount() : 1); channel++) {
            float scale = (float) params.input().orElseThrow().step() * (float) weight.channel(channel).step();
            rows.add(new ParameterRow(
                    layer.name(), layer.biasName().orElse(""), ParameterRow.Role.BIAS,
                    perChannel ? OptionalInt.of(0) : OptionalInt.empty(),
                    perChannel ? OptionalInt.of(channel) : OptionalInt.empty(), bits, true, false, -half, half - 1, scale,
                    0, "", "", ParameterRow.Error.UNKNOWN, OptionalDouble.empty(), false));
        }
    }

    private static ParameterRow activation(
            Layer layer,
            String tensor,
            ActivationSettings choices,
            QuantParams params,
            Optional<QuantizationError> error) {
        return new ParameterRow(
                layer.name(), tensor, ParameterRow.Role.ACTIVATION, OptionalInt.empty(), OptionalInt.empty(),
                params.type().bits(), params.type().signed(), params.type().narrowRange(), params.type().qmin(),
                params.type().qmax(), (float) params.step(), params.origin(), choices.scheme().keyword(),
                params.formula().isAffine() ? method(choices.range()) : params.formula().keyword(),
                error.map(ParameterTable::measured).orElse(ParameterRow.Error.UNKNOWN), OptionalDouble.empty(), false);
    }

    /** {@code min-max}, {@code percentile=99.99}, or {@code manual} for a range set by hand. */
    private static String method(RangeChoice range) {
        if (range.byHand().isPresent()) {
            return MANUAL;
        }
        OptionalDouble argument = range.methodArgument();
        return range.methodKeyword() + (argument.isPresent() ? "=" + argument.getAsDouble() : "");
    }

    /** What {@link #method} wrote; a range set by hand shows in the scale that it gave. */
    static RangeChoice range(String method) {
        if (method.isEmpty() || method.equals(MANUAL)) {
            return RangeChoice.MIN_MAX;
        }
        int equals = method.indexOf('=');
        if (equals < 0) {
            return RangeChoice.ofMethod(method, OptionalDouble.empty());
        }
        try {
            return RangeChoice.ofMethod(
                    method.substring(0, equals), OptionalDouble.of(Double.parseDouble(method.substring(equals + 1))));
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(Quoted.text(method) + " has no number behind the equals sign.");
        }
    }

    private static ParameterRow.Error measured(QuantizationError error) {
        return new ParameterRow.Error(
                OptionalDouble.of(error.sqnrDb()), OptionalDouble.of(error.mse()), OptionalDouble.of(error.maxAbs()));
    }
}
