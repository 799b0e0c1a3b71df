package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;

/** Overrides for ONNX Runtime's quantizer: the one form that works, what its own checks let through, and the script. */
class OrtOverridesTest {
    @TempDir
    private Path folder;

    private static List<OrtOverride> parse(String text) {
        return OrtOverridesFile.parse(
                StrictJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "o.json"), "o.json");
    }

    @Test
    void everyChannelHasADictionaryAndTheFirstHasTheAxis() {
        OrtOverride weights = new OrtOverride("a/b:0", List.of(0.01f, 0.02f), List.of(0, -3), OptionalInt.of(0));
        OrtOverride input = new OrtOverride("x", List.of(0.03f), List.of(120), OptionalInt.empty());
        byte[] bytes = OrtOverridesFile.render(List.of(weights, input));
        assertThat(new String(bytes, StandardCharsets.UTF_8).replaceAll("\\s", "")).isEqualTo(
                "{\"a/b:0\":[{\"axis\":0,\"scale\":0.009999999776482582,\"zero_point\":0},"
                        + "{\"scale\":0.019999999552965164,\"zero_point\":-3}],"
                        + "\"x\":[{\"scale\":0.029999999329447746,\"zero_point\":120}]}");
        assertThat(OrtOverridesFile.parse(StrictJson.parse(bytes, "o.json"), "o.json")).containsExactly(weights, input);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{'quant_type': 'QInt8', 'scale': 1, 'zero_point': 0}] | 'quant_type' is not taken from a file by ONNX Runtime, where a type is no text; give the types on its command line, for all weights and all activations.
            [{'rmin': -1, 'rmax': 1}] | 'rmin' and 'rmax' are not taken from a file by ONNX Runtime, which asks for 'scale' and 'zero_point'; write those.
            [{'scale': 1}] | the key 'zero_point' is missing.
            [{'zero_point': 1}] | the key 'scale' is missing.
            [{'scale': 1, 'zero_point': 0, 'symmetric': true}] | unknown key 'symmetric'; the known ones are axis, scale, zero_point.
            [{'scale': 1, 'zero_point': 0.5}] | 'zero_point' of channel 0 must be an integer, not 0.5.
            [{'scale': 1, 'zero_point': 70000}] | 'zero_point' of channel 0 is 70000, which no type of the quantizer has as a code.
            [{'scale': 0, 'zero_point': 0}] | 'scale' of channel 0: A scale must be greater than zero and not subnormal; 0.0 is not.
            [{'scale': [1], 'zero_point': 0}] | 'scale' of channel 0 must be a number, not a list.
            [{'scale': 1, 'zero_point': 0}, {'scale': 1, 'zero_point': 0}] | there are 2 overrides, but the first has no 'axis'; add it, or keep one override for the tensor.
            [{'scale': 1, 'zero_point': 0}, {'axis': 0, 'scale': 1, 'zero_point': 0}] | 'axis' of channel 1 is not that of the first channel, which speaks for all.
            [{'axis': -1, 'scale': 1, 'zero_point': 0}] | 'axis' is -1; count it from 0.
            [] | the list of overrides is empty; remove the tensor or give it a scale.
            {} | the overrides must be a list in brackets, not an object.
            """)
    void whatTheQuantizerLetsThroughIsRefusedByTheTensorsName(String list, String sentence) {
        assertThatThrownBy(() -> parse("{'t': " + list + "}"))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessage("In file 'o.json', tensor 't': " + sentence);
    }

    @Test
    void aZeroPointOutsideTheTypeIsRefused() throws IOException {
        Model model = TestModels.of(TestModels.gemm("fc", 2, 4, 0, 8));
        Path file = Files.writeString(folder.resolve("o.json"), "{\"fc.weight\": [{\"scale\": 1, \"zero_point\": 200}]}");
        ImportFile found = ImportFile.open(file);
        ImportTarget target = new ImportTarget(Optional.of(model), TestStatistics::unobserved,
                Optional.of(new QuantType(8, true, false)), Optional.of(QuantType.UINT8));
        assertThatThrownBy(() -> ImportFormat.of(found).read(found, target))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessage("In file 'o.json', tensor 'fc.weight': 'zero_point' is 200, which lies outside -128 to 127 of"
                        + " int8; ONNX Runtime would wrap it around without a word. Correct it, or say the type with"
                        + " --weight-type or --activation-type.");
    }

    @Test
    void theScriptBesideTheFileNamesModelTypesAndNodes() throws IOException {
        Model model = TestModels.of(TestModels.conv("con\"v", 3, 2, 7));
        QuantSettings settings = QuantSettings.EMPTY.withLayer("con\"v", any -> LayerSettings.initial(
                Optional.of(new Clamp(0, Float.POSITIVE_INFINITY))));
        SaveReport report = ExportFormat.ORT_OVERRIDES.save(
                folder.resolve("net.json"), new ExportSource(model, settings, TestStatistics.observed(model)));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "net.json", "net.py", "net.ort-overrides.quantscope.json");
        }
        assertThat(report.files()).first().isEqualTo(folder.resolve("net.json"));
        assertThat(Files.readString(folder.resolve("net.py")))
                .startsWith("#!/usr/bin/env python3\n")
                .contains("MODEL = \"net.onnx\"", "MODEL_SHA256 = \"" + TestModels.SHA256 + "\"",
                        "OVERRIDES = \"net.json\"", "WEIGHT_TYPE = QuantType.QInt8", "ACTIVATION_TYPE = QuantType.QUInt8",
                        "PER_CHANNEL = True", "    \"con\\\"v\",\n    \"con\\\"v.relu\",\n",
                        "\"QDQDisableWeightAdjustForInt32Bias\": True")
                .doesNotContainPattern("@[A-Z]+@");
    }
}
