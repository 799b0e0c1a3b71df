package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.Overflow;
import org.quantscope.quant.Accumulator;

class HeadroomViewModelTest {
    private static SampleWorkspace sample;
    private static HeadroomViewModel model;

    @BeforeAll
    static void open() {
        sample = new SampleWorkspace();
        model = new HeadroomViewModel(sample.workspace);
    }

    @AfterEach
    void back() {
        sample.toStart();
    }

    private static HeadroomViewModel.Shown shown() {
        return model.shownProperty().get();
    }

    private static AccumulatorHeadroom headroom() {
        return sample.workspace.state().shown().orElseThrow().headroom().orElseThrow();
    }

    private static void accumulator(int bits, Accumulator.Overflow overflow) {
        sample.workspace.edit("Accumulator", settings -> settings.withLayer(SampleWorkspace.LAYER, layer ->
                layer.withAccumulator(Optional.of(new Accumulator(bits, overflow)))));
    }

    @Test
    void everyChannelHasItsBitsAndAnExactAccumulatorIsMeasuredByInt32() {
        assertThat(shown().bars().worstCase()).hasSize(16);
        for (int channel = 0; channel < 16; channel++) {
            assertThat(shown().bars().worstCase()[channel])
                    .isEqualTo(headroom().each().get(channel).worstCaseBits());
            assertThat(shown().bars().observed()[channel])
                    .isBetween(1, shown().bars().worstCase()[channel]);
            assertThat(shown().bars().largest()[channel]).isEqualTo(headroom().each().get(channel).maxAbs());
        }
        assertThat(shown().bars().limit()).isEqualTo(32);
        assertThat(shown().bars().limitName()).isEqualTo("int32");
        assertThat(shown().text()).isEqualTo(headroom().worstCaseBits() + " of 64 bits");
        assertThat(shown().registerOverflow()).isEqualTo(Overflow.NONE);
        assertThat(shown().sentence()).startsWith("An int32 accumulator cannot overflow");
    }

    @Test
    void aRegisterThatIsTooNarrowSaysSo() {
        accumulator(16, Accumulator.Overflow.SATURATE);
        assertThat(headroom().worstCaseBits()).isGreaterThan(16);
        assertThat(shown().bars().limit()).isEqualTo(16);
        assertThat(shown().bars().limitName()).isEqualTo("16-bit, saturates");
        assertThat(shown().text()).isEqualTo(headroom().worstCaseBits() + " of 16 bits");
        assertThat(shown().registerOverflow()).isNotEqualTo(Overflow.NONE);
        assertThat(shown().sentence()).startsWith("The 16-bit accumulator");
        accumulator(32, Accumulator.Overflow.WRAP);
        assertThat(shown().text()).isEqualTo(headroom().worstCaseBits() + " of 32 bits");
        assertThat(shown().registerOverflow()).isEqualTo(Overflow.NONE);
    }

    @Test
    void theChannelInFocusIsFollowed() {
        sample.select(11);
        assertThat(shown().channel()).isEqualTo(11);
        sample.select(2);
        assertThat(shown().channel()).isEqualTo(2);
    }

    @Test
    void aLayerWithoutAnIntegerAccumulatorSaysWhy() {
        sample.workspace.edit("Float", settings -> settings.withLayer(
                SampleWorkspace.LAYER, layer -> layer.withWeight(Optional.empty())));
        assertThat(shown().bars().worstCase()).isEmpty();
        assertThat(shown().text()).isEmpty();
        assertThat(shown().sentence()).isEqualTo("There is no integer accumulator: the weights are float.");
    }

    @Test
    void anotherLayerHasItsOwnChannels() {
        sample.workspace.focus(sample.workspace.state().model().orElseThrow().layers().get(0).name());
        assertThat(shown().bars().worstCase())
                .hasSize(sample.workspace.state().layer().orElseThrow().outputChannels());
        assertThat(shown().text()).isEqualTo(headroom().worstCaseBits() + " of 64 bits");
    }
}
