package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportReportTest {
    private static final String LENET = "samples/fashion-lenet.onnx";
    private static final String IMAGES = "samples/fashion-test1000-images-idx3-ubyte";

    @TempDir
    private Path folder;

    @Test
    void aReportTellsWhatEvaluateTellsAndWhatEveryLayerLoses() throws IOException {
        Path settings = settings();
        Path report = folder.resolve("lenet.report.html");
        Path certificate = folder.resolve("lenet.certificate.json");
        CommandRun.of("verify", LENET, "--settings", settings, "--data", IMAGES, "--limit", 2, "-o", certificate);

        CommandRun run = CommandRun.of("export", LENET, "--settings", settings, "--format", "report", "--evaluate",
                IMAGES, "--evaluate-limit", 40, "--certificate", certificate, "-o", report);
        CommandRun evaluated =
                CommandRun.of("evaluate", LENET, "--settings", settings, "--data", IMAGES, "--limit", 40, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Saved lenet.report.html: 0 of ").contains(" fields differ.");
        JsonNode figures = block(Files.readString(report), "quantscope-figures");
        JsonNode expected = new ObjectMapper().readTree(evaluated.out());
        for (String figure : new String[] {"images", "accuracy", "float_accuracy", "agreement", "kl", "logit_mse"}) {
            assertThat(figures.at("/evaluation/" + figure)).as(figure).isEqualTo(expected.get(figure));
        }
        assertThat(figures.at("/certificate/images").asInt()).isEqualTo(2);
        assertThat(figures.get("layers")).isNotEmpty().allSatisfy(layer -> {
            assertThat(layer.get("sqnr_db").asDouble()).isBetween(10.0, 80.0);
            assertThat(layer.get("elements").asLong()).isPositive();
            assertThat(layer.get("accumulator_bits").asInt()).isBetween(12, 32);
        });
    }

    @Test
    void optionsThatAFormatHasNoPlaceForAreRefused() throws IOException {
        Path settings = settings();

        CommandRun run = CommandRun.of("export", LENET, "--settings", settings, "--format", "settings", "--evaluate",
                IMAGES, "-o", folder.resolve("a.quantscope.json"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("'--evaluate' is for the format report; settings has no place for an accuracy.");
    }

    @Test
    void aCertificateOfOtherSettingsIsRefused() throws IOException {
        Path certificate = folder.resolve("other.certificate.json");
        CommandRun.of("verify", LENET, "--settings", settings(), "--data", IMAGES, "--limit", 1, "-o", certificate);
        Path other = folder.resolve("other.quantscope.json");
        CommandRun.of("init", LENET, "--calibration", IMAGES, "--limit", 3, "-o", other);
        Path report = folder.resolve("lenet.report.html");

        CommandRun run = CommandRun.of("export", LENET, "--settings", other, "--format", "report", "--certificate",
                certificate, "-o", report);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).isEqualTo("File 'other.certificate.json' is the certificate of other settings than"
                + " 'other.quantscope.json'; let verify write one for these.");
        assertThat(report).doesNotExist();
    }

    private Path settings() {
        Path settings = folder.resolve("lenet.quantscope.json");
        CommandRun run = CommandRun.of("init", LENET, "--calibration", IMAGES, "--limit", 20, "-o", settings);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return settings;
    }

    private static JsonNode block(String page, String id) throws IOException {
        String start = "id=\"" + id + "\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }
}
