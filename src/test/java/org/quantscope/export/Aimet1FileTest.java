package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;

/** AIMET encodings 1.0.0 and older: the offset's sign, what is read, and what is refused. */
class Aimet1FileTest {
    private static final float SCALE = 0.0123f;

    /** The table of types, zero points and offsets, with the real value of the lowest code in steps. */
    @ParameterizedTest
    @CsvSource({
        "8, true, false, 0, -128, -128",
        "8, true, false, 5, -133, -133",
        "8, false, false, 114, -114, -114",
        "8, true, true, 0, -127, -127",
        "4, true, false, 0, -8, -8",
        "4, true, true, 0, -7, -7",
        "3, false, false, 7, -7, -7",
        "16, true, false, 0, -32768, -32768",
        "16, false, false, 65535, -65535, -65535"
    })
    void offsetIsMinusTheZeroPointOnTheUnsignedGrid(
            int bits, boolean signed, boolean narrow, int zeroPoint, int offset, int lowestSteps) {
        QuantType type = new QuantType(bits, signed, narrow);
        TensorEncoding tensor = TensorEncoding.perTensor("t", type, SCALE, zeroPoint);

        Aimet1Entry entry = Aimet1Entry.of(tensor);

        assertThat(entry.offsets()).containsExactly(offset);
        assertThat(entry.signed()).isEqualTo(signed);
        assertThat(new QuantParams(type, SCALE, zeroPoint).lowest()).isEqualTo(lowestSteps * SCALE);
        assertThat(entry.tensor()).isEqualTo(tensor);
    }

    @ParameterizedTest
    @CsvSource({
        "8, true, -128, false, 0",
        "8, true, -133, false, 5",
        "8, false, -114, false, 114",
        "8, true, -127, true, 0",
        "8, true, -129, false, 1",
        "8, true, 0, false, -128",
        "8, true, -255, false, 127"
    })
    void theOffsetOfAFileGivesTypeAndZeroPoint(int bits, boolean signed, int offset, boolean narrow, int zeroPoint) {
        TensorEncoding tensor = parse(entry(bits, signed, Integer.toString(offset))).get(0).tensor();
        assertThat(tensor.narrow()).isEqualTo(narrow);
        assertThat(tensor.signed()).isEqualTo(signed);
        assertThat(tensor.zeroPoints()).containsExactly(zeroPoint);
        assertThat(tensor.scales()).containsExactly(SCALE);
        assertThat(Aimet1Entry.of(tensor).offsets()).containsExactly(offset);
    }

    @Test
    void offsetsWithADecimalPointAreTheSame() {
        assertThat(parse(entry(8, true, "-128.0"))).isEqualTo(parse(entry(8, true, "-128")));
    }

    @Test
    void aFullTypeWithZeroPointMinusOneHasTheBytesOfTheNarrowOne() {
        TensorEncoding full = TensorEncoding.perTensor("t", new QuantType(8, true, false), SCALE, -1);
        TensorEncoding narrow = TensorEncoding.perTensor("t", new QuantType(8, true, true), SCALE, 0);
        assertThat(Aimet1Entry.of(full)).isEqualTo(Aimet1Entry.of(narrow));
        assertThat(Aimet1Entry.of(full).tensor()).isEqualTo(narrow);
    }

    @Test
    void channelsOfBothKindsStayInTheFullType() {
        Aimet1Entry mixed = new Aimet1Entry("w", 8, true, List.of(1f, 2f), List.of(-127, -128), true);
        assertThat(mixed.tensor()).isEqualTo(new TensorEncoding(
                "w", 8, true, false, List.of(1f, 2f), List.of(-1, 0), true, OptionalInt.empty()));
    }

    @Test
    void aBiasOf32BitsIsReadAndWritten() {
        TensorEncoding bias = new TensorEncoding("b", 32, true, false, List.of(1e-6f), List.of(0), false,
                OptionalInt.empty());
        Aimet1Entry entry = Aimet1Entry.of(bias);
        assertThat(entry.offsets()).containsExactly(Integer.MIN_VALUE);
        assertThat(parse(render(entry))).containsExactly(entry);
        assertThat(entry.tensor()).isEqualTo(bias);
    }

    @Test
    void olderVersionsAreMapsFromTensorsToLists() {
        String text = "{'version': '0.6.1', 'activation_encodings': {'x': [{'bitwidth': 8, 'dtype': 'int',"
                + " 'is_symmetric': 'False', 'min': -1.14, 'max': 1.41, 'scale': 0.01, 'offset': -114}],"
                + " 'y': [{'bitwidth': 32, 'dtype': 'float'}]},"
                + " 'param_encodings': {'w': [{'bitwidth': 4, 'dtype': 'int', 'is_symmetric': 'True', 'scale': 0.5,"
                + " 'offset': -8}, {'bitwidth': 4, 'dtype': 'int', 'is_symmetric': 'True', 'scale': 0.25,"
                + " 'offset': -8}]}}";
        assertThat(tensors(text)).containsExactly(
                TensorEncoding.perTensor("x", QuantType.UINT8, 0.01f, 114),
                new TensorEncoding("w", 4, true, false, List.of(0.5f, 0.25f), List.of(0, 0), true, OptionalInt.empty()));
    }

