package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

/** What a person reads when something is wrong: the sentence and the exit code. */
class CommandSentencesTest {
    private static final String MOBILE = "samples/fashion-mobile.onnx";
    private static final String STEM = "/stem/stem.0/Conv";

    @TempDir
    private Path folder;

    private Path input;

    @BeforeEach
    void writeInput() throws IOException {
        input = folder.resolve("x.npy");
        NpyFile.write(input, FloatTensor.wrap(Shape.of(1, 1, 8, 8), ramp(64)));
    }

    @Test
    void anUnknownLayerIsAnsweredWithTheNearestNames() {
        CommandRun run = CommandRun.of("compare", MOBILE, "--layer", "/ir3/dw/dw.1/Conv", "--input", input);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).isEqualTo("The model 'fashion-mobile.onnx' has no layer named '/ir3/dw/dw.1/Conv';"
                + " did you mean '/ir3/dw/dw.0/Conv', '/ir1/dw/dw.0/Conv', '/ir2/dw/dw.0/Conv'?");
    }

    @Test
    void aNodeWithoutWeightsIsNamedForWhatItIs() {
        CommandRun run = CommandRun.of("compare", MOBILE, "--layer", "/stem/stem.2/Clip", "--input", input);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence())
                .startsWith("Node '/stem/stem.2/Clip' of 'fashion-mobile.onnx' is a Clip and cannot be explored;"
                        + " did you mean '/stem/stem.0/Conv'");
    }

    @Test
    void anInputOfTheWrongShapeIsToldTheRightOne() throws IOException {
        NpyFile.write(input, FloatTensor.wrap(Shape.of(1, 3, 4, 4), ramp(48)));

        CommandRun run = compare();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).isEqualTo("File '" + input + "' does not fit: Layer '" + STEM
                + "' reads an input of shape [N, 1, height, width]; the given one is 1×3×4×4.");
    }

    @Test
    void anInputInDoublePrecisionIsToldHowToConvertIt() throws IOException {
        NpyFile.write(input, DoubleTensor.zeros(Shape.of(1, 1, 8, 8)));

        assertThat(compare().sentence()).isEqualTo("File '" + input + "' has elements of type float64, but a layer's"
                + " input is float32; convert it with x.astype(numpy.float32).");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void anInputThatIsNotFiniteIsRefusedWithItsPlace(String value) throws IOException {
        float[] values = ramp(64);
        values[19] = Float.parseFloat(value);
        NpyFile.write(input, FloatTensor.wrap(Shape.of(1, 1, 8, 8), values));

        assertThat(compare().sentence()).isEqualTo("File '" + input + "' has " + value
                + " at [0, 0, 2, 3]; every element of a layer's input must be a finite number.");
    }

    @Test
    void aMissingInputIsNamed() throws IOException {
        Files.delete(input);

        CommandRun run = compare();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).isEqualTo("File '" + input + "' cannot be read: there is no such file; check its name and folder.");
    }

    @Test
    void settingsOfAnotherModelAreRefused() throws IOException {
        String other = "0".repeat(64);
        Path settings = settings("\"model\": {\"file\": \"other.onnx\", \"sha256\": \"" + other + "\"}, \"layers\": {}");

        CommandRun run = compare("--settings", settings);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains("other.onnx").contains("fashion-mobile.onnx").endsWith(".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "layers": {"%s": {"colour": 1}}                                                     | colour
            "layers": {"%s": {"weight": {"bits": 8, "signed": true, "scale": 0, "zero_point": 0}}}  | scale
            "layers": {"%s": {"weight": {"bits": 8, "signed": true, "scale": -1, "zero_point": 0}}} | scale
            "layers": {"%s": {"weight": {"bits": 8, "signed": true, "scale": 1, "zero_point": 900}}} | zero
            "layers": {"ghost": {}}                                                             | ghost
            """, quoteCharacter = '`')
    void settingsThatCannotBeUsedAreRefusedByTheKey(String body, String named) throws IOException {
        CommandRun run = compare("--settings", settings(body.formatted(STEM)));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains("a.quantscope.json").contains(named).endsWith(".");
    }

    @Test
    void anOutFolderThatIsAFileIsRefusedAndKept() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "precious");

        CommandRun run = compare("--out", file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence())
                .isEqualTo("'" + file + "' is a file, not a folder; choose another one for --out.");
        assertThat(file).hasContent("precious");
    }

    @Test
    void anOutFolderThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "precious");

        CommandRun run = compare("--out", file.resolve("deeper"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).startsWith("The outputs could not be written to '" + file.resolve("deeper") + "': ");
        assertThat(file).hasContent("precious");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            compare m.onnx --layer x --input y --engine abacus | There is no engine named 'abacus'; choose auto, reference, nd4j or onednn.
            compare m.onnx                                     | Missing required options: '--layer=NAME', '--input=X.npy'.
            inspect                                            | Missing required parameter: 'MODEL'.
            inspect m.onnx --colour                            | Unknown option: '--colour'.
            export m.onnx --settings s --format xml -o o       | There is no format named 'xml'; choose settings, 
            snapshot -o a.png --size big                       | The size 'big' is not of the form 1440x900.
            snapshot -o a.png --size 10x10                     | The size '10x10' is out of bounds; width and height go from 320 to 8192 pixels.
            snapshot -o a.png --theme pink                     | There is no theme named 'pink'; choose light or dark.
            --debug                                            | Which command? There are inspect, init, compare, evaluate, sensitivity, export, import, verify, snapshot, doctor, help.
            """, quoteCharacter = '`')
    void badUsageIsASentenceAndAHint(String arguments, String sentence) {
        CommandRun run = CommandRun.of((Object[]) arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().findFirst().orElse("")).startsWith(sentence);
        assertThat(run.err()).contains("Usage: quantscope").contains("More: quantscope help");
        assertThat(run.err().contains("\tat ")).isEqualTo(arguments.contains("--debug"));
    }

    @Test
    void anUnknownWordIsBadUsage() {
        CommandRun run = CommandRun.of("inspekt", MOBILE);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("inspekt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.lang.OutOfMemoryError       | Java ran out of memory
            java.lang.UnsatisfiedLinkError   | A library could not be loaded (UnsatisfiedLinkError: why)
            java.lang.IllegalStateException  | Something unexpected happened (IllegalStateException: why)
            """)
    void whatNobodyExpectedIsOneSentenceToo(String type, String start) throws ReflectiveOperationException {
        Throwable thrown = (Throwable) Class.forName(type).getConstructor(String.class).newInstance("why");

        CommandRun run = CommandRun.with(new FailingWindow(thrown), "snapshot", "-o", folder.resolve("a.png"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).startsWith(start).endsWith(".");
    }

    @Test
    void helpAndVersionAreNoErrors() {
        assertThat(CommandRun.of("help").exitCode()).isZero();
        assertThat(CommandRun.of("help", "compare").out()).contains("Without --settings: 8-bit");
        assertThat(CommandRun.of("--version").out()).startsWith("Quantscope ").doesNotContain("unknown");
    }

    private CommandRun compare(Object... more) {
        Object[] fixed = {"compare", MOBILE, "--layer", STEM, "--input", input, "--engine", "reference"};
        Object[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        if (more.length > 0 && more[0].equals("--engine")) {
            all = new Object[] {"compare", MOBILE, "--layer", STEM, "--input", input, "--engine", more[1]};
        }
        return CommandRun.of(all);
    }

    private Path settings(String body) throws IOException {
        return Files.writeString(folder.resolve("a.quantscope.json"), "{\"quantscope\": 1, " + body + "}");
    }

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i / (float) length - 0.3f;
        }
        return values;
    }
}
