package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.quant.Granularity;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;
import org.quantscope.ui.chart.RangeTick;
import org.quantscope.workspace.LatestJob;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The ranges of all methods for the weights of the shown channel, or of the layer where it has one range. */
final class WeightTicksViewModel {
    private record Subject(WeightStatistics weights, Optional<Integer> channel) {}

    private final Workspace workspace;
    private final LayerEditing editing;
    private final LatestJob<MethodRanges.Request, List<RangeTick>> counting;
    private final ReadOnlyObjectWrapper<List<RangeTick>> ticks =
            new ReadOnlyObjectWrapper<>(this, "ticks", List.of());
    private MethodRanges.Request requested;

    WeightTicksViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.editing = new LayerEditing(workspace);
        this.counting = workspace.jobs().chart(MethodRanges::ticks, (request, found) -> {
            if (request == requested) {
                ticks.set(found);
            }
        });
        workspace.onChange(this::show);
    }

    ReadOnlyObjectProperty<List<RangeTick>> ticksProperty() {
        return ticks.getReadOnlyProperty();
    }

    /** Takes the method of a mark for the layer's weights; one undo step. */
    void take(RangeTick tick) {
        RangeChoice choice = RangeChoice.of(CalibrationMethod.parse(tick.method()));
        editing.edit("Range", editing.wholeLayer(weight -> WeightEdits.withLayerRange(weight, choice)));
    }

    private void show(WorkspaceState state) {
        Optional<WeightSettings> choices = state.layer().flatMap(layer -> state.layerSettings().weight())
                .filter(weight -> weight.formula().isAffine());
        if (choices.isEmpty() || state.derivation().isEmpty()) {
            requested = null;
            counting.cancel();
            ticks.set(List.of());
            return;
        }
        MethodRanges.Request wanted = request(state, choices.get());
        if (!wanted.sameAs(requested)) {
            boolean other = requested == null || !wanted.subject().equals(requested.subject());
            requested = wanted;
            if (other) {
                ticks.set(List.of());
            }
            counting.submit(wanted);
        }
    }

    private static MethodRanges.Request request(WorkspaceState state, WeightSettings choices) {
        WeightStatistics weights =
                state.derivation().orElseThrow().statistics(state.focus().layer()).weight();
        boolean perChannel = choices.granularity() == Granularity.PER_CHANNEL;
        int channel = Math.min(state.focus().channel(), weights.channelCount() - 1);
        boolean own = !choices.override(channel).isNone();
        Optional<CalibrationMethod> taken = choices.range().byHand().isPresent() || own
                ? Optional.empty()
                : Optional.of(choices.range().method());
        return new MethodRanges.Request(
                new Subject(weights, perChannel ? Optional.of(channel) : Optional.empty()),
                method -> perChannel ? weights.channel(channel, method) : weights.tensor(method),
                choices.rangeTarget(), RangeMethods.marksOfWeights(choices.range().method()), taken);
    }
}
