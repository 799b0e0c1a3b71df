package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The line of layers, without a toolkit. */
class NetworkStripViewModelTest {
    private final SampleWorkspace sample = new SampleWorkspace();
    private final Workspace workspace = sample.workspace;
    private NetworkStripViewModel model;

    @BeforeEach
    void look() {
        model = new NetworkStripViewModel(workspace);
    }

    @Test
    void everyLayerStandsInTheNetworksOrderWithTheFigureOfTheTable() {
        WorkspaceState state = workspace.state();
        assertThat(model.layers()).extracting(StripLayer::name)
                .containsExactlyElementsOf(state.model().orElseThrow().layers().stream().map(l -> l.name()).toList());
        for (StripLayer layer : model.layers()) {
            double table = state.summaries().get(layer.name()).error().sqnrDb();
            assertThat(layer.sqnrDbProperty().get()).isEqualTo(OptionalDouble.of(table));
        }
        assertThat(model.layers().get(model.currentProperty().get()).name()).isEqualTo(SampleWorkspace.LAYER);
    }

    @Test
    void anEditTouchesOneCellOnly() {
        List<String> touched = new ArrayList<>();
        model.layers().forEach(layer ->
                layer.sqnrDbProperty().addListener((property, before, now) -> touched.add(layer.name())));

        sample.perTensor();

        assertThat(touched).containsOnly(SampleWorkspace.LAYER);
        StripLayer edited = model.layers().get(model.currentProperty().get());
        assertThat(edited.tone()).isEqualTo(SqnrTone.LOW);
        assertThat(model.wordsProperty().get())
                .contains("Layer " + (model.currentProperty().get() + 1) + " of 19")
                .contains(edited.displayName())
                .contains(edited.figure());
    }

    @Test
    void aFloatLayerIsFullAndExact() {
        workspace.edit("float", settings -> settings.withLayer(SampleWorkspace.LAYER, layer -> layer
                .withWeight(Optional.empty()).withInput(Optional.empty())));
        StripLayer layer = model.layers().get(model.currentProperty().get());
        assertThat(layer.tone()).isEqualTo(SqnrTone.EXACT);
        assertThat(layer.share()).isEqualTo(1);
        assertThat(layer.figure()).isEqualTo("exact");
    }

    @Test
    void theEffectOnTheAnswerIsShownOnceItIsKnownAndForgottenWithTheNetwork() {
        model.chooseMeasure(StripMeasure.ANSWER);
        assertThat(model.measureProperty().get()).as("nothing is known").isEqualTo(StripMeasure.HERE);

        model.showEffects(Map.of(SampleWorkspace.LAYER, 4.5));
        model.chooseMeasure(StripMeasure.ANSWER);
        StripLayer known = model.layers().get(model.currentProperty().get());
        assertThat(known.figure()).isEqualTo("4.5 dB");
        assertThat(model.layers().get(0).tone()).isEqualTo(SqnrTone.UNKNOWN);
        assertThat(model.layers().get(0).share()).isZero();
        assertThat(model.wordsProperty().get()).contains("this layer alone quantized");

        workspace.openSample("fashion-lenet.onnx");
        assertThat(model.effectsKnownProperty().get()).isFalse();
        assertThat(model.measureProperty().get()).isEqualTo(StripMeasure.HERE);
        assertThat(model.layers()).hasSize(workspace.state().model().orElseThrow().layers().size());
    }

    @Test
    void aPlaceLeadsToItsLayerAndOneOutsideNowhere() {
        model.select(0);
        assertThat(workspace.state().focus().layer()).isEqualTo(model.layers().get(0).name());
        assertThat(model.currentProperty().get()).isZero();
        model.select(-1);
        model.select(99);
        assertThat(model.currentProperty().get()).isZero();
    }

    @Test
    void withoutANetworkThereIsNothing() {
        NetworkStripViewModel empty = new NetworkStripViewModel(new Workspace(Workers.immediate()));
        assertThat(empty.layers()).isEmpty();
        assertThat(empty.currentProperty().get()).isEqualTo(-1);
        assertThat(empty.wordsProperty().get()).isEmpty();
    }

    @Test
    void tonesFollowTheTablesLimits() {
        assertThat(SqnrTone.of(OptionalDouble.empty())).isEqualTo(SqnrTone.UNKNOWN);
        assertThat(SqnrTone.of(OptionalDouble.of(Double.NaN))).isEqualTo(SqnrTone.UNKNOWN);
        assertThat(SqnrTone.of(OptionalDouble.of(Double.NEGATIVE_INFINITY))).isEqualTo(SqnrTone.LOW);
        assertThat(SqnrTone.of(OptionalDouble.of(9.99))).isEqualTo(SqnrTone.LOW);
        assertThat(SqnrTone.of(OptionalDouble.of(10))).isEqualTo(SqnrTone.FAIR);
        assertThat(SqnrTone.of(OptionalDouble.of(20))).isEqualTo(SqnrTone.FINE);
    }
}
