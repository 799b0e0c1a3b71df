package org.quantscope.bench;

import java.util.List;
import java.util.Optional;

/**
 * What was promised for the seed layer: that a case takes no more than {@code limit} times what another one takes.
 *
 * @param name of our case
 * @param of the runtime's case
 * @param limit of the ratio
 * @param percentile which of our rounds counts
 * @param needs the instructions that it was promised for; empty: every processor's
 */
record Target(String name, String of, double limit, Percentile percentile, String needs) {
    /** Products of bytes, summed in 32 bits. */
    static final String VNNI = "VNNI";
    /** Vectors of sixteen floats. */
    static final String AVX512 = "AVX-512";


    /** Which round of ours is held against the same one of the runtime; the 95th percentile against its median. */
    enum Percentile {
        MIN("min"),
        MEDIAN("median"),
        P95("95th");

        private final String title;

        Percentile(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    static final List<Target> ALL = List.of(
            new Target(CaseNames.ALL_INTEGER, CaseNames.ORT_SUMS_UNSIGNED, 0.20, Percentile.MIN, VNNI),
            new Target(CaseNames.ALL_INTEGER, CaseNames.ORT_CODES_UNSIGNED, 0.35, Percentile.MIN, VNNI),
            new Target(CaseNames.ALL_FAKE_QUANT, CaseNames.ORT_REAL, 0.75, Percentile.MIN, AVX512),
            new Target(CaseNames.ONE_CHANGED, CaseNames.ORT_REAL, 0.15, Percentile.MIN, ""),
            new Target(CaseNames.ONE_UNCHANGED, CaseNames.ORT_REAL, 0.01, Percentile.MIN, ""),
            new Target(CaseNames.FRAME, CaseNames.ORT_REAL, 0.25, Percentile.MEDIAN, ""),
            new Target(CaseNames.FRAME, CaseNames.ORT_REAL, 0.5, Percentile.P95, ""),
            new Target(CaseNames.ALL_ND4J, CaseNames.ORT_REAL, 2.2, Percentile.MIN, ""));

    /** The ratio, where the run has both cases. */
    Optional<Double> measured(LayerBench bench) {
        if (!bench.timings().containsKey(name) || !bench.timings().containsKey(of)) {
            return Optional.empty();
        }
        Timing ours = bench.timing(name);
        Timing theirs = bench.timing(of);
        return Optional.of(switch (percentile) {
            case MIN -> ours.min() / theirs.min();
            case MEDIAN -> ours.median() / theirs.median();
            case P95 -> ours.p95() / theirs.median();
        });
    }

    boolean isMet(double ratio) {
        return ratio <= limit;
    }
}
