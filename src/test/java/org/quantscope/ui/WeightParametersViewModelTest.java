package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantScheme;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;

class WeightParametersViewModelTest {
    private static SampleWorkspace sample;
    private static WeightParametersViewModel model;

    @BeforeAll
    static void open() {
        sample = new SampleWorkspace();
        model = new WeightParametersViewModel(sample.workspace);
    }

    @AfterEach
    void back() {
        sample.toStart();
    }

    static Stream<Arguments> edits() {
        return Stream.of(
                edit("bits", m -> m.chooseBits(3)),
                edit("sign", m -> m.chooseSigned(false)),
                edit("narrow", m -> m.chooseNarrow(false)),
                edit("affine", m -> m.chooseScheme(Optional.of(QuantScheme.AFFINE))),
                edit("micronet", m -> m.chooseFormula(Formula.MICRONET)),
                edit("micronet 2020", m -> m.chooseFormula(Formula.MICRONET_2020)),
                edit("dorefa", m -> m.chooseFormula(Formula.DOREFA_WEIGHT)),
                edit("ternary", m -> m.chooseFormula(Formula.TERNARY_WEIGHT)),
                edit("binary", m -> m.chooseFormula(Formula.BINARY_WEIGHT)),
                edit("percentile", m -> m.chooseMethod(CalibrationMethod.MICRONET_PERCENTILE)),
                edit("percent", m -> m.typePercent("90")),
                edit("least error", m -> m.chooseMethod(CalibrationMethod.MSE)),
                edit("float", m -> m.chooseScheme(Optional.empty())),
                edit("granularity", m -> m.chooseGranularity(Granularity.PER_TENSOR)),
                edit("clip", m -> m.typeClip(true, "0.5")),
                edit("scale", m -> m.typeScale("0.01")),
                edit("zero point", m -> m.typeZeroPoint("3")),
                edit("scale arrow", m -> m.stepScale(1, false)),
                edit("clip arrow", m -> m.stepClip(true, -1, false)));
    }

