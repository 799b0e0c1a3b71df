package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quantscope.analysis.LayerDivergence;
import org.quantscope.model.Layer;
import org.quantscope.quant.Formula;

class DivergenceWorkTest {
    private final List<DivergenceAnswer> answers = new ArrayList<>();

    @Test
    void everyLayerOfTheNetworkHasAPointOnTheCurve() {
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            workspace.openSample("fashion-lenet.onnx");
            DivergenceWork work = workspace.jobs().divergence(answers::add);
            work.ask();
            DivergenceAnswer answer = answers.get(0);
            assertThat(answer.refusals()).isEmpty();
            assertThat(answer.remarks()).isEmpty();
            assertThat(answer.inputVersion()).isEqualTo(workspace.state().input().orElseThrow().version());
            assertThat(answer.layers()).extracting(LayerDivergence::place).containsExactlyElementsOf(
                    workspace.state().model().orElseThrow().layers().stream().map(Layer::name).toList());
            assertThat(answer.layers()).allSatisfy(layer -> {
                assertThat(layer.inCodes()).isTrue();
                assertThat(layer.maxLsb()).isLessThan(3);
                assertThat(layer.quantization().sqnrDb()).isGreaterThan(25);
                assertThat(layer.implementation().sqnrDb()).isGreaterThan(layer.quantization().sqnrDb());
            });
            assertThat(answer.output().orElseThrow().quantization().sqnrDb()).isGreaterThan(20);
            work.release();
        }
    }

    @Test
    void settingsThatNoIntegerOperatorHasAreNamed() {
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            workspace.openSample("fashion-lenet.onnx");
            String first = workspace.state().focus().layer();
            workspace.edit("DoReFa", settings -> settings.withLayer(first, layer -> layer.withWeight(
                    layer.weight().map(weight -> weight.withFormula(Formula.DOREFA_WEIGHT)))));
            workspace.jobs().divergence(answers::add).ask();
            assertThat(answers.get(0).layers()).isEmpty();
            assertThat(answers.get(0).output()).isEmpty();
            assertThat(answers.get(0).refusals()).hasSize(1);
            assertThat(answers.get(0).refusals().get(0)).startsWith("Layer '" + first + "' ").contains("DoReFa");
        }
    }

    @Test
    void aLayerWithoutAnOutputQuantizerComputesInFloatAndIsNamed() {
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            workspace.openSample("fashion-lenet.onnx");
            String first = workspace.state().focus().layer();
            workspace.edit("Float output", settings ->
                    settings.withLayer(first, layer -> layer.withOutput(Optional.empty())));
            workspace.jobs().divergence(answers::add).ask();
            assertThat(answers.get(0).remarks()).hasSize(1);
            assertThat(answers.get(0).remarks().get(0)).startsWith("Layer '" + first + "' ").contains("float32");
            assertThat(answers.get(0).layers().get(0).inCodes()).isFalse();
        }
    }

    @Test
    void nothingHappensBeforeANetworkRan() {
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            workspace.jobs().divergence(answers::add).ask();
            assertThat(answers).isEmpty();
        }
    }
}
