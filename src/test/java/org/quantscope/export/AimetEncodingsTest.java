package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.Formula;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;

class AimetEncodingsTest {
    private static final Layer CONV = TestModels.conv("conv1", 3, 2, 7);
    private static final Layer GEMM = TestModels.gemm("fc", 2, 4, 1, 8);
    private static final Model MODEL = TestModels.of(CONV, GEMM);
    private static final ParameterDerivation OBSERVED = TestStatistics.observed(MODEL);

    @TempDir
    private Path folder;

    private static QuantSettings initial(Model model) {
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : model.layers()) {
            Optional<Clamp> clamp = layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()));
            settings = settings.withLayer(layer.name(), any -> LayerSettings.initial(clamp));
        }
        return settings;
    }

    private static QuantSettings weights(UnaryOperator<WeightSettings> change) {
        return initial(MODEL).withLayer("conv1", layer -> layer.editWeight(change));
    }

    private static Map<String, AimetEncoding> encodings(Model model, QuantSettings settings) {
        Map<String, AimetEncoding> byName = new LinkedHashMap<>();
        AimetEncodings.of(model, settings, TestStatistics.observed(model)).forEach(
                encoding -> byName.put(encoding.name(), encoding));
        return byName;
    }

    private static void assertRefused(Model model, QuantSettings settings, String sentence) {
        assertThatThrownBy(() -> AimetEncodings.of(model, settings, TestStatistics.observed(model)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void everyQuantizedTensorHasTheParametersOfTheKernels() {
        Map<String, AimetEncoding> encodings = encodings(MODEL, initial(MODEL));
        assertThat(encodings.keySet()).containsExactly(
                "conv1.in", "conv1.weight", "conv1.bias", "conv1.relu.out", "fc.in", "fc.weight", "fc.bias", "fc.out");
        LayerParams params = OBSERVED.derive("conv1", initial(MODEL).layer("conv1"));
        QuantParams input = params.input().orElseThrow();
        assertThat(encodings.get("conv1.in"))
                .isEqualTo(AimetEncoding.perTensor("conv1.in", "uint8", input.scale(), (int) input.zeroPoint()));
        List<Float> scales = params.weight().orElseThrow().channels().stream().map(QuantParams::scale).toList();
        assertThat(encodings.get("conv1.weight"))
                .isEqualTo(new AimetEncoding("conv1.weight", "int8", scales, List.of(0, 0, 0), OptionalInt.of(0)));
        List<Float> biasScales = scales.stream().map(scale -> input.scale() * scale).toList();
        assertThat(encodings.get("conv1.bias"))
                .isEqualTo(new AimetEncoding("conv1.bias", "int32", biasScales, List.of(0, 0, 0), OptionalInt.of(0)));
    }

    @Test
    void theAxisIsThatOfTheStoredInitializer() {
        assertThat(encodings(MODEL, initial(MODEL)).get("fc.weight").axis()).hasValue(1);
        Model transposed = TestModels.of(TestModels.gemm("fc", 2, 4, 0, 8));
        assertThat(encodings(transposed, initial(transposed)).get("fc.weight").axis()).hasValue(0);
        assertThat(encodings(MODEL, initial(MODEL)).get("fc.bias").axis()).hasValue(0);
    }

    @Test
    void oneScaleForATensorIsANumberWithoutAnAxis() {
        QuantSettings settings = weights(weight -> weight.withGranularity(Granularity.PER_TENSOR));
        String text = new String(
                AimetFile.render(AimetEncodings.of(MODEL, settings, OBSERVED)), StandardCharsets.UTF_8);
        float scale = OBSERVED.derive("conv1", settings.layer("conv1")).weight().orElseThrow().channel(0).scale();
        assertThat(text).contains("{\"name\": \"conv1.weight\", \"output_dtype\": \"int8\", \"y_scale\": "
                + Double.toString(scale) + ", \"y_zero_point\": 0}");
        assertThat(text).startsWith("{\n  \"version\": \"2.0.0\",\n  \"encodings\": [\n    {\"name\": \"conv1.in\", ");
    }

    @Test
    void anOutputWithoutTheFusedActivationIsTheLayersOwn() {
        QuantSettings settings = initial(MODEL).withLayer("conv1", layer -> layer.withClamp(Optional.empty()));
        assertThat(encodings(MODEL, settings)).containsKey("conv1.out").doesNotContainKey("conv1.relu.out");
    }

    @Test
    void aFloatBiasOrAFloatInputHasNoBiasEntry() {
        QuantSettings floatBias = initial(MODEL).withLayer("conv1", layer -> layer.withBiasBits(OptionalInt.empty()));
        QuantSettings floatInput = initial(MODEL).withLayer("conv1", layer -> layer.withInput(Optional.empty()));
        assertThat(encodings(MODEL, floatBias)).doesNotContainKey("conv1.bias");
        assertThat(encodings(MODEL, floatInput)).doesNotContainKeys("conv1.bias", "conv1.in");
        QuantSettings narrowBias = initial(MODEL).withLayer("conv1", layer -> layer.withBiasBits(OptionalInt.of(16)));
        assertThat(encodings(MODEL, narrowBias).get("conv1.bias").outputType()).isEqualTo("int16");
    }

    @Test
    void aBiasThatTheFileDoesNotHoldAsItIsGetsANoteInsteadOfAnEntry() {
        Model model = TestModels.of(TestModels.withUnstoredBias(GEMM));
        assertThat(encodings(model, initial(model))).doesNotContainKey("fc.bias");
        assertThat(AimetNotes.of(model, initial(model), TestStatistics.observed(model))).contains("Layer 'fc' has"
                + " an integer"
                + " bias that the file does not hold as one value for each channel, so it gets no encoding.");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void theWidthsOfTheFormatAreWritten(int bits) {
        QuantSettings settings = weights(weight -> weight.withType(weight.type().withBits(bits)));
        assertThat(encodings(MODEL, settings).get("conv1.weight").outputType()).isEqualTo("int" + bits);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 6, 7, 9, 10, 12, 15})
    void anyOtherWidthIsRefused(int bits) {
        assertRefused(MODEL, weights(weight -> weight.withType(weight.type().withBits(bits))),
                "Channel 0 of layer 'conv1' has " + bits
                        + " bits, which AIMET encodings cannot say; choose 2, 4, 8 or 16.");
        ActivationSettings narrow = ActivationSettings.DEFAULT.withType(QuantType.UINT8.withBits(bits));
        assertRefused(MODEL, initial(MODEL).withLayer("fc", layer -> layer.withOutput(Optional.of(narrow))),
                "The output of layer 'fc' has " + bits + " bits, which AIMET encodings cannot say; choose 2, 4, 8"
                        + " or 16.");
    }

    @Test
    void widthsThatDifferByChannelAreRefused() {
        QuantSettings settings = weights(
                weight -> weight.withOverrides(Map.of(2, ChannelOverride.NONE.withBits(4))));
        assertRefused(MODEL, settings, "Channel 2 of layer 'conv1' has 4 bits and channel 0 has 8, but AIMET"
                + " encodings have one"
                + " type for a tensor; give all channels the same bits.");
    }

    @Test
    void weightsChangedByAlphaAreRefused() {
        Model model = TestModels.of(TestModels.withChangedWeights(GEMM));
        assertRefused(model, initial(model), "The weights of layer 'fc' are not those of the file, because an alpha was"
                + " applied or doubles were rounded, so their scales do not fit the stored tensor 'fc.weight'; leave this"
                + " layer's weights float for this export.");
    }

    @Test
    void micronetsZeroPointIsWrittenWithOnnxsSign() {
        QuantSettings settings = weights(weight -> WeightEdits.withScheme(
                WeightEdits.withFormula(weight, Formula.MICRONET), QuantScheme.AFFINE));
        TensorParams params = OBSERVED.derive("conv1", settings.layer("conv1")).weight().orElseThrow();
        assertThat(encodings(MODEL, settings).get("conv1.weight").zeroPoints())
                .isEqualTo(params.channels().stream().map(own -> (int) -own.zeroPoint()).toList())
                .isNotEqualTo(List.of(0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(value = Formula.class, names = {"MICRONET_2020", "DOREFA_WEIGHT", "TERNARY_WEIGHT", "BINARY_WEIGHT"})
    void formulasThatAnEncodingCannotSayAreRefused(Formula formula) {
        assertThatThrownBy(() -> encodings(MODEL, weights(weight -> WeightEdits.withFormula(weight.withType(
                        weight.type().withBits(4)), formula))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Channel 0 of layer 'conv1' cannot be an AIMET encoding. ");
    }

    @Test
    void aTensorOfTwoLayersNeedsOneSetOfParameters() {
        Model model = TestModels.of(CONV, TestModels.reading(GEMM, "conv1.in"));
        assertThat(encodings(model, initial(model))).containsKey("conv1.in").doesNotContainKey("fc.in");
        ActivationSettings other = ActivationSettings.DEFAULT.withScheme(QuantScheme.SYMMETRIC);
        assertRefused(model, initial(model).withLayer("fc", layer -> layer.withInput(Optional.of(other))),
                "The tensor 'conv1.in' is the input of layer 'conv1' and the input of layer 'fc', with different"
                        + " parameters, but"
                        + " it can have one encoding only; give both the same bits, scale and zero point.");
    }

    @Test
    void whatHasNotBeenObservedOrQuantizedIsRefused() {
        assertThatThrownBy(() -> AimetEncodings.of(MODEL, initial(MODEL), TestStatistics.unobserved(MODEL)))
                .hasMessage("The input of layer 'conv1' has no scale yet because its range has not been observed;"
                        + " run the model"
                        + " on an image first, or set scale and zero point by hand.");
        assertRefused(MODEL, QuantSettings.EMPTY,
                "No layer of 'net.onnx' is quantized, so there are no encodings to write; quantize a layer first.");
    }

    @Test
    void aBiasWhoseScaleVanishesGetsNoEncodingAndANote() {
        ActivationSettings tiny = ActivationSettings.DEFAULT.withScale(1e-37f);
        QuantSettings settings = initial(MODEL).withLayer("conv1", layer -> layer.withInput(Optional.of(tiny)));
        assertThat(AimetEncodings.of(MODEL, settings, OBSERVED))
                .extracting(AimetEncoding::name)
                .contains("conv1.weight")
                .doesNotContain("conv1.bias");
        assertThat(AimetNotes.of(MODEL, settings, OBSERVED)).contains("Layer 'conv1' has a channel whose bias scale"
                + " (that of the input times that of the weights) is too small for any runtime, so the bias gets no"
                + " encoding.");
    }

    @Test
    void savingWritesTheEncodingsAndTheSettingsBesideThem() throws IOException {
        Path file = folder.resolve("net.encodings.json");
        SaveReport report = AimetExport.save(file, new ExportSource(MODEL, initial(MODEL), OBSERVED));
        Path companion = folder.resolve("net.encodings.aimet.quantscope.json");
        assertThat(report.files()).containsExactly(file, companion);
        assertThat(report.sentence()).isEqualTo("Saved net.encodings.json: 0 of 44 fields differ.");
        assertThat(AimetFile.read(file)).isEqualTo(AimetEncodings.of(MODEL, initial(MODEL), OBSERVED));
        assertThat(SettingsFileReader.read(companion, MODEL, OBSERVED)).isEqualTo(initial(MODEL));
        assertThat(report.notes()).containsExactly("Layers 'conv1', 'fc' have the narrow range, for which the"
                + " format has no"
                + " flag, so a target may use one code more.");
    }

    @Test
    void nothingIsWrittenIfTheFormatCannotHoldTheSettings() throws IOException {
        Path file = folder.resolve("net.json");
        QuantSettings settings = weights(weight -> weight.withType(weight.type().withBits(5)));
        assertThatThrownBy(() -> AimetExport.save(file, new ExportSource(MODEL, settings, OBSERVED)))
                .hasMessage("Layer 'conv1' has 5-bit weights, and AIMET 2.0.0 has 2, 4, 8 and 16 bits only. What helps:"
                        + " Use 8 bits.");
        ExportSource writable = new ExportSource(MODEL, initial(MODEL), OBSERVED);
        assertThatThrownBy(() -> AimetExport.save(folder.resolve("a.quantscope.json"), writable))
                .hasMessage("The name 'a.quantscope.json' is that of a settings file; give this format another"
                        + " ending.");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void notesTellWhatIsNotStored() {
        ChannelOverride clipping = ChannelOverride.NONE.withScale(1e-4f);
        QuantSettings settings = weights(weight -> weight.withOverrides(Map.of(1, clipping))
                        .withRounding(Rounding.HALF_UPWARD))
                .withLayer("conv1", layer -> layer.withClamp(Optional.of(new Clamp(0, 6))))
                .withLayer("fc", layer -> layer.withRequantization(Optional.of(RequantizationProfile.RUY)));
        assertThat(AimetNotes.of(MODEL, settings, OBSERVED)).containsExactly(
                "Layers 'conv1', 'fc' have the narrow range, for which the format has no flag, so a target may use"
                        + " one code"
                        + " more.",
                "Layer 'conv1' has a scale so small that some weights, clipped here, get the code that the narrow"
                        + " range leaves"
                        + " out.",
                "Layer 'conv1' has a rounding other than half to even, so a target's codes may differ.",
                "Layer 'fc' has a requantization profile or an accumulator, which simulate a target and are not"
                        + " stored.",
                "Layer 'conv1' has a clamp that is not the model's own activation, which is not stored.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"version": "1.0.0"} | In file 'e.json': the encodings have version '1.0.0', but entries like these are read in 2.0.0 and 2.1.0; export them again in one of them.
            {"version": "2.0.0"} | In file 'e.json': the key 'encodings' is missing.
            [] | File 'e.json' does not hold a JSON object; choose another file.
            [7] | In file 'e.json': every encoding must be an object in braces, not 7.
            [{"output_dtype": "int8"}] | In file 'e.json', encoding 1: the key 'name' is missing.
            [{"name": "a", "output_dtype": "int8", "y_scale": 1, "offset": 3}] | In file 'e.json', tensor 'a': unknown key 'offset'; the known ones are name, output_dtype, y_scale, y_zero_point, axis.
            [{"name": "a", "output_dtype": "int8", "y_scale": 1, "block_size": 3}] | In file 'e.json', tensor 'a': it asks for a scale for each block, which Quantscope does not compute; use one for each channel or for the tensor.
            [{"name": "a", "output_dtype": "int5", "y_scale": 1}] | In file 'e.json', tensor 'a': 'output_dtype' is 'int5'; the known types are int2, uint2, int4, uint4, int8, uint8, int16, uint16, int32.
            [{"name": "a", "output_dtype": "int8", "y_scale": [1, 2]}] | In file 'e.json', tensor 'a': 'y_scale' is a list, but 'axis' is missing.
            [{"name": "a", "output_dtype": "int8", "y_scale": 1, "axis": 0}] | In file 'e.json', tensor 'a': 'axis' is given, but 'y_scale' is not a list.
            [{"name": "a", "output_dtype": "int8", "y_scale": [1], "axis": -1}] | In file 'e.json', tensor 'a': 'axis' is -1; it counts from 0.
            [{"name": "a", "output_dtype": "int8", "y_scale": [], "axis": 0}] | In file 'e.json', tensor 'a': 'y_scale' is an empty list.
            [{"name": "a", "output_dtype": "int8", "y_scale": [1, 0], "axis": 0}] | In file 'e.json', tensor 'a': 'y_scale' 1: A scale must be greater than zero and not subnormal; 0.0 is not.
            [{"name": "a", "output_dtype": "int8", "y_scale": [1, 2], "axis": 0, "y_zero_point": [0]}] | In file 'e.json', tensor 'a': 'y_zero_point' has 1 value, but 'y_scale' has 2.
            [{"name": "a", "output_dtype": "uint4", "y_scale": 1, "y_zero_point": 16}] | In file 'e.json', tensor 'a': 'y_zero_point' 0 is 16, which lies outside 0 to 15 of uint4.
            [{"name": "a", "output_dtype": "int8", "y_scale": 1}, {"name": "a", "output_dtype": "int8", "y_scale": 1}] | In file 'e.json': the tensor 'a' has two encodings; keep one of them.
            """)
    void aBadEncodingsFileIsRefusedWithTheTensorsName(String json, String sentence) {
        boolean list = json.startsWith("[") && !json.equals("[]");
        String text = list ? "{\"version\": \"2.0.0\", \"encodings\": " + json + "}" : json;
        assertThatThrownBy(() -> AimetFile.parse(text.getBytes(StandardCharsets.UTF_8), "e.json"))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessage(sentence);
    }

    @Test
    void zeroPointsMayBeLeftOut() {
        String text = "{\"version\": \"2.0.0\", \"encodings\": [{\"name\": \"a/b:0\", \"output_dtype\": \"int4\","
                + " \"y_scale\": [1, 0.5], \"axis\": 1}]}";
        assertThat(AimetFile.parse(text.getBytes(StandardCharsets.UTF_8), "e.json")).containsExactly(
                new AimetEncoding("a/b:0", "int4", List.of(1f, 0.5f), List.of(0, 0), OptionalInt.of(1)));
    }
}
