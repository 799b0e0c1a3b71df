package org.quantscope.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.cli.CommandStreams;
import org.quantscope.cli.Commands;
import org.quantscope.cli.SnapshotRequest;
import org.quantscope.cli.WindowAccess;

/**
 * The benchmark of {@code mvn -Pbench verify}: writes {@code target/bench.json} and {@code target/bench.md}. It fails where
 * results differ, never because of a time. {@code -Dbench.rounds=N} and {@code -Dbench.layers=seed,3x3} make it shorter.
 */
class BenchmarkIT {
    private static final int[] THREADS = {1, 2};
    private static final long WARM_UP_NANOS = 250_000_000L;
    private static final long BUDGET_NANOS = 14_000_000_000L;
    private static final int OPENINGS = 3;

    @TempDir
    Path folder;

    @Test
    void measuresAndReports() throws Exception {
        Rounds rounds = new Rounds(Integer.getInteger("bench.rounds", 60), WARM_UP_NANOS, BUDGET_NANOS);
        List<BenchLayer> layers = BenchLayer.named(System.getProperty("bench.layers", ""));
        Report report = new Report(doctor(), LocalDate.now().toString());
        for (BenchLayer layer : layers) {
            LayerData data = LayerData.of(layer);
            for (int threads : THREADS) {
                report.add(LayerBench.run(data, threads, rounds));
            }
        }
        try (WeightCases weights = new WeightCases()) {
            weights.require();
            report.setWeights(rounds.measure(weights.cases()));
        }
        measureNetwork(report, rounds);
        if (MemoryProbe.isPossible()) {
            report.setMemory(Processes.run(MemoryProbe.OPTIONS, MemoryProbe.class, layers.get(0).word()));
        }
        report.setOpening(opening());
        write(report);
    }

    private void measureNetwork(Report report, Rounds rounds) throws Exception {
        Path file = folder.resolve("residual.onnx");
        ResidualNetwork.write(file);
        try (NetworkCases network = new NetworkCases(file, ResidualNetwork.CONVOLUTIONS, THREADS[1])) {
            network.require();
            report.setNetwork(rounds.measure(network.cases()), network.ranking());
        }
    }

    /** The quickest of a few new processes. */
    private JsonNode opening() throws IOException, InterruptedException {
        Path file = folder.resolve("hundred-megabytes.onnx");
        OpeningProbe.writeNetwork(file);
        JsonNode best = null;
        for (int attempt = 0; attempt < OPENINGS; attempt++) {
            JsonNode found = Processes.run(OpeningProbe.OPTIONS, OpeningProbe.class, file.toString());
            if (best == null || found.get("seconds").asDouble() < best.get("seconds").asDouble()) {
                best = found;
            }
        }
        return best;
    }

    private static JsonNode doctor() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Commands.run(List.of("doctor", "--json"), new CommandStreams(stream, stream), new NoWindow());
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private static final class NoWindow implements WindowAccess {
        @Override
        public List<String> draw(SnapshotRequest request) {
            throw new UnsupportedOperationException("The benchmark draws no window.");
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.of("The benchmark opens no window.");
        }
    }

    private static void write(Report report) throws IOException {
        Path target = Path.of(System.getProperty("bench.target", "target"));
        Files.createDirectories(target);
        new ObjectMapper().writerWithDefaultPrettyPrinter()
                .writeValue(target.resolve("bench.json").toFile(), report.json());
        Files.writeString(target.resolve("bench.md"), report.markdown());
        System.out.println(report.markdown());
    }
}
