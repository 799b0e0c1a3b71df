package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exactness tests once more with the instructions of older processors, so that every way of summing is proven. */
class InstructionSetTest {
    @ParameterizedTest
    @CsvSource({"SSE41, SSE4.1", "AVX2, AVX2|SSE4.1", "AVX512_CORE, AVX-512|AVX2|SSE4.1", "DEFAULT, .*"})
    void sumsAreExactWithCappedInstructions(String cap, String instructions) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1", // the library is on trial, not the compiler
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CappedInstructions.class.getName());
        program.environment().put("ONEDNN_MAX_CPU_ISA", cap);
        program.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = program.start();
        List<String> lines = process.inputReader().lines().toList();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s", lines).isZero();
        List<String> told = lines.subList(lines.size() - 3, lines.size());
        assertThat(told.get(0)).isEqualTo("onednn");
        assertThat(told.get(1)).matches(instructions);
        // Products of bytes that are exact need VNNI, which all these caps but the last one take away.
        assertThat(told.get(2).startsWith("exact")).isEqualTo(told.get(1).matches(".*(VNNI|AMX).*"));
    }
}
