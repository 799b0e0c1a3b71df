package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.Flip;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.Workspace;

/** What the network's window tells, without a toolkit. */
class NetworkViewModelsTest {
    private static final List<String> CLASSES = List.of("Coat", "Bag", "Shirt");

    private final SampleWorkspace sample = new SampleWorkspace();
    private final Workspace workspace = sample.workspace;

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void evaluationsAreKeptNewestFirstAndFollowTheSettingsShown() {
        DataSetViewModel model = new DataSetViewModel(workspace, () -> LocalTime.of(9, 5, 7));
        model.limit(8);
        assertThat(model.sourceProperty().get()).endsWith(", 8 images");
        assertThat(model.rows()).isEmpty();
        assertThat(model.flipsWordsProperty().get()).isEmpty();
        model.evaluate();
        EvaluationRow first = model.rows().get(0);
        assertThat(first.time()).isEqualTo("09:05:07");
        assertThat(first.images()).isEqualTo("8");
        assertThat(model.statusProperty().get().state()).isEqualTo(JobStatus.State.DONE);
        assertThat(model.whyProperty().get()).startsWith("Done");

        sample.perTensor();
        assertThat(model.whyProperty().get()).isEmpty();
        assertThat(model.shownProperty().get()).isNull();
        assertThat(model.restorableProperty().get()).isTrue();
        model.evaluate();
        assertThat(model.rows()).hasSize(2);
        assertThat(model.rows().get(0).label()).isEqualTo("per tensor");
        assertThat(model.selectedProperty().get()).isSameAs(model.rows().get(0)).isSameAs(model.shownProperty().get());

        workspace.undo();
        assertThat(model.shownProperty().get()).isSameAs(model.rows().get(1));
        model.select(model.rows().get(0));
        model.restore();
        assertThat(workspace.state().settings()).isEqualTo(model.rows().get(0).settings());
        assertThat(workspace.state().undoLabel()).contains("Settings of 09:05:07");
        workspace.openSample("fashion-lenet.onnx");
        assertThat(model.rows()).as("another network").isEmpty();
        assertThat(model.selectedProperty().get()).isNull();
    }

    @Test
    void aRandomInputHasNoDataSet() {
        DataSetViewModel data = new DataSetViewModel(workspace, LocalTime::now);
        SensitivityViewModel sensitivity = new SensitivityViewModel(workspace);
        workspace.useRandomInput(3);
        assertThat(data.whyProperty().get()).isEqualTo("The network is fed random numbers; choose images.");
        assertThat(sensitivity.whyProperty().get()).isEqualTo("The network is fed random numbers; choose images.");
        data.evaluate();
        sensitivity.measure();
        assertThat(data.rows()).isEmpty();
        assertThat(sensitivity.rows()).isEmpty();
        data.show(new FlipRow(1, "", "a", "b", FlipRow.Kind.OTHER));
        assertThat(workspace.state().input().orElseThrow().randomSeed()).hasValue(3);
    }

    @Test
    void flipsAreLostWonOrNeither() {
        EvaluationRow row = row(new Evaluation(1000, OptionalDouble.of(0.8), OptionalDouble.of(0.99),
                OptionalDouble.of(0.914), 0.85, 1.25, 0.3, 12.34, List.of(
                        new Flip(3, OptionalInt.of(0), 0, 1), new Flip(5, OptionalInt.of(1), 2, 1),
                        new Flip(1007, OptionalInt.of(2), 0, 1), new Flip(9, OptionalInt.empty(), 0, 7))), true);
        assertThat(row.flipRows()).extracting(FlipRow::kind)
                .containsExactly(FlipRow.Kind.LOST, FlipRow.Kind.WON, FlipRow.Kind.OTHER, FlipRow.Kind.OTHER);
        assertThat(row.flipRows().get(2).number()).isEqualTo("#1,007");
        assertThat(row.flipRows().get(3).after()).isEqualTo("class 7");
        assertThat(row.change()).isEqualTo("−11.4");
        assertThat(row.changeColour()).isEqualTo("bad");
        assertThat(row.verdict()).isEqualTo("80.0 % of 1,000 images are answered rightly, 11.4 points fewer than by the"
                + " float network; 4 answers change: 1 lost, 1 won.");
        assertThat(row.flipRows().stream().filter(FlipFilter.WON::accepts)).hasSize(1);
        assertThat(row.flipRows().stream().filter(FlipFilter.ALL::accepts)).hasSize(4);
    }

    @Test
    void withoutLabelsOnlyAgreementIsTold() {
        EvaluationRow row = row(new Evaluation(20, OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), 1, 0, 0, Double.POSITIVE_INFINITY, List.of()), false);
        assertThat(row.accuracy()).isEqualTo("–");
        assertThat(row.change()).isEqualTo("–");
        assertThat(row.changeColour()).isEmpty();
        assertThat(row.sqnr()).isEqualTo("exact");
        assertThat(row.images()).isEqualTo("20 of 1,000");
        assertThat(row.verdict()).isEqualTo("Of 20 of 1,000 images, 100.0 % are answered as by the float network;"
                + " 0 answers change.");
    }

    private static EvaluationRow row(Evaluation evaluation, boolean complete) {
        return new EvaluationRow(QuantSettings.EMPTY, "test.npz", 1000, "As opened", "12:00:00", evaluation, CLASSES,
                complete);
    }

    @Test
    void progressIsToldInWords() {
        assertThat(JobStatus.idle("images").words()).isEmpty();
        assertThat(status(JobStatus.State.RUNNING, 312, 1000, OptionalLong.of(8_400_000_000L)).words())
                .isEqualTo("312 of 1,000 images, 8 s left");
        assertThat(status(JobStatus.State.RUNNING, 0, 0, OptionalLong.empty()).words()).isEqualTo("Preparing…");
        assertThat(status(JobStatus.State.RUNNING, 0, 0, OptionalLong.empty()).share()).isNegative();
        assertThat(status(JobStatus.State.STOPPED, 5, 10, OptionalLong.empty()).words())
                .isEqualTo("Stopped after 5 of 10 images");
        assertThat(status(JobStatus.State.DONE, 10, 10, OptionalLong.empty()).share()).isEqualTo(1);
        assertThat(JobStatus.left(0)).isEqualTo("1 s");
        assertThat(JobStatus.left(125_000_000_000L)).isEqualTo("2 min 5 s");
        assertThat(JobStatus.left(7_320_000_000_000L)).isEqualTo("2 h 2 min");
    }

    private static JobStatus status(JobStatus.State state, long done, long total, OptionalLong left) {
        return new JobStatus(state, done, total, left, "images");
    }

    @Test
    void divergenceIsComputedOnlyWhileSomebodyLooks() {
        DivergenceViewModel model = new DivergenceViewModel(workspace);
        assertThat(model.rows()).isEmpty();
        model.openProperty().set(true);
        assertThat(model.rows()).hasSize(20);
        List<DivergenceRow> before = List.copyOf(model.rows());
        workspace.edit("7 bits", settings -> settings.withLayer(SampleWorkspace.LAYER, layer ->
                layer.editWeight(weight -> weight.withType(weight.type().withBits(7)))));
        assertThat(model.rows()).hasSize(20).isNotEqualTo(before);
        assertThat(model.staleProperty().get()).isFalse();
        model.openProperty().set(false);
        List<DivergenceRow> left = List.copyOf(model.rows());
        workspace.undo();
        assertThat(model.rows()).isEqualTo(left);
        model.openProperty().set(true);
        assertThat(model.rows()).isEqualTo(before);
    }
}
