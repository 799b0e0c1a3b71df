package org.quantscope.ui;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** How a layer's input or output is quantized. */
public final class ActivationViewModel {
    /**
     * What is shown of it.
     *
     * @param choices empty: it stays float
     * @param params what follows from the choices; empty while the network has not run
     */
    record Shown(Optional<ActivationSettings> choices, Optional<QuantParams> params) {
        static final Shown NOTHING = new Shown(Optional.empty(), Optional.empty());

        /** {@code u8 affine}; {@code u4 dorefa}. */
        String type() {
            return choices.map(FormulaText::activation).orElse("float");
        }

        boolean isByHand() {
            return choices.filter(c -> c.range().byHand().isPresent() || c.scale().isPresent()
                    || c.zeroPoint().isPresent()).isPresent();
        }

        /** The range by hand, or the one that the codes reach. */
        Optional<ClippingRange> range() {
            return choices.filter(c -> c.scale().isEmpty() && c.zeroPoint().isEmpty())
                    .flatMap(c -> c.range().byHand())
                    .or(() -> params.map(p -> new ClippingRange(p.lowest(), p.highest())));
        }
    }

    private final Workspace workspace;
    private final ActivationSide side;
    private final LayerEditing editing;
    private final Map<String, ActivationSettings> lastQuantized = new HashMap<>();
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NOTHING);
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper(this, "fault", "");
    private String layer = "";

    ActivationViewModel(Workspace workspace, ActivationSide side) {
        this.workspace = workspace;
        this.side = side;
        this.editing = new LayerEditing(workspace);
        workspace.onChange(this::show);
    }

    ActivationSide side() {
        return side;
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Why the last value was refused; empty: it was not. */
    ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    private void show(WorkspaceState state) {
        if (!state.focus().layer().equals(layer)) {
            layer = state.focus().layer();
            fault.set("");
        }
        if (state.layer().isEmpty()) {
            shown.set(Shown.NOTHING);
            return;
        }
        side.choices(state.layerSettings()).ifPresent(choices -> lastQuantized.put(layer, choices));
        shown.set(new Shown(side.choices(state.layerSettings()), state.params().flatMap(side::params)));
    }

    void chooseQuantized(boolean quantized) {
        ActivationSettings last = lastQuantized.getOrDefault(layer, ActivationSettings.DEFAULT);
        Optional<ActivationSettings> next = quantized ? Optional.of(last) : Optional.empty();
        fault.set(editing.edit(side.title(), settings -> side.with(settings, next)).orElse(""));
    }

    void chooseBits(int bits) {
        edit("bits", choices -> choices.withType(choices.type().withBits(bits)));
    }

    void chooseSigned(boolean signed) {
        edit("type", choices -> choices.withType(choices.type().withSigned(signed)));
    }

    void chooseNarrow(boolean narrow) {
        edit("narrow range", choices -> choices.withType(choices.type().withNarrowRange(narrow)));
    }

    /** A symmetric scheme has no room for a zero point set by hand: it goes. */
    void chooseScheme(QuantScheme scheme) {
        edit("scheme", choices -> scheme == QuantScheme.AFFINE
                ? choices.withScheme(scheme)
                : choices.withScheme(scheme).withoutZeroPoint());
    }

    /** The range that a method gives, in place of everything set by hand. */
    void chooseMethod(CalibrationMethod method) {
        edit("range", choices -> choices.withRange(new RangeChoice(method, Optional.empty())));
        boolean counted = workspace.state().derivation()
                .flatMap(all -> side.seen(all.statistics(layer)))
                .filter(seen -> seen.suffice(method))
                .isPresent();
        if (!counted && fault.get().isEmpty()) {
            workspace.calibration().start(); // it would stay float until somebody asks for it
        }
    }

    /** The number of a percentile. */
    void typePercent(String text) {
        try {
            chooseMethod(RangeMethods.percentile(text));
        } catch (IllegalArgumentException none) {
            refuse(none.getMessage());
        }
    }

    /** Another formula; a scale and a zero point set by hand were in the words of the old one and go. */
    void chooseFormula(Formula formula) {
        edit("formula", choices -> choices.withFormula(formula));
    }

    void typeRange(boolean high, String text) {
        OptionalDouble number = ParameterText.number(text);
        if (number.isEmpty() || !Float.isFinite((float) number.getAsDouble())) {
            refuse("'" + text.strip() + "' is no end of a range; write a number such as 0.5.");
            return;
        }
        float end = (float) number.getAsDouble();
        boolean symmetric = shown.get().choices().filter(c -> c.scheme() == QuantScheme.SYMMETRIC).isPresent();
        ClippingRange present = shown.get().range().orElse(new ClippingRange(0, 0));
        float low = symmetric ? -Math.abs(end) : high ? present.min() : end;
        float top = symmetric ? Math.abs(end) : high ? end : present.max();
        boolean forcesZero = shown.get().choices().filter(c -> c.formula().isMicronet()).isEmpty();
        if (forcesZero && (low > 0 || top < 0) || low >= top) {
            refuse("A range needs zero inside and some width; " + ParameterText.brief(low) + " to "
                    + ParameterText.brief(top) + " has not both.");
            return;
        }
        edit("range", choices -> choices.withRange(RangeChoice.byHand(new ClippingRange(low, top))));
    }

    void typeScale(String text) {
        OptionalDouble number = ParameterText.number(text);
        String sentence = number.isEmpty()
                ? "'" + text.strip() + "' is no scale; write a number greater than zero."
                : QuantParams.scaleFault(number.getAsDouble());
        if (sentence != null) {
            refuse(sentence);
            return;
        }
        edit("scale", choices -> choices.withScale((float) number.getAsDouble()));
    }

    void stepScale(int steps, boolean fine) {
        shown.get().params().ifPresent(params -> {
            float moved = Steps.scale(params.scale(), steps, fine);
            if (QuantParams.scaleFault(moved) == null) {
                step("scale", choices -> choices.withScale(moved));
            }
        });
    }

    void typeZeroPoint(String text) {
        OptionalDouble number = ParameterText.number(text);
        ActivationSettings choices = shown.get().choices().orElse(ActivationSettings.DEFAULT);
        String sentence = number.isPresent()
                ? QuantParams.zeroPointFault(choices.type(), number.getAsDouble(), choices.formula())
                : "'" + text.strip() + "' is no zero point; write a number.";
        if (sentence != null) {
            refuse(sentence);
            return;
        }
        edit("zero point", withZeroPoint((float) number.getAsDouble()));
    }

    void stepZeroPoint(int steps) {
        shown.get().params().ifPresent(params -> {
            float moved = params.zeroPoint() + steps;
            if (QuantParams.zeroPointFault(params.type(), moved, params.formula()) == null) {
                step("zero point", withZeroPoint(moved));
            }
        });
    }

    private static UnaryOperator<ActivationSettings> withZeroPoint(float zeroPoint) {
        return choices -> choices.withScheme(QuantScheme.AFFINE).withZeroPoint(zeroPoint);
    }

    private void edit(String what, UnaryOperator<ActivationSettings> change) {
        fault.set(editing.edit(side.title() + " " + what, onSide(change)).orElse(""));
    }

    private void step(String what, UnaryOperator<ActivationSettings> change) {
        fault.set(editing.step(side.title() + " " + what, onSide(change)).orElse(""));
    }

    private UnaryOperator<LayerSettings> onSide(UnaryOperator<ActivationSettings> change) {
        return settings -> side.with(settings, Optional.of(
                change.apply(side.choices(settings)
                        .orElseGet(() -> lastQuantized.getOrDefault(layer, ActivationSettings.DEFAULT)))));
    }

    private void refuse(String sentence) {
        fault.set(sentence);
        Shown same = shown.get();
        shown.set(Shown.NOTHING); // fields show the old value again although the state did not change
        shown.set(same);
    }
}
