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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.analysis.IntegerForm;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.RandomParams;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/** The program is compiled and run with the C compiler of this machine; without one these tests are skipped. */
class FirmwareProgramTest {
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

    /** Dense, depthwise, grouped, strided and padded, dilated, with SAME padding, in one dimension, fully connected. */
    private static List<Layer> everyKind(RandomLayers random) {
        return List.of(
                layer(random, "conv", 5, 3, new ConvGeometry(3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1), false, LayerKind.CONV),
                layer(random, "depthwise", 6, 1, new ConvGeometry(3, 2, 1, 1, 1, 0, 1, 1, 1, 1, 6), true, LayerKind.DEPTHWISE),
                layer(random, "grouped", 6, 2, new ConvGeometry(2, 3, 1, 2, 0, 1, 1, 1, 1, 1, 3), true, LayerKind.GROUPED),
                layer(random, "strided and padded", 4, 3, new ConvGeometry(5, 3, 2, 3, 3, 1, 2, 0, 1, 1, 1), true, LayerKind.CONV),
                layer(random, "dilated", 3, 2, new ConvGeometry(3, 3, 1, 1, 2, 2, 3, 3, 2, 3, 1), false, LayerKind.CONV),
                same(layer(random, "same", 3, 2, new ConvGeometry(3, 4, 2, 1, 0, 0, 0, 0, 1, 1, 1), false, LayerKind.CONV)),
                with(layer(random, "sequence", 4, 3, new ConvGeometry(1, 3, 1, 2, 0, 1, 0, 2, 1, 2, 1), true, LayerKind.CONV),
                        InputLayout.SEQUENCE, AutoPad.NOTSET),
                with(layer(random, "fully connected", 7, 30, ConvGeometry.POINTWISE, true, LayerKind.GEMM),
                        InputLayout.ROWS, AutoPad.NOTSET));
    }

    @ParameterizedTest
    @EnumSource(RequantizationProfile.class)
    void everyKindOfLayerGivesTheExpectedCodesInEveryProfile(RequantizationProfile profile) throws Exception {
        RandomLayers random = new RandomLayers(70 + profile.ordinal());
        List<FirmwareLayer> layers = new ArrayList<>();
        for (Layer layer : everyKind(random)) {
            LayerParams params = new RandomParams(random).requantized(layer.outputChannels(), profile);
            layers.add(FirmwareLayer.of(layer.name().replace(' ', '_'), IntegerForm.of(layer, params)));
        }

        write(layers);

        for (int number = 0; number < layers.size(); number++) {
            assertThat(compileAndRun(number))
                    .isEqualTo(new Run(0, layers.get(number).id() + ": "
                            + layers.get(number).form().run(input(layers.get(number))).accumulators().size()
                            + " outputs, OK\n"));
        }
    }

    @Test
    void layersWithoutAnOutputQuantizerAndOfOtherFormulasGiveTheExpectedSums() throws Exception {
        RandomLayers random = new RandomLayers(3);
        List<FirmwareLayer> layers = new ArrayList<>();
        while (layers.size() < 8) {
            Layer layer = everyKind(random).get(random.random().nextInt(8));
            LayerParams params = layers.size() % 2 == 0
                    ? new RandomParams(random).any(layer.outputChannels())
                    : new RandomParams(random).otherFormulas(layer.outputChannels());
            boolean wanted = layers.size() % 2 == 1 || params.output().isEmpty();
            if (wanted && IntegerForm.absence(layer, params).isEmpty()) {
                layers.add(FirmwareLayer.of("layer" + layers.size(), IntegerForm.of(layer, params)));
            }
        }

        write(layers);

        for (int number = 0; number < layers.size(); number++) {
            assertThat(compileAndRun(number).text()).endsWith(" outputs, OK\n");
        }
    }

    /** Two images of the same input that the layer was exported with. */
    private static IntTensor input(FirmwareLayer layer) {
        FirmwareArray input = layer.find("test_input").orElseThrow();
        return IntTensor.wrap(
                input.shape(), Arrays.stream(input.values().data()).mapToInt(value -> (int) value).toArray());
    }

    @Test
    void anActivationOfTheNetworkIsInTheClampCodes() throws Exception {
        RandomLayers random = new RandomLayers(12);
        Layer plain = everyKind(random).get(0);
        Layer relu = new Layer(
                plain.name(), plain.displayName(), plain.op(), plain.kind(), plain.weight(), plain.bias(),
                plain.geometry(), plain.autoPad(), plain.weightName(), plain.biasName(), plain.input(),
                plain.inputLayout(), plain.output(),
                Optional.of(new FusedActivation("relu", 0, Float.POSITIVE_INFINITY, "r")), true, 0);
        LayerParams params =
                new RandomParams(random).requantized(plain.outputChannels(), RequantizationProfile.FLOAT32);
        FirmwareLayer layer = FirmwareLayer.of("relu", IntegerForm.of(relu, params));

        write(List.of(layer));

        assertThat(layer.constant("output_min")).isGreaterThanOrEqualTo(layer.constant("output_zero_point"));
        assertThat(Arrays.stream(layer.find("test_output").orElseThrow().values().data()).boxed())
                .allMatch(code -> code >= layer.constant("output_min"));
        assertThat(compileAndRun(0).exitCode()).isZero();
    }

