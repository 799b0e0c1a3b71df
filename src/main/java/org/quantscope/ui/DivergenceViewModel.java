package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quantscope.analysis.LayerDivergence;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.ui.chart.DivergenceCurves;
import org.quantscope.workspace.DivergenceAnswer;
import org.quantscope.workspace.DivergenceWork;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * How the networks part by depth, on the image shown. Computed only while somebody looks, and once the layer under the
 * finger is done.
 */
final class DivergenceViewModel {
    private static final String OUTPUT = "output of the network";
    private static final int MOST_REASONS = 4;

    private final Workspace workspace;
    private final DivergenceWork work;
    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", false);
    private final ObservableList<DivergenceRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<DivergenceCurves> curves =
            new ReadOnlyObjectWrapper<>(this, "curves", DivergenceCurves.NONE);
    private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper(this, "current", -1);
    private final ReadOnlyStringWrapper without = new ReadOnlyStringWrapper(this, "without", "");
    private final ReadOnlyStringWrapper remark = new ReadOnlyStringWrapper(this, "remark", "");
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale", false);

    private List<Object> asked = List.of();
    private Model model;

    DivergenceViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.work = workspace.jobs().divergence(this::answered);
        open.addListener((property, before, now) -> openOrClose(now));
        workspace.onChange(this::update);
    }

    /** Whether somebody looks. */
    BooleanProperty openProperty() {
        return open;
    }

    /** A row for each layer in the order of depth, and one for the network's output. */
    ObservableList<DivergenceRow> rows() {
        return rows;
    }

    ReadOnlyObjectProperty<DivergenceCurves> curvesProperty() {
        return curves.getReadOnlyProperty();
    }

    /** Place of the layer in focus; −1 while there is none. */
    ReadOnlyIntegerProperty currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** Why there are no curves, where there are none. */
    ReadOnlyStringProperty withoutProperty() {
        return without.getReadOnlyProperty();
    }

    /** What does not run in integers though it is drawn; empty: nothing to say. */
    ReadOnlyStringProperty remarkProperty() {
        return remark.getReadOnlyProperty();
    }

    /** Whether the curves are of other settings or another image, while the new ones are computed. */
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Goes to the layer at a place. */
    void go(int place) {
        if (place >= 0 && place < rows.size() && model != null && model.layer(rows.get(place).name()).isPresent()) {
            workspace.focus(rows.get(place).name());
        }
    }

    private void openOrClose(boolean now) {
        if (now) {
            update(workspace.state());
        } else {
            work.release();
            asked = List.of();
        }
    }

    private void update(WorkspaceState state) {
        if (state.model().orElse(null) != model) {
            model = state.model().orElse(null);
            clear(model == null ? "Open a network first." : "The networks are being compared…");
        }
        current.set(place(state.focus().layer()));
        if (!open.get() || state.input().isEmpty()) {
            return;
        }
        List<Object> wanted = List.of(
                state.model().orElseThrow(), state.settings(), state.input().map(InputState::version).orElse(0L));
        if (wanted.equals(asked)) {
            return;
        }
        stale.set(!rows.isEmpty());
        if (state.task().isEmpty()) { // the hand rests
            asked = wanted;
            work.ask();
        }
    }

    private void answered(DivergenceAnswer answer) {
        stale.set(false);
        if (answer.layers().isEmpty()) {
            clear(refusal(answer.refusals()));
            return;
        }
        List<DivergenceRow> all = new ArrayList<>();
        for (LayerDivergence divergence : answer.layers()) {
            all.add(new DivergenceRow(all.size(), displayName(divergence.place()), divergence));
        }
        answer.output().ifPresent(output -> all.add(new DivergenceRow(all.size(), OUTPUT, output)));
        rows.setAll(all);
        curves.set(new DivergenceCurves(
                all.stream().map(DivergenceRow::displayName).toList(),
                all.stream().mapToDouble(DivergenceRow::quantization).toArray(),
                all.stream().mapToDouble(DivergenceRow::implementation).toArray(),
                all.stream().map(DivergenceRow::reading).toList()));
        without.set("");
        remark.set(String.join(" ", answer.remarks()));
        current.set(place(workspace.state().focus().layer()));
    }

    private void clear(String reason) {
        rows.clear();
        curves.set(DivergenceCurves.NONE);
        without.set(reason);
        remark.set("");
        stale.set(false);
    }

    private static String refusal(List<String> reasons) {
        if (reasons.isEmpty()) {
            return "No layer of this network can be compared.";
        }
        String more = reasons.size() <= MOST_REASONS
                ? ""
                : " And " + (reasons.size() - MOST_REASONS) + " more of this kind.";
        return "These settings cannot run in 8-bit integers. "
                + String.join(" ", reasons.subList(0, Math.min(MOST_REASONS, reasons.size()))) + more;
    }

    private String displayName(String layer) {
        return Optional.ofNullable(model).flatMap(open -> open.layer(layer)).map(Layer::displayName).orElse(layer);
    }

    private int place(String layer) {
        for (int at = 0; at < rows.size(); at++) {
            if (rows.get(at).name().equals(layer)) {
                return at;
            }
        }
        return -1;
    }
}
