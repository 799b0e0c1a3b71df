package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.ArithmeticTracer;
import org.quantscope.analysis.Pixel;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.RandomParams;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** The programs are compiled and run with the C compiler of this machine; without one these tests are skipped. */
class TraceCProgramTest {
    private static final int PROGRAMS = 4;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aCompilerIsThere() throws IOException, InterruptedException {
        boolean found;
        try {
            found = output(new ProcessBuilder("cc", "--version")).exitCode() == 0;
        } catch (IOException missing) {
            found = false;
        }
        assumeTrue(found, "there is no C compiler 'cc' here");
    }

    @ParameterizedTest
    @EnumSource(RequantizationProfile.class)
    void theProgramOfEveryProfileGivesTheSameCode(RequantizationProfile profile) throws Exception {
        RandomLayers layers = new RandomLayers(300 + profile.ordinal());
        List<String> programs = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            programs.add(program(layers, channels -> new RandomParams(layers).requantized(channels, profile)));
        }

        assertAllSayOk(programs);
    }

    @Test
    void aProgramOfAnyOtherKindOfLayerGivesTheSameValue() throws Exception {
        RandomLayers layers = new RandomLayers(41);
        List<String> programs = new ArrayList<>();
        for (int i = 0; i < 2 * PROGRAMS; i++) {
            programs.add(program(layers, channels -> new RandomParams(layers).any(channels)));
            programs.add(program(layers, channels -> new RandomParams(layers).otherFormulas(channels)));
        }

        assertAllSayOk(programs);
    }

    /** Sums whose product with the multiplier needs more than 64 bits, and multipliers above and far below one. */
    @ParameterizedTest
    @EnumSource(value = RequantizationProfile.class, names = {"GEMMLOWP", "RUY"})
    void sumsOfManyBitsStayWithinSixtyFour(RequantizationProfile profile) throws Exception {
        List<String> programs = new ArrayList<>();
        float sign = 1;
        for (float outputScale : new float[] {1e-12f, 1e-4f, 1f, 3e3f, 7e8f, 3e12f}) {
            sign = -sign;
            QuantParams wide = new QuantParams(new QuantType(16, true, false), 1, 0);
            LayerParams params = new LayerParams(
                    Optional.of(new TensorParams(List.of(wide))), Optional.of(wide),
                    Optional.of(new QuantParams(QuantType.UINT8, outputScale, 7)), OptionalInt.of(32), profile,
                    Accumulator.EXACT, Optional.empty());
            float[] ends = new float[600];
            Arrays.fill(ends, 32_767 * sign);
            float[] weights = new float[600];
            Arrays.fill(weights, 32_767);
            Layer layer = RandomLayers.layer("wide", FloatTensor.wrap(Shape.of(1, 600, 1, 1), weights),
                    Optional.empty(), ConvGeometry.POINTWISE);
            programs.add(TraceCProgram.of(ArithmeticTracer.trace(
                    layer, FloatTensor.wrap(Shape.of(1, 600, 1, 1), ends), params, new Pixel(0, 0, 0, 0))));
        }

        assertAllSayOk(programs);
    }

    @Test
    void aProgramAloneSaysOk() throws Exception {
        RandomLayers layers = new RandomLayers(9);
        String right = program(layers, channels -> new RandomParams(layers).requantized(
                channels, RequantizationProfile.FLOAT32));

        Run run = compileAndRun(List.of(right));

        assertThat(run).isEqualTo(new Run(0, "OK\n"));
    }

    @Test
    void aWrongConstantIsNoticed() throws Exception {
        RandomLayers layers = new RandomLayers(8);
        String right = program(layers, channels -> new RandomParams(layers).requantized(
                channels, RequantizationProfile.FLOAT32));
        String wrong = right.replaceFirst("bias_code = (-?)\\d+", "bias_code = $1" + 12_345);

        Run run = compileAndRun(List.of(wrong));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.text()).startsWith("The accumulator is ").contains(" instead of ").doesNotContain("OK");
    }

    @Test
    void aLayersNameCannotLeaveItsComment() throws Exception {
        FloatTensor one = FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {1});
        Layer layer = RandomLayers.layer("*/ #error \u2028 ??/\n", one, Optional.empty(), ConvGeometry.POINTWISE);

        assertAllSayOk(List.of(TraceCProgram.of(
                ArithmeticTracer.trace(layer, one, LayerParams.FLOAT, new Pixel(0, 0, 0, 0)))));
    }

    private interface ParamsOf {
        LayerParams channels(int count);
    }

    private static String program(RandomLayers layers, ParamsOf paramsOf) {
        ConvShape shape = layers.shape(3);
        Layer layer = layers.layer(shape);
        FloatTensor input = layers.floats(shape.input());
        LayerParams params = paramsOf.channels(shape.outputChannels());
        Shape output = layer.geometryFor(input.shape()).outputShape(input.shape(), layer.outputChannels());
        Pixel pixel = new Pixel(
                layers.random().nextInt(output.extent(0)), layers.random().nextInt(output.extent(1)),
                layers.random().nextInt(output.extent(2)), layers.random().nextInt(output.extent(3)));
        ArithmeticTrace trace = ArithmeticTracer.trace(layer, input, params, pixel);
        return TraceCProgram.of(trace);
    }

    /** Compiles all of them in one go, each main function under a name of its own, called one after the other. */
    private void assertAllSayOk(List<String> programs) throws Exception {
        List<String> sources = new ArrayList<>();
        StringBuilder calls = new StringBuilder("#include <stdio.h>\n");
        StringBuilder body = new StringBuilder("int main(void) {\n");
        for (int i = 0; i < programs.size(); i++) {
            sources.add(programs.get(i).replace("int main(void)", "int trace" + i + "(void)"));
            calls.append("int trace").append(i).append("(void);\n");
            body.append("    printf(\"").append(i).append(" \");\n    trace").append(i).append("();\n");
        }
        sources.add(calls.append(body).append("    return 0;\n}\n").toString());

        Run run = compileAndRun(sources);

        assertThat(run.exitCode()).isZero();
        String[] lines = run.text().split("\n");
        assertThat(lines).hasSameSizeAs(programs);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).as(programs.get(i)).isEqualTo(i + " OK");
        }
    }

    private record Run(int exitCode, String text) {}

    private Run compileAndRun(List<String> sources) throws Exception {
        Path binary = folder.resolve("trace");
        List<String> command = new ArrayList<>(List.of("cc", "-std=c99", "-pipe", "-Wall", "-Wextra", "-pedantic", "-Werror",
                "-Wno-unused-const-variable", "-ffp-contract=off", "-o", binary.toString()));
        for (int i = 0; i < sources.size(); i++) {
            Path source = Files.writeString(folder.resolve("trace" + i + ".c"), sources.get(i));
            command.add(source.toString());
        }
        command.add("-lm");
        Run compiled = output(new ProcessBuilder(command));
        assertThat(compiled.text()).isEmpty();
        return output(new ProcessBuilder(binary.toString()));
    }

    private static Run output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), text);
    }
}
