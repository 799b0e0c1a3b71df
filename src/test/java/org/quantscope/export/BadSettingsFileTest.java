package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.TestStatistics;

class BadSettingsFileTest {
    private static final Model MODEL =
            TestModels.of(TestModels.conv("conv1", 3, 2, 7), TestModels.gemm("fc", 2, 4, 0, 8));
    private static final ParameterDerivation OBSERVED = TestStatistics.observed(MODEL);
    private static final String WEIGHT = "In file 'bad.json', layer 'conv1', weight: ";
    private static final String INPUT = "In file 'bad.json', layer 'conv1', input: ";
    private static final String LAYER = "In file 'bad.json', layer 'conv1': ";
    private static final String FILE = "In file 'bad.json': ";

    @TempDir
    private Path folder;

    private static QuantSettings parse(String text) {
        return SettingsFileReader.parse(text.getBytes(StandardCharsets.UTF_8), "bad.json", MODEL, OBSERVED);
    }

    private static String layer(String json) {
        return "{\"quantscope\": 1, \"layers\": {\"conv1\": " + json + "}}";
    }

    private static Arguments weight(String json, String sentence) {
        return Arguments.of(layer("{\"weight\": {" + json + "}}"), WEIGHT + sentence);
    }

    private static Arguments range(String range, String sentence) {
        return of(layer("{\"input\": {\"bits\": 8, \"signed\": true, \"range\": " + range + "}}"),
                "In file 'bad.json', layer 'conv1', input, range: " + sentence);
    }

    private static Arguments input(String json, String sentence) {
        return Arguments.of(layer("{\"input\": {" + json + "}}"), INPUT + sentence);
    }

    private static Arguments of(String json, String sentence) {
        return Arguments.of(json, sentence);
    }

