package org.quantscope.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that one run of the benchmark found, as JSON and as Markdown tables. */
final class Report {
    private static final double MEMORY_LIMIT = 3;
    private static final double OPENING_LIMIT_SECONDS = 3;
    private static final double EDIT_LIMIT_SECONDS = 0.8;
    private static final double FIRST_LIMIT_SECONDS = 2;
    private static final double RANKING_LIMIT_SECONDS = 40;

    private final JsonNode machine;
    private final String date;
    private final List<LayerBench> layers = new ArrayList<>();
    private Map<String, Timing> weights = new LinkedHashMap<>();
    private Map<String, Timing> network = new LinkedHashMap<>();
    private Optional<JsonNode> ranking = Optional.empty();
    private Optional<JsonNode> memory = Optional.empty();
    private Optional<JsonNode> opening = Optional.empty();

    /**
     * @param machine what {@code doctor --json} says
     * @param date of the run
     */
    Report(JsonNode machine, String date) {
        this.machine = machine;
        this.date = date;
    }

    void add(LayerBench layer) {
        layers.add(layer);
    }

    void setWeights(Map<String, Timing> timings) {
        weights = timings;
    }

    /**
     * @param timings of an edit that reaches the logits of a whole network
     * @param found how long its layers took to be ranked
     */
    void setNetwork(Map<String, Timing> timings, JsonNode found) {
        network = timings;
        ranking = Optional.of(found);
    }

    void setMemory(JsonNode found) {
        memory = Optional.of(found);
    }

    void setOpening(JsonNode found) {
        opening = Optional.of(found);
    }

