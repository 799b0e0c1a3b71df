package org.quantscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

class StartupTimesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final AtomicLong clock = new AtomicLong(1_000);

    @Test
    void aStageIsToldOnceWithItsTimeSinceTheStart() {
        StartupTimes times = new StartupTimes(out, clock::get, 400);
        times.reached("window shown");
        clock.set(5_000);
        times.reached("window shown");
        times.reached("first frame");
        assertThat(lines()).hasSize(2);
        assertThat(lines()[0]).startsWith("   600 ms ").endsWith(" ms CPU  window shown");
        assertThat(lines()[1]).startsWith("  4600 ms ").endsWith(" ms CPU  first frame");
    }

    @Test
    void nothingIsToldWhereNobodySaidWhenTheProcessStarted() {
        StartupTimes times = new StartupTimes(out, clock::get, -1);
        times.reached("window shown");
        assertThat(times.isWanted()).isFalse();
        assertThat(written.size()).isZero();
    }

    @Test
    void theStagesOfTheWorkspaceAreToldFromTheEngineToTheLastLayer() {
        StartupTimes times = new StartupTimes(out, clock::get, 0);
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            times.follow(workspace);
            assertThat(written.size()).isZero();
            workspace.openSample("fashion-lenet.onnx");
        }
        assertThat(lines()).hasSize(5);
        assertThat(String.join("", lines())).contains("engine loaded", "model open", "input and ranges",
                "first result", "everything computed");
    }

    private String[] lines() {
        return written.toString(StandardCharsets.UTF_8).split("\\R");
    }
}
