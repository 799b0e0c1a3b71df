package org.quantscope.ui;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.WorkspaceState;

/**
 * What the weight rows of the parameters pane show. Bits are the layer's; clip, scale and zero point those of the
 * channels {@link Addressed}. Texts are empty where these differ.
 *
 * @param target what clip, scale and zero point address, to be put behind a label: {@code ", ch. 10"}; empty: the layer
 * @param choices the layer's choices; empty: the weights are float
 * @param bits the layer's bit-width; empty: the weights are float
 * @param bitsByHand whether some channel has a bit-width of its own
 * @param rangeByHand whether the range is set by hand
 * @param low lower clip limit
 * @param high upper clip limit
 * @param scale the scale
 * @param scaleNote where the scale comes from
 * @param scaleByHand whether the scale is set by hand
 * @param zeroPoint the zero point
 * @param zeroNote why it is what it is
 * @param zeroByHand whether the zero point is set by hand
 * @param onnxRemark why ONNX cannot say these weights; empty: it can
 */
record WeightRows(
        String target,
        Optional<WeightSettings> choices,
        OptionalInt bits,
        boolean bitsByHand,
        boolean rangeByHand,
        String low,
        String high,
        String scale,
        String scaleNote,
        boolean scaleByHand,
        String zeroPoint,
        String zeroNote,
        boolean zeroByHand,
        String onnxRemark) {
    static final WeightRows NOTHING = new WeightRows(
            "", Optional.empty(), OptionalInt.empty(), false, false, "", "", "", "", false, "", "", false, "");

    boolean isFloat() {
        return choices.isEmpty();
    }

    static WeightRows of(WorkspaceState state) {
        Optional<WeightSettings> choices = state.layerSettings().weight();
        Optional<TensorParams> params = state.layer().isEmpty() ? Optional.empty() : weightParams(state);
        if (choices.isEmpty() || params.isEmpty()) {
            return NOTHING;
        }
        return of(choices.get(), params.get(), Addressed.of(choices.get(), state.focus(), params.get().channelCount()));
    }

    private static Optional<TensorParams> weightParams(WorkspaceState state) {
        return state.params().flatMap(layer -> layer.weight());
    }

    private static WeightRows of(WeightSettings choices, TensorParams params, Addressed addressed) {
        boolean layer = addressed.wholeLayer();
        List<Integer> channels = List.copyOf(addressed.channels());
        List<QuantParams> own = channels.stream().map(params::channel).toList();
        boolean everyScale = channels.stream().allMatch(c -> choices.override(c).scale().isPresent());
        boolean everyZero = channels.stream().allMatch(c -> choices.override(c).zeroPoint().isPresent());
        boolean scaleByHand = layer ? everyScale : any(choices, channels, o -> o.scale().isPresent());
        boolean zeroByHand = layer ? everyZero : any(choices, channels, o -> o.zeroPoint().isPresent());
        boolean rangeByHand = layer
                ? choices.range().byHand().isPresent() || everyScale
                : scaleByHand || any(choices, channels, o -> o.range().isPresent());
        Optional<ClippingRange> clip = common(channels, c -> clip(choices, params.channel(c), c));
        Optional<QuantType> type = common(own, QuantParams::type);
        return new WeightRows(
                addressed.label(),
                Optional.of(choices),
                OptionalInt.of(choices.type().bits()),
                choices.overrides().values().stream().anyMatch(hand -> hand.bits().isPresent()),
                rangeByHand,
                clip.map(range -> ParameterText.bound(range.min())).orElse(""),
                clip.map(range -> ParameterText.bound(range.max())).orElse(""),
                common(own, QuantParams::scale).map(ParameterText::scale).orElse(""),
                !choices.formula().isAffine() ? "" : scaleByHand ? "by hand" : clip.flatMap(range -> type.map(known -> note(choices, range, known))).orElse(""),
                scaleByHand,
                common(own, QuantParams::zeroPoint).map(ParameterText::zeroPoint).orElse(""),
                !choices.formula().isAffine() ? "" : zeroByHand ? "by hand" : choices.scheme() == QuantScheme.SYMMETRIC ? "symmetric" : "from the range",
                zeroByHand,
                FormulaText.onnxRemark(params));
    }

    /** The limits that the codes of a channel were spread over, or what they reach where the scale was typed. */
    static ClippingRange clip(WeightSettings choices, QuantParams params, int channel) {
        ChannelOverride own = choices.override(channel);
        Optional<ClippingRange> byHand = own.scale().isPresent() || own.zeroPoint().isPresent()
                ? Optional.empty()
                : own.range().or(() -> choices.range().byHand());
        ClippingRange range = byHand.orElseGet(() -> new ClippingRange(params.lowest(), params.highest()));
        if (byHand.isPresent() && choices.scheme() == QuantScheme.SYMMETRIC) {
            float largest = Math.max(Math.abs(range.min()), Math.abs(range.max()));
            return new ClippingRange(-largest, largest);
        }
        return range;
    }

    /** Which division gave the scale, (6). */
    private static String note(WeightSettings choices, ClippingRange range, QuantType type) {
        if (choices.formula() == Formula.MICRONET_2020) {
            return "codes per unit";
        }
        boolean balanced = choices.scheme() == QuantScheme.SYMMETRIC && type.qmin() == -type.qmax();
        double width = balanced ? range.max() : (double) range.max() - range.min();
        int steps = balanced ? type.qmax() : type.qmax() - type.qmin();
        return width == 0 ? "all zero" : ParameterText.brief(width) + " ÷ " + steps;
    }

    static <T, V> Optional<V> common(Collection<T> of, Function<T, V> value) {
        V first = null;
        for (T each : of) {
            V own = value.apply(each);
            if (first != null && !first.equals(own)) {
                return Optional.empty();
            }
            first = own;
        }
        return Optional.ofNullable(first);
    }

    private static boolean any(
            WeightSettings choices, List<Integer> channels, Function<ChannelOverride, Boolean> question) {
        return channels.stream().anyMatch(channel -> question.apply(choices.override(channel)));
    }

    Granularity granularity() {
        return choices.map(WeightSettings::granularity).orElse(Granularity.PER_CHANNEL);
    }
}
