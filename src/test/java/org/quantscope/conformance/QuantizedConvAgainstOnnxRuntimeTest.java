package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.engine.Engines;

/**
 * ONNX Runtime 1.29.0's own QLinearConv and ConvInteger against the layer runner with the {@code float32} profile and
 * both engines: every output code and every sum must be equal. The layers are random and seeded.
 *
 * <p>On a processor without VNNI the runtime's 8-bit kernels saturate, so the weights there have 7 bits; the names of
 * the tests say which. Of all forms, the runtime refuses two: a weight zero point for each channel in ConvInteger, and
 * signed inputs with unsigned weights in QLinearConv.
 */
class QuantizedConvAgainstOnnxRuntimeTest {
    // name | input N C H W | outputs and kernel | strides | pads (top, left, bottom, right) | dilations | group | input |
    // weights | a scale for the tensor or for each channel (powers: of two) | one weight zero point or one for each channel
    private static final String QLINEAR = """
            dense 3x3            | 1 16 34 34 | 24 3 3 | 1 1 | 1 1 1 1 | 1 1 | 1  | u8 | s8 | channel | one
            dense 3x3            | 1 16 34 34 | 24 3 3 | 1 1 | 1 1 1 1 | 1 1 | 1  | s8 | s8 | channel | one
            dense 1x1            | 1 48 32 32 | 28 1 1 | 1 1 | 0 0 0 0 | 1 1 | 1  | u8 | s8 | tensor  | one
            dense 1x1            | 2 33 27 29 | 19 1 1 | 1 1 | 0 0 0 0 | 1 1 | 1  | s8 | s8 | channel | channel
            unsigned weights     | 1 16 33 35 | 24 3 3 | 1 1 | 1 1 1 1 | 1 1 | 1  | u8 | u8 | tensor  | one
            unsigned weights     | 1 12 40 40 | 18 3 2 | 1 1 | 0 1 1 0 | 1 1 | 1  | u8 | u8 | channel | channel
            zero points that vary | 1 16 34 34 | 24 3 3 | 1 1 | 1 1 1 1 | 1 1 | 1 | u8 | s8 | channel | channel
            depthwise 3x3        | 1 32 29 29 | 32 3 3 | 1 1 | 1 1 1 1 | 1 1 | 32 | u8 | s8 | channel | one
            depthwise 3x3        | 1 32 29 29 | 32 3 3 | 1 1 | 1 1 1 1 | 1 1 | 32 | s8 | s8 | channel | channel
            depthwise 5x5, strided | 1 40 60 52 | 40 5 5 | 2 2 | 2 2 2 2 | 1 1 | 40 | u8 | u8 | channel | channel
            depthwise, two for one | 2 11 33 31 | 22 3 3 | 1 1 | 0 1 2 0 | 1 1 | 11 | u8 | s8 | channel | channel
            grouped              | 1 24 33 33 | 24 3 3 | 1 1 | 1 1 1 1 | 1 1 | 4  | u8 | s8 | channel | one
            grouped              | 2 15 25 27 | 20 3 3 | 1 1 | 1 1 1 1 | 1 1 | 5  | s8 | s8 | channel | channel
            strided              | 1 8 71 90  | 16 3 3 | 2 3 | 1 1 1 1 | 1 1 | 1  | u8 | s8 | channel | one
            strided              | 1 3 101 99 | 12 7 7 | 2 2 | 3 3 3 3 | 1 1 | 1  | s8 | s8 | channel | channel
            dilated              | 1 12 38 36 | 18 3 3 | 1 1 | 2 3 2 3 | 2 3 | 1  | u8 | s8 | channel | channel
            pads on one side     | 1 10 31 37 | 18 4 3 | 1 1 | 3 0 0 2 | 1 1 | 1  | u8 | s8 | channel | one
            pads on one side     | 1 10 31 37 | 18 4 3 | 1 1 | 0 2 3 0 | 1 1 | 1  | s8 | s8 | tensor  | one
            fully connected      | 64 300 1 1 | 401 1 1 | 1 1 | 0 0 0 0 | 1 1 | 1 | u8 | s8 | channel | channel
            ties                 | 1 4 40 40  | 16 2 2 | 1 1 | 0 1 1 0 | 1 1 | 1  | u8 | s8 | powers  | one
            ties                 | 1 32 29 29 | 32 2 2 | 1 1 | 1 0 0 1 | 1 1 | 32 | s8 | s8 | powers  | channel
            """;

