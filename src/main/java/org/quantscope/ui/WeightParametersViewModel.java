package org.quantscope.ui;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * The weight rows of the parameters pane. Bits, type, scheme and granularity are the layer's; clip, scale and zero point
 * are those of the channels {@link Addressed}. A value that cannot be used is refused with a sentence under its row, and the old one stays.
 */
public final class WeightParametersViewModel {
    private final Workspace workspace;
    private final LayerEditing editing;
    private final Map<String, WeightSettings> lastQuantized = new HashMap<>();
    private final ReadOnlyObjectWrapper<WeightRows> rows =
            new ReadOnlyObjectWrapper<>(this, "rows", WeightRows.NOTHING);
    private final ReadOnlyObjectWrapper<RowFault> fault = new ReadOnlyObjectWrapper<>(this, "fault", RowFault.NONE);
    private String faultAt = "";

    public WeightParametersViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.editing = new LayerEditing(workspace);
        workspace.onChange(this::show);
    }

    ReadOnlyObjectProperty<WeightRows> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<RowFault> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    private void show(WorkspaceState state) {
        if (!state.focus().layer().equals(faultAt)) {
            fault.set(RowFault.NONE);
        }
        state.layerSettings().weight().ifPresent(weight -> lastQuantized.put(state.focus().layer(), weight));
        rows.set(WeightRows.of(state));
    }

    // ---- bits

    void chooseBits(int bits) {
        report(RowFault.Row.BITS, editing.step("Bits", withBits(bits)));
    }

    void previewBits(int bits) {
        report(RowFault.Row.BITS, editing.preview(withBits(bits)));
    }

    void commitBits() {
        editing.commitPreview("Bits");
    }

    void cancelPreview() {
        editing.cancelPreview();
    }

    private UnaryOperator<LayerSettings> withBits(int bits) {
        return editing.wholeLayer(weight -> weight.withType(weight.type().withBits(bits)));
    }

    // ---- the layer's choices

    void chooseSigned(boolean signed) {
        editLayer("Type", weight -> weight.withType(weight.type().withSigned(signed)));
    }

    void chooseNarrow(boolean narrow) {
        editLayer("Narrow range", weight -> weight.withType(weight.type().withNarrowRange(narrow)));
    }

    /** Symmetric, affine, or (empty) weights that stay float. */
    void chooseScheme(Optional<QuantScheme> scheme) {
        if (scheme.isEmpty()) {
            report(RowFault.Row.LAYER, editing.edit("Float weights", layer -> layer.withWeight(Optional.empty())));
            return;
        }
        WeightSettings last = lastQuantized.getOrDefault(layer(), WeightSettings.DEFAULT);
        report(RowFault.Row.LAYER, editing.edit("Scheme", layer -> layer.withWeight(
                Optional.of(WeightEdits.withScheme(layer.weight().orElse(last), scheme.get())))));
    }

    /** The formula of codes and values, with the type and rounding that belong to it. */
    void chooseFormula(Formula formula) {
        editLayer("Formula", weight -> WeightEdits.withFormula(weight, formula));
    }

    void chooseGranularity(Granularity granularity) {
        editLayer("Granularity", weight -> weight.withGranularity(granularity));
    }

    private void editLayer(String what, UnaryOperator<WeightSettings> change) {
        report(RowFault.Row.LAYER, editing.edit(what, editing.wholeLayer(change)));
    }

    // ---- range

    /** Takes the range shown as one set by hand, to go on from there. */
    void chooseRangeByHand() {
        Optional<ClippingRange> now = presentRange();
        if (now.isPresent() && !rows.get().rangeByHand()) {
            report(RowFault.Row.CLIP, editing.edit("Range by hand", withRange(now.get())));
        }
    }

    /** The layer's range from another method; ranges, scales and zero points set by hand go. */
    void chooseMethod(CalibrationMethod method) {
        if (method == CalibrationMethod.MIN_MAX) {
            chooseMinMax();
            return;
        }
        RangeChoice choice = new RangeChoice(method, Optional.empty());
        report(RowFault.Row.CLIP, editing.edit("Range",
                editing.wholeLayer(weight -> WeightEdits.withLayerRange(weight, choice))));
    }

    /** The number of a percentile. */
    void typePercent(String text) {
        try {
            chooseMethod(RangeMethods.percentile(text));
        } catch (IllegalArgumentException none) {
            refuse(RowFault.Row.CLIP, none.getMessage());
        }
    }

    /** Back to the smallest and the largest weight; scales and zero points set by hand go. */
    void chooseMinMax() {
        Addressed addressed = addressed();
        if (addressed.wholeLayer()) {
            report(RowFault.Row.CLIP, editing.edit("Min\u2013max",
                    editing.wholeLayer(weight -> WeightEdits.withLayerRange(weight, RangeChoice.MIN_MAX))));
            return;
        }
        LayerStatistics seen = workspace.state().derivation().orElseThrow().statistics(layer());
        report(RowFault.Row.CLIP, editing.edit("Min\u2013max", onSelection(
                weight -> ChannelRanges.minMax(weight, addressed.channels(), seen))));
    }

    void typeClip(boolean high, String text) {
        OptionalDouble number = ParameterText.number(text);
        if (number.isEmpty() || !Float.isFinite((float) number.getAsDouble())) {
            refuse(RowFault.Row.CLIP, "'" + text.strip() + "' is no end of a range; write a number such as 0.5.");
            return;
        }
        moveClip(high, (float) number.getAsDouble());
    }

    /** Moves one end of the range by thousandths of its width, or to the next float32 number. */
    void stepClip(boolean high, int steps, boolean fine) {
        presentRange().ifPresent(range -> {
            float end = high ? range.max() : range.min();
            double width = (double) range.max() - range.min();
            float moved = fine ? Steps.ulps(end, steps) : (float) (end + steps * width / 1000);
            moveClip(high, moved);
        });
    }

    private void moveClip(boolean high, float end) {
        ClippingRange present = presentRange().orElse(new ClippingRange(0, 0));
        boolean symmetric = rows.get().choices().filter(c -> c.scheme() == QuantScheme.SYMMETRIC).isPresent();
        boolean forcesZero = rows.get().choices().filter(c -> c.formula().isMicronet()).isEmpty();
        float low = symmetric ? -Math.abs(end) : high ? present.min() : end;
        float top = symmetric ? Math.abs(end) : high ? end : present.max();
        if (forcesZero && (low > 0 || top < 0)) {
            refuse(RowFault.Row.CLIP, "Zero must lie inside the range, because it always has a code; "
                    + ParameterText.brief(end) + " leaves it out.");
        } else if (low >= top) {
            refuse(RowFault.Row.CLIP, "A range needs some width; it would go from " + ParameterText.brief(low) + " to "
                    + ParameterText.brief(top) + ".");
        } else {
            report(RowFault.Row.CLIP, editing.step("Clip", withRange(new ClippingRange(low, top))));
        }
    }

    private UnaryOperator<LayerSettings> withRange(ClippingRange range) {
        Addressed addressed = addressed();
        return addressed.wholeLayer()
                ? editing.wholeLayer(weight -> WeightEdits.withLayerRange(weight, RangeChoice.byHand(range)))
                : onSelection(weight -> WeightEdits.withChannelRange(weight, addressed.channels(), range));
    }

    /** The range of what is addressed; that of the first channel where they differ. */
    private Optional<ClippingRange> presentRange() {
        WorkspaceState state = workspace.state();
        Optional<WeightSettings> choices = rows.get().choices();
        return choices.flatMap(weight -> state.params().flatMap(params -> params.weight()).map(params -> {
            int channel = addressed().channels().first();
            return WeightRows.clip(weight, params.channel(channel), channel);
        }));
    }

    // ---- scale and zero point

    void typeScale(String text) {
        OptionalDouble number = ParameterText.number(text);
        if (number.isEmpty()) {
            refuse(RowFault.Row.SCALE, "'" + text.strip() + "' is no scale; write a number greater than zero.");
            return;
        }
        setScale(number.getAsDouble());
    }

    /** Moves the scale by tenths of a percent, or to the next float32 number. */
    void stepScale(int steps, boolean fine) {
        firstParams().ifPresent(params -> setScale(Steps.scale(params.scale(), steps, fine)));
    }

    private void setScale(double scale) {
        String sentence = QuantParams.scaleFault(scale);
        if (sentence != null) {
            refuse(RowFault.Row.SCALE, sentence);
            return;
        }
        SortedSet<Integer> channels = addressed().channels();
        report(RowFault.Row.SCALE, editing.step("Scale", onSelection(
                weight -> weight.withOverride(channels, own -> own.withScale((float) scale)))));
    }

    void typeZeroPoint(String text) {
        OptionalDouble number = ParameterText.number(text);
        if (number.isEmpty()) {
            refuse(RowFault.Row.ZERO_POINT, "'" + text.strip() + "' is no zero point; write a number.");
            return;
        }
        setZeroPoint(number.getAsDouble());
    }

    void stepZeroPoint(int steps) {
        firstParams().ifPresent(params -> setZeroPoint(params.zeroPoint() + steps));
    }

    private void setZeroPoint(double zeroPoint) {
        WorkspaceState state = workspace.state();
        SortedSet<Integer> channels = addressed().channels();
        for (int channel : channels) {
            QuantParams now = state.params().orElseThrow().weight().orElseThrow().channel(channel);
            String sentence = QuantParams.zeroPointFault(now.type(), zeroPoint, now.formula());
            if (sentence != null) {
                refuse(RowFault.Row.ZERO_POINT, sentence);
                return;
            }
        }
        boolean wasSymmetric = rows.get().choices().orElseThrow().scheme() == QuantScheme.SYMMETRIC;
        report(RowFault.Row.ZERO_POINT, editing.step("Zero point", onSelection(
                weight -> WeightEdits.withZeroPoint(weight, channels, (float) zeroPoint))));
        if (wasSymmetric && !fault.get().refused()) {
            say(RowFault.Row.ZERO_POINT, "The scheme is affine now: a symmetric one has no zero point to choose.");
        }
    }

    // ---- inside

    private UnaryOperator<LayerSettings> onSelection(UnaryOperator<WeightSettings> change) {
        return layer -> layer.editWeight(change);
    }

    private Optional<QuantParams> firstParams() {
        return workspace.state().params().flatMap(params -> params.weight())
                .map(params -> params.channel(addressed().channels().first()));
    }

    private Addressed addressed() {
        WorkspaceState state = workspace.state();
        return Addressed.of(
                state.layerSettings().weight().orElse(WeightSettings.DEFAULT),
                state.focus(),
                state.derivation().orElseThrow().channels(layer()));
    }

    private String layer() {
        return workspace.state().focus().layer();
    }

    /** Says why a change was refused; or, where every channel addressed is locked, why nothing happened. */
    private void report(RowFault.Row row, Optional<String> sentence) {
        if (sentence.isPresent()) {
            refuse(row, sentence.get());
            return;
        }
        SortedSet<Integer> locked = rows.get().choices().map(WeightSettings::locked).orElse(null);
        boolean ofChannels = row != RowFault.Row.BITS && row != RowFault.Row.LAYER && !rows.get().isFloat();
        SortedSet<Integer> channels = ofChannels ? addressed().channels() : new TreeSet<>();
        boolean passedBy = locked != null && !channels.isEmpty() && locked.containsAll(channels);
        say(row, passedBy ? Steps.lockedSentence(channels) : "");
    }

    private void refuse(RowFault.Row row, String sentence) {
        faultAt = layer();
        fault.set(new RowFault(row, sentence, true));
        rows.set(WeightRows.NOTHING); // fields show the old value again even though the state did not change
        rows.set(WeightRows.of(workspace.state()));
    }

    private void say(RowFault.Row row, String sentence) {
        faultAt = layer();
        fault.set(sentence.isEmpty() ? RowFault.NONE : new RowFault(row, sentence, false));
    }

    /** The bit-width that the slider stands at. */
    int sliderBits() {
        OptionalInt common = rows.get().bits();
        return common.orElseGet(() -> rows.get().choices().map(weight -> weight.type().bits()).orElse(8));
    }
}