    @Test
    void versionTwoPointOneIsReadWhereItsScalesArePlain() {
        String text = "{'version': '2.1.0', 'encodings': [{'name': 'w', 'output_dtype': 'int8', 'y_scale': [1, 2],"
                + " 'axis': 1}]}";
        assertThat(tensors(text)).containsExactly(
                new TensorEncoding("w", 8, true, false, List.of(1f, 2f), List.of(0, 0), true, OptionalInt.of(1)));
        assertThatThrownBy(() -> tensors(text.replace("[1, 2]", "{'scale': [1, 2]}")))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessage("In file 'e.json', tensor 'w': it asks for a scale for each block, which Quantscope does not"
                        + " compute; use one for each channel or for the tensor.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'bw': 8, 'is_sym': true, 'scale': [1], 'offset': [1] | 'offset' is 1, which puts real zero outside the codes of 8 bits; it lies between -255 and 0.
            'bw': 8, 'is_sym': true, 'scale': [1], 'offset': [-256] | 'offset' is -256, which puts real zero outside the codes of 8 bits; it lies between -255 and 0.
            'bw': 8, 'is_sym': true, 'scale': [1], 'offset': [-1.5] | 'offset' is -1.5; it must be an integer.
            'bw': 32, 'is_sym': true, 'scale': [1], 'offset': [-128] | 'offset' is -128, but with 32 bits real zero is code 0, which is offset -2147483648.
            'bw': 33, 'is_sym': true, 'scale': [1], 'offset': [0] | 'bw' must lie between 2 and 32; 33 does not.
            'bw': 8, 'is_sym': 'True', 'scale': [1], 'offset': [0] | 'is_sym' must be true or false, not the text 'True'.
            'bw': 8, 'is_sym': true, 'scale': [1, 2], 'offset': [0] | 'scale' has 2 values and 'offset' has 1; they need one value each, or one for each channel.
            'bw': 8, 'is_sym': true, 'scale': [1, 2], 'offset': [0, 0] | 'enc_type' is PER_TENSOR, but 'scale' has 2 values; one is needed.
            'bw': 8, 'is_sym': true, 'scale': [], 'offset': [] | 'scale' has 0 values and 'offset' has 0; they need one value each, or one for each channel.
            'bw': 8, 'is_sym': true, 'scale': [0], 'offset': [0] | 'scale' 0: A scale must be greater than zero and not subnormal; 0.0 is not.
            'bw': 8, 'is_sym': true, 'scale': 1, 'offset': [0] | 'scale' must be a list in brackets, not 1.
            """)
    void whatCannotBeReadIsRefusedWithTheTensorsName(String keys, String sentence) {
        String text = "{'version': '1.0.0', 'activation_encodings': [{'name': 't', 'enc_type': 'PER_TENSOR', 'dtype':"
                + " 'INT', " + keys + "}], 'param_encodings': []}";
        assertThatThrownBy(() -> tensors(text))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessage("In file 'e.json', tensor 't': " + sentence);
    }

    @Test
    void blocksHalfFloatsAndModulesAreRefused() {
        String one = "{'version': '1.0.0', 'param_encodings': [{'name': 't', 'enc_type': 'PER_BLOCK', 'dtype': 'INT'}]}";
        assertThatThrownBy(() -> tensors(one)).hasMessage("In file 'e.json', tensor 't': 'enc_type' is PER_BLOCK, which"
                + " asks for a scale for each block, which Quantscope does not compute; use PER_CHANNEL or PER_TENSOR.");
        String half = "{'version': '1.0.0', 'param_encodings': [{'name': 't', 'dtype': 'FLOAT', 'bw': 16}]}";
        assertThatThrownBy(() -> tensors(half)).hasMessage("In file 'e.json', tensor 't': 'dtype' is 'FLOAT' of 16 bits,"
                + " in which Quantscope does not compute; leave the entry out, or quantize the tensor.");
        String modules = "{'version': '0.6.1', 'activation_encodings': {'conv1': {'output': {}}}}";
        assertThatThrownBy(() -> tensors(modules)).hasMessage("In file 'e.json', tensor 'conv1': a list of entries is"
                + " needed, not an object; encodings by module, as AIMET writes them for PyTorch, name no tensors of an"
                + " ONNX file.");
        String range = "{'version': '0.6.1', 'activation_encodings': {'x': [{'bitwidth': 8, 'dtype': 'int',"
                + " 'is_symmetric': 'False', 'min': -3, 'scale': 0.5, 'offset': -4}]}}";
        assertThatThrownBy(() -> tensors(range)).hasMessage("In file 'e.json', tensor 'x': 'min' is -3.0, but 'scale'"
                + " times 'offset' is -2.0; correct the one that is wrong.");
    }

    private static String entry(int bits, boolean signed, String offset) {
        return "{'version': '1.0.0', 'activation_encodings': [{'name': 't', 'enc_type': 'PER_TENSOR', 'dtype': 'INT',"
                + " 'bw': " + bits + ", 'is_sym': " + signed + ", 'scale': [" + Double.toString(SCALE) + "], 'offset': ["
                + offset + "]}], 'param_encodings': [], 'quantizer_args': {}, 'excluded_layers': []}";
    }

    private static String render(Aimet1Entry entry) {
        return new String(Aimet1File.render(List.of(), List.of(entry)), StandardCharsets.UTF_8);
    }

    private static List<Aimet1Entry> parse(String text) {
        return Aimet1File.parse(root(text), "e.json");
    }

    private static List<TensorEncoding> tensors(String text) {
        return AimetReading.tensors(root(text), "e.json");
    }

    private static JsonEntry root(String text) {
        return StrictJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "e.json");
    }
}
