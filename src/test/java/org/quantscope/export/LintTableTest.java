package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;

/** What every target says to every kind of setting: E refused, W a remark, ok nothing. */
class LintTableTest {
    private static final Layer CONV = TestModels.conv("conv1", 3, 2, 7);
    private static final Model MODEL = TestModels.of(CONV, TestModels.gemm("fc", 2, 4, 1, 8));
    private static final ParameterDerivation OBSERVED = TestStatistics.observed(MODEL);
    private static final QuantType INT8 = new QuantType(8, true, false);
    private static final float TIE = 2 * Math.abs(CONV.weight().get(0));

    private static final Map<String, UnaryOperator<LayerSettings>> ROWS = Map.ofEntries(
            Map.entry("as it is", layer -> layer),
            Map.entry("weights of 6 bits", weights(weight -> weight.withType(weight.type().withBits(6)))),
            Map.entry("activations of 6 bits", activations(own -> own.withType(own.type().withBits(6)))),
            Map.entry("weights of 2 bits", weights(weight -> weight.withType(weight.type().withBits(2)))),
            Map.entry("weights of 4 bits", weights(weight -> weight.withType(weight.type().withBits(4)))),
            Map.entry("weights of 16 bits", weights(weight -> weight.withType(weight.type().withBits(16)))),
            Map.entry("affine activations of 16 bits", activations(own -> own.withType(own.type().withBits(16)))),
            Map.entry("centred activations of 16 bits", activations(own ->
                    own.withType(own.type().withBits(16)).withScheme(QuantScheme.SYMMETRIC).withZeroPoint(0))),
            Map.entry("bits differ by channel", channel(1, weight -> weight, own -> own.withBits(4))),
            Map.entry("real weight zero point", inDoubles(channel(
                    1, weight -> WeightEdits.withFormula(weight, Formula.MICRONET), own -> own.withZeroPoint(0.5f)))),
            Map.entry("weight zero point outside", inDoubles(channel(
                    1, weight -> WeightEdits.withFormula(weight, Formula.MICRONET), own -> own.withZeroPoint(900)))),
            Map.entry("real output zero point", inDoubles(layer -> layer.withOutput(layer.output().map(
                    own -> own.withFormula(Formula.MICRONET).withZeroPoint(0.25f))))),
            Map.entry("weight zero point 5", weights(
                    weight -> WeightEdits.withZeroPoint(weight.withType(INT8), List.of(0, 1, 2), 5))),
            Map.entry("weight zero point differs by channel", weights(
                    weight -> WeightEdits.withZeroPoint(
                            WeightEdits.withZeroPoint(weight.withType(INT8), List.of(0, 1, 2), 5), List.of(2), 7))),
            Map.entry("weight code -128", channel(
                    0, weight -> weight.withType(INT8), own -> own.withScale(0.001f))),
            Map.entry("narrow range with a clipping scale", channel(0, weight -> weight, own -> own.withScale(0.001f))),
            Map.entry("narrow activations", activations(own -> own.withType(INT8.withNarrowRange(true)))),
            Map.entry("int8 activations and uint8 weights", weights(
                    weight -> weight.withScheme(QuantScheme.SYMMETRIC).withType(new QuantType(8, false, false)))),
            Map.entry("unsigned activations", activations(own -> own.withType(QuantType.UINT8))),
            Map.entry("unsigned weights and activations", layer -> activations(own -> own.withType(QuantType.UINT8))
                    .apply(weights(weight -> weight.withType(new QuantType(8, false, false))).apply(layer))),
            Map.entry("bias that overflows", channel(0, weight -> weight, own -> own.withScale(1e-12f))),
            Map.entry("codes of another rounding", channel(
                    0, weight -> weight.withRounding(Rounding.HALF_AWAY_FROM_ZERO), own -> own.withScale(TIE))),
            Map.entry("another rounding with the same codes", weights(
                    weight -> weight.withRounding(Rounding.HALF_AWAY_FROM_ZERO))),
            Map.entry("another rounding of activations", activations(own -> new ActivationSettings(
                    own.type(), own.scheme(), own.range(), Rounding.HALF_UPWARD, own.formula(), own.scale(),
                    own.zeroPoint()))),
            Map.entry("ternary weights", weights(
                    weight -> WeightEdits.withFormula(weight, Formula.TERNARY_WEIGHT))),
            Map.entry("binary weights", weights(weight -> WeightEdits.withFormula(weight, Formula.BINARY_WEIGHT))),
            Map.entry("DoReFa weights", weights(
                    weight -> WeightEdits.withFormula(weight, Formula.DOREFA_WEIGHT))),
            Map.entry("float bias", inDoubles(layer -> layer.withBiasBits(OptionalInt.empty()))),
            Map.entry("profile of gemmlowp", layer -> layer.withRequantization(
                    Optional.of(RequantizationProfile.GEMMLOWP))),
            Map.entry("accumulator of 24 bits", layer -> layer.withAccumulator(
                    Optional.of(new Accumulator(24, Accumulator.Overflow.SATURATE)))));

    private static UnaryOperator<LayerSettings> weights(UnaryOperator<WeightSettings> change) {
        return layer -> layer.editWeight(change);
    }

    /** What only the requantization in double precision can compute. */
    private static UnaryOperator<LayerSettings> inDoubles(UnaryOperator<LayerSettings> change) {
        return layer -> change.apply(layer.withRequantization(Optional.of(RequantizationProfile.FLOAT64)));
    }

    private static UnaryOperator<LayerSettings> channel(
            int channel,
            UnaryOperator<WeightSettings> change,
            UnaryOperator<ChannelOverride> own) {
        return layer -> layer.editWeight(weight -> change.apply(weight).withOverride(List.of(channel), own));
    }

