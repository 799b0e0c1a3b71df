package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.quant.QuantScheme;

class WeightsViewModelTest {
    private static SampleWorkspace sample;
    private static WeightsViewModel model;

    @BeforeAll
    static void open() {
        sample = new SampleWorkspace();
        model = new WeightsViewModel(sample.workspace);
    }

    @AfterEach
    void back() {
        sample.toStart();
        model.wholeLayerProperty().set(true);
        model.axisProperty().set(HistogramAxis.VALUES);
    }

    @Test
    void theHistogramFollowsTheFingerAndTheDragIsOneStep() {
        sample.perTensor();
        int before = sample.steps();
        int clipped = model.pictureProperty().get().histogram().totals().clipped();
        model.dragRange(-8, 8);
        int atEight = model.pictureProperty().get().histogram().totals().clipped();
        model.dragRange(-6, 6);
        assertThat(atEight).isGreaterThan(clipped);
        assertThat(model.pictureProperty().get().histogram().totals().clipped()).isEqualTo(8).isGreaterThan(atEight);
        assertThat(model.pictureProperty().get().histogram().totals().underflow()).isEqualTo(37);
        model.commitDrag();
        assertThat(sample.steps()).isEqualTo(before + 1);
        assertThat(sample.workspace.state().undoLabel()).contains("Clip ds_dw");
        assertThat(sample.weight().range().byHand()).isPresent();
        assertThat(sample.weight().overrides()).isEmpty();
    }

    @Test
    void aDragGivenUpLeavesTheRangeAsItWas() {
        sample.perTensor();
        var before = sample.workspace.state().settings();
        model.dragRange(-3, 3);
        model.cancelDrag();
        assertThat(sample.workspace.state().settings()).isEqualTo(before);
        assertThat(model.isDragging()).isFalse();
    }

    @Test
    void perChannelADragMovesTheShownChannelOrTheSelection() {
        model.wholeLayerProperty().set(false);
        sample.workspace.select(5, new TreeSet<>());
        model.dragRange(-2, 2);
        model.commitDrag();
        assertThat(sample.weight().overrides().keySet()).containsExactly(5);
        sample.select(7, 8);
        model.dragRange(-1, 1);
        model.commitDrag();
        assertThat(sample.weight().overrides().keySet()).containsExactly(5, 7, 8);
    }

    @Test
    void perChannelTheHandlesTakeHoldOfTheShownChannelInEveryView() {
        for (HistogramAxis axis : HistogramAxis.values()) {
            model.axisProperty().set(axis);
            sample.workspace.select(5, new TreeSet<>());
            var clip = model.pictureProperty().get().request().clip().orElseThrow();
            assertThat(clip.params()).isEqualTo(sample.params(5));
        }
    }

    @Test
    void theZeroLineMovesTheZeroPointAndLeavesTheSymmetricScheme() {
        sample.perTensor();
        model.dragZeroPoint(1);
        model.dragZeroPoint(2);
        model.commitZeroPointDrag();
        assertThat(sample.weight().scheme()).isEqualTo(QuantScheme.AFFINE);
        assertThat(sample.params(0).zeroPoint()).isEqualTo(2);
        assertThat(sample.steps()).isEqualTo(2);
    }

    @Test
    void keysOnAHandleOneAfterAnotherAreOneStep() {
        sample.perTensor();
        model.stepRange(-6, 6);
        model.stepRange(-5.9f, 5.9f);
        assertThat(sample.steps()).isEqualTo(2);
    }

    @Test
    void nothingIsCountedAgainWhileNothingThatIsDrawnChanges() {
        WeightsPicture before = model.pictureProperty().get();
        sample.workspace.edit("output", settings -> settings.withLayer(
                SampleWorkspace.LAYER, layer -> layer.withOutput(Optional.empty())));
        assertThat(model.pictureProperty().get()).isSameAs(before);
    }
}
