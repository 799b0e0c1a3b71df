package org.quantscope.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.quantscope.model.FoldedBatchNorm;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.LayerSummary;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * The layer table. The figures of a row change where it stands; rows change places only when the view says that the
 * person's hand is off ({@link #settle}), or when the last figure of a newly opened network has come in.
 */
public final class LayersViewModel {
    private final Workspace workspace;
    private final ObservableList<LayerEntry> entries = FXCollections.observableArrayList();
    private final FilteredList<LayerEntry> shown = new FilteredList<>(entries);
    private final ObservableList<NodeInfo> otherNodes = FXCollections.observableArrayList();
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final ReadOnlyStringWrapper count = new ReadOnlyStringWrapper(this, "count", "");
    private final ReadOnlyStringWrapper otherNodesText = new ReadOnlyStringWrapper(this, "otherNodesText", "");
    private final ReadOnlyStringWrapper selected = new ReadOnlyStringWrapper(this, "selected", "");
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper(this, "changes", 0);

    private final ReadOnlyBooleanWrapper batchNormFolded = new ReadOnlyBooleanWrapper(this, "batchNormFolded", false);

    private Model model;
    private LayerOrder order = LayerOrder.SQNR;
    private boolean upwards = true;
    private boolean sortedOnce;

    public LayersViewModel(Workspace workspace) {
        this.workspace = workspace;
        filter.addListener((property, before, now) -> {
            shown.setPredicate(entry -> entry.row().matches(now));
            updateCount();
        });
        workspace.onChange(this::update);
    }

    /** The places that the filter lets through, in the table's order. */
    ObservableList<LayerEntry> entries() {
        return shown;
    }

    /** What stands in them now. */
    List<LayerRow> rows() {
        return shown.stream().map(LayerEntry::row).toList();
    }

    /** Grows each time that something in a row changes. */
    ReadOnlyLongProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** The nodes that are shown as they are. */
    public ObservableList<NodeInfo> otherNodes() {
        return otherNodes;
    }

    public StringProperty filterProperty() {
        return filter;
    }

    /** {@code 19 of 19}, and {@code BN folded} where it is. */
    public ReadOnlyStringProperty countProperty() {
        return count.getReadOnlyProperty();
    }

    /** {@code 19 nodes shown as they are (13 Clip, 3 Add …)}; empty: there are none. */
    public ReadOnlyStringProperty otherNodesTextProperty() {
        return otherNodesText.getReadOnlyProperty();
    }

    /** Whether BatchNormalization is folded into layers. */
    ReadOnlyBooleanProperty batchNormFoldedProperty() {
        return batchNormFolded.getReadOnlyProperty();
    }

    /** Name of the layer in focus. */
    public ReadOnlyStringProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** Looks at a layer. */
    public void select(String layer) {
        if (!layer.equals(selected.get())) {
            workspace.focus(layer);
        }
    }

    /** Chooses an order and takes it at once. */
    public void sortBy(LayerOrder newOrder, boolean ascending) {
        order = newOrder;
        upwards = ascending;
        settle();
    }

    /** Puts the rows in the order of their present figures. */
    public void settle() {
        List<LayerEntry> sorted = sorted();
        if (!sorted.equals(entries)) {
            entries.setAll(sorted);
        }
    }

    /** Whether the rows stand in the order of their present figures. */
    public boolean isSettled() {
        return sorted().equals(entries);
    }

    private List<LayerEntry> sorted() {
        List<LayerEntry> sorted = new ArrayList<>(entries);
        Comparator<LayerRow> byRow = order.comparator(upwards);
        sorted.sort((one, other) -> byRow.compare(one.row(), other.row()));
        return sorted;
    }

    private void update(WorkspaceState state) {
        Model open = state.model().orElse(null);
        if (open != model) {
            model = open;
            openModel(state);
        }
        boolean changed = false;
        for (LayerEntry entry : entries) {
            changed |= entry.show(row(state, model.layer(entry.name()).orElseThrow()));
        }
        if (changed) {
            changes.set(changes.get() + 1);
        }
        if (!sortedOnce && !entries.isEmpty()
                && entries.stream().allMatch(entry -> entry.row().sqnrDb().isPresent())) {
            sortedOnce = true;
            settle();
        }
        selected.set(state.focus().layer());
    }

