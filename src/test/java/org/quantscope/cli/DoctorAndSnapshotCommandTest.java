package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorAndSnapshotCommandTest {
    @Test
    void doctorTellsEveryEngineAndEveryVersion() throws IOException {
        CommandRun run = CommandRun.of("doctor", "--json");

        assertThat(run.exitCode()).isZero();
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertThat(root.get("versions").fieldNames()).toIterable()
                .contains("Java", "JavaFX", "ND4J", "OpenBLAS", "oneDNN", "ONNX Runtime");
        assertThat(root.get("versions").get("JavaFX").asText()).matches("\\d+\\..*");
        assertThat(root.get("engines").findValuesAsText("name")).containsExactly("reference", "nd4j", "onednn");
        assertThat(root.get("engines").get(0).get("exact").asBoolean()).isTrue();
        JsonNode oneDnn = root.get("engines").get(2);
        assertThat(oneDnn.get("about").asText()).startsWith("oneDNN 3.11.0, ").contains("exact by self-test");
        assertThat(oneDnn.get("details").get("instruction set").asText()).matches("(SSE|AVX).*");
        assertThat(oneDnn.get("details").get("8-bit products").asText()).matches("(exact|saturate|wrong).*");
        assertThat(oneDnn.get("details").get("float32 1×1").asText()).contains(":");
        assertThat(root.get("auto").asText()).isEqualTo("onednn: the fastest that is exact here");
        assertThat(root.get("machine").get("threads").asInt()).isPositive();
        assertThat(root.get("window").asBoolean()).isFalse();
        assertThat(root.get("window_obstacle").asText()).isEqualTo("No window can open here.");
    }

    @Test
    void doctorPrintsTheSameForPeople() {
        CommandRun run = CommandRun.of("doctor");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("ONNX Runtime").contains("reference  exact")
                .contains("onednn     exact").contains("onednn: the fastest").contains("No window can open here.");
    }

    @Test
    void snapshotHandsOnWhatWasAskedFor() {
        FakeWindow window = new FakeWindow();

        CommandRun run = CommandRun.with(window, "snapshot", "net.onnx", "--layer", "conv1", "--size", "1000x700",
                "--theme", "dark", "-o", "a.png");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(String.format("Wrote a.png.%nThe input is random.%n"));
        assertThat(window.requests).containsExactly(new SnapshotRequest(
                Optional.of(Path.of("net.onnx")), false, Optional.of("conv1"), Optional.empty(), 1000, 700, true, false,
                Path.of("a.png")));
    }

    @Test
    void theLessonHasASizeOfItsOwnAndNeedsNoModel() {
        FakeWindow window = new FakeWindow();

        CommandRun run = CommandRun.with(window, "snapshot", "--lesson", "-o", "lesson.png");

        assertThat(run.exitCode()).isZero();
        assertThat(window.requests).containsExactly(new SnapshotRequest(
                Optional.empty(), false, Optional.empty(), Optional.empty(), 1100, 700, false, true,
                Path.of("lesson.png")));
    }
}
