package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.RangeChoice;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

class PaneViewModelsTest {
    private static final String DEPTHWISE = "/ds_dw/ds_dw.0/Conv";

    private Workspace workspace;
    private LayersViewModel layers;
    private SampleViewModel sample;
    private StatusViewModel status;

    @BeforeEach
    void openTheSample() {
        workspace = new Workspace(Workers.immediate());
        layers = new LayersViewModel(workspace);
        sample = new SampleViewModel(workspace);
        status = new StatusViewModel(workspace);
        workspace.openSample("fashion-mobile.onnx");
        workspace.focus(DEPTHWISE);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void theTableOpensWithTheLayerThatHurtsOnTop() {
        assertThat(layers.countProperty().get()).isEqualTo("19 of 19");
        assertThat(layers.rows()).isSortedAccordingTo(Comparator.comparingDouble(row -> row.sqnrDb().orElseThrow()));
        LayerRow row = row("ds_dw");
        assertThat(row.weights()).isEqualTo("16×1×3×3");
        assertThat(row.op()).isEqualTo("dw");
        assertThat(row.bits()).isEqualTo("8");
        assertThat(row.stale()).isFalse();
        assertThat(row("fc1").weights()).isEqualTo("64×192");
        assertThat(layers.otherNodesTextProperty().get()).isEqualTo("19 nodes shown as they are (13 Clip, 3 Add …)");
        assertThat(layers.otherNodes()).hasSize(19);
        assertThat(layers.selectedProperty().get()).isEqualTo(DEPTHWISE);
    }

    @Test
    void anEditChangesARowWhereItStandsUntilTheTableSettles() {
        List<String> before = names();
        workspace.edit("Bits", all -> all.withLayer(name("fc1"), one -> one.editWeight(
                weight -> weight.withType(new QuantType(2, true, true)).withGranularity(Granularity.PER_TENSOR))));
        assertThat(names()).isEqualTo(before);
        assertThat(row("fc1").bits()).isEqualTo("2");
        assertThat(layers.isSettled()).isFalse();
        layers.settle();
        assertThat(names().get(0)).isEqualTo("fc1");
        assertThat(layers.isSettled()).isTrue();
        List<String> changes = new ArrayList<>();
        layers.entries().addListener((ListChangeListener<LayerEntry>) change -> changes.add("changed"));
        layers.settle();
        assertThat(changes).as("a settled table is left alone").isEmpty();
    }

    @Test
    void channelsWithBitsOfTheirOwnShowAsASpanAndFloatWeightsByName() {
        workspace.edit("Bits", all -> all.withLayer(DEPTHWISE, one -> one.editWeight(
                weight -> weight.withOverride(List.of(3), own -> own.withBits(4)))));
        assertThat(row("ds_dw").bits()).isEqualTo("4–8");
        workspace.edit("Float", all -> all.withLayer(DEPTHWISE, one -> one.withWeight(Optional.empty())));
        assertThat(row("ds_dw").bits()).isEqualTo("f32");
    }

    @Test
    void theFilterLooksAtNamesAndKinds() {
        layers.filterProperty().set(" DW ");
        assertThat(layers.rows()).allMatch(row -> row.displayName().contains("dw"));
        assertThat(layers.countProperty().get()).isEqualTo(layers.rows().size() + " of 19");
        layers.filterProperty().set("gemm");
        assertThat(layers.rows()).extracting(LayerRow::displayName).containsExactlyInAnyOrder("fc1", "fc2");
        layers.filterProperty().set("nothing like this");
        assertThat(layers.rows()).isEmpty();
        layers.filterProperty().set("");
        assertThat(layers.rows()).hasSize(19);
    }

    @Test
    void layersWithoutAFigureComeLastEitherWay() {
        LayerRow known = rowWith(OptionalDouble.of(5));
        LayerRow exact = rowWith(OptionalDouble.of(Double.POSITIVE_INFINITY));
        LayerRow unknown = rowWith(OptionalDouble.empty());
        assertThat(sorted(LayerOrder.SQNR, true, unknown, exact, known)).containsExactly(known, exact, unknown);
        assertThat(sorted(LayerOrder.SQNR, false, unknown, known, exact)).containsExactly(exact, known, unknown);
        assertThat(known.isLow()).isTrue();
        assertThat(exact.isLow()).isFalse();
        assertThat(unknown.isLow()).isFalse();
    }

    @Test
    void choosingARowLooksAtThatLayer() {
        layers.select(name("stem"));
        assertThat(workspace.state().layer().orElseThrow().displayName()).isEqualTo("stem");
        layers.sortBy(LayerOrder.NAME, false);
        assertThat(names()).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void theImageSaysWhereItIsFromAndStepsRoundTheEnds() {
        assertThat(sample.place()).isEqualTo("#0 of 1,000");
        assertThat(sample.answers()).hasSize(3);
        sample.step(-1);
        assertThat(sample.place()).isEqualTo("#999 of 1,000");
        sample.step(1);
        sample.show(182);
        assertThat(sample.place()).isEqualTo("#182 of 1,000");
        assertThat(sample.label()).isEqualTo("Sandal");
        workspace.useRandomInput(7);
        assertThat(sample.place()).isEqualTo("random input, seed 7");
        assertThat(sample.canStep()).isFalse();
        sample.step(1);
        assertThat(sample.place()).isEqualTo("random input, seed 7");
    }

    @Test
    void anEditDoesNotPaintTheImageAgain() {
        List<String> painted = new ArrayList<>();
        sample.inputProperty().addListener((property, before, now) -> painted.add("painted"));
        workspace.edit("Bits", all -> all.withLayer(DEPTHWISE, one -> one.editWeight(
                weight -> weight.withType(new QuantType(4, true, true)))));
        assertThat(painted).isEmpty();
    }

    @Test
    void theMetersShowTheHarmAndTheGain() {
        StatusViewModel.Status open = status.statusProperty().get();
        assertThat(open.sqnr()).matches("\\d+\\.\\d dB");
        assertThat(open.gain()).isEmpty();
        assertThat(open.differ()).endsWith(" of 3,136");
        assertThat(open.task()).isEmpty();
        assertThat(open.unsaved()).isFalse();
        assertThat(open.model()).isEqualTo("fashion-mobile");
        workspace.edit("Harm", all -> all.withLayer(DEPTHWISE, one -> one.editWeight(weight -> weight
                .withType(new QuantType(4, true, true)).withGranularity(Granularity.PER_TENSOR))));
        StatusViewModel.Status harmed = status.statusProperty().get();
        assertThat(harmed.low()).isTrue();
        assertThat(harmed.unsaved()).isTrue();
        workspace.edit("Clip", all -> all.withLayer(DEPTHWISE, one -> one.editWeight(weight -> weight
                .withRange(RangeChoice.byHand(new ClippingRange(-6, 6))))));
        StatusViewModel.Status clipped = status.statusProperty().get();
        assertThat(clipped.gain()).startsWith("+").endsWith(" vs min–max");
        assertThat(clipped.better()).isTrue();
    }

    @Test
    void aTypedNumberGoesToThatImageAndNowhereIfThereIsNone() {
        assertThat(sample.goTo("182")).isTrue();
        assertThat(sample.place()).isEqualTo("#182 of 1,000");
        for (String none : new String[] {"1000", "-1", "shoe", ""}) {
            assertThat(sample.goTo(none)).as(none).isFalse();
        }
        assertThat(sample.place()).isEqualTo("#182 of 1,000");
        sample.show(0);
    }

    @Test
    void aLayerThatIsLeftFloatIsExact() {
        workspace.edit("Float", all -> all.withLayer(DEPTHWISE, one -> one.withWeight(Optional.empty())
                .withInput(Optional.empty())
                .withOutput(Optional.empty())));
        StatusViewModel.Status now = status.statusProperty().get();
        assertThat(now.sqnr()).isEqualTo("exact");
        assertThat(now.verdict()).isEqualTo(StatusViewModel.Verdict.SAME);
        assertThat(now.badge()).isEqualTo("within float32 rounding");
    }

    private static LayerRow rowWith(OptionalDouble sqnr) {
        return new LayerRow("n", "n", "conv", "Conv", "1×1×1×1", 1, "8", 8, sqnr, OptionalInt.empty(), "", false);
    }

    private static List<LayerRow> sorted(LayerOrder order, boolean upwards, LayerRow... rows) {
        List<LayerRow> sorted = new ArrayList<>(List.of(rows));
        sorted.sort(order.comparator(upwards));
        return sorted;
    }

    private LayerRow row(String displayName) {
        return layers.rows().stream()
                .filter(row -> row.displayName().equals(displayName))
                .findFirst()
                .orElseThrow();
    }

    private String name(String displayName) {
        return row(displayName).name();
    }

    private List<String> names() {
        return layers.rows().stream().map(LayerRow::displayName).toList();
    }
}