    private void openModel(WorkspaceState state) {
        sortedOnce = false;
        List<Layer> layers = model == null ? List.of() : model.layers();
        entries.setAll(layers.stream().map(layer -> new LayerEntry(row(state, layer))).toList());
        List<NodeInfo> others = model == null
                ? List.of()
                : model.nodes().stream().filter(LayersViewModel::isShownAsItIs).toList();
        otherNodes.setAll(others);
        otherNodesText.set(footer(others));
        updateCount();
    }

    /** A Constant computes nothing: it is part of the nodes that read it. */
    private static boolean isShownAsItIs(NodeInfo node) {
        return !node.explorable() && !node.op().equals("Constant");
    }

    private void updateCount() {
        String folded = model != null && model.folded() ? ", BN folded" : "";
        count.set(entries.isEmpty() ? "" : shown.size() + " of " + entries.size() + folded);
        batchNormFolded.set(!folded.isEmpty());
    }

    private static LayerRow row(WorkspaceState state, Layer layer) {
        LayerSummary summary = state.summaries().get(layer.name());
        int[] bits = state.settings()
                .layer(layer.name())
                .weight()
                .map(weight -> bitsInUse(weight, layer.outputChannels()))
                .orElse(new int[] {32});
        return new LayerRow(
                layer.name(),
                layer.displayName(),
                layer.kind().shortName(),
                layer.op(),
                shape(layer),
                layer.weight().size(),
                bits[0] == 32 ? "f32" : bits[0] == bits[bits.length - 1] ? "" + bits[0]
                        : bits[0] + "–" + bits[bits.length - 1],
                bits[0],
                summary == null ? OptionalDouble.empty() : OptionalDouble.of(summary.error().sqnrDb()),
                summary == null ? OptionalInt.empty() : OptionalInt.of(summary.worstChannel()),
                layer.foldedBatchNorm().map(FoldedBatchNorm::nodeName).orElse(""),
                summary != null && !state.isCurrent(layer.name()));
    }

    /** The bit-widths of all channels, ascending. */
    private static int[] bitsInUse(WeightSettings weight, int channels) {
        int[] bits = new int[channels];
        Arrays.fill(bits, weight.type().bits());
        weight.overrides().forEach((channel, own) -> {
            if (channel < channels && own.bits().isPresent()) {
                bits[channel] = own.bits().getAsInt();
            }
        });
        Arrays.sort(bits);
        return channels == 0 ? new int[] {weight.type().bits()} : bits;
    }

    /** Without the trailing ones of a fully connected layer, whose weights have two dimensions in the file. */
    private static String shape(Layer layer) {
        int rank = layer.op().equals("Conv") ? layer.weight().shape().rank() : 2;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rank; i++) {
            text.append(i == 0 ? "" : "×").append(layer.weight().shape().extent(i));
        }
        return text.toString();
    }

    /** The nodes that run as they are; those folded into layers are listed too, but no longer on their own. */
    private String footer(List<NodeInfo> others) {
        List<NodeInfo> alone = others.stream().filter(node -> !model.isFolded(node)).toList();
        int folded = others.size() - alone.size();
        if (folded == 0) {
            return summary(alone);
        }
        String parts = folded == 1 ? "1 node folded" : folded + " nodes folded";
        return alone.isEmpty() ? parts : parts + ", " + summary(alone);
    }

    private static String summary(List<NodeInfo> others) {
        if (others.isEmpty()) {
            return "";
        }
        Map<String, Long> kinds =
                others.stream().collect(Collectors.groupingBy(NodeInfo::op, Collectors.counting()));
        String most = kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(2)
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        String nodes = others.size() == 1 ? "1 node shown as it is" : others.size() + " nodes shown as they are";
        return nodes + " (" + most + (kinds.size() > 2 ? " …)" : ")");
    }
}