    // ---- JSON

    ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("date", date).set("environment", machine);
        ArrayNode list = root.putArray("layers");
        for (LayerBench bench : layers) {
            ObjectNode node = list.addObject()
                    .put("layer", bench.layer().title())
                    .put("threads", bench.threads())
                    .put("engine", bench.engine());
            putTimings(node.putArray("cases"), bench.timings(), CaseNames.ORT_REAL);
        }
        putTimings(root.putArray("weights_2359296"), weights, WeightCases.RUNTIME);
        if (!network.isEmpty()) {
            putTimings(root.putArray("network_resnet18"), network, NetworkCases.FRESH);
        }
        ranking.ifPresent(found -> root.set("ranking_resnet18", found));
        memory.ifPresent(found -> root.set("memory", found));
        opening.ifPresent(found -> root.set("opening", found));
        ArrayNode targets = root.putArray("targets");
        verdicts().forEach(verdict -> targets.addObject()
                .put("case", verdict.what())
                .put("threads", verdict.threads())
                .put("measured", verdict.measured())
                .put("limit", verdict.limit())
                .put("met", verdict.isMet())
                .put("remark", verdict.remark()));
        return root;
    }

    private static void putTimings(ArrayNode list, Map<String, Timing> timings, String reference) {
        timings.forEach((name, timing) -> list.addObject()
                .put("case", name)
                .put("min_ms", timing.min())
                .put("median_ms", timing.median())
                .put("p95_ms", timing.p95())
                .put("rounds", timing.rounds())
                .put("min_ratio", timing.min() / timings.get(reference).min())
                .put("median_ratio", timing.median() / timings.get(reference).median()));
    }

    // ---- targets

    /** What was promised, and what came of it. */
    record Verdict(String what, int threads, double measured, double limit, String remark) {
        boolean isMet() {
            return measured <= limit;
        }

        String inWords() {
            return isMet() ? "met" : remark.isEmpty() ? "**not met**" : "not met: " + remark;
        }
    }

    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (LayerBench bench : layers) {
            if (bench.layer() == BenchLayer.SEED) {
                for (Target target : Target.ALL) {
                    target.measured(bench).ifPresent(ratio -> verdicts.add(new Verdict(
                            target.name() + " / " + target.of() + " (" + target.percentile().title() + ")",
                            bench.threads(), ratio, target.limit(),
                            target.needs().isEmpty() || hasInstructions(target.needs())
                                    ? ""
                                    : "no " + target.needs() + " on this CPU")));
                }
            }
        }
        memory.ifPresent(found -> verdicts.add(new Verdict("memory of the open layer / its tensors", 0,
                found.get("ratio").asDouble(), MEMORY_LIMIT, "")));
        opening.ifPresent(found -> verdicts.add(new Verdict("seconds until a network of 100 MB can be explored", 0,
                found.get("seconds").asDouble(), OPENING_LIMIT_SECONDS, "")));
        ranking.ifPresent(found -> {
            verdicts.add(new Verdict("seconds from an edited scale to the logits of ResNet-18's size (median)", 0,
                    network.get(NetworkCases.EVERYTHING).median() / 1000, EDIT_LIMIT_SECONDS, ""));
            verdicts.add(new Verdict("seconds until the first of its layers is ranked", 0,
                    found.get("first_seconds").asDouble(), FIRST_LIMIT_SECONDS, ""));
            verdicts.add(new Verdict("seconds until 20 of them are ranked on 8 images, weights and activations apart", 0,
                    found.get("seconds").asDouble(), RANKING_LIMIT_SECONDS, ""));
        });
        return verdicts;
    }

    private boolean hasInstructions(String needed) {
        List<String> words = needed.equals(Target.VNNI) ? List.of("avx512_vnni", "avx_vnni") : List.of("avx512f");
        for (JsonNode present : machine.path("machine").path("instructions")) {
            if (words.contains(present.asText())) {
                return true;
            }
        }
        return false;
    }

    // ---- Markdown

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(headline()).append("\n\n");
        text.append("| seed layer, target | threads | measured | limit | |\n|---|---|---|---|---|\n");
        verdicts().forEach(verdict -> text.append(line(
                verdict.what(),
                verdict.threads() == 0 ? "" : Integer.toString(verdict.threads()),
                ratio(verdict.measured()),
                String.format(Locale.ROOT, "%.2f", verdict.limit()),
                verdict.inWords())));
        for (int threads : layers.stream().mapToInt(LayerBench::threads).distinct().toArray()) {
            text.append('\n').append(layerTable(threads));
        }
        if (!weights.isEmpty()) {
            text.append('\n').append(weightTable());
        }
        ranking.ifPresent(found -> text.append('\n').append(networkTable(found)));
        return text.toString();
    }

    private String headline() {
        JsonNode versions = machine.path("versions");
        return date + ", " + machine.path("machine").path("processor").asText("unknown processor") + ", "
                + machine.path("machine").path("threads").asInt() + " threads, "
                + (hasInstructions(Target.VNNI) ? "VNNI" : "no VNNI") + ", Java " + versions.path("Java").asText() + ", ONNX Runtime "
                + versions.path("ONNX Runtime").asText() + ", engine "
                + layers.stream().map(LayerBench::engine).findFirst().orElse("none") + ".";
    }

    /** Ratios to the runtime's fp32 convolution of the same layer, and its milliseconds; least disturbed rounds. */
    private String layerTable(int threads) {
        List<LayerBench> columns = layers.stream().filter(bench -> bench.threads() == threads).toList();
        StringBuilder text = new StringBuilder("| " + threads + (threads == 1 ? " thread" : " threads") + " |");
        columns.forEach(column -> text.append(' ').append(column.layer().title()).append(" |"));
        text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        for (String name : columns.get(0).timings().keySet()) {
            List<String> cells = new ArrayList<>(List.of(name));
            for (LayerBench column : columns) {
                cells.add(name.equals(CaseNames.ORT_REAL)
                        ? String.format(Locale.ROOT, "1 (%.2f ms)", column.timing(name).min())
                        : ratio(column.ratio(name, CaseNames.ORT_REAL)));
            }
            text.append(line(cells.toArray(new String[0])));
        }
        return text.toString();
    }

    private String weightTable() {
        StringBuilder text = new StringBuilder("| 2.4 million weights, 1 thread | min | median | ratio |\n|---|---|---|---|\n");
        weights.forEach((name, timing) -> text.append(line(name,
                String.format(Locale.ROOT, "%.2f ms", timing.min()),
                String.format(Locale.ROOT, "%.2f ms", timing.median()),
                ratio(timing.min() / weights.get(WeightCases.RUNTIME).min()))));
        return text.toString();
    }

    private String networkTable(JsonNode found) {
        StringBuilder text = new StringBuilder("| network of ResNet-18's size | min | median | ratio |\n|---|---|---|---|\n");
        network.forEach((name, timing) -> text.append(line(name,
                String.format(Locale.ROOT, "%.0f ms", timing.min()),
                String.format(Locale.ROOT, "%.0f ms", timing.median()),
                ratio(timing.median() / network.get(NetworkCases.FRESH).median()))));
        double ours = found.get("weights_simulated_seconds").asDouble();
        double fresh = found.get("weights_fresh_seconds").asDouble();
        text.append(line(found.get("layers").asInt() + " layers × " + found.get("images").asInt()
                        + " images, each layer's weights alone: fresh ORT sessions", "",
                String.format(Locale.ROOT, "%.1f s", fresh), ratio(1)));
        text.append(line("the same in the simulated network", "",
                String.format(Locale.ROOT, "%.1f s", ours), ratio(ours / fresh)));
        return text.toString();
    }

    private static String line(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Three digits that mean something. */
    private static String ratio(double value) {
        return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : value < 10 ? "%.3f" : "%.1f", value);
    }
}
