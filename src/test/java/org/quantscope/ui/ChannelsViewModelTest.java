package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChannelsViewModelTest {
    private static SampleWorkspace sample;
    private static ChannelsViewModel model;

    @BeforeAll
    static void open() {
        sample = new SampleWorkspace();
        model = new ChannelsViewModel(sample.workspace);
    }

    @AfterEach
    void back() {
        sample.toStart();
    }

    @Test
    void everyChannelHasARowWithItsParametersAndItsFigure() {
        assertThat(model.rows()).hasSize(16);
        ChannelRow row = model.rows().get(10);
        assertThat(row.shown().params()).isEqualTo(sample.params(10));
        assertThat(row.shown().sqnrDb()).isEqualTo(
                sample.workspace.state().shown().orElseThrow().report().channelErrors().get(10).sqnrDb());
    }

    @Test
    void rowsStayTheSameObjectsWhileTheLayerDoes() {
        List<ChannelRow> before = List.copyOf(model.rows());
        sample.perTensor();
        assertThat(model.rows()).containsExactlyElementsOf(before);
        assertThat(model.rows().get(0).bits()).hasValue(4);
    }

    @Test
    void typingChangesTheWholeSelectionInOneStepAndPassesLockedChannelsBy() {
        sample.select(4);
        model.toggleLock();
        sample.select(3, 4, 5);
        assertThat(model.type(ChannelsViewModel.Field.BITS, 3, "6")).isTrue();
        assertThat(sample.params(3).type().bits()).isEqualTo(6);
        assertThat(sample.params(4).type().bits()).isEqualTo(8);
        assertThat(sample.params(5).type().bits()).isEqualTo(6);
        assertThat(sample.steps()).isEqualTo(2);
        assertThat(model.setByHandProperty().get()).isEqualTo(2);
    }

    @Test
    void typingInARowOutsideTheSelectionChangesThatRowAlone() {
        sample.select(3, 4);
        model.type(ChannelsViewModel.Field.SCALE, 9, "0.25");
        assertThat(sample.weight().overrides().keySet()).containsExactly(9);
    }

    @Test
    void valuesThatAreNoneAreRefusedWithOneSentence() {
        sample.select(3);
        assertThat(model.type(ChannelsViewModel.Field.BITS, 3, "17")).isFalse();
        assertThat(model.faultProperty().get()).isEqualTo("A bit-width must lie between 2 and 16; 17 does not.");
        assertThat(model.type(ChannelsViewModel.Field.SCALE, 3, "-1")).isFalse();
        assertThat(model.type(ChannelsViewModel.Field.ZERO_POINT, 3, "500")).isFalse();
        assertThat(model.type(ChannelsViewModel.Field.BITS, 3, "four")).isFalse();
        assertThat(sample.workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void resetTakesBackWhatWasSetByHand() {
        sample.select(3);
        model.type(ChannelsViewModel.Field.SCALE, 3, "0.25");
        assertThat(model.rows().get(3).scaleByHand()).isTrue();
        model.reset();
        assertThat(model.rows().get(3).scaleByHand()).isFalse();
        assertThat(sample.steps()).isEqualTo(2);
    }

    @Test
    void lockingAllAndUnlockingAllIsOneStepEach() {
        model.toggleLockAll();
        assertThat(model.allLockedProperty().get()).isTrue();
        model.toggleLockAll();
        assertThat(model.allLockedProperty().get()).isFalse();
        assertThat(sample.steps()).isEqualTo(2);
    }

    @Test
    void worstFirstSortsBySqnrAndRowsThenKeepTheirPlaces() {
        model.toggleWorstFirst();
        assertThat(model.rows()).isSortedAccordingTo(
                (a, b) -> Double.compare(a.shown().sqnrDb(), b.shown().sqnrDb()));
        List<ChannelRow> order = List.copyOf(model.rows());
        sample.perTensor();
        assertThat(model.rows()).containsExactlyElementsOf(order);
        model.toggleWorstFirst();
        assertThat(model.rows().get(0).channel()).isZero();
    }

    @Test
    void selectingLooksAtTheChannel() {
        model.select(7, new TreeSet<>(List.of(6, 7)));
        assertThat(sample.workspace.state().focus().channel()).isEqualTo(7);
        assertThat(sample.workspace.state().focus().selection()).containsExactly(6, 7);
        model.clearSelection();
        assertThat(sample.workspace.state().focus().selection()).isEmpty();
    }
}
