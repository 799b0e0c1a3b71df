package org.quantscope.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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
import org.quantscope.model.Model;
import org.quantscope.workspace.LayerSummary;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * All layers in the network's order with one figure each. Under a drag a new state comes with every frame: only the layers
 * whose row of the table is another object are looked at.
 */
final class NetworkStripViewModel {
    private final Workspace workspace;
    private final ObservableList<StripLayer> layers = FXCollections.observableArrayList();
    private final Map<String, Integer> places = new HashMap<>();
    private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper(this, "current", -1);
    private final ReadOnlyObjectWrapper<StripMeasure> measure =
            new ReadOnlyObjectWrapper<>(this, "measure", StripMeasure.HERE);
    private final ReadOnlyBooleanWrapper effectsKnown = new ReadOnlyBooleanWrapper(this, "effectsKnown", false);
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper(this, "words", "");

    private Model model;
    private LayerSummary[] seen = {};
    private Map<String, Double> effects = Map.of();

    NetworkStripViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.onChange(this::update);
    }

    ObservableList<StripLayer> layers() {
        return layers;
    }

    /** Place of the layer in focus; −1 while there is none. */
    ReadOnlyIntegerProperty currentProperty() {
        return current.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<StripMeasure> measureProperty() {
        return measure.getReadOnlyProperty();
    }

    /** Whether the layers' effects on the answer are known, of some layers at least. */
    ReadOnlyBooleanProperty effectsKnownProperty() {
        return effectsKnown.getReadOnlyProperty();
    }

    /** The layer in focus in words, for those who hear the window. */
    ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    void chooseMeasure(StripMeasure chosen) {
        measure.set(chosen == StripMeasure.ANSWER && !effectsKnown.get() ? StripMeasure.HERE : chosen);
        showAll();
    }

    /** Takes the effect of each layer alone at the network's output, in decibels by layer name; may be of some layers. */
    void showEffects(Map<String, Double> sqnrDb) {
        effects = Map.copyOf(sqnrDb);
        effectsKnown.set(!effects.isEmpty());
        chooseMeasure(measure.get());
    }

    /** Looks at the layer at a place. */
    void select(int place) {
        if (place >= 0 && place < layers.size() && place != current.get()) {
            workspace.focus(layers.get(place).name());
        }
    }

    /** A layer in words: name, figure and what the figure is. */
    String describe(int place) {
        StripLayer layer = layers.get(place);
        return "Layer " + (place + 1) + " of " + layers.size() + ": " + layer.displayName() + " ("
                + layer.description() + "), " + layer.figure() + ", " + measure.get().meaning() + ".";
    }

    private void update(WorkspaceState state) {
        Model open = state.model().orElse(null);
        if (open != model) {
            model = open;
            openModel();
        }
        boolean changed = false;
        for (int place = 0; place < seen.length; place++) {
            LayerSummary now = state.summaries().get(layers.get(place).name());
            if (now != seen[place]) {
                seen[place] = now;
                changed |= place == current.get();
                show(place);
            }
        }
        int focused = places.getOrDefault(state.focus().layer(), -1);
        if (focused != current.get() || changed) {
            current.set(focused);
            tell();
        }
    }

    private void openModel() {
        places.clear();
        layers.setAll(model == null ? List.of() : model.layers().stream().map(StripLayer::new).toList());
        for (int place = 0; place < layers.size(); place++) {
            places.put(layers.get(place).name(), place);
        }
        seen = new LayerSummary[layers.size()];
        current.set(-1);
        showEffects(Map.of());
    }

    private void showAll() {
        for (int place = 0; place < layers.size(); place++) {
            show(place);
        }
        tell();
    }

    private void show(int place) {
        StripLayer layer = layers.get(place);
        if (measure.get() == StripMeasure.ANSWER) {
            Double effect = effects.get(layer.name());
            layer.show(effect == null ? OptionalDouble.empty() : OptionalDouble.of(effect));
        } else {
            LayerSummary summary = seen[place];
            layer.show(summary == null ? OptionalDouble.empty() : OptionalDouble.of(summary.error().sqnrDb()));
        }
    }

    private void tell() {
        words.set(current.get() < 0 ? "" : describe(current.get()));
    }
}
