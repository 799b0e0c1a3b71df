package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

/**
 * {@code compare --trace} on a padded 3×3 convolution of two channels, all of whose figures follow from whole numbers:
 * the scales are 1, and the output's is 2, so that an odd sum is a tie.
 */
class CompareTraceTest {
    private static final int[] INPUT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    private static final int[] BIAS = {4, -3};

    @TempDir
    private Path folder;

    private final int[] weight = new int[2 * 2 * 9];

    @BeforeEach
    void writeTheModelItsSettingsAndItsInput() throws IOException {
        for (int at = 0; at < weight.length; at++) {
            weight[at] = at % 7 - 2;
        }
        OnnxModels.opset(13)
                .input("x", 1, 2, 3, 3)
                .initializer("w", floats(weight), 2, 2, 3, 3)
                .initializer("b", floats(BIAS), 2)
                .node("Conv", "small", "x,w,b", "y", OnnxModels.integers("pads", 1, 1, 1, 1))
                .output("y")
                .write(folder.resolve("small.onnx"));
        NpyFile.write(folder.resolve("x.npy"), FloatTensor.wrap(Shape.of(1, 2, 3, 3), floats(INPUT)));
        Files.writeString(folder.resolve("small.quantscope.json"), """
                {"quantscope": 1, "layers": {"small": {
                  "weight": {"bits": 8, "signed": true, "scale": 1.0, "zero_point": 0},
                  "input": {"bits": 8, "signed": false, "scale": 1.0, "zero_point": 0},
                  "output": {"bits": 8, "signed": true, "scale": 2.0, "zero_point": 5},
                  "bias_bits": 32}}}
                """);
    }

    @Test
    void theTextEndsWithTheTracedElement() {
        CommandRun run = compare("--trace", "1,0,2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Layer small, channel 1 (0, 2): 18 taps, 10 of them in the padding")
                .contains("Sum of products").contains("Output code").contains("Both paths give code ");
        assertThat(run.out().lines().filter(line -> line.endsWith("padding")).count()).isEqualTo(10 + 1);
    }

    @Test
    void theJsonObjectHasEveryProductAndStep() throws IOException {
        CommandRun run = compare("--trace", "0,1,1", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode trace = new ObjectMapper().readTree(run.out()).get("trace");
        List<Long> products = new ArrayList<>();
        List<Long> register = new ArrayList<>();
        trace.get("taps").forEach(tap -> products.add(tap.get("product").asLong()));
        trace.get("taps").forEach(tap -> register.add(tap.get("held").asLong()));
        List<Long> expected = new ArrayList<>();
        List<Long> sums = new ArrayList<>();
        long sum = 0;
        for (int at = 0; at < INPUT.length; at++) {
            expected.add((long) INPUT[at] * weight[at]);
            sum += (long) INPUT[at] * weight[at];
            sums.add(sum);
        }
        assertThat(products).isEqualTo(expected);
        assertThat(register).isEqualTo(sums);
        JsonNode integer = trace.get("integer");
        assertThat(integer.get("accumulator").asLong()).isEqualTo(sum);
        assertThat(integer.get("bias_code").asInt()).isEqualTo(BIAS[0]);
        assertThat(integer.get("held").asLong()).isEqualTo(sum + BIAS[0]);
        int code = 5 + (int) Math.rint((sum + BIAS[0]) / 2.0);
        assertThat(integer.get("output_code").asInt()).isEqualTo(code);
        assertThat(trace.get("fake_quant").get("output_code").asInt()).isEqualTo(code);
        assertThat(trace.get("pixel")).hasToString("[0,0,1,1]");
        assertThat(trace.get("first_difference").isNull()).isTrue();
        assertThat(trace.get("sentence").asText()).startsWith("Both paths give code " + code);
    }

    @Test
    void theProgramIsWrittenAndTheTextSaysWhere() throws IOException {
        Path file = folder.resolve("pixel.c");

        CommandRun run = compare("--trace", "0,1,1", "--trace-c", file);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("The C program is in '" + file + "'.");
        assertThat(Files.readString(file)).contains("int main(void)").contains("channel 0 (1, 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2", "0,-1,1", "left", "0,1,1,1,1", "99999999999", ""})
    void whatNamesNoElementIsBadUsage(String text) {
        CommandRun run = compare("--trace=" + text);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(firstLine(run))
                .contains("'" + text + "' names no output element; give its channel, row and column");
    }

    @Test
    void aProgramOfNoElementIsBadUsage() {
        Path file = folder.resolve("pixel.c");

        CommandRun run = compare("--trace-c", file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(firstLine(run)).contains("'--trace-c' needs '--trace O,Y,X'");
        assertThat(file).doesNotExist();
    }

    @Test
    void anElementOutsideTheOutputIsNamedWithItsShape() {
        Path file = folder.resolve("pixel.c");

        CommandRun run = compare("--trace", "2,0,0", "--trace-c", file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains("The output of layer 'small' is ").contains("has no element (0, 2, 0, 0)");
        assertThat(file).doesNotExist();
    }

    private CommandRun compare(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("compare", folder.resolve("small.onnx"), "--layer", "small",
                "--settings", folder.resolve("small.quantscope.json"), "--input", folder.resolve("x.npy"),
                "--engine", "reference"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }

    /** The sentence, which the usage follows. */
    private static String firstLine(CommandRun run) {
        return run.err().lines().findFirst().orElseThrow();
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }
}
