package org.quantscope.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs cases in turn, round after round, so that whatever else happens on the machine hits them alike: a ratio of two cases
 * of one run means something where their milliseconds do not.
 *
 * @param most rounds at most
 * @param warmUpNanos how long each case runs before it counts
 * @param budgetNanos no round begins after this time, but one always runs
 */
record Rounds(int most, long warmUpNanos, long budgetNanos) {
    private static final int FEWEST_WARM_UPS = 2;

    /** The timings by name, in the order of the cases. */
    Map<String, Timing> measure(List<BenchCase> cases) throws Exception {
        for (BenchCase each : cases) {
            warmUp(each);
        }
        long[][] nanos = new long[cases.size()][most];
        long start = System.nanoTime();
        int round = 0;
        while (round < most && (round == 0 || System.nanoTime() - start < budgetNanos)) {
            for (int i = 0; i < cases.size(); i++) {
                cases.get(i).prepare().run();
                long before = System.nanoTime();
                cases.get(i).task().run();
                nanos[i][round] = System.nanoTime() - before;
            }
            round++;
        }
        Map<String, Timing> timings = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            Timing present = timings.put(cases.get(i).name(), Timing.of(Arrays.copyOf(nanos[i], round)));
            if (present != null) {
                throw new IllegalArgumentException("Two cases are named '" + cases.get(i).name() + "'.");
            }
        }
        return timings;
    }

    private void warmUp(BenchCase each) throws Exception {
        long start = System.nanoTime();
        for (int run = 0; run < FEWEST_WARM_UPS || System.nanoTime() - start < warmUpNanos; run++) {
            each.prepare().run();
            each.task().run();
        }
    }
}