    private static UnaryOperator<LayerSettings> activations(UnaryOperator<ActivationSettings> change) {
        return layer -> layer.withInput(layer.input().map(change)).withOutput(layer.output().map(change));
    }

    /** Int8 everywhere, of which no target has anything to say. */
    private static QuantSettings base() {
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : MODEL.layers()) {
            settings = settings.withLayer(layer.name(), any ->
                    activations(own -> own.withType(INT8)).apply(LayerSettings.initial(layer.activation().map(
                            fused -> new Clamp(fused.lo(), fused.hi())))));
        }
        return settings;
    }

    private static QuantSettings row(String row) {
        return base().withLayer("conv1", ROWS.get(row));
    }

    private static List<LintFinding> check(LintTarget target, QuantSettings settings) {
        return Lint.check(target, new ExportSource(MODEL, settings, OBSERVED)).stream()
                .filter(finding -> finding.layer().equals("conv1"))
                .toList();
    }

    private static String word(List<LintFinding> findings) {
        return findings.stream().anyMatch(LintFinding::isRefused) ? "E" : findings.isEmpty() ? "ok" : "W";
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            row                                  | AIMET2 | AIMET1 | ORT | QDQ | QOPERATOR | TFLITE
            as it is                             | ok     | ok     | ok  | ok  | ok        | ok
            weights of 6 bits                    | E      | ok     | E   | W   | E         | E
            activations of 6 bits                | E      | ok     | E   | W   | E         | E
            weights of 2 bits                    | ok     | ok     | E   | W   | E         | E
            weights of 4 bits                    | ok     | ok     | ok  | W   | E         | E
            weights of 16 bits                   | ok     | ok     | ok  | W   | E         | E
            affine activations of 16 bits        | ok     | ok     | ok  | W   | E         | E
            centred activations of 16 bits       | ok     | ok     | ok  | W   | E         | ok
            bits differ by channel               | E      | E      | E   | E   | E         | E
            real weight zero point               | E      | E      | E   | E   | E         | E
            weight zero point outside            | E      | E      | E   | E   | E         | E
            real output zero point               | E      | E      | E   | E   | E         | E
            weight zero point 5                  | ok     | ok     | ok  | ok  | ok        | E
            weight zero point differs by channel | ok     | ok     | W   | W   | W         | E
            weight code -128                     | ok     | ok     | ok  | ok  | ok        | E
            narrow range with a clipping scale   | W      | ok     | W   | ok  | ok        | ok
            narrow activations                   | W      | W      | W   | W   | W         | W
            int8 activations and uint8 weights   | ok     | ok     | E   | W   | E         | E
            unsigned activations                 | ok     | ok     | ok  | ok  | ok        | E
            unsigned weights and activations     | ok     | ok     | ok  | ok  | ok        | E
            bias that overflows                  | W      | W      | W   | E   | E         | E
            codes of another rounding            | W      | W      | W   | ok  | ok        | ok
            another rounding with the same codes | ok     | ok     | ok  | ok  | ok        | ok
            another rounding of activations      | W      | W      | W   | E   | E         | ok
            ternary weights                      | E      | E      | E   | W   | E         | ok
            binary weights                       | E      | E      | E   | W   | E         | ok
            DoReFa weights                       | E      | E      | E   | E   | E         | E
            float bias                           | W      | W      | W   | W   | E         | E
            profile of gemmlowp                  | W      | W      | W   | W   | W         | W
            accumulator of 24 bits               | W      | W      | W   | W   | W         | W
            """)
    void everyCellOfTheTable(
            String row, String aimet2, String aimet1, String ort, String qdq, String qoperator, String tflite) {
        assertThat(Stream.of(
                                LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES, LintTarget.QDQ,
                                LintTarget.QOPERATOR, LintTarget.TFLITE)
                        .map(target -> word(check(target, row(row)))))
                .as(() -> row + ": " + Stream.of(LintTarget.values()).map(t -> "\n" + t + check(t, row(row))).toList())
                .containsExactly(aimet2, aimet1, ort, qdq, qoperator, tflite);
    }

    static Stream<Arguments> everyFinding() {
        return ROWS.keySet().stream().sorted().flatMap(row -> Stream.of(LintTarget.values())
                .flatMap(target -> check(target, row(row)).stream()
                        .map(finding -> Arguments.of(row, target, finding))));
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void everyFindingHasAnEditThatTakesItAway(String row, LintTarget target, LintFinding finding) {
        if (finding.fix().isEmpty()) {
            // Real zero points can only be requantized in double precision: they have to go first.
            assertThat(finding.reason()).contains("requantizes by 'float64'");
            assertThat(row).contains("zero point");
            return;
        }
        QuantSettings before = row(row);
        QuantSettings after = finding.fix().get().change().apply(before);
        assertThat(after).isNotEqualTo(before);
        assertThat(before).isEqualTo(row(row));
        assertThat(check(target, after)).extracting(LintFinding::reason).doesNotContain(finding.reason());
    }

    static Stream<Arguments> everyRowAndTarget() {
        return ROWS.keySet().stream().sorted()
                .flatMap(row -> Stream.of(LintTarget.values()).map(target -> Arguments.of(row, target)));
    }

    @ParameterizedTest
    @MethodSource("everyRowAndTarget")
    void oneEditAfterAnotherLeavesNothingToSay(String row, LintTarget target) {
        QuantSettings settings = row(row);
        for (int step = 0; step < 12 && !check(target, settings).isEmpty(); step++) {
            LintFix next = check(target, settings).stream().flatMap(each -> each.fix().stream()).findFirst().orElseThrow();
            settings = next.change().apply(settings);
        }
        assertThat(check(target, settings)).isEmpty();
    }
}
