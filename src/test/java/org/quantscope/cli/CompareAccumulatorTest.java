package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

/**
 * {@code compare} on a 3×3 convolution of 16-bit weights and a 16-bit input whose sums leave 32 bits. All scales are 1,
 * so that every weight and input value is its own code and the sums follow from whole numbers alone.
 */
class CompareAccumulatorTest {
    private static final int OUTPUTS = 3;
    private static final int INPUTS = 4;
    private static final int EXTENT = 6;
    private static final int KERNEL = 3;
    private static final int PLACES = EXTENT - KERNEL + 1;
    private static final int[] BIAS = {12_345, -2_000_000_000, 7};

    @TempDir
    private Path folder;

    private final int[] weight = new int[OUTPUTS * INPUTS * KERNEL * KERNEL];
    private final int[] input = new int[INPUTS * EXTENT * EXTENT];

    @BeforeEach
    void writeTheModelAndItsInput() throws IOException {
        Random random = new Random(16);
        for (int at = 0; at < weight.length; at++) {
            boolean loud = at < weight.length / OUTPUTS;
            weight[at] = loud ? 32_000 + random.nextInt(768) : random.nextInt(65_536) - 32_768;
        }
        for (int at = 0; at < input.length; at++) {
            input[at] = at < input.length / 2 ? 60_000 + random.nextInt(5_536) : random.nextInt(65_536);
        }
        OnnxModels.opset(13)
                .input("x", 1, INPUTS, EXTENT, EXTENT)
                .initializer("w", floats(weight), OUTPUTS, INPUTS, KERNEL, KERNEL)
                .initializer("b", floats(BIAS), OUTPUTS)
                .node("Conv", "wide", "x,w,b", "y")
                .output("y")
                .write(folder.resolve("wide.onnx"));
        NpyFile.write(folder.resolve("x.npy"), FloatTensor.wrap(Shape.of(1, INPUTS, EXTENT, EXTENT), floats(input)));
        Files.writeString(folder.resolve("wide.quantscope.json"), """
                {"quantscope": 1, "layers": {"wide": {
                  "weight": {"bits": 16, "signed": true, "scale": 1.0, "zero_point": 0},
                  "input": {"bits": 16, "signed": false, "scale": 1.0, "zero_point": 0},
                  "bias_bits": 32}}}
                """);
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    /** Every sum in plain long arithmetic, without the bias. */
    private long[] sums() {
        long[] sums = new long[OUTPUTS * PLACES * PLACES];
        for (int at = 0; at < sums.length; at++) {
            int channel = at / (PLACES * PLACES);
            int row = at / PLACES % PLACES;
            int column = at % PLACES;
            for (int tap = 0; tap < INPUTS * KERNEL * KERNEL; tap++) {
                int inputChannel = tap / (KERNEL * KERNEL);
                int y = row + tap / KERNEL % KERNEL;
                int x = column + tap % KERNEL;
                sums[at] += (long) weight[channel * INPUTS * KERNEL * KERNEL + tap]
                        * input[(inputChannel * EXTENT + y) * EXTENT + x];
            }
        }
        return sums;
    }

    private long[] biasedSums() {
        long[] sums = sums();
        for (int at = 0; at < sums.length; at++) {
            sums[at] += BIAS[at / (PLACES * PLACES)];
        }
        return sums;
    }

    private static long beyondInt32(long[] sums) {
        return LongStream.of(sums).filter(sum -> sum < Integer.MIN_VALUE || sum > Integer.MAX_VALUE).count();
    }

    private CommandRun compare(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("compare", folder.resolve("wide.onnx"), "--layer", "wide",
                "--input", folder.resolve("x.npy"), "--settings", folder.resolve("wide.quantscope.json")));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--engine")) {
            arguments.addAll(List.of("--engine", "reference"));
        }
        return CommandRun.of(arguments.toArray());
    }

    private JsonNode json(Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(more));
        arguments.add("--json");
        CommandRun run = compare(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "auto"})
    void everySumPastInt32IsExact(String engine) throws IOException {
        Path out = folder.resolve("out");
        CommandRun run = compare("--engine", engine, "--out", out);
        assertThat(run.exitCode()).as(run.err()).isZero();

        long[] sums = sums();
        assertThat(beyondInt32(sums)).isPositive();
        assertThat(NpyFile.read(out.resolve("accumulator.npy")).toLong().data()).isEqualTo(sums);
        double[] integer = NpyFile.read(out.resolve("integer.npy")).toDouble().data();
        long[] biased = biasedSums();
        for (int at = 0; at < biased.length; at++) {
            assertThat(integer[at]).isEqualTo(biased[at]);
        }
    }

    @Test
    void theTextSaysThatInt32WouldOverflow() {
        CommandRun run = compare();
        long[] sums = biasedSums();
        assertThat(run.out().lines())
                .contains("An int32 accumulator would overflow: " + beyondInt32(sums) + " of " + sums.length
                        + " sums do not fit into 32 bits, and the largest needs " + bits(largest(sums))
                        + ". The 64-bit accumulator used here is exact.");
    }

    @Test
    void theJsonSaysItInFiguresAndInTheSameSentence() throws IOException {
        JsonNode accumulator = json().get("accumulator");
        long[] sums = biasedSums();
        assertThat(accumulator.get("integer").asBoolean()).isTrue();
        assertThat(accumulator.get("max_abs").asLong()).isEqualTo(largest(sums));
        assertThat(accumulator.get("bits_observed").asInt()).isEqualTo(bits(largest(sums)));
        assertThat(accumulator.get("bits_needed_worst_case").asInt()).isEqualTo(bits(worstCase()));
        assertThat(accumulator.get("bits_needed_any_weights").asInt())
                .isEqualTo(bits(INPUTS * KERNEL * KERNEL * 65_535L * 32_768 + 2_000_000_000));
        assertThat(accumulator.get("worst_case_channel").asInt()).isZero();
        assertThat(accumulator.get("int32_overflow").asText()).isEqualTo("observed");
        assertThat(accumulator.get("int32_overflowing").asLong()).isEqualTo(beyondInt32(sums));
        assertThat(accumulator.get("total").asLong()).isEqualTo(sums.length);
        assertThat(accumulator.get("register").toString())
                .isEqualTo("{\"bits\":64,\"mode\":\"wrap\",\"overflow\":\"none\",\"held_differs\":0}");
        assertThat(compare().out()).contains(accumulator.get("sentence").asText());
    }

    @Test
    void anInt32RegisterThatWrapsHoldsTheLowBits() throws IOException {
        Path out = folder.resolve("out");
        JsonNode accumulator = json("--accumulator", "32", "--out", out).get("accumulator");
        long[] sums = biasedSums();
        JsonNode register = accumulator.get("register");
        assertThat(register.get("bits").asInt()).isEqualTo(32);
        assertThat(register.get("overflow").asText()).isEqualTo("observed");
        assertThat(register.get("held_differs").asLong()).isEqualTo(beyondInt32(sums));
        assertThat(accumulator.get("sentence").asText())
                .startsWith("The 32-bit accumulator overflows: of 48 sums it wraps around in " + beyondInt32(sums));
        double[] integer = NpyFile.read(out.resolve("integer.npy")).toDouble().data();
        for (int at = 0; at < sums.length; at++) {
            assertThat(integer[at]).isEqualTo((int) sums[at]);
        }
    }

    @Test
    void aSaturatingRegisterSticksAtItsEnds() throws IOException {
        Path out = folder.resolve("out");
        JsonNode register = json("--accumulator", "32:saturate", "--out", out).get("accumulator").get("register");
        assertThat(register.get("mode").asText()).isEqualTo("saturate");
        assertThat(register.get("held_differs").asLong()).isGreaterThanOrEqualTo(beyondInt32(biasedSums()));
        double[] integer = NpyFile.read(out.resolve("integer.npy")).toDouble().data();
        assertThat(integer[0]).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aFloatBiasIsNoPartOfTheAccumulator() throws IOException {
        JsonNode accumulator = json("--bias", "float").get("accumulator");
        assertThat(accumulator.get("max_abs").asLong()).isEqualTo(largest(sums()));
        assertThat(json("--bias", "16").get("accumulator").get("max_abs").asLong())
                .isEqualTo(LongStream.range(0, 48)
                        .map(at -> Math.abs(sums()[(int) at] + Math.max(-32_768, BIAS[(int) at / 16])))
                        .max()
                        .orElseThrow());
    }

    @Test
    void aLayerWithoutAnIntegerAccumulatorSaysSo() throws IOException {
        Files.writeString(folder.resolve("wide.quantscope.json"), """
                {"quantscope": 1, "layers": {"wide": {
                  "weight": {"bits": 8, "signed": true, "scale": 300.0, "zero_point": 0}}}}
                """);
        JsonNode accumulator = json().get("accumulator");
        assertThat(accumulator.toString()).isEqualTo(
                "{\"integer\":false,\"sentence\":\"There is no integer accumulator: the input is float.\"}");
        assertThat(compare().out().lines()).contains("There is no integer accumulator: the input is float.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            float32      | ONNX Runtime
            gemmlowp     | TensorFlow Lite
            ruy          | TensorFlow Lite
            float64      | no runtime
            """)
    void theRequantizationOfTheRunNamesItsRuntimeAndItsTests(String word, String runtime) throws IOException {
        Files.writeString(folder.resolve("wide.quantscope.json"), """
                {"quantscope": 1, "layers": {"wide": {
                  "weight": {"bits": 16, "signed": true, "scale": 1.0, "zero_point": 0},
                  "input": {"bits": 16, "signed": false, "scale": 1.0, "zero_point": 0},
                  "output": {"bits": 8, "signed": false}, "bias_bits": 32}}}
                """);
        CommandRun run = compare("--requantization", word);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("  path     "))).singleElement().asString()
                .startsWith("  path     " + word + ". ").contains(runtime).contains("Test");
        JsonNode requantization = json("--requantization", word).get("requantization");
        assertThat(requantization.get("profile").asText()).isEqualTo(word);
        assertThat(requantization.get("shown_by")).isNotEmpty();
        assertThat(requantization.get("bit_exact_with").isNull()).isEqualTo(word.equals("float64"));
    }

    @Test
    void withoutSettingsARequantizationQuantizesTheOutputToo() throws IOException {
        CommandRun run = CommandRun.of("compare", folder.resolve("wide.onnx"), "--layer", "wide", "--input",
                folder.resolve("x.npy"), "--engine", "reference", "--requantization", "ruy", "--out",
                folder.resolve("out"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(NpyFile.read(folder.resolve("out/output_codes.npy")).toInt().data()).contains(0, 255);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --requantization | double      | There is no requantization named 'double'; choose float32, gemmlowp, ruy, float64 or power-of-two.
            --accumulator    | wide        | 'wide' is no accumulator; write its bits and, if you like, what a sum does that does not fit, such as 32 or 24:saturate.
            --accumulator    | 8           | An accumulator has 16 to 64 bits, not 8.
            --accumulator    | 32:clip     | An accumulator cannot 'clip'; choose wrap or saturate.
            --bias           | 8           | A bias cannot be '8'; choose 32, 16 or float.
            """)
    void aBadValueIsOneSentenceOfBadUsage(String option, String value, String sentence) {
        CommandRun run = compare(option, value);
        assertThat(run.exitCode()).isEqualTo(Commands.BAD_USAGE);
        assertThat(run.err().lines()).first().isEqualTo(sentence);
    }

    @Test
    void anOptionThatTheSettingsLeaveNothingToDoIsRefused() {
        CommandRun run = compare("--requantization", "ruy");
        assertThat(run.exitCode()).isEqualTo(Commands.BAD_INPUT);
        assertThat(run.sentence()).isEqualTo("'--requantization ruy' has nothing to do: the settings give this layer no"
                + " 'output'; add one, or leave the option out.");
    }

    private long worstCase() {
        long worst = 0;
        int taps = INPUTS * KERNEL * KERNEL;
        for (int channel = 0; channel < OUTPUTS; channel++) {
            long sum = 0;
            for (int tap = 0; tap < taps; tap++) {
                sum += Math.abs(weight[channel * taps + tap]);
            }
            worst = Math.max(worst, 65_535 * sum + Math.abs(BIAS[channel]));
        }
        return worst;
    }

    private static long largest(long[] sums) {
        return LongStream.of(sums).map(Math::abs).max().orElseThrow();
    }

    /** floor(log2 magnitude) + 2. */
    private static int bits(long magnitude) {
        int bits = 1;
        for (long rest = magnitude; rest > 0; rest /= 2) {
            bits++;
        }
        return bits;
    }
}
