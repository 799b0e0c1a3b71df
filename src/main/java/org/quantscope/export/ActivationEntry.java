package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
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
        Map<String, Object> entry = new LinkedHashMap<>();
        QuantType type = choices.type();
        entry.put("bits", type.bits());
        entry.put("signed", type.signed());
        entry.put("narrow_range", type.narrowRange());
        derived.map(QuantParams::scale).or(choices::scale).ifPresent(scale -> entry.put("scale", scale));
        if (derived.isPresent()) {
            entry.put("zero_point", derived.get().zeroPoint());
        } else if (choices.zeroPoint().isPresent()) {
            int typed = choices.zeroPoint().getAsInt();
            entry.put("zero_point", Math.max(type.qmin(), Math.min(type.qmax(), typed)));
        }
        TensorEntry.writeRounding(entry, choices.rounding());
        entry.put("scheme", choices.scheme().keyword());
        entry.put("range", RangeEntry.write(choices.range()));
        return entry;
    }

    /** @param derive what choices without a scale and a zero point set by hand give */
    static ActivationSettings read(JsonEntry entry, Function<ActivationSettings, Optional<QuantParams>> derive) {
        entry.only("bits", "signed", "narrow_range", "scale", "zero_point", "rounding", "convention", "method",
                "scheme", "range");
        TensorEntry.computable(entry);
        QuantType type = new QuantType(
                TensorEntry.bits(entry, entry.value("bits"), "'bits'"),
                entry.bool("signed"),
                TensorEntry.narrowRange(entry));
        Optional<Float> scale = entry.has("scale")
                ? Optional.of(TensorEntry.scale(entry, entry.value("scale"), "'scale'"))
                : Optional.empty();
        OptionalInt zeroPoint = entry.has("zero_point")
                ? OptionalInt.of(TensorEntry.zeroPoint(entry, entry.value("zero_point"), "'zero_point'", type))
                : OptionalInt.empty();
        if (scale.isPresent() && zeroPoint.isEmpty() && !entry.has("scheme")) {
            throw entry.fault("'scale' is given without 'zero_point'; add it, or 'scheme' to say where it comes from.");
        }
        boolean centred = zeroPoint.isPresent() && zeroPoint.getAsInt() == TensorEntry.symmetricZeroPoint(type);
        QuantScheme scheme = TensorEntry.scheme(entry, centred ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE);
        RangeChoice range = RangeEntry.read(entry);
        Rounding rounding = TensorEntry.rounding(entry);
        return new ActivationSettings(type, scheme, range, rounding, scale, zeroPoint).withoutRedundant(derive);
    }
}