    static Stream<Arguments> weights() {
        return Stream.of(
                weight("\"bits\": 8, \"signed\": true, \"scales\": 1", "unknown key 'scales'; the known ones are"
                        + " bits, signed,"
                        + " narrow_range, scale, zero_point, rounding, convention, method, scheme, granularity,"
                        + " range, locked,"
                        + " by_hand."),
                weight("\"signed\": true", "the key 'bits' is missing."),
                weight("\"bits\": 8", "the key 'signed' is missing."),
                weight("\"bits\": 17, \"signed\": true", "'bits' must lie between 2 and 16; 17 does not."),
                weight("\"bits\": [8, 1, 8], \"signed\": true",
                        "'bits' of channel 1 must lie between 2 and 16; 1 does not."),
                weight("\"bits\": 8.0, \"signed\": true", "'bits' must be an integer, not 8.0."),
                weight("\"bits\": 8, \"signed\": 1", "'signed' must be true or false, not 1."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": [1, 2]",
                        "'scale' has 2 entries, but the layer has 3 output channels."),
                weight("\"bits\": 8, \"signed\": true, \"zero_point\": []",
                        "'zero_point' has 0 entries, but the layer has 3 output channels."),
                weight("\"bits\": [8], \"signed\": true", "'bits' has 1 entry, but the layer has 3 output channels."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": \"1\"", "'scale' must be a number, not the text"
                        + " '1'."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": null", "'scale' must be a number, not null."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": [1, [2], 3]",
                        "'scale' of channel 1 must be a number, not a list."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": 0",
                        "'scale': A scale must be greater than zero and not subnormal; 0.0 is not."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": [1, 1, -2]",
                        "'scale' of channel 2: A scale must be greater than zero and not subnormal; -2.0 is not."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": 1e-39",
                        "'scale': A scale must be greater than zero and not subnormal; 1.0E-39 is not."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": 1e39",
                        "'scale': A scale must be a finite number; 1.0E39 is not."),
                weight("\"bits\": 8, \"signed\": true, \"scale\": 1e999",
                        "'scale': A scale must be a finite number; Infinity is not."),
                weight("\"bits\": 8, \"signed\": true, \"zero_point\": 0.5",
                        "'zero_point' must be an integer, not 0.5."),
                weight("\"bits\": 8, \"signed\": true, \"zero_point\": 128", "'zero_point': A zero point must be a"
                        + " code of its"
                        + " type; 128 lies outside -128 to 127 of int8."),
                weight("\"bits\": [8, 8, 4], \"signed\": false, \"zero_point\": [0, 0, 16]", "'zero_point' of"
                        + " channel 2: A zero"
                        + " point must be a code of its type; 16 lies outside 0 to 15 of uint4."),
                weight("\"bits\": 8, \"signed\": true, \"narrow_range\": true, \"zero_point\":"
                        + " -128", "'zero_point': A zero"
                        + " point must be a code of its type; -128 lies outside -127 to 127 of int8 (narrow range)."),
                weight("\"bits\": 8, \"signed\": true, \"zero_point\": 99999999999",
                        "'zero_point' is 99999999999, which is too large a number."),
                weight("\"bits\": 8, \"signed\": true, \"rounding\": \"up\"",
                        "'rounding' is 'up'; the known words are half-even, half-away, half-up."),
                weight("\"bits\": 8, \"signed\": true, \"scheme\": \"odd\"",
                        "'scheme' is 'odd'; the known words are symmetric, affine."),
                weight("\"bits\": 8, \"signed\": true, \"granularity\": \"block\"",
                        "'granularity' is 'block'; the known words are tensor, channel."),
                weight("\"bits\": 8, \"signed\": true, \"convention\": \"micronet\", \"zero_point\": 1e39",
                        "'zero_point': A zero point must be a finite number; 1.0E39 is not."),
                weight("\"bits\": 8, \"signed\": true, \"convention\": \"x\"",
                        "'convention' is 'x'; the known words are onnx, micronet, micronet-2020."),
                weight("\"bits\": 1, \"signed\": true, \"method\": \"binary\"",
                        "'signed' cannot stand beside the method 'binary', which takes 'bits' alone."),
                weight("\"bits\": 3, \"method\": \"ternary\"",
                        "'bits' is 3, but the method 'ternary' has 2."),
                weight("\"bits\": 1, \"method\": \"dorefa\"",
                        "'bits' must lie between 2 and 16; 1 does not."),
                weight("\"bits\": 8, \"method\": \"xnor\"",
                        "'method' is 'xnor'; the known words are affine, dorefa, ternary, binary."),
                input("\"bits\": 8, \"signed\": true, \"method\": \"ternary\"",
                        "'method' is 'ternary'; the known words are affine, dorefa, binary."),
                of(layer("{\"input\": {\"bits\": 8, \"signed\": true, \"range\": {\"method\": \"micronet-percentile\","
                        + " \"argument\": 0.5}}}"), "In file 'bad.json', layer 'conv1', input, range:"
                        + " 'micronet-percentile' goes with 0.9999 or 0.999999; 0.5 is neither."),
                range("{\"method\": \"percentile\"}",
                        "'percentile' needs a number of percent greater than 0 and at most 100, such as 99.99."),
                range("{\"method\": \"entropy\", \"argument\": 100}",
                        "'entropy' may go with the number of its bins, 128, 256, 512, 1024 or 2048; 100.0 is none"
                                + " of them."),
                range("{\"method\": \"mse\", \"argument\": 1}",
                        "unknown key 'argument'; the known ones are method."),
                weight("\"bits\": 8, \"signed\": true, \"locked\": [1, 3]",
                        "'locked' names channel 3, but the layer's channels are 0 to 2."),
                weight("\"bits\": 8, \"signed\": true, \"locked\": [1, 1]", "'locked' names channel 1 twice."),
                weight("\"bits\": 8, \"signed\": true, \"locked\": 1", "'locked' must be a list in brackets, not 1."));
    }

