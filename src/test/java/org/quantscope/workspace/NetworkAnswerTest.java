package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.FloatConv;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.network.Activations;
import org.quantscope.network.InputShape;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;
import org.quantscope.network.SimulatedNetwork;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.QuantSettings;
import org.quantscope.tensor.FloatTensor;

/** The quantized network's answer after an edit, and layers that read what quantized layers hand them. */
class NetworkAnswerTest {
    private static final String FIRST = "/stem/stem.0/Conv";
    private static final String DEPTHWISE = "/ds_dw/ds_dw.0/Conv";

    private final List<String> problems = new ArrayList<>();
    private Workspace workspace;

    @BeforeEach
    void openTheSample() {
        workspace = new Workspace(Workers.immediate());
        workspace.onProblem(problems::add);
        workspace.openSample("fashion-mobile.onnx");
        workspace.focus(DEPTHWISE);
    }

    @AfterEach
    void close() {
        assertThat(problems).isEmpty();
        workspace.close();
    }

    @Test
    void theAnswerIsThatOfTheSimulatedNetwork() {
        WorkspaceState state = workspace.state();
        NetworkAnswer answer = state.answer().orElseThrow();
        assertThat(state.isAnswerCurrent()).isTrue();
        assertThat(answer.params()).hasSize(19).isEqualTo(state.networkParams());
        assertThat(answer.real()).hasSize(5).isEqualTo(state.input().orElseThrow().predictions());
        assertThat(answer.quantized()).hasSize(5);
        assertThat(answer.topChanged()).isFalse();
        assertThat(answer.error().sqnrDb()).isBetween(15.0, 60.0);
        assertThat(answer.output().data()).hasSize(10).isNotEqualTo(answer.floatOutput().data());
        assertThat(state.task()).isEmpty();
    }

    @Test
    void everyEditGetsItsAnswer() {
        FloatTensor before = workspace.state().answer().orElseThrow().output();
        coarse(2);
        WorkspaceState edited = workspace.state();
        assertThat(edited.isAnswerCurrent()).isTrue();
        assertThat(edited.answer().orElseThrow().output().data()).isNotEqualTo(before.data());
        assertThat(edited.answer().orElseThrow().error().sqnrDb()).isLessThan(12);
        workspace.undo();
        assertThat(workspace.state().answer().orElseThrow().output().data()).containsExactly(before.data());
        workspace.showImage(7);
        assertThat(workspace.state().isAnswerCurrent()).isTrue();
        assertThat(workspace.state().answer().orElseThrow().output().data()).isNotEqualTo(before.data());
    }

    @Test
    void aChangedClassIsSaid() {
        for (int image = 0; image < 40 && !workspace.state().answer().orElseThrow().topChanged(); image++) {
            workspace.showImage(image);
            coarse(2);
        }
        NetworkAnswer answer = workspace.state().answer().orElseThrow();
        assertThat(answer.topChanged()).isTrue();
        assertThat(answer.quantized().get(0).label()).isNotEqualTo(answer.real().get(0).label());
    }

    @Test
    void isolatedLayersDoNotHearOfLayersBeforeThem() {
        LayerResult before = workspace.state().shown().orElseThrow();
        workspace.edit("coarser", bits(FIRST, 2));
        assertThat(workspace.state().shown().orElseThrow()).isSameAs(before);
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    @Test
    void accumulatedLayersReadWhatQuantizedLayersHandThem() {
        workspace.readFrom(InputSource.ACCUMULATED);
        requireAccumulated();
        workspace.edit("coarser", bits(FIRST, 3));
        requireAccumulated();
        workspace.readFrom(InputSource.ISOLATED);
        assertThat(workspace.state().inputVersions()).isEmpty();
        assertThat(workspace.state().isShownCurrent()).isTrue();
    }

    /** Every row is current, and the layer's float path has run on the input that the simulated network gives. */
    private void requireAccumulated() {
        WorkspaceState state = workspace.state();
        assertThat(state.isShownCurrent()).isTrue();
        assertThat(state.inputVersions()).hasSize(18).doesNotContainKey(FIRST);
        for (Layer layer : state.model().orElseThrow().layers()) {
            assertThat(state.isCurrent(layer.name())).as(layer.name()).isTrue();
        }
        Layer layer = state.layer().orElseThrow();
        try (SimulatedNetwork network = SimulatedNetwork.open(state.model().get(), 1);
                Activations quantized = network.run(image(state), state.networkParams(), Cancellation.NEVER);
                Activations floats = network.run(image(state), Map.of(), Cancellation.NEVER)) {
            assertThat(quantized.input(layer).data()).isNotEqualTo(floats.input(layer).data());
            float[] expected = firstChannel(layer, quantized.input(layer));
            float[] shown = state.shown().orElseThrow().planes().channel(0).orElseThrow().real();
            assertThat(shown).hasSize(expected.length);
            Clamp clamp = state.params().orElseThrow().clamp().orElseThrow();
            for (int i = 0; i < shown.length; i++) {
                assertThat(shown[i]).isCloseTo(clamp.apply(expected[i]), within(1e-4f));
            }
        }
    }

    private static float[] firstChannel(Layer layer, FloatTensor input) {
        ChannelRange first = ChannelRange.single(0);
        return FloatConv.convolve(
                ConvShape.of(layer, input.shape(), first), input,
                Operand.weight(layer.weight(), Optional.empty(), first).real(),
                Bias.of(layer.bias(), LayerParams.FLOAT, first).real(), Cancellation.NEVER).data();
    }

    private static FloatTensor image(WorkspaceState state) {
        SampleModel sample = Samples.models().get(0);
        return new Samples().images(sample).networkInput(
                state.input().orElseThrow().index(), sample.preprocessing(),
                InputShape.of(state.model().orElseThrow()).shape());
    }

    @Test
    void anEditOfALaterLayerLeavesTheInputAlone() {
        workspace.readFrom(InputSource.ACCUMULATED);
        long version = workspace.state().inputVersion(DEPTHWISE);
        LayerResult shown = workspace.state().shown().orElseThrow();
        List<Layer> layers = workspace.state().model().orElseThrow().layers();
        workspace.edit("coarser", bits(layers.get(layers.size() - 1).name(), 2));
        assertThat(workspace.state().inputVersion(DEPTHWISE)).isEqualTo(version);
        assertThat(workspace.state().shown().orElseThrow()).isSameAs(shown);
        workspace.edit("coarser", bits(FIRST, 2));
        assertThat(workspace.state().inputVersion(DEPTHWISE)).isNotEqualTo(version);
        assertThat(workspace.state().shown().orElseThrow()).isNotSameAs(shown);
    }

    private void coarse(int bits) {
        workspace.edit("coarser", settings -> {
            QuantSettings all = settings;
            for (Layer layer : workspace.state().model().orElseThrow().layers()) {
                all = bits(layer.name(), bits).apply(all);
            }
            return all;
        });
    }

    private static UnaryOperator<QuantSettings> bits(String layer, int bits) {
        return settings -> settings.withLayer(layer, choices -> choices.editWeight(weight -> weight
                .withGranularity(Granularity.PER_TENSOR).withType(weight.type().withBits(bits))));
    }
}
