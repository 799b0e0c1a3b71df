package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.workspace.LayerResult;

class OutputViewModelTest {
    private static SampleWorkspace sample;
    private static OutputViewModel model;

    @BeforeAll
    static void open() {
        sample = new SampleWorkspace();
        model = new OutputViewModel(sample.workspace);
    }

    @AfterEach
    void back() {
        sample.toStart();
    }

    @Test
    void theMapsShowTheLatestResult() {
        sample.perTensor();
        LayerResult result = sample.workspace.state().shown().orElseThrow();
        OutputPicture picture = model.pictureProperty().get();
        for (int channel = 0; channel < picture.real().channels(); channel++) {
            ChannelOutputs outputs = result.planes().channel(channel).orElseThrow();
            assertThat(picture.real().values(channel)).isSameAs(outputs.real());
            assertThat(picture.fakeQuant().values(channel)).isSameAs(outputs.fakeQuant());
            for (int at = 0; at < outputs.real().length; at++) {
                int row = at / picture.real().columns();
                int column = at % picture.real().columns();
                double integer = outputs.integer().value(at);
                assertThat(picture.integer().get(channel, row, column)).isEqualTo((float) integer);
                assertThat(picture.difference().get(channel, row, column))
                        .isEqualTo(outputs.fakeQuant()[at] - outputs.real()[at]);
                assertThat(picture.integerCodes().at(channel, row, column)).isEqualTo(outputs.integer().code(at));
                assertThat(picture.fakeQuantCodes().at(channel, row, column)).isEqualTo(
                        Quantizer.quantize(outputs.fakeQuant()[at], result.params().output().orElseThrow()));
            }
        }
        assertThat(picture.values()).isEqualTo(3136);
        assertThat(model.staleProperty().get()).isFalse();
    }

    @Test
    void theErrorChartsAgreeWithTheMeters() {
        sample.perTensor();
        LayerResult result = sample.workspace.state().shown().orElseThrow();
        OutputErrors errors = model.errorsProperty().get();
        assertThat(errors.layerRms()).isCloseTo(result.report().error().rms(),
                within(1e-6));
        assertThat(errors.channelRms()[10]).isCloseTo(result.report().channelErrors().get(10).rms(),
                within(1e-6));
        assertThat(errors.histogram().total()).isEqualTo(3136);
    }

    @Test
    void theCursorRestsWhereTheDifferenceIsLargestUntilAPlaceIsPinned() {
        sample.perTensor();
        OutputCursor rest = model.cursorProperty().get();
        float[] difference = model.pictureProperty().get().difference().values(rest.channel());
        float there = Math.abs(model.pictureProperty().get().difference().get(rest.channel(), rest.row(), rest.column()));
        for (int i = 0; i < 196; i++) {
            assertThat(Math.abs(difference[i])).isLessThanOrEqualTo(there);
        }
        model.hover(0, 1, 2);
        assertThat(model.cursorProperty().get()).isEqualTo(new OutputCursor(0, 1, 2));
        model.restCursor();
        assertThat(model.cursorProperty().get()).isEqualTo(rest);
        model.pin(3, 4, 5);
        model.restCursor();
        assertThat(model.cursorProperty().get()).isEqualTo(new OutputCursor(3, 4, 5));
        assertThat(sample.workspace.state().focus().channel()).isEqualTo(3);
    }

    @Test
    void nextDifferingWalksThroughAllDifferencesAndRoundAgain() {
        sample.workspace.edit("ruy", settings -> settings.withLayer(SampleWorkspace.LAYER, layer -> layer
                .withOutput(layer.output().map(output -> output.withScale(0.0001f)))
                .withRequantization(Optional.of(RequantizationProfile.RUY))));
        long differing = sample.workspace.state().shown().orElseThrow().report().mismatch().differing();
        assertThat(model.anyDiffersProperty().get()).isEqualTo(differing > 0);
        Set<OutputCursor> met = new HashSet<>();
        for (int i = 0; i < differing; i++) {
            model.showNextDiffering();
            assertThat(met.add(model.cursorProperty().get())).isTrue();
        }
        assertThat(met).hasSize((int) differing);
        if (differing > 0) {
            model.showNextDiffering();
            assertThat(met).contains(model.cursorProperty().get());
        }
    }

    @ParameterizedTest
    @CsvSource({"3.43, 3.5", "4.4, 4.5", "1.0603, 1.1", "0.334, 0.35", "0, 0", "6, 6", "0.099, 0.1", "12, 12", "260, 300"})
    void theEndOfAColourScaleIsARoundNumber(double largest, double end) {
        assertThat(OutputPicture.roundedUp(largest)).isCloseTo(end, within(1e-12));
    }
}
