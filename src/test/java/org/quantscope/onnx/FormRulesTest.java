package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.model.Model;
import org.quantscope.onnx.FormFinding.Severity;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;

class FormRulesTest {
    private static final QuantType INT8 = new QuantType(8, true, false);
    private static final QuantParams INPUT = new QuantParams(QuantType.UINT8, 0.03f, 120);
    private static final QuantParams OUTPUT = new QuantParams(QuantType.UINT8, 0.02f, 0);

    @TempDir
    Path folder;

    private Model model;
    private LayerParams plain;

    @BeforeEach
    void openModel() throws IOException {
        model = OnnxReader.read(OnnxModels.opset(13).input("x", 1, 2, 7, 6)
                .initializer("w", OnnxModels.ramp(54), 3, 2, 3, 3).initializer("b", new float[] {0.5f, -1, 2}, 3)
                .node("Conv", "c", "x,w,b", "y").output("y").write(folder.resolve("m.onnx")));
        plain = QuantizedNetworkTest.params(model, QuantType.INT8_NARROW, INPUT, OUTPUT);
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void whatANewModelOpensWithIsSaidWhole(QuantizedForm form) {
        assertThat(FormRules.check(model, Map.of("c", plain), form)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void bitsThatDifferByChannelAreRefusedWithTheChannel(QuantizedForm form) {
        List<QuantParams> channels = new ArrayList<>(plain.weight().orElseThrow().channels());
        channels.set(2, new QuantParams(new QuantType(4, true, true), 0.5f, 0));
        FormFinding finding = only(with(channels), form);
        assertThat(finding.severity()).isEqualTo(Severity.REFUSED);
        assertThat(finding.tensor()).isEqualTo("weight");
        assertThat(finding.channel()).hasValue(2);
        assertThat(finding.reason()).isEqualTo("Layer 'c' has int8 weights in channel 0 and int4 weights in channel 2, and"
                + " a tensor of ONNX has one type.");
        assertThatThrownBy(() -> QuantizedNetwork.write(model, Map.of("c", with(channels)), form))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(finding.reason());
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void aRealZeroPointIsRefused(QuantizedForm form) {
        QuantParams real = new QuantParams(QuantType.UINT8, 0.02f, 3.5f, Rounding.HALF_TO_EVEN, Formula.MICRONET);
        refused(input(real), form, "input", "cannot be written, its input: ONNX cannot say the zero point 3.5");
        refused(with(List.of(real, real, real)), form, "weight", "channel 0: ONNX cannot say the zero point 3.5");
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void doReFaAndSignsOfActivationsAreRefused(QuantizedForm form) {
        QuantParams dorefa = MethodParams.dorefaWeight(8);
        refused(with(List.of(dorefa, dorefa, dorefa)), form, "weight", "DoReFa weights have no code for zero");
        refused(input(MethodParams.dorefaActivation(8)), form, "input", "DoReFa activations are divided by 10");
        refused(input(MethodParams.signs()), form, "input", "A sign without zero");
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void anotherRoundingOfActivationsIsRefusedAndOfWeightsStored(QuantizedForm form) {
        refused(input(new QuantParams(QuantType.UINT8, 0.02f, 3, Rounding.HALF_AWAY_FROM_ZERO)), form, "input",
                "rounds its input another way than half to even");
        QuantParams away = new QuantParams(INT8, 0.02f, 0, Rounding.HALF_AWAY_FROM_ZERO);
        assertThat(FormRules.check(model, Map.of("c", with(List.of(away, away, away))), form)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void aBiasThatDoesNotFitIsRefused(QuantizedForm form) {
        QuantParams tiny = new QuantParams(INT8, 1e-11f, 0);
        FormFinding finding = only(with(List.of(tiny, tiny, tiny)), form);
        assertThat(finding.tensor()).isEqualTo("bias");
        assertThat(finding.channel()).hasValue(0);
        assertThat(finding.reason()).startsWith("Layer 'c' has a bias of 0.5 in channel 0, which does not fit into 32 bits");
        QuantParams vanishing = new QuantParams(INT8, 2e-38f, 0);
        refused(with(List.of(vanishing, vanishing, vanishing)), form, "bias", "has no usable bias scale in channel 0");
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void aBiasThatDoesNotFitWhereNothingReachesTheOutputIsRemarked(QuantizedForm form) throws IOException {
        model = OnnxReader.read(OnnxModels.opset(13).input("x", 1, 2, 7, 6)
                .initializer("w", OnnxModels.ramp(54), 3, 2, 3, 3).initializer("b", new float[] {0.5f, 1e-9f, 2}, 3)
                .node("Conv", "c", "x,w,b", "y").output("y").write(folder.resolve("silent.onnx")));
        QuantParams plainly = new QuantParams(INT8, 0.1f, 0);
        for (float scale : new float[] {1e-20f, 1.3e-38f}) {
            FormFinding finding = only(with(List.of(plainly, new QuantParams(INT8, scale, 0), plainly)), form);
            assertThat(finding.severity()).isEqualTo(Severity.REMARK);
            assertThat(finding.reason()).startsWith("Layer 'c' has a bias that no integer of its scale holds in 1 channel,");
        }
    }

    @Test
    void integerOperatorsTakeBytesOnly() {
        LayerParams four = QuantizedNetworkTest.params(model, new QuantType(4, true, true), INPUT, OUTPUT);
        refused(four, QuantizedForm.QOPERATOR, "weight", "int4 codes for its weight");
        FormFinding float32 = only(four, QuantizedForm.QDQ);
        assertThat(float32.severity()).isEqualTo(Severity.FLOAT);
        assertThat(FormRules.checkForRuntime(model, Map.of("c", four), QuantizedForm.QOPERATOR)).isEmpty();
    }

    @Test
    void signedInputsWithUnsignedWeightsHaveNoOperator() {
        QuantParams signed = new QuantParams(INT8, 0.03f, 0);
        LayerParams mixed = QuantizedNetworkTest.params(model, QuantType.UINT8, signed, signed);
        refused(mixed, QuantizedForm.QOPERATOR, "", "int8 inputs, uint8 weights and int8 outputs");
        assertThat(only(mixed, QuantizedForm.QDQ).severity()).isEqualTo(Severity.FLOAT);
    }

    @Test
    void aFloatBiasIsFloatInQdqAndRefusedInQOperator() {
        LayerParams floatBias = new LayerParams(plain.weight(), plain.input(), plain.output(), OptionalInt.empty(),
                RequantizationProfile.FLOAT64, Accumulator.EXACT, Optional.empty());
        refused(floatBias, QuantizedForm.QOPERATOR, "bias", "the bias of an integer operator is int32");
        assertThat(FormRules.check(model, Map.of("c", floatBias), QuantizedForm.QDQ))
                .extracting(FormFinding::severity).containsExactly(Severity.FLOAT, Severity.REMARK);
    }

    @Test
    void whatOnlyQuantscopeDoesIsRemarked() {
        LayerParams ruy = new LayerParams(plain.weight(), plain.input(), plain.output(), plain.biasBits(),
                RequantizationProfile.RUY, new Accumulator(20, Accumulator.Overflow.WRAP), Optional.empty());
        assertThat(FormRules.check(model, Map.of("c", ruy), QuantizedForm.QOPERATOR))
                .extracting(FormFinding::severity).containsExactly(Severity.REMARK, Severity.REMARK);
    }

    @Test
    void zeroPointsThatDifferByChannelAreRemarkedForOlderRuntimes() {
        List<QuantParams> channels = List.of(new QuantParams(QuantType.UINT8, 0.1f, 128),
                new QuantParams(QuantType.UINT8, 0.1f, 0), new QuantParams(QuantType.UINT8, 0.1f, 128));
        assertThat(only(with(channels), QuantizedForm.QDQ).reason()).contains("weight zero points that differ by channel");
    }

    @Test
    void aNarrowActivationIsLimitedByAClip() {
        QuantParams narrow = new QuantParams(new QuantType(8, true, true), 0.03f, 0);
        LayerParams params = QuantizedNetworkTest.params(model, QuantType.INT8_NARROW, narrow, narrow);
        assertThat(FormRules.check(model, Map.of("c", params), QuantizedForm.QDQ))
                .extracting(FormFinding::tensor).containsExactly("input", "output");
    }

    @Test
    void aFloatLayerIsNoFinding() {
        assertThat(FormRules.check(model, Map.of("c", LayerParams.FLOAT), QuantizedForm.QOPERATOR)).isEmpty();
    }

    private void refused(LayerParams params, QuantizedForm form, String tensor, String reason) {
        FormFinding finding = FormRules.check(model, Map.of("c", params), form).get(0);
        assertThat(finding.severity()).isEqualTo(Severity.REFUSED);
        assertThat(finding.tensor()).isEqualTo(tensor);
        assertThat(finding.reason()).startsWith("Layer 'c' ").contains(reason).endsWith(".");
    }

    private FormFinding only(LayerParams params, QuantizedForm form) {
        List<FormFinding> findings = FormRules.check(model, Map.of("c", params), form);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private LayerParams with(List<QuantParams> weight) {
        return new LayerParams(Optional.of(new TensorParams(weight)), plain.input(), plain.output(), plain.biasBits(),
                plain.requantization(), plain.accumulator(), plain.clamp());
    }

    private LayerParams input(QuantParams input) {
        return new LayerParams(plain.weight(), Optional.of(input), plain.output(), plain.biasBits(),
                plain.requantization(), plain.accumulator(), plain.clamp());
    }
}