    static Stream<Arguments> ranges() {
        String weightRange = "In file 'bad.json', layer 'conv1', weight, range";
        return Stream.of(
                of(range("{\"method\": \"kl\"}"),
                        weightRange + ": 'method' is 'kl'; the known words are min-max, moving-average,"
                        + " percentile, entropy, mse,"
                        + " micronet-percentile, manual."),
                of(range("{\"method\": \"min-max\", \"min\": 0}"),
                        weightRange + ": unknown key 'min'; the known ones are method, channels."),
                of(range("{\"method\": \"manual\", \"min\": 0}"), weightRange + ": the key 'max' is missing."),
                of(range("{\"method\": \"manual\", \"min\": 1, \"max\": 0}"),
                        weightRange + ": the lower end 1.0 is above the upper end 0.0."),
                of(range("{\"method\": \"manual\", \"min\": 1, \"max\": 1e60}"),
                        weightRange + ": 'max' must be a finite number, not 1.0E60."),
                of(range("{}"), weightRange + ": the key 'method' is missing."),
                of(range("{\"method\": \"min-max\", \"channels\": {\"3\": [0, 1]}}"), weightRange
                        + ", channels: '3' is not an output channel of the layer, whose channels are 0 to 2."),
                of(range("{\"method\": \"min-max\", \"channels\": {\"01\": [0, 1]}}"), weightRange
                        + ", channels: '01' is not an output channel of the layer, whose channels are 0 to 2."),
                of(range("{\"method\": \"min-max\", \"channels\": {\"1\": [0]}}"),
                        weightRange + ", channels: the range of channel 1 must be two numbers, [lowest, highest],"
                                + " not 1."),
                of(layer("{\"input\": {\"bits\": 8, \"signed\": true,"
                                + " \"range\": {\"method\": \"min-max\", \"channels\": {}}}}"),
                        "In file 'bad.json', layer 'conv1', input, range: unknown key 'channels'; the known ones are"
                                + " method."));
    }

    private static String range(String json) {
        return layer("{\"weight\": {\"bits\": 8, \"signed\": true, \"range\": " + json + "}}");
    }

