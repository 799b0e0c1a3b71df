package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

/** Networks that nobody made for this program, from Maven, through {@code init}, {@code evaluate}, {@code sensitivity}. */
class RealNetworkStudyTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "ch_ppocr_mobile_v2.0_cls_infer.onnx, 48, 192, --fold-bn",
        "ch_PP-OCRv4_det_infer.onnx, 64, 64, --limit=2",
    })
    void aRealNetworkIsQuantizedEvaluatedAndRanked(String name, int height, int width, String option)
            throws IOException {
        Path model = folder.resolve(name);
        try (InputStream stream = RealNetworkStudyTest.class.getResourceAsStream("/models/" + name)) {
            Files.copy(stream, model);
        }
        Path images = folder.resolve("inputs.npy");
        NpyFile.write(images, inputs(2, height, width));
        Path settings = folder.resolve("a.quantscope.json");

        CommandRun init = CommandRun.of("init", model, "--calibration", images, "-o", settings, option);
        assertThat(init.exitCode()).as(init.err()).isZero();
        CommandRun evaluate =
                CommandRun.of("evaluate", model, "--settings", settings, "--data", images, "--json");
        assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
        CommandRun sensitivity = CommandRun.of("sensitivity", model, "--settings", settings, "--data", images, "--json",
                "--limit", "1", "--mode", "only", "--target", "weights");
        assertThat(sensitivity.exitCode()).as(sensitivity.err()).isZero();

        JsonNode result = new ObjectMapper().readTree(evaluate.out());
        assertThat(result.get("images").asInt()).isEqualTo(2);
        assertThat(result.get("accuracy").isNull()).isTrue();
        assertThat(result.get("logit_mse").asDouble()).isPositive();
        assertThat(result.get("kl").asDouble()).isBetween(0.0, 10.0);
        JsonNode ranking = new ObjectMapper().readTree(sensitivity.out());
        assertThat(ranking.size()).isGreaterThan(20);
        assertThat(ranking.get(0).get("logit_mse").asDouble()).isPositive();
    }

    /** Blocks of random brightness. */
    private static FloatTensor inputs(int count, int height, int width) {
        SplittableRandom random = new SplittableRandom(11);
        float[] values = new float[count * 3 * height * width];
        float level = 0;
        for (int i = 0; i < values.length; i++) {
            level = i % 8 == 0 ? (float) random.nextDouble(-1, 1) : level;
            values[i] = level;
        }
        return FloatTensor.wrap(Shape.of(count, 3, height, width), values);
    }
}
