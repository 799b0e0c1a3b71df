package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.RangeChoice;

/** The keys {@code input} and {@code output} of a layer. */
final class ActivationEntry {
    private ActivationEntry() {}

    /** @param derived what the choices give; empty while the range has not been observed */
    static Map<String, Object> write(ActivationSettings choices, Optional<QuantParams> derived) {
        if (!choices.formula().isAffine()) {
            return MethodEntry.write(choices.formula(), choices.type());
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        QuantType type = choices.type();
        entry.put("bits", type.bits());
        entry.put("signed", type.signed());
        entry.put("narrow_range", type.narrowRange());
        derived.map(QuantParams::scale).or(choices::scale).ifPresent(scale -> entry.put("scale", scale));
        derived.map(QuantParams::zeroPoint)
                .or(() -> choices.zeroPoint().map(typed -> fitting(typed, type, choices.formula())))
                .ifPresent(zeroPoint -> entry.put("zero_point", TensorEntry.written(zeroPoint)));
        TensorEntry.writeRounding(entry, choices.rounding(), choices.formula());
        entry.put("scheme", choices.scheme().keyword());
        entry.put("range", RangeEntry.write(choices.range()));
        return entry;
    }

    private static float fitting(float typed, QuantType type, Formula formula) {
        return formula == Formula.ONNX ? Math.max(type.qmin(), Math.min(type.qmax(), typed)) : typed;
    }

    /**
     * @param methods the formulas without a scale to choose that this tensor may have
     * @param derive what choices without a scale and a zero point set by hand give
     */
    static ActivationSettings read(
            JsonEntry entry,
            Function<ActivationSettings, Optional<QuantParams>> derive,
            Formula... methods) {
        entry.only("bits", "signed", "narrow_range", "scale", "zero_point", "rounding", "convention", "method",
                "scheme", "range");
        Formula formula = TensorEntry.formula(entry, methods);
        if (!formula.isAffine()) {
            return MethodEntry.readActivation(entry, formula);
        }
        QuantType type = new QuantType(
                TensorEntry.bits(entry, entry.value("bits"), "'bits'"),
                entry.bool("signed"),
                TensorEntry.narrowRange(entry));
        Optional<Float> scale = entry.has("scale")
                ? Optional.of(TensorEntry.scale(entry, entry.value("scale"), "'scale'"))
                : Optional.empty();
        Optional<Float> zeroPoint = entry.has("zero_point")
                ? Optional.of(TensorEntry.zeroPoint(entry, entry.value("zero_point"), "'zero_point'", type, formula))
                : Optional.empty();
        if (scale.isPresent() && zeroPoint.isEmpty() && !entry.has("scheme")) {
            throw entry.fault("'scale' is given without 'zero_point'; add it, or 'scheme' to say where it comes from.");
        }
        boolean centred = zeroPoint.isPresent() && zeroPoint.get() == TensorEntry.symmetricZeroPoint(type, formula);
        QuantScheme scheme = TensorEntry.scheme(entry, centred ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE);
        RangeChoice range = RangeEntry.read(entry);
        Rounding rounding = TensorEntry.rounding(entry);
        return new ActivationSettings(type, scheme, range, rounding, formula, scale, zeroPoint)
                .withoutRedundant(derive);
    }
}
