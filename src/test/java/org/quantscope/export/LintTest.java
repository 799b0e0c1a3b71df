package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.model.TestModels;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;
import org.quantscope.settings.WeightSettings;

/** What concerns several layers, and how writers use the findings. */
class LintTest {
    private static final Layer FIRST = TestModels.gemm("a", 3, 4, 1, 8);
    private static final Layer SECOND = TestModels.gemm("b", 2, 3, 1, 9);

    private static ExportSource source(Model model, QuantSettings settings) {
        return new ExportSource(model, settings, TestStatistics.observed(model));
    }

    private static QuantSettings initial(Model model) {
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : model.layers()) {
            settings = settings.withLayer(layer.name(), any -> LayerSettings.initial(Optional.empty()));
        }
        return settings;
    }

    /** Two layers with an operator between them. */
    private static Model joined(String op) {
        Layer second = TestModels.reading(SECOND, "between");
        Model plain = TestModels.of(FIRST, second);
        NodeInfo node = new NodeInfo("middle", op, List.of("a.out"), List.of("between"), false, "");
        return new Model(Path.of("folder", "net.onnx"), TestModels.SHA256, 13, plain.inputs(), plain.outputs(),
                List.of(node), plain.layers());
    }

    private static List<LintFinding> ofLayers(LintTarget target, ExportSource source) {
        return Lint.check(target, source).stream()
                .filter(finding -> finding.reason().startsWith("Between") || finding.reason().startsWith("The tensor"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"AIMET2,W", "AIMET1,W", "ORT_OVERRIDES,W", "QDQ,W", "QOPERATOR,W", "TFLITE,E"})
    void operatorsThatOnlyMoveValuesWantTheSameParametersOnBothSides(LintTarget target, String word) {
        Model model = joined("MaxPool");
        ExportSource source = source(model, initial(model));
        List<LintFinding> findings = ofLayers(target, source);
        assertThat(findings).hasSize(1);
        LintFinding finding = findings.get(0);
        assertThat(finding.isRefused()).isEqualTo(word.equals("E"));
        assertThat(finding.layer()).isEqualTo("b");
        assertThat(finding.tensor()).isEqualTo("input");
        assertThat(finding.reason()).isEqualTo("Between the output of layer 'a' and the input of layer 'b' are only"
                + " operators that move or compare values, which want one scale and zero point on both sides; theirs"
                + " differ.");
        QuantSettings after = finding.fix().orElseThrow().change().apply(source.settings());
        ExportSource mended = source(model, after);
        assertThat(ofLayers(target, mended)).isEmpty();
        // The output saw 0 to 7 and the input -1.5 to 2.25: the wider one stays.
        assertThat(mended.params().get("b").input()).isEqualTo(source.params().get("a").output());
        assertThat(mended.params().get("a").output()).isEqualTo(source.params().get("a").output());
    }

    @Test
    void operatorsThatComputeMayHaveOtherParametersBehindThem() {
        Model model = joined("Sigmoid");
        assertThat(ofLayers(LintTarget.TFLITE, source(model, initial(model)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AIMET2,E", "AIMET1,E", "ORT_OVERRIDES,E", "QDQ,ok", "QOPERATOR,ok", "TFLITE,E"})
    void aTensorHasOneEntryWhereAFileNamesTensors(LintTarget target, String word) {
        Model model = TestModels.of(FIRST, TestModels.reading(SECOND, "a.out"));
        ExportSource source = source(model, initial(model));
        List<LintFinding> findings = ofLayers(target, source);
        assertThat(findings.isEmpty()).isEqualTo(word.equals("ok"));
        for (LintFinding finding : findings) {
            assertThat(finding.isRefused()).isTrue();
            assertThat(finding.reason()).startsWith("The tensor 'a.out' is the output of layer 'a' and the input of"
                    + " layer 'b', with different parameters");
            assertThat(ofLayers(target, source(model, finding.fix().orElseThrow().change().apply(source.settings()))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"AIMET2,0", "AIMET1,0", "ORT_OVERRIDES,1", "QDQ,1", "QOPERATOR,1", "TFLITE,0", "FIRMWARE,0"})
    void fullBytesMaySaturateOnSomeProcessors(LintTarget target, int count) {
        Model model = TestModels.of(FIRST, SECOND);
        assertThat(Lint.check(target, source(model, initial(model))))
                .filteredOn(finding -> finding.reason().contains("VNNI"))
                .hasSize(count)
                .allSatisfy(finding -> assertThat(finding.reason()).startsWith("2 layers have"))
                .allSatisfy(finding -> assertThat(finding.isRefused()).isFalse());
    }

    @ParameterizedTest
    @EnumSource(LintTarget.class)
    void whatWasNotObservedIsRefused(LintTarget target) {
        Model model = TestModels.of(FIRST, SECOND);
        ExportSource source =
                new ExportSource(model, initial(model), TestStatistics.unobserved(model));
        assertThat(Lint.check(target, source))
                .filteredOn(LintFinding::isRefused)
                .extracting(LintFinding::reason)
                .contains("Layer 'a' has no scale for its input yet, because its range has not been observed; run the"
                        + " model on an image first, or set scale and zero point by hand.");
    }

    @ParameterizedTest
    @EnumSource(LintTarget.class)
    void aFloatNetworkIsRefused(LintTarget target) {
        Model model = TestModels.of(FIRST);
        assertThatThrownBy(() -> Lint.requireWritable(target, source(model, QuantSettings.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No layer of 'net.onnx' is quantized, so there is nothing to write; quantize a layer first.");
    }

    @Test
    void weightsThatTheFileDoesNotHoldAreRefusedByName() {
        Model model = TestModels.of(TestModels.withChangedWeights(FIRST));
        ExportSource source = source(model, initial(model));
        LintFinding finding = Lint.check(LintTarget.AIMET2, source).get(0);
        assertThat(finding.isRefused()).isTrue();
        assertThat(finding.fix().orElseThrow().label()).isEqualTo("Leave the weights float");
        QuantSettings after = finding.fix().get().change().apply(source.settings());
        assertThat(Lint.check(LintTarget.AIMET2, source(model, after))).isEmpty();
        assertThat(Lint.check(LintTarget.QDQ, source)).noneMatch(LintFinding::isRefused);
    }

    @Test
    void refusalsSayTheFirstWhatHelpsAndHowManyMore() {
        Model model = TestModels.of(FIRST, SECOND);
        QuantSettings settings = initial(model)
                .withLayer("a", layer -> layer.editWeight(weight -> weight.withType(weight.type().withBits(6))))
                .withLayer("b", layer -> layer.editWeight(weight -> weight.withType(weight.type().withBits(5)))
                        .withInput(layer.input().map(own -> own.withType(own.type().withBits(3)))));
        assertThatThrownBy(() -> Lint.requireWritable(LintTarget.AIMET2, source(model, settings)))
                .hasMessage("Layer 'a' has 6-bit weights, and AIMET 2.0.0 has 2, 4, 8 and 16 bits only. What helps: Use 8"
                        + " bits. There are 2 more reasons.");
        assertThat(Lint.requireWritable(LintTarget.AIMET1, source(model, settings))).isEmpty();
    }

    @Test
    void anEditThatALockStopsIsNotOffered() {
        Model model = TestModels.of(FIRST);
        QuantSettings mixed = initial(model).withLayer("a", layer -> layer.editWeight(
                weight -> weight.withOverride(List.of(1), own -> own.withBits(4))));
        QuantSettings locked = mixed.withLayer("a", layer -> layer.editWeight(
                weight -> weight.withLocked(new TreeSet<>(List.of(1)))));
        assertThat(Lint.check(LintTarget.AIMET2, source(model, mixed)).get(0).fix()).isPresent();
        LintFinding finding = Lint.check(LintTarget.AIMET2, source(model, locked)).get(0);
        assertThat(finding.channel()).hasValue(1);
        assertThat(finding.fix()).isEmpty();
    }

    /** Codes and zero points move by half the range, the real values stay. */
    @Test
    void signedActivationsHaveTheSameValues() {
        Model model = TestModels.of(FIRST);
        QuantSettings settings = initial(model).withLayer("a", layer -> layer.withInput(
                Optional.of(ActivationSettings.DEFAULT.withScale(0.02f).withZeroPoint(114))));
        ExportSource source = source(model, settings);
        QuantSettings after = Lint.check(LintTarget.TFLITE, source).stream()
                .filter(finding -> finding.tensor().equals("input"))
                .findFirst().orElseThrow().fix().orElseThrow().change().apply(settings);
        QuantParams before = source.params().get("a").input().orElseThrow();
        QuantParams signed = source(model, after).params().get("a").input().orElseThrow();
        assertThat(signed.type()).isEqualTo(new QuantType(8, true, false));
        assertThat(signed.zeroPoint()).isEqualTo(-14);
        assertThat(List.of(signed.lowest(), signed.highest())).isEqualTo(List.of(before.lowest(), before.highest()));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "0.5,0.5", "0.7,0.5", "0.71,1", "3,4", "2.8,2", "0.0001,0.00012207031", "1.2e-38,1.1754944e-38"})
    void scalesGoToThePowerOfTwoWithTheSmallestRatio(float scale, float power) {
        assertThat(PowerOfTwoRule.nearest(scale)).isEqualTo(power);
        assertThat(PowerOfTwoRule.isPowerOfTwo(power)).isTrue();
    }

    /** Scales of 0, NaN, infinity and subnormal ones, which every target refuses, are none that a layer can have. */
    @ParameterizedTest
    @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, -1})
    void unusableScalesCannotBeChosen(float scale) {
        Model model = TestModels.of(FIRST);
        QuantSettings settings = initial(model).withLayer("a", layer -> layer.editWeight(
                weight -> weight.withOverride(List.of(0), own -> own.withScale(scale))));
        for (LintTarget target : LintTarget.values()) {
            assertThatThrownBy(() -> Lint.check(target, source(model, settings)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("A scale must be");
        }
    }

    @Test
    void everyFormatOfTheListIsCheckedOrSaysEverything() {
        assertThat(ExportFormat.of("aimet").flatMap(Lint::target)).hasValue(LintTarget.AIMET2);
        assertThat(Lint.target(ExportFormat.SETTINGS)).isEmpty();
    }

    @Test
    void whatANetworkOpensWithIsWritten() {
        Model model = TestModels.of(FIRST, SECOND);
        ParameterDerivation derivation = TestStatistics.observed(model);
        for (LintTarget target : List.of(
                LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES, LintTarget.QDQ, LintTarget.QOPERATOR)) {
            assertThat(Lint.requireWritable(
                            target, new ExportSource(model, initial(model), derivation)))
                    .noneMatch(LintFinding::isRefused);
        }
        assertThat(WeightSettings.DEFAULT.type()).isEqualTo(QuantType.INT8_NARROW);
    }
}
