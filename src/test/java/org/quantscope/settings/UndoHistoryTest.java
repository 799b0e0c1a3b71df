package org.quantscope.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UndoHistoryTest {
    private final UndoHistory<String> history = new UndoHistory<>("start");

    @Test
    void stepsAreUndoneAndRedoneInOrderWithTheirLabels() {
        history.commit("first", "a");
        history.commit("second", "b");
        assertThat(history.undoLabel()).contains("second");
        history.undo();
        assertThat(history.current()).isEqualTo("a");
        assertThat(history.redoLabel()).contains("second");
        history.undo();
        assertThat(history.current()).isEqualTo("start");
        assertThat(history.canUndo()).isFalse();
        assertThat(history.undoLabel()).isEmpty();
        history.redo();
        history.redo();
        assertThat(history.current()).isEqualTo("b");
        assertThat(history.canRedo()).isFalse();
    }

    @Test
    void undoAndRedoWithoutAStepChangeNothing() {
        history.undo();
        history.redo();
        assertThat(history.current()).isEqualTo("start");
    }

    @Test
    void aNewStepForgetsWhatWasUndone() {
        history.commit("first", "a");
        history.undo();
        history.commit("other", "c");
        assertThat(history.canRedo()).isFalse();
        history.undo();
        assertThat(history.current()).isEqualTo("start");
    }

    @Test
    void aStepThatChangesNothingIsNone() {
        history.commit("same", "start");
        assertThat(history.canUndo()).isFalse();
    }

    @Test
    void aDragOfManyPreviewsIsOneStep() {
        for (int i = 0; i < 50; i++) {
            history.preview("drag " + i);
            assertThat(history.current()).isEqualTo("drag " + i);
        }
        assertThat(history.canUndo()).isFalse();
        history.commit("drag", "drag 49");
        history.undo();
        assertThat(history.current()).isEqualTo("start");
        assertThat(history.canUndo()).isFalse();
    }

    @Test
    void aCancelledPreviewGoesBackToTheLastStep() {
        history.commit("first", "a");
        history.preview("x");
        history.cancelPreview();
        assertThat(history.current()).isEqualTo("a");
        history.preview("y");
        history.undo();
        assertThat(history.current()).isEqualTo("start");
    }

    @Test
    void stepsWithTheSameKeyMergeUntilSomethingComesBetween() {
        history.commit("bits", "8", "key");
        history.commit("bits", "7", "key");
        history.commit("bits", "6", "key");
        history.commit("other", "6b", "another key");
        history.commit("bits", "5", "key");
        history.undo();
        assertThat(history.current()).isEqualTo("6b");
        history.undo();
        assertThat(history.current()).isEqualTo("6");
        history.undo();
        assertThat(history.current()).isEqualTo("start");
    }

    @Test
    void stepsWithoutAKeyNeverMerge() {
        history.commit("a", "1");
        history.commit("a", "2");
        history.undo();
        assertThat(history.current()).isEqualTo("1");
    }

    @Test
    void breakingAMergeStartsAStepOfItsOwn() {
        history.breakMerge();
        history.commit("bits", "8", "key");
        history.breakMerge();
        history.commit("bits", "7", "key");
        history.undo();
        assertThat(history.current()).isEqualTo("8");
        assertThat(history.undoLabel()).contains("bits");
    }

    @Test
    void mergedStepsThatEndWhereTheyBeganAreNoStep() {
        history.commit("bits", "8", "key");
        history.commit("bits", "start", "key");
        assertThat(history.current()).isEqualTo("start");
        assertThat(history.canUndo()).isFalse();
    }

    @Test
    void anUndoneStepIsNotMergedInto() {
        history.commit("bits", "8", "key");
        history.commit("more", "9");
        history.undo();
        history.commit("bits", "7", "key");
        history.undo();
        assertThat(history.current()).isEqualTo("8");
    }

    @Test
    void theSavedMarkIsFoundAgainByUndoAndRedo() {
        assertThat(history.isAtSaved()).isTrue();
        history.commit("first", "a");
        assertThat(history.isAtSaved()).isFalse();
        history.markSaved();
        assertThat(history.isAtSaved()).isTrue();
        history.commit("second", "b");
        assertThat(history.isAtSaved()).isFalse();
        history.undo();
        assertThat(history.isAtSaved()).isTrue();
        history.preview("c");
        assertThat(history.isAtSaved()).isTrue();
    }

    @Test
    void onlyTheLastFiveHundredStepsAreKept() {
        for (int i = 1; i <= 620; i++) {
            history.commit("step", "state " + i);
        }
        int undone = 0;
        while (history.canUndo()) {
            history.undo();
            undone++;
        }
        assertThat(undone).isEqualTo(500);
        assertThat(history.current()).isEqualTo("state 120");
    }

    @Test
    void anyMixtureOfStepsUndoAndRedoFollowsAListOfStates() {
        Random random = new Random(5);
        List<String> states = new ArrayList<>(List.of("start"));
        int at = 0;
        for (int i = 0; i < 3000; i++) {
            int action = random.nextInt(5);
            if (action < 2) {
                String next = "state " + random.nextInt(3);
                history.commit("step", next);
                if (!next.equals(states.get(at))) {
                    states = new ArrayList<>(states.subList(Math.max(0, at + 1 - 500), at + 1));
                    states.add(next);
                    at = states.size() - 1;
                }
            } else if (action < 4) {
                history.undo();
                at = Math.max(0, at - 1);
            } else {
                history.redo();
                at = Math.min(states.size() - 1, at + 1);
            }
            assertThat(history.current()).isEqualTo(states.get(at));
            assertThat(history.canUndo()).isEqualTo(at > 0);
            assertThat(history.canRedo()).isEqualTo(at < states.size() - 1);
        }
    }
}
