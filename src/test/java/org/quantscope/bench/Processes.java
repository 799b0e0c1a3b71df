package org.quantscope.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Programs in a Java of their own, where nothing is loaded yet; the last line that they print is one JSON object. */
final class Processes {
    private Processes() {}

    /** @param options for Java */
    static JsonNode run(List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // Not on the command line: ONNX Runtime walks through that one recursively.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        List<String> lines = out.strip().lines().toList();
        if (code != 0 || lines.isEmpty()) {
            throw new IllegalStateException(program.getSimpleName() + " ended with code " + code + ": " + out);
        }
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
}