    /** Whichever number is changed: the test inputs reach every weight, and accumulators are compared unclamped. */
    @ParameterizedTest
    @ValueSource(strings = {"weight", "bias", "bias_folded", "weight_zero_point"})
    void aCorruptedNumberIsNoticed(String array) throws Exception {
        RandomLayers random = new RandomLayers(21);
        Layer conv = everyKind(random).get(3);
        LayerParams params = new RandomParams(random).requantized(conv.outputChannels(), RequantizationProfile.GEMMLOWP);
        FirmwareLayer layer = FirmwareLayer.of("conv", IntegerForm.of(conv, params));
        write(List.of(layer));
        assertThat(compileAndRun(0).exitCode()).isZero();
        String header = Files.readString(folder.resolve("layers/conv.h"));
        Random which = new Random(array.hashCode());

        for (int change = 0; change < 4; change++) {
            int index = which.nextInt(layer.find(array).orElseThrow().values().size());
            Files.writeString(folder.resolve("layers/conv.h"), changed(header, "conv_" + array, index));
            Run run = compileAndRun(0);
            assertThat(run.exitCode()).as("%s[%d]", array, index).isEqualTo(1);
            assertThat(run.text()).containsIgnoringCase("image ").containsAnyOf(" instead of ", ", bias gives ").doesNotContain("OK");
        }
    }

    @Test
    void aCorruptedMultiplierOrExpectedCodeIsNoticed() throws Exception {
        RandomLayers random = new RandomLayers(22);
        Layer dense = everyKind(random).get(7);
        LayerParams params = new LayerParams(
                Optional.of(TensorParams.uniform(new QuantParams(QuantType.INT8_NARROW, 0.03f, 0), 7)),
                Optional.of(new QuantParams(QuantType.UINT8, 0.02f, 128)),
                Optional.of(new QuantParams(QuantType.UINT8, 0.1f, 128)), OptionalInt.of(32),
                RequantizationProfile.RUY, Accumulator.EXACT, Optional.empty());
        FirmwareLayer layer = FirmwareLayer.of("dense", IntegerForm.of(dense, params));
        write(List.of(layer));
        String header = Files.readString(folder.resolve("layers/dense.h"));
        String vectors = Files.readString(folder.resolve("vectors/dense_vectors.h"));

        Files.writeString(folder.resolve("vectors/dense_vectors.h"), changed(vectors, "dense_test_output", 3));
        assertThat(compileAndRun(0).text()).startsWith("The code of image ");
        Files.writeString(folder.resolve("vectors/dense_vectors.h"), vectors);
        Files.writeString(folder.resolve("layers/dense.h"), header.replaceAll(
                "(?s)(dense_multiplier\\[\\d+\\] = \\{).*?\\};", "$1\n" + "    1073741825,".repeat(7) + "\n};"));
        assertThat(compileAndRun(0).text()).startsWith("The code of image ");
    }

    /** The header with one number of an array changed by one. */
    private static String changed(String header, String array, int index) {
        Matcher body = Pattern.compile("(?s) " + array + "\\[\\d+\\] = \\{\n(.*?)\\};").matcher(header);
        assertThat(body.find()).isTrue();
        Matcher number = Pattern.compile("-?\\d+").matcher(body.group(1));
        for (int skipped = 0; skipped <= index; skipped++) {
            assertThat(number.find()).isTrue();
        }
        long value = Long.parseLong(number.group());
        long other = value > 0 ? value - 1 : value + 1;
        return header.substring(0, body.start(1) + number.start()) + other
                + header.substring(body.start(1) + number.end());
    }

    private static Layer layer(
            RandomLayers random, String name, int outputs, int inputsPerGroup, ConvGeometry geometry, boolean bias,
            LayerKind kind) {
        Shape weight = Shape.of(outputs, inputsPerGroup, geometry.kernelHeight(), geometry.kernelWidth());
        Optional<FloatTensor> biases = bias ? Optional.of(random.floats(Shape.of(outputs))) : Optional.empty();
        return new Layer(
                name, name, "Conv", kind, random.floats(weight), biases, geometry, AutoPad.NOTSET, "w",
                biases.map(present -> "b"), "x", InputLayout.IMAGE, "y", Optional.empty(), true, 0);
    }

    private static Layer same(Layer layer) {
        return with(layer, InputLayout.IMAGE, AutoPad.SAME_UPPER);
    }

    private static Layer with(Layer layer, InputLayout layout, AutoPad pad) {
        return new Layer(
                layer.name(), layer.displayName(), layer.op(), layer.kind(), layer.weight(), layer.bias(),
                layer.geometry(), pad, layer.weightName(), layer.biasName(), layer.input(), layout, layer.output(),
                layer.activation(), true, 0);
    }

    private void write(List<FirmwareLayer> layers) throws IOException {
        Files.createDirectories(folder.resolve("layers"));
        Files.createDirectories(folder.resolve("vectors"));
        for (FirmwareLayer layer : layers) {
            Files.write(folder.resolve(FirmwareProgram.headerFile(layer.id())), FirmwareExport.header(layer));
            Files.write(folder.resolve(FirmwareProgram.vectorsFile(layer.id())), FirmwareExport.vectors(layer));
        }
        Files.writeString(folder.resolve("check_layer.c"), FirmwareProgram.of(layers));
    }

    private record Run(int exitCode, String text) {}

    private Run compileAndRun(int number) throws Exception {
        Path binary = folder.resolve("check" + number);
        Run compiled = output(new ProcessBuilder(
                "cc", "-std=c99", "-pipe", "-Wall", "-Wextra", "-Werror", "-pedantic", "-DLAYER=" + number, "-o",
                binary.toString(), folder.resolve("check_layer.c").toString(), "-lm"));
        assertThat(compiled).isEqualTo(new Run(0, ""));
        return output(new ProcessBuilder(binary.toString()));
    }

    private static Run output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), text);
    }
}
