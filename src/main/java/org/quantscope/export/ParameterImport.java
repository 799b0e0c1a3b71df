package org.quantscope.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.FormulaTypes;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;

/** Settings from the CSV table of parameters. */
final class ParameterImport {
    private final String fileName;
    private final Layer layer;
    private final ImportedLayer restored;
    private final List<ParameterRow> rows;

    private ParameterImport(String fileName, Layer layer, ParameterDerivation derivation, List<ParameterRow> rows) {
        this.fileName = fileName;
        this.layer = layer;
        this.restored = new ImportedLayer(layer, derivation);
        this.rows = rows;
    }

    /** @throws SettingsFormatException with a sentence that names the layer and the tensor */
    static Imported read(ImportFile file, ImportTarget target) {
        Model model = target.requireModel(file);
        return read(ParameterFile.parse(file.bytes(), file.name()), file.name(), model,
                target.derivation().apply(model));
    }

    static Imported read(
            List<ParameterRow> rows, String fileName, Model model, ParameterDerivation derivation) {
        Map<String, List<ParameterRow>> byLayer = new LinkedHashMap<>();
        rows.forEach(row -> byLayer.computeIfAbsent(row.layer(), name -> new ArrayList<>()).add(row));
        for (String name : byLayer.keySet()) {
            if (model.layer(name).isEmpty()) {
                throw new SettingsFormatException("In file " + Quoted.text(fileName) + ": the layer " + Quoted.text(name)
                        + " is not in the model " + Quoted.text(model.fileName()) + "; correct its name or remove it.");
            }
        }
        if (byLayer.isEmpty()) {
            throw new SettingsFormatException(
                    "File " + Quoted.text(fileName) + " has a header and no rows; choose another file.");
        }
        Map<String, LayerSettings> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            if (byLayer.containsKey(layer.name())) {
                layers.put(layer.name(), new ParameterImport(
                                fileName, layer, derivation, byLayer.get(layer.name())).read());
            }
        }
        return new Imported(model, new QuantSettings(layers, Optional.empty(), model.folded()), List.of(
                "Rounding, requantization, accumulator and ranges set by hand are not in the table: rounding is half to"
                        + " even, the others are their defaults, and scales count as they stand."));
    }

    private LayerSettings read() {
        List<ParameterRow> weights = new ArrayList<>();
        List<ParameterRow> biases = new ArrayList<>();
        LayerSettings settings = LayerSettings.FLOAT;
        boolean apart = false;
        for (ParameterRow row : rows) {
            switch (row.role()) {
                case WEIGHT -> weights.add(row);
                case BIAS -> biases.add(row);
                case ACTIVATION -> {
                    Optional<String> behind = layer.activation().map(FusedActivation::output);
                    if (row.tensor().equals(layer.input())) {
                        settings = settings.withInput(Optional.of(input(row)));
                    } else if (row.tensor().equals(layer.output()) || row.tensor().equals(behind.orElse(null))) {
                        requireOne(settings.output().isEmpty(), row);
                        settings = settings.withOutput(Optional.of(output(row)));
                        apart = behind.isPresent() && row.tensor().equals(layer.output());
                    } else {
                        throw fault(row, "the layer neither reads nor writes it.");
                    }
                }
            }
        }
        if (!weights.isEmpty()) {
            settings = settings.withWeight(Optional.of(weight(weights)));
        }
        boolean clamps = !apart;
        return restored.checked(
                settings.withBiasBits(biasBits(biases, settings))
                        .withClamp(layer.activation()
                                .filter(fused -> clamps)
                                .map(fused -> new Clamp(fused.lo(), fused.hi()))),
                "In file " + Quoted.text(fileName) + ", layer " + Quoted.text(layer.name()));
    }

    private void requireOne(boolean first, ParameterRow row) {
        if (!first) {
            throw fault(row, "the layer has an output before and behind its activation; keep one of them.");
        }
    }

    private OptionalInt biasBits(List<ParameterRow> biases, LayerSettings settings) {
        if (biases.isEmpty()) {
            boolean integer = settings.weight().isPresent() && settings.input().isPresent();
            return settings.output().isPresent() || (integer && layer.bias().isEmpty())
                    ? OptionalInt.of(32)
                    : OptionalInt.empty();
        }
        ParameterRow first = biases.get(0);
        for (ParameterRow row : biases) {
            String fault = BiasQuantizer.bitsFault(row.bits());
            if (fault != null || row.bits() != first.bits() || !row.signed() || row.zeroPoint() != 0) {
                throw fault(row, "a bias is int16 or int32 throughout and counts from zero.");
            }
        }
        return OptionalInt.of(first.bits());
    }

    private WeightSettings weight(List<ParameterRow> found) {
        ParameterRow first = found.get(0);
        Optional<Formula> method = method(
                first, Formula.DOREFA_WEIGHT, Formula.TERNARY_WEIGHT, Formula.BINARY_WEIGHT);
        for (ParameterRow row : found) {
            boolean same = row.signed() == first.signed() && row.narrow() == first.narrow()
                    && row.scheme().equals(first.scheme()) && row.method().equals(first.method())
                    && row.tensor().equals(layer.weightName());
            if (!same) {
                throw fault(row, "'tensor', 'signed', 'narrow', 'scheme' and 'method' must be the same in all rows of a"
                        + " layer's weights, and the tensor is " + Quoted.text(layer.weightName()) + ".");
            }
        }
        if (method.isPresent()) {
            WeightSettings choices = WeightEdits.withFormula(WeightSettings.DEFAULT, method.get());
            return method.get() == Formula.DOREFA_WEIGHT
                    ? choices.withType(FormulaTypes.dorefa(type(first).bits()))
                    : choices;
        }
        boolean perChannel = first.channel().isPresent();
        ParameterRow[] channels = channels(found, perChannel);
        List<QuantParams> params = new ArrayList<>();
        Set<Integer> locked = new TreeSet<>();
        for (int channel = 0; channel < channels.length; channel++) {
            ParameterRow row = channels[channel];
            params.add(ImportedLayer.params(type(row), row.scale(), row.zeroPoint(), place(row)));
            if (row.locked()) {
                locked.add(channel);
            }
        }
        Granularity granularity = perChannel ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR;
        return restored.weight(new TensorParams(params), scheme(first), granularity, range(first), locked);
    }

    /** The row of each channel; one for the tensor serves all. */
    private ParameterRow[] channels(List<ParameterRow> found, boolean perChannel) {
        int count = layer.outputChannels();
        ParameterRow first = found.get(0);
        if (found.size() != (perChannel ? count : 1)) {
            throw fault(first, "there are " + JsonEntry.count(found.size(), "row", "rows") + " of weights, but the layer"
                    + " needs one, or one for each of its " + JsonEntry.count(count, "output channel", "output channels")
                    + ".");
        }
        ParameterRow[] channels = new ParameterRow[count];
        Set<Integer> seen = new HashSet<>();
        for (ParameterRow row : found) {
            int channel = row.channel().orElse(-1);
            boolean fits = perChannel
                    ? channel >= 0 && channel < count && row.axis().orElse(-1) == layer.storedOutputAxis()
                    : channel < 0;
            if (!fits || !seen.add(channel)) {
                throw fault(row, "'channel' must name each output channel from 0 to " + (count - 1)
                        + " once, and 'axis' must be " + layer.storedOutputAxis() + ".");
            }
            for (int at = Math.max(0, channel); at < (perChannel ? channel + 1 : count); at++) {
                channels[at] = row;
            }
        }
        return channels;
    }

    private ActivationSettings input(ParameterRow row) {
        Optional<Formula> method = method(row, Formula.DOREFA_ACTIVATION, Formula.BINARY_ACTIVATION);
        if (method.isPresent()) {
            ActivationSettings choices = ActivationSettings.DEFAULT.withFormula(method.get());
            return method.get() == Formula.DOREFA_ACTIVATION
                    ? choices.withType(FormulaTypes.dorefa(type(row).bits()))
                    : choices;
        }
        return restored.input(activation(row), scheme(row), range(row));
    }

    private ActivationSettings output(ParameterRow row) {
        return restored.output(activation(row), scheme(row), range(row));
    }

    private QuantParams activation(ParameterRow row) {
        if (row.channel().isPresent()) {
            throw fault(row, "Quantscope computes with one scale for an input or output, not with one for each channel.");
        }
        return ImportedLayer.params(type(row), row.scale(), row.zeroPoint(), place(row));
    }

    private static Optional<Formula> method(ParameterRow row, Formula... methods) {
        for (Formula method : methods) {
            if (method.keyword().equals(row.method())) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private QuantType type(ParameterRow row) {
        if (row.bits() < QuantType.MIN_BITS || row.bits() > QuantType.MAX_BITS) {
            throw fault(row, "'bits' must lie between " + QuantType.MIN_BITS + " and " + QuantType.MAX_BITS + "; "
                    + row.bits() + " does not.");
        }
        QuantType type = new QuantType(row.bits(), row.signed(), row.narrow());
        if (row.lowest() != type.qmin() || row.highest() != type.qmax()) {
            throw fault(row, "'qmin' and 'qmax' are " + row.lowest() + " and " + row.highest() + ", but those of "
                    + type.onnxName() + (type.narrowRange() ? " (narrow range)" : "") + " are " + type.qmin() + " and "
                    + type.qmax() + ".");
        }
        return type;
    }

    private QuantScheme scheme(ParameterRow row) {
        for (QuantScheme scheme : QuantScheme.values()) {
            if (scheme.keyword().equals(row.scheme())) {
                return scheme;
            }
        }
        throw fault(row, "'scheme' is " + Quoted.text(row.scheme()) + "; the known words are symmetric and affine.");
    }

    private RangeChoice range(ParameterRow row) {
        try {
            return ParameterTable.range(row.method());
        } catch (IllegalArgumentException unknown) {
            throw fault(row, "'method': " + unknown.getMessage());
        }
    }

    private String place(ParameterRow row) {
        return "In file " + Quoted.text(fileName) + ", layer " + Quoted.text(row.layer()) + ", tensor "
                + Quoted.text(row.tensor());
    }

    private SettingsFormatException fault(ParameterRow row, String what) {
        return new SettingsFormatException(place(row) + ": " + what);
    }
}
