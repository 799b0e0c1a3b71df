package org.quantscope.ui;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quantscope.analysis.SensitivityEntry;
import org.quantscope.analysis.SensitivityMode;
import org.quantscope.analysis.SensitivityTarget;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.ui.chart.LayerBars;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.SensitivityState;
import org.quantscope.workspace.SensitivityWork;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * What every layer does to the answer. What was measured with earlier settings stays, and says so, until the settings
 * shown are measured.
 */
final class SensitivityViewModel {
    private final Workspace workspace;
    private final SensitivityWork work;
    private final ObservableList<SensitivityRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<LayerBars> bars = new ReadOnlyObjectWrapper<>(this, "bars", LayerBars.NONE);
    private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper(this, "current", -1);
    private final ReadOnlyObjectWrapper<JobStatus> status =
            new ReadOnlyObjectWrapper<>(this, "status", JobStatus.idle("runs"));
    private final ReadOnlyObjectWrapper<SensitivityMode> mode =
            new ReadOnlyObjectWrapper<>(this, "mode", SensitivityMode.ONLY);
    private final ReadOnlyObjectWrapper<SensitivityTarget> target =
            new ReadOnlyObjectWrapper<>(this, "target", SensitivityTarget.BOTH);
    private final ReadOnlyObjectWrapper<Map<String, Double>> effects =
            new ReadOnlyObjectWrapper<>(this, "effects", Map.of());
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale", false);
    private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper(this, "why", "");
    private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper(this, "source", "");

    private final Map<String, Integer> places = new HashMap<>();
    private Model model;
    private Optional<InputState> input = Optional.empty();
    private List<SensitivityEntry> entries = List.of();

    SensitivityViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.work = workspace.studies().sensitivity();
        workspace.onChange(this::update);
        work.onChange(this::measured);
    }

    /** Of the chosen mode and target, worst first. */
    ObservableList<SensitivityRow> rows() {
        return rows;
    }

    /** The same in the network's order. */
    ReadOnlyObjectProperty<LayerBars> barsProperty() {
        return bars.getReadOnlyProperty();
    }

    /** Place of the layer in focus; −1 while there is none. */
    ReadOnlyIntegerProperty currentProperty() {
        return current.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<JobStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<SensitivityMode> modeProperty() {
        return mode.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<SensitivityTarget> targetProperty() {
        return target.getReadOnlyProperty();
    }

    /** SQNR of the answer with one layer alone quantized, in decibels by layer name. */
    ReadOnlyObjectProperty<Map<String, Double>> effectsProperty() {
        return effects.getReadOnlyProperty();
    }

    /** Whether the figures are of earlier settings. */
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Why nothing can be measured now; empty: it can. */
    ReadOnlyStringProperty whyProperty() {
        return why.getReadOnlyProperty();
    }

    /** The images, for a person. */
    ReadOnlyStringProperty sourceProperty() {
        return source.getReadOnlyProperty();
    }

    /** Measures the settings shown, or goes on. */
    void measure() {
        if (why.get().isEmpty()) {
            work.start();
        }
    }

    void cancel() {
        work.cancel();
    }

    /** Takes so many images at most. */
    void limit(int images) {
        work.setLimit(images);
    }

    void choose(SensitivityMode wanted) {
        mode.set(wanted);
        list();
    }

    void choose(SensitivityTarget wanted) {
        target.set(wanted);
        list();
    }

    /** Goes to the layer at a place of the network. */
    void go(int place) {
        if (model != null && place >= 0 && place < model.layers().size()) {
            workspace.focus(model.layers().get(place).name());
        }
    }

    private void update(WorkspaceState state) {
        Model open = state.model().orElse(null);
        if (open != model) {
            model = open;
            places.clear();
            if (model != null) {
                model.layers().forEach(layer -> places.put(layer.name(), places.size()));
            }
            entries = List.of();
            measured(work.state());
            list();
        }
        current.set(places.getOrDefault(state.focus().layer(), -1));
        if (!state.input().equals(input)) {
            input = state.input();
            why.set(StudyStatus.why(state, work.state().progress()));
        }
    }

    private void measured(SensitivityState state) {
        status.set(StudyStatus.of(state.progress(), "runs"));
        why.set(StudyStatus.why(workspace.state(), state.progress()));
        source.set(StudyStatus.source(state.progress()));
        boolean ofThisModel = state.entries().stream().allMatch(entry -> places.containsKey(entry.layer()));
        stale.set(state.entries().isEmpty() && !entries.isEmpty());
        if (!state.entries().isEmpty() && ofThisModel && !state.entries().equals(entries)) {
            entries = state.entries();
            list();
        }
    }

    private void list() {
        List<SensitivityRow> shown = entries.stream()
                .filter(entry -> entry.mode() == mode.get() && entry.target() == target.get())
                .map(entry -> new SensitivityRow(places.get(entry.layer()), displayName(entry.layer()), entry))
                .toList();
        if (!shown.equals(rows)) {
            rows.setAll(shown);
        }
        bars.set(bars(shown));
        effects.set(entries.stream()
                .filter(entry -> entry.mode() == SensitivityMode.ONLY && entry.target() == SensitivityTarget.BOTH)
                .collect(Collectors.toMap(SensitivityEntry::layer, SensitivityEntry::sqnrDb)));
    }

    private String displayName(String layer) {
        return model.layers().get(places.get(layer)).displayName();
    }

    private LayerBars bars(List<SensitivityRow> shown) {
        if (shown.isEmpty()) {
            return LayerBars.NONE;
        }
        List<String> names = model.layers().stream().map(Layer::displayName).toList();
        double[] values = new double[names.size()];
        Arrays.fill(values, Double.NaN);
        boolean[] low = new boolean[names.size()];
        String[] readings = new String[names.size()];
        Arrays.fill(readings, "");
        for (SensitivityRow row : shown) {
            values[row.place()] = row.entry().logitMse();
            low[row.place()] = mode.get() == SensitivityMode.ONLY && row.tone() == SqnrTone.LOW;
            readings[row.place()] = row.reading();
        }
        return new LayerBars(names, values, low, List.of(readings), SensitivityWords.note(mode.get()));
    }
}