    private static Arguments edit(String name, Consumer<WeightParametersViewModel> gesture) {
        return Arguments.of(name, gesture);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void everyEditIsOneStepAndUndoRestores(String name, Consumer<WeightParametersViewModel> gesture) {
        var before = sample.workspace.state().settings();
        gesture.accept(model);
        assertThat(sample.workspace.state().settings()).isNotEqualTo(before);
        assertThat(sample.steps()).isEqualTo(1);
        sample.workspace.undo();
        assertThat(sample.workspace.state().settings()).isEqualTo(before);
    }

    @Test
    void whatOnnxCannotSayIsSaid() {
        assertThat(model.rowsProperty().get().onnxRemark()).isEmpty();
        model.chooseFormula(Formula.DOREFA_WEIGHT);
        assertThat(model.rowsProperty().get().onnxRemark()).contains("half-integer 127.5");
        model.chooseFormula(Formula.MICRONET);
        assertThat(model.rowsProperty().get().onnxRemark()).isEmpty();
        model.chooseScheme(Optional.of(QuantScheme.AFFINE));
        model.typeZeroPoint("0.25");
        assertThat(model.faultProperty().get().sentence()).contains("only be requantized by 'float64'");
        String layer = sample.workspace.state().focus().layer();
        sample.workspace.edit("Real output", all -> all.withLayer(layer, one -> one.withOutput(Optional.empty())));
        model.typeZeroPoint("0.25");
        assertThat(model.faultProperty().get().refused()).isFalse();
        assertThat(model.rowsProperty().get().zeroPoint()).isEqualTo("0.25");
        assertThat(model.rowsProperty().get().onnxRemark()).contains("not an integer");
    }

    @Test
    void aSchemeChosenUnderAMethodWithoutOneGoesBackToOnnx() {
        model.chooseFormula(Formula.TERNARY_WEIGHT);
        model.chooseScheme(Optional.of(QuantScheme.AFFINE));
        assertThat(sample.params(5).formula()).isEqualTo(Formula.ONNX);
        assertThat(sample.params(5).type().bits()).isEqualTo(8);
    }

    @Test
    void aDragOfTheBitsShowsEveryWidthAndIsOneStep() {
        for (int bits = 7; bits >= 3; bits--) {
            model.previewBits(bits);
            assertThat(model.rowsProperty().get().bits()).hasValue(bits);
            assertThat(sample.params(5).type().bits()).isEqualTo(bits);
            assertThat(sample.workspace.state().undoLabel()).isEmpty();
        }
        model.commitBits();
        assertThat(sample.workspace.state().undoLabel()).contains("Bits ds_dw");
        assertThat(sample.steps()).isEqualTo(1);
    }

    @Test
    void aDragGivenUpLeavesNothingBehind() {
        model.previewBits(2);
        model.cancelPreview();
        assertThat(model.rowsProperty().get().bits()).hasValue(8);
        assertThat(sample.workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void perChannelTheRowsAddressTheShownChannelOrTheSelection() {
        assertThat(model.rowsProperty().get().target()).isEqualTo(", ch. 0");
        sample.select(10);
        assertThat(model.rowsProperty().get().target()).isEqualTo(", ch. 10");
        sample.select(2, 3, 7);
        assertThat(model.rowsProperty().get().target()).isEqualTo(", 3 ch.");
        model.typeScale("0.125");
        assertThat(sample.weight().overrides().keySet()).containsExactly(2, 3, 7);
        assertThat(sample.params(3).scale()).isEqualTo(0.125f);
        assertThat(model.rowsProperty().get().scaleByHand()).isTrue();
    }

    @Test
    void perTensorTheRowsAddressTheLayerWhateverIsSelected() {
        sample.perTensor();
        sample.select(10);
        assertThat(model.rowsProperty().get().target()).isEmpty();
        model.typeClip(true, "6");
        assertThat(sample.weight().overrides()).isEmpty();
        assertThat(sample.params(3).highest()).isEqualTo(6f);
    }

    @Test
    void bitsAreTheLayersWhateverIsSelected() {
        sample.select(10);
        model.chooseBits(4);
        assertThat(sample.params(3).type().bits()).isEqualTo(4);
        assertThat(sample.weight().overrides()).isEmpty();
    }

    @Test
    void aSelectionPassesLockedChannelsBy() {
        lock(3);
        float before = sample.params(3).scale();
        sample.select(2, 3);
        model.typeScale("0.5");
        assertThat(sample.params(2).scale()).isEqualTo(0.5f);
        assertThat(sample.params(3).scale()).isEqualTo(before);
        sample.select(3);
        model.typeScale("0.5");
        assertThat(sample.params(3).scale()).isEqualTo(before);
        assertThat(model.faultProperty().get().sentence()).isEqualTo("Channel 3 is locked; press L to unlock it.");
    }

    @Test
    void anEditOfTheLayerPassesLockedChannelsByToo() {
        lock(3);
        var before = sample.params(3);
        model.chooseBits(4);
        model.chooseGranularity(Granularity.PER_TENSOR);
        model.typeClip(true, "2");
        assertThat(sample.params(3)).isEqualTo(before);
        assertThat(sample.params(4).type().bits()).isEqualTo(4);
        assertThat(sample.params(4).highest()).isEqualTo(2f);
    }

    @Test
    void aScaleTypedForTheLayerIsTakenExactly() {
        sample.perTensor();
        model.typeScale("0.0123");
        for (int channel = 0; channel < 16; channel++) {
            assertThat(sample.params(channel).scale()).isEqualTo(0.0123f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.5", "nan", "abc", "1e-40", "1e60", "0x1p3"})
    void aScaleThatIsNoneIsRefusedWithOneSentenceAndTheOldOneStays(String text) {
        var before = sample.workspace.state().settings();
        model.typeScale(text);
        assertThat(sample.workspace.state().settings()).isEqualTo(before);
        RowFault fault = model.faultProperty().get();
        assertThat(fault.isAt(RowFault.Row.SCALE)).isTrue();
        assertThat(fault.refused()).isTrue();
        assertThat(fault.sentence()).endsWith(".").doesNotContain("Exception");
        assertThat(model.rowsProperty().get()).isEqualTo(WeightRows.of(sample.workspace.state()));
    }

    @Test
    void aZeroPointOutsideItsTypeIsRefused() {
        model.typeZeroPoint("128");
        assertThat(model.faultProperty().get().sentence())
                .isEqualTo("A zero point must be a code of its type; 128 lies outside -127 to 127 of int8 (narrow range).");
        assertThat(sample.workspace.state().undoLabel()).isEmpty();
        model.typeZeroPoint("1.5");
        assertThat(model.faultProperty().get().refused()).isTrue();
    }

    @Test
    void aZeroPointInTheSymmetricSchemeMakesItAffineAndSaysSo() {
        model.stepZeroPoint(2);
        assertThat(sample.weight().scheme()).isEqualTo(QuantScheme.AFFINE);
        assertThat(sample.params(0).zeroPoint()).isEqualTo(2);
        assertThat(sample.params(9).zeroPoint()).isNotEqualTo(2);
        assertThat(model.faultProperty().get().refused()).isFalse();
        assertThat(model.faultProperty().get().sentence()).startsWith("The scheme is affine now");
    }

    @Test
    void inTheAffineSchemeZeroStaysInsideTheRange() {
        model.chooseScheme(Optional.of(QuantScheme.AFFINE));
        model.typeClip(false, "0.5");
        assertThat(model.faultProperty().get().sentence()).contains("Zero must lie inside");
        assertThat(sample.steps()).isEqualTo(1);
    }

    @Test
    void symmetricEndsMoveTogetherAndTheNoteSaysTheDivision() {
        sample.perTensor();
        model.typeClip(true, "6");
        WeightRows rows = model.rowsProperty().get();
        assertThat(rows.low()).isEqualTo("−6.00000");
        assertThat(rows.high()).isEqualTo("6.00000");
        assertThat(rows.scale()).isEqualTo("0.85714287");
        assertThat(rows.scaleNote()).isEqualTo("6 ÷ 7");
        assertThat(rows.rangeByHand()).isTrue();
    }

    @Test
    void minMaxTakesAHandSetRangeBack() {
        WeightRows before = model.rowsProperty().get();
        model.typeClip(true, "0.7");
        model.chooseMinMax();
        assertThat(model.rowsProperty().get()).isEqualTo(before);
    }

    @Test
    void weightsLeftFloatComeBackAsTheyWere() {
        model.chooseBits(5);
        WeightSettings before = sample.weight();
        model.chooseScheme(Optional.empty());
        assertThat(model.rowsProperty().get().isFloat()).isTrue();
        model.chooseScheme(Optional.of(QuantScheme.SYMMETRIC));
        assertThat(sample.weight()).isEqualTo(before);
    }

    @Test
    void arrowsPressedAgainAndAgainAreOneStep() {
        model.stepScale(1, false);
        model.stepScale(1, false);
        model.stepScale(-1, true);
        assertThat(sample.steps()).isEqualTo(1);
    }

    private static void lock(int channel) {
        sample.workspace.edit("lock", settings -> settings.withLayer(SampleWorkspace.LAYER, layer ->
                layer.editWeight(weight -> WeightEdits.withLock(weight, List.of(channel), true))));
    }
}