    private static final String INTEGER = """
            dense                | 1 16 34 34 | 12 3 3 | 1 1 | 1 1 1 1 | 1 1 | 1  | u8 | s8 | tensor | one
            unsigned weights     | 2 12 29 31 | 10 3 3 | 1 1 | 1 1 1 1 | 1 1 | 1  | u8 | u8 | tensor | one
            depthwise            | 1 18 30 31 | 18 3 3 | 1 1 | 1 1 1 1 | 1 1 | 18 | u8 | s8 | tensor | one
            grouped and strided  | 1 12 60 50 | 16 3 3 | 2 2 | 1 0 1 2 | 1 1 | 4  | u8 | s8 | tensor | one
            dilated              | 1 6 40 41  | 12 3 2 | 1 1 | 2 0 1 3 | 2 3 | 1  | u8 | u8 | tensor | one
            signed inputs        | 1 16 30 31 | 10 3 3 | 1 1 | 1 1 1 1 | 1 1 | 1  | s8 | s8 | tensor | one
            both signs           | 1 9 37 30  | 12 2 3 | 1 1 | 0 2 1 0 | 1 1 | 3  | s8 | u8 | tensor | one
            """;

    static Stream<Named<RandomCodedConv>> qLinearConvs() {
        return named(QLINEAR, 100);
    }

    static Stream<Named<RandomCodedConv>> convIntegers() {
        return named(INTEGER, 500);
    }

    private static Stream<Named<RandomCodedConv>> named(String table, long firstSeed) {
        List<String> rows = table.lines().toList();
        return Stream.iterate(0, row -> row + 1).limit(rows.size()).map(row -> {
            RandomCodedConv conv = RandomCodedConv.parse(rows.get(row), firstSeed + row);
            return Named.of(conv.name() + ", " + RuntimeIntegers.description(), conv);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("qLinearConvs")
    void everyOutputCodeIsThatOfQLinearConv(RandomCodedConv random) throws OrtException {
        CodedConv conv = random.conv();
        int[] expected = new RuntimeConv(conv, random.inputZeroPoint(), random.weightZeroPoints())
                .qLinearConv(random.outputZeroPoint());
        assertThat(expected).hasSize(random.outputElements());
        for (String engine : List.of("reference", "nd4j", "onednn")) {
            assertThat(conv.run(Engines.select(engine)).outputCodes().orElseThrow().data())
                    .as(engine)
                    .isEqualTo(expected);
        }
        int lowest = conv.output().orElseThrow().type().qmin();
        int highest = conv.output().orElseThrow().type().qmax();
        assertThat(Arrays.stream(expected).filter(code -> code > lowest && code < highest).count())
                .as("codes that are not saturated")
                .isGreaterThan(expected.length / 2);
        assertThat(Arrays.stream(expected).distinct().count()).as("different codes").isGreaterThan(100);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("convIntegers")
    void everySumIsThatOfConvInteger(RandomCodedConv random) throws OrtException {
        CodedConv conv = random.withoutOutput();
        int[] expected =
                new RuntimeConv(conv, random.inputZeroPoint(), random.weightZeroPoints()).convInteger();
        assertThat(expected).hasSize(random.outputElements());
        for (String engine : List.of("reference", "nd4j", "onednn")) {
            long[] sums = conv.run(Engines.select(engine)).accumulator().orElseThrow().data();
            assertThat(Arrays.stream(sums).mapToInt(Math::toIntExact).toArray()).as(engine).isEqualTo(expected);
        }
    }

    @Test
    void moreThanFourHundredThousandOutputElementsAreCompared() {
        assertThat(elements(qLinearConvs())).isEqualTo(571_150);
        assertThat(elements(convIntegers())).isEqualTo(102_400);
    }

    private static int elements(Stream<Named<RandomCodedConv>> rows) {
        return rows.mapToInt(row -> row.getPayload().outputElements()).sum();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tieRows")
    void theRowsForTiesHaveMany(RandomCodedConv random) {
        assertThat(random.ties()).isGreaterThan(1_000);
    }

    static Stream<Named<RandomCodedConv>> tieRows() {
        return qLinearConvs().filter(row -> row.getName().startsWith("ties"));
    }

    @Test
    void theRuntimeRefusesAWeightZeroPointForEachChannelInConvInteger() {
        RandomCodedConv random = RandomCodedConv.parse(
                "refused | 1 4 5 5 | 3 3 3 | 1 1 | 0 0 0 0 | 1 1 | 1 | u8 | s8 | tensor | channel", 1);
        RuntimeConv runtime =
                new RuntimeConv(random.withoutOutput(), random.inputZeroPoint(), random.weightZeroPoints());
        assertThatThrownBy(runtime::convInteger).isInstanceOf(OrtException.class);
    }

    @Test
    void theRuntimeRefusesSignedInputsWithUnsignedWeightsInQLinearConv() {
        RandomCodedConv random = RandomCodedConv.parse(
                "refused | 1 4 5 5 | 3 3 3 | 1 1 | 0 0 0 0 | 1 1 | 1 | s8 | u8 | tensor | one", 1);
        RuntimeConv runtime = new RuntimeConv(random.conv(), random.inputZeroPoint(), random.weightZeroPoints());
        assertThatThrownBy(() -> runtime.qLinearConv(random.outputZeroPoint())).isInstanceOf(OrtException.class);
    }
}