    static Stream<Arguments> layers() {
        String output = "\"output\": {\"bits\": 8, \"signed\": true}";
        String illegal = "with an 'output' and no 'bias_bits' the bias stays float, which requantization '%s'"
                + " cannot add; set"
                + " 'bias_bits' to 32 or 'requantization' to 'float64'.";
        return Stream.of(
                input("\"bits\": [8], \"signed\": true", "'bits' must be an integer, not a list."),
                input("\"bits\": 8, \"signed\": true, \"scale\": 1",
                        "'scale' is given without 'zero_point'; add it, or 'scheme' to say where it comes from."),
                input("\"bits\": 8, \"signed\": true, \"scale\": [1]", "'scale' must be a number, not a list."),
                input("\"bits\": 8, \"signed\": true, \"granularity\": \"channel\"", "unknown key 'granularity';"
                        + " the known ones"
                        + " are bits, signed, narrow_range, scale, zero_point, rounding, convention, method,"
                        + " scheme, range."),
                input("\"bits\": 8, \"signed\": true, \"zero_point\": 0.5",
                        "'zero_point' must be an integer, not 0.5."),
                of(layer("{\"weights\": {}}"), LAYER + "unknown key 'weights'; the known ones are weight, input,"
                        + " output,"
                        + " bias_bits, requantization, accumulator, clamp."),
                of(layer("[]"), FILE + "layer 'conv1' must be an object in braces, not a list."),
                of(layer("{\"weight\": 3}"), LAYER + "'weight' must be an object in braces, not 3."),
                of(layer("{\"bias_bits\": 8}"),
                        LAYER + "'bias_bits' is 8; a bias has 16 or 32 bits, or stays float without the key."),
                of(layer("{\"requantization\": \"fast\"}"), LAYER + "'requantization' is 'fast'; the known words"
                        + " are float32,"
                        + " gemmlowp, ruy, float64, power-of-two."),
                of(layer("{" + output + "}"), LAYER + String.format(illegal, "float32")),
                of(layer("{" + output + ", \"requantization\": \"ruy\"}"), LAYER + String.format(illegal, "ruy")),
                of(layer("{\"weight\": {\"bits\": 8, \"signed\": true, \"scale\": 0.75}, \"bias_bits\": 32,"
                                + " \"input\": {\"bits\": 8, \"signed\": true, \"scale\": 1, \"zero_point\": 0},"
                                + " \"output\": {\"bits\": 8, \"signed\": true, \"scale\": 1, \"zero_point\": 0},"
                                + " \"requantization\": \"power-of-two\"}"),
                        LAYER + "The power-of-two requantization needs input scale · weight scale / output scale to be 1, 1/2,"
                                + " 1/4, ...; 1.0 · 0.75 / 1.0 is 0.75. Output channel 0 has that weight scale."),
                of(layer("{\"accumulator\": {\"bits\": 8}}"),
                        "In file 'bad.json', layer 'conv1', accumulator: An accumulator has 16 to 64 bits, not 8."),
                of(layer("{\"accumulator\": {\"bits\": 32, \"overflow\": \"trap\"}}"),
                        "In file 'bad.json', layer 'conv1', accumulator: 'overflow' is 'trap'; the known words are"
                                + " wrap,"
                                + " saturate."),
                of(layer("{\"clamp\": [0]}"),
                        LAYER + "'clamp' must be two numbers, [lowest, highest], not 1; null stands for no bound."),
                of(layer("{\"clamp\": [6, 0]}"), LAYER + "the lower bound 6.0 of 'clamp' is above its upper bound"
                        + " 0.0."),
                of(layer("{\"clamp\": [0, \"inf\"]}"),
                        LAYER + "the upper bound of 'clamp' must be a number, not the text 'inf'."));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                of("{}", FILE + "the key 'quantscope' is missing, so this is not a settings file of Quantscope;"
                        + " choose a file"
                        + " that ends in .quantscope.json."),
                of("{\"quantscope\": 2}", FILE + "the format version is 2, but this version of Quantscope reads 1;"
                        + " use the"
                        + " version that wrote the file."),
                of("{\"quantscope\": \"1\"}", FILE + "'quantscope' must be an integer, not the text '1'."),
                of("{\"quantscope\": 1}", FILE + "the key 'layers' is missing."),
                of("{\"quantscope\": 1, \"layers\": {}, \"notes\": \"\"}",
                        FILE + "unknown key 'notes'; the known ones are quantscope, export, model, folded, preprocessing,"
                                + " layers."),
                of("{\"quantscope\": 1, \"folded\": true, \"layers\": {}}", FILE + "'folded' is true, but"
                        + " 'net.onnx' has no BatchNormalization that can be folded; open the model that the settings"
                        + " belong to."),
                of("{\"quantscope\": 1, \"layers\": {\"conv9\": {}}}",
                        FILE + "the layer 'conv9' is not in the model 'net.onnx'; correct its name or remove it."),
                of("{\"quantscope\": 1, \"model\": {\"file\": \"a.onnx\", \"sha256\": \"ffeeddccbbaa99887766\"},"
                                + " \"layers\": {}}",
                        "In file 'bad.json', model: the settings were saved for 'a.onnx' (SHA-256 ffeeddccbbaa…),"
                                + " but the open"
                                + " model is 'net.onnx' (SHA-256 001122334455…); open the model that they belong to."),
                of("{\"quantscope\": 1, \"model\": {\"file\": \"a.onnx\"}, \"layers\": {}}",
                        "In file 'bad.json', model: the key 'sha256' is missing."),
                of("{\"quantscope\": 1, \"preprocessing\": {\"scale\": 1, \"mean\": [0], \"std\": [0], \"layout\":"
                        + " \"NCHW\"},"
                                + " \"layers\": {}}",
                        "In file 'bad.json', preprocessing: Every standard deviation must be a finite number other"
                                + " than zero;"
                                + " 0.0 is not."),
                of("{\"quantscope\": 1, \"preprocessing\": {\"scale\": 1, \"mean\": [], \"std\": [1], \"layout\":"
                        + " \"NCHW\"},"
                                + " \"layers\": {}}",
                        "In file 'bad.json', preprocessing: Normalisation needs at least one mean and one standard"
                                + " deviation."),
                of("[1]", "File 'bad.json' does not hold a JSON object; choose another file."),
                of("", "File 'bad.json' does not hold a JSON object; choose another file."),
                of("{\"quantscope\": 1,\n \"layers\": {", "File 'bad.json' ends at line 2, column 13 before its"
                        + " JSON is complete;"
                        + " it was cut off, fetch or save it again."),
                of("{\"quantscope\": 1,\n \"layers\": }", "File 'bad.json' is not valid JSON at line 2, column 12;"
                        + " a bracket,"
                        + " comma or quote may be missing or superfluous there."),
                of("{\"quantscope\": 1,\n \"quantscope\": 1}", "File 'bad.json' has the key 'quantscope' twice, the"
                        + " second time at"
                        + " line 2, column 14; keep one of them."),
                of("{\"quantscope\": 1, \"layers\": {}} 7", "File 'bad.json' is not valid JSON at line 1, column"
                        + " 33; a bracket,"
                        + " comma or quote may be missing or superfluous there."),
                of("{\"quantscope\": NaN}", "File 'bad.json' has NaN or an infinity at line 1, column 19; every number"
                        + " in it must be finite, write another one there."),
                of("{\"quantscope\": -Infinity}", "File 'bad.json' has NaN or an infinity at line 1, column"
                        + " 25; every number in it must be finite, write another one there."),
                of("{\"quantscope\": 1, \"folded\": tr", "File 'bad.json' ends at line 1, column"
                        + " 29 before its JSON is complete; it was cut off, fetch or save it again."),
                of("{\"a\": ".repeat(100_000), "File 'bad.json' is nested too deeply or holds too many or too long"
                        + " values;"
                        + " no file of this kind does, choose another one."));
    }

    @ParameterizedTest
    @MethodSource({"weights", "ranges", "layers", "files"})
    void everyFaultIsOneSentenceThatSaysWhere(String text, String sentence) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(SettingsFormatException.class).hasMessage(sentence);
    }

    @Test
    void aFileThatIsMissingOrAFolderOrTooLargeIsRefused() throws IOException {
        Path large = folder.resolve("large.json");
        try (SeekableByteChannel channel = Files.newByteChannel(
                large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.position(StrictJson.MAX_BYTES);
            channel.write(ByteBuffer.wrap(new byte[] {'}'}));
        }
        assertThatThrownBy(() -> SettingsFileReader.read(large, MODEL, OBSERVED))
                .hasMessage("File '" + large + "' is larger than 64 MB, which no file of this kind is; choose"
                        + " another file.");
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> SettingsFileReader.read(missing, MODEL, OBSERVED))
                .hasMessage("File '" + missing + "' does not exist; check its name and folder.");
        assertThatThrownBy(() -> SettingsFileReader.read(folder, MODEL, OBSERVED))
                .hasMessage("File '" + folder + "' is a folder; choose a file inside it.");
    }

    @Test
    void aFileCutOffAnywhereIsRefused() {
        String whole = whole(3);
        int last = whole.stripTrailing().length();
        for (int length = 0; length < last; length += 7) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> parse(cut)).isInstanceOf(SettingsFormatException.class);
        }
    }

    @Test
    void changedFilesAreReadOrRefusedButNothingElseHappens() {
        List<String> wholes = IntStream.range(0, 20).mapToObj(BadSettingsFileTest::whole).toList();
        int refused = 0;
        for (int seed = 0; seed < 4000; seed++) {
            byte[] bytes = changed(wholes.get(seed % 20), new Random(seed));
            try {
                QuantSettings settings = SettingsFileReader.parse(bytes, "bad.json", MODEL, OBSERVED);
                settings.layers().forEach(OBSERVED::derive);
            } catch (SettingsFormatException expected) {
                refused++;
                assertThat(expected.getMessage()).endsWith(".").doesNotContain("\n").hasSizeLessThan(500);
            }
        }
        assertThat(refused).isBetween(2000, 3999);
    }

    private static String whole(int seed) {
        return new String(
                SettingsFileWriter.render(MODEL, new RandomSettings(seed).of(MODEL), OBSERVED), StandardCharsets.UTF_8);
    }

    private static byte[] changed(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String[] pieces = {
            "null", "-1", "1e400", "\"\"", "{}", "[]", "true", "0.5", ",", "}", "99999999999999999999", "E"
        };
        if (random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            return bytes;
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(12));
        if (random.nextBoolean()) { // a whole value is replaced, so that the text stays JSON more often
            at = Math.max(0, text.indexOf(": ", at) + 2);
            end = at;
            while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
                end++;
            }
        }
        String piece = pieces[random.nextInt(pieces.length)];
        return (text.substring(0, at) + piece + text.substring(end)).getBytes(StandardCharsets.UTF_8);
    }
}
