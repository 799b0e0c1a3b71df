package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The machine that the program runs on.
 *
 * @param processor its name; empty where the system does not tell it
 * @param features instructions that matter to the engines and that the processor has; empty where unknown
 * @param threads how many run at once
 * @param heapBytes what Java may use at most
 * @param residentBytes what the process uses now; empty where the system does not tell it
 */
record Machine(
        Optional<String> processor,
        Optional<List<String>> features,
        int threads,
        long heapBytes,
        OptionalLong residentBytes) {
    /** In the words of Linux. */
    private static final List<String> RELEVANT =
            List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimd", "asimddp", "i8mm");

    static Machine here() {
        Map<String, String> cpu = fields(Path.of("/proc/cpuinfo"));
        Map<String, String> status = fields(Path.of("/proc/self/status"));
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                Optional.ofNullable(cpu.get("model name")),
                Optional.ofNullable(cpu.getOrDefault("flags", cpu.get("Features"))).map(Machine::relevant),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                kilobytes(status.get("VmRSS")));
    }

    /** What a person reads, by name. */
    Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("processor", processor.orElse("unknown"));
        lines.put("instructions", features.map(list -> String.join(" ", list)).orElse("unknown"));
        lines.put("threads", Integer.toString(threads));
        lines.put("memory", String.format(Locale.ROOT, "heap at most %,d MB%s", heapBytes >> 20,
                residentBytes.isPresent()
                        ? String.format(Locale.ROOT, ", process now %,d MB", residentBytes.getAsLong() >> 20)
                        : ""));
        return lines;
    }

    void putInto(ObjectNode object) {
        object.put("processor", processor.orElse(null));
        if (features.isPresent()) {
            features.get().forEach(object.putArray("instructions")::add);
        } else {
            object.putNull("instructions");
        }
        object.put("threads", threads);
        object.put("heap_max_bytes", heapBytes);
        object.put("resident_bytes", residentBytes.isPresent() ? (Long) residentBytes.getAsLong() : null);
    }

    /** Lines of the form {@code key : value}; the first of each key counts. */
    private static Map<String, String> fields(Path file) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
                }
            }
        } catch (IOException | SecurityException notLinux) {
            return Map.of();
        }
        return fields;
    }

    private static List<String> relevant(String flags) {
        Set<String> present = new HashSet<>(Arrays.asList(flags.split("\\s+")));
        return RELEVANT.stream().filter(present::contains).toList();
    }

    private static OptionalLong kilobytes(String text) {
        if (text == null || !text.matches("\\d{1,15} kB")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text.substring(0, text.indexOf(' '))) << 10);
    }
}
