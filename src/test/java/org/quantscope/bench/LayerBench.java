package org.quantscope.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Crew;
import org.quantscope.conv.engine.Engines;

/**
 * Both programs on one layer, with the same number of threads.
 *
 * @param layer which
 * @param threads at work in either program
 * @param engine Quantscope's, by name
 * @param timings by the names of the cases
 */
record LayerBench(BenchLayer layer, int threads, String engine, Map<String, Timing> timings) {
    /** Measures, after the results were found equal. */
    static LayerBench run(LayerData data, int threads, Rounds rounds) throws Exception {
        ConvEngine engine = Engines.select("auto");
        Optional<ConvEngine> nd4j = Optional.of(Engines.select("nd4j")).filter(found -> found.name().equals("nd4j"));
        try (OrtCases runtime = new OrtCases(data, threads);
                OurCases ours = new OurCases(data, engine, nd4j, Crew.of(threads))) {
            ours.require(new Agreement(data, runtime));
            List<BenchCase> cases = new ArrayList<>(runtime.cases());
            cases.addAll(ours.cases());
            return new LayerBench(data.kind(), threads, engine.name(), rounds.measure(cases));
        }
    }

    Timing timing(String name) {
        Timing timing = timings.get(name);
        if (timing == null) {
            throw new IllegalArgumentException("No case is named '" + name + "'.");
        }
        return timing;
    }

    /** How long a case takes in units of another, least disturbed rounds. */
    double ratio(String name, String of) {
        return timing(name).min() / timing(of).min();
    }
}
