package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quantscope.analysis.Pixel;
import org.quantscope.analysis.Stage;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.Workspace;

class TraceViewModelTest {
    private static SampleWorkspace sample;

    private final Workspace workspace = sample.workspace;
    private final OutputViewModel outputs = new OutputViewModel(workspace);
    private final TraceViewModel model = new TraceViewModel(workspace, outputs);

    @BeforeAll
    static void open() {
        sample = new SampleWorkspace();
    }

    @AfterAll
    static void close() {
        sample.workspace.close();
        sample = null;
    }

    @AfterEach
    void nobodyLooks() {
        model.openProperty().set(false);
    }

    @Test
    void nothingIsComputedWhileNobodyLooks() {
        outputs.pin(1, 2, 3);

        assertThat(model.answerProperty().get()).isNull();
        assertThat(model.agreementProperty().get()).isNull();
    }

    @Test
    void thePinnedElementIsTracedAsTheLayerComputesIt() {
        model.openProperty().set(true);
        outputs.pin(1, 2, 3);

        LayerResult shown = workspace.state().shown().orElseThrow();
        int at = index(shown, 2, 3);
        assertThat(model.answerProperty().get().trace().pixel()).isEqualTo(new Pixel(0, 1, 2, 3));
        assertThat(model.answerProperty().get().trace().output()).isEqualTo(shown.planes().channel(1).orElseThrow().integer().value(at));
        assertThat(model.answerProperty().get().text()).contains("channel 1 (2, 3)");
        assertThat(model.answerProperty().get().program()).contains("int main(void)");
    }

    @Test
    void theStagesOfTheLayerAreCompared() {
        model.openProperty().set(true);

        assertThat(model.agreementProperty().get().at(Stage.OUTPUT).differing())
                .isEqualTo(workspace.state().shown().orElseThrow().report().mismatch().differing());
    }

    private static int index(LayerResult shown, int row, int column) {
        return row * shown.planes().output().extent(3) + column;
    }
}
