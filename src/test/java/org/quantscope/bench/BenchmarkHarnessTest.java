package org.quantscope.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quantscope.conformance.RuntimeIntegers;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;

/** The benchmark's own machinery, on one round of a tiny layer. */
class BenchmarkHarnessTest {
    private static final Rounds ONE = new Rounds(1, 0, 0);

    @Test
    void aTinyLayerIsComparedAndMeasuredInEveryCase() throws Exception {
        LayerBench bench = LayerBench.run(LayerData.of(BenchLayer.TINY), 2, ONE);
        assertThat(bench.timings().containsKey(CaseNames.ALL_INTEGER_8)).isNotEqualTo(RuntimeIntegers.hasVnni());
        assertThat(bench.timings()).containsKeys(
                CaseNames.ORT_REAL, CaseNames.ORT_SUMS_UNSIGNED, CaseNames.ORT_SUMS_SIGNED,
                CaseNames.ORT_CODES_UNSIGNED, CaseNames.ORT_CODES_SIGNED, CaseNames.ALL_INTEGER,
                CaseNames.ALL_FAKE_QUANT, CaseNames.ALL_ND4J, CaseNames.ALL_LIVE, CaseNames.ONE_CHANGED,
                CaseNames.ONE_SCALED, CaseNames.ONE_UNCHANGED, CaseNames.FRAME);
        assertThat(bench.timings().values()).allSatisfy(timing -> {
            assertThat(timing.rounds()).isEqualTo(1);
            assertThat(timing.min()).isPositive();
        });
        Report report = new Report(new ObjectMapper().createObjectNode(), "2000-01-01");
        report.add(bench);
        ObjectNode json = report.json();
        assertThat(json.at("/layers/0/cases")).hasSameSizeAs(bench.timings().keySet());
        assertThat(report.markdown()).contains(BenchLayer.TINY.title(), CaseNames.FRAME);
    }

    @Test
    void aWholeNetworkIsComparedMeasuredAndRanked() throws Exception {
        SampleModel lenet = Samples.models().stream().filter(one -> one.file().contains("lenet")).findFirst().orElseThrow();
        Report report = new Report(new ObjectMapper().createObjectNode(), "2000-01-01");
        try (NetworkCases network = new NetworkCases(new Samples().modelFile(lenet), 3, 1)) {
            network.require();
            report.setNetwork(ONE.measure(network.cases()), network.ranking());
        }
        assertThat(report.json().at("/network_resnet18")).hasSize(3);
        assertThat(report.json().at("/ranking_resnet18/runs").asInt()).isEqualTo(3 * 2 * 8);
        assertThat(report.verdicts()).hasSize(3).allMatch(Report.Verdict::isMet);
        assertThat(report.markdown()).contains(NetworkCases.SIMULATED, "3 layers × 8 images");
    }

    @Test
    void casesRunInTurnAndAreSortedByTime() throws Exception {
        List<String> runs = new ArrayList<>();
        Map<String, Timing> timings = new Rounds(3, 0, Long.MAX_VALUE).measure(List.of(
                new BenchCase("a", () -> runs.add("p"), () -> runs.add("a")),
                new BenchCase("b", () -> runs.add("b"))));
        assertThat(String.join("", runs)).isEqualTo("papa" + "bb" + "pab".repeat(3));
        assertThat(timings.get("a").rounds()).isEqualTo(3);
    }

    @Test
    void noRoundBeginsAfterTheBudgetButOneAlwaysRuns() throws Exception {
        Map<String, Timing> timings = new Rounds(50, 0, 0).measure(List.of(new BenchCase("a", () -> {})));
        assertThat(timings.get("a").rounds()).isEqualTo(1);
    }

    @Test
    void timingsAreOrderStatistics() {
        Timing timing = Timing.of(5_000_000, 1_000_000, 3_000_000, 2_000_000, 100_000_000);
        assertThat(timing.min()).isEqualTo(1);
        assertThat(timing.median()).isEqualTo(3);
        assertThat(timing.p95()).isEqualTo(100);
        assertThatThrownBy(Timing::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTargetIsJudgedByItsOwnRound() {
        LayerBench bench = new LayerBench(BenchLayer.SEED, 1, "nd4j", Map.of(
                CaseNames.ORT_REAL, Timing.of(10_000_000, 20_000_000, 30_000_000),
                CaseNames.FRAME, Timing.of(1_000_000, 4_000_000, 12_000_000)));
        Report report = new Report(new ObjectMapper().createObjectNode(), "2000-01-01");
        report.add(bench);
        assertThat(report.verdicts()).extracting(Report.Verdict::measured).containsExactly(0.2, 0.6);
        assertThat(report.verdicts()).extracting(Report.Verdict::isMet).containsExactly(true, false);
        assertThat(report.markdown())
                .contains("| 1 | 0.200 | 0.25 | met |", "| 1 | 0.600 | 0.50 | **not met** |");
    }

    @Test
    void whatAProcessorCannotDoIsSaidWhereATargetIsMissed() throws Exception {
        LayerBench bench = new LayerBench(BenchLayer.SEED, 1, "onednn", Map.of(
                CaseNames.ORT_REAL, Timing.of(10_000_000), CaseNames.ALL_FAKE_QUANT, Timing.of(9_000_000)));
        ObjectMapper mapper = new ObjectMapper();
        Report older = new Report(mapper.readTree("{\"machine\": {\"instructions\": [\"avx2\"]}}"), "2000-01-01");
        older.add(bench);
        assertThat(older.markdown()).contains("| 0.900 | 0.75 | not met: no AVX-512 on this CPU |");
        Report newer = new Report(mapper.readTree("{\"machine\": {\"instructions\": [\"avx512f\"]}}"), "2000-01-01");
        newer.add(bench);
        assertThat(newer.markdown()).contains("| 0.900 | 0.75 | **not met** |");
    }

    @Test
    void resultsThatDifferAreNotMeasured() throws Exception {
        LayerData data = LayerData.of(BenchLayer.TINY);
        try (OrtCases runtime = new OrtCases(data, 1)) {
            Agreement agreement = new Agreement(data, runtime);
            int[] sums = new OrtLayer(data, 1).sums().integers();
            float[] reals = runtime.real().floats();
            agreement.require("equal", sums, reals);
            sums[17]++;
            assertThatThrownBy(() -> agreement.require("one more", sums, reals))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one more: element 17");
            sums[17]--;
            reals[3] += 1;
            assertThatThrownBy(() -> agreement.require("another float", sums, reals))
                    .hasMessageContaining("another float: element 3");
        }
    }

    @Test
    void unknownLayersAreNamed() {
        assertThat(BenchLayer.named("3x3, fc")).containsExactly(BenchLayer.SQUARE, BenchLayer.FULLY_CONNECTED);
        assertThat(BenchLayer.named("")).hasSize(5).doesNotContain(BenchLayer.TINY);
        assertThatThrownBy(() -> BenchLayer.named("5x5")).hasMessageContaining("'5x5'").hasMessageContaining("seed");
    }

    @Test
    void weightsHaveTheWidthThatTheRuntimeIsExactWith() {
        LayerData data = LayerData.of(BenchLayer.TINY);
        assertThat(data.params().weight().orElseThrow().channel(0).type().bits())
                .isEqualTo(RuntimeIntegers.exactWeightBits());
        assertThat(data.tensorBytes()).isEqualTo(4L * (5 * 81 + 7 * 45 + 7 * 81));
    }
}
