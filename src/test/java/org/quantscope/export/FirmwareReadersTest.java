package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/** The texts of a firmware folder, their readers, and the names in them. */
class FirmwareReadersTest {
    @ParameterizedTest
    @CsvSource({
        "5,true,-16,10", "5,true,-1,1f", "5,true,15,0f", "8,true,-128,80", "8,false,255,ff", "3,false,6,6",
        "17,true,-65535,10001", "32,true,-2,fffffffe", "64,true,-9223372036854775808,8000000000000000"
    })
    void aWordIsTwosComplementInItsBits(int bits, boolean signed, long value, String word) {
        FirmwareArray array = array(new FirmwareWord(bits, signed, false), value);

        assertThat(HexWords.render(array)).asString(StandardCharsets.US_ASCII).isEqualTo(word + "\n");
        assertThat(HexWords.parse(HexWords.render(array), bits, signed, "w.hex").data()).containsExactly(value);
    }

    @Test
    void wordsOfEveryWidthReadBackTheSameFromHexAndHeader() {
        Random random = new Random(4);
        for (int bits = 1; bits <= 64; bits++) {
            FirmwareWord word = new FirmwareWord(bits, bits == 64 || random.nextBoolean(), false);
            long[] values = random.longs(50).map(value -> word.value(value & word.mask())).toArray();
            FirmwareArray array = array(word, values);

            assertThat(HexWords.parse(HexWords.render(array), bits, word.signed(), "w.hex").data()).containsExactly(values);
            if (word.signed() || bits < 63) {
                FirmwareHeader read = FirmwareHeader.parse(header(array), "w.h");
                assertThat(read.constants()).containsExactly(Map.entry("a_low", -7), Map.entry("a_high", 9));
                assertThat(read.arrays()).containsExactly(
                        Map.entry("a_b", new FirmwareHeader.CArray(word.cType(), array.values())));
            }
        }
    }

    @Test
    void theNarrowestWordHoldsItsRange() {
        assertThat(FirmwareWord.holding(-127, 127)).isEqualTo(new FirmwareWord(8, true, false));
        assertThat(FirmwareWord.holding(-16, 15)).isEqualTo(new FirmwareWord(5, true, false));
        assertThat(FirmwareWord.holding(-1, 1)).isEqualTo(new FirmwareWord(2, true, false));
        assertThat(FirmwareWord.holding(0, 255)).isEqualTo(new FirmwareWord(8, false, false));
        assertThat(FirmwareWord.holding(0, 0)).isEqualTo(new FirmwareWord(1, false, false));
        assertThat(FirmwareWord.holding(-3, 510)).isEqualTo(new FirmwareWord(10, true, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0\n1", "000\n", "0g\n0", "ff\n0\n", "FF\n", "ff ", "3f\n\n3f"})
    void whatIsNoSuchFileOfWordsIsRefusedInASentence(String text) {
        assertThatThrownBy(() -> HexWords.parse(text.getBytes(StandardCharsets.US_ASCII), 6, true, "w.hex"))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessageStartingWith("File 'w.hex' has ")
                .hasMessageEndingWith("; export it again.");
    }

    @Test
    void aChangedOrCutHeaderIsRefusedInASentenceOrHoldsOtherNumbers() {
        byte[] right = header(array(new FirmwareWord(8, true, false), 1, -2, 3, 127, -128));
        FirmwareHeader original = FirmwareHeader.parse(right, "w.h");
        Random random = new Random(9);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = round % 3 == 0 ? Arrays.copyOf(right, random.nextInt(right.length)) : right.clone();
            if (round % 3 != 0) {
                changed[random.nextInt(changed.length)] = (byte) (round % 2 == 0 ? random.nextInt(256) : '0' + random.nextInt(10));
            }
            try {
                FirmwareHeader.parse(changed, "w.h");
            } catch (SettingsFormatException sentence) {
                refused++;
                assertThat(sentence.getMessage()).startsWith("File 'w.h' ").endsWith("export it again.").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(1_500);
        assertThat(original.arrays()).hasSize(1);
    }

    @Test
    void anArrayThatAnnouncesMoreThanTheFileHasIsRefusedBeforeMemoryIsTaken() {
        String header = new String(header(array(new FirmwareWord(8, true, false), 1)), StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> FirmwareHeader.parse(
                        header.replace("[1]", "[2147483647]").getBytes(StandardCharsets.US_ASCII), "w.h"))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessageContaining("announces 2147483647 numbers, more than the file has room for");
    }

    @Test
    void aDamagedManifestIsRefusedInASentence() {
        assertThatThrownBy(() -> FirmwareManifest.parse("{\"format\": \"x\"".getBytes(StandardCharsets.UTF_8), "m.json"))
                .isInstanceOf(SettingsFormatException.class);
        assertThatThrownBy(() -> FirmwareManifest.parse(
                        "{\"format\": \"x\", \"version\": 1}".getBytes(StandardCharsets.UTF_8), "m.json"))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessageContaining("no manifest");
    }

    @Test
    void identifiersComeFromTheNamesOfTheLayers() {
        assertThat(FirmwareNames.of(
                        List.of("/features/0/Conv", "Conv-1", "conv 1", "3x3", "", "日本", "CON", "x".repeat(90)),
                        FirmwareLayer.SUFFIXES))
                .containsExactly("features_0_conv", "conv_1", "conv_1_2", "layer_3x3", "layer", "layer_2", "layer_con",
                        "x".repeat(36));
    }

    @Test
    void noTwoNamesOfANetworkAreEqual() {
        List<String> layers = new ArrayList<>(List.of(
                "a", "a_weight", "a_weight_zero_point", "a_weight_scale", "A", "a/", "a_test", "a_test_input", "test",
                "weight", "a_2", "a_2_weight", "layer", "int", "a_bias", "a_bias_folded"));
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            StringBuilder name = new StringBuilder();
            for (int part = random.nextInt(3); part >= 0; part--) {
                name.append(FirmwareLayer.SUFFIXES.get(random.nextInt(FirmwareLayer.SUFFIXES.size())))
                        .append(random.nextBoolean() ? "_" : "/").append(random.nextInt(3));
            }
            layers.add(name.toString());
        }

        List<String> ids = FirmwareNames.of(layers, FirmwareLayer.SUFFIXES);

        Set<String> all = new HashSet<>();
        for (String id : ids) {
            assertThat(id).matches("[a-z][a-z0-9_]{0,45}");
            assertThat(all.add(id)).as(id).isTrue();
            FirmwareLayer.SUFFIXES.forEach(suffix -> assertThat(all.add(id + "_" + suffix)).as(id + suffix).isTrue());
        }
    }

    @Test
    void theNameOfALayerStaysInItsComment() {
        assertThat(FirmwareHeader.inComment("*/ /* ??/ \u2028\n")).isEqualTo("_ _ __/ __");
    }

    private static FirmwareArray array(FirmwareWord word, long... values) {
        return new FirmwareArray("a_b", word, LongTensor.wrap(Shape.of(values.length), values));
    }

    private static byte[] header(FirmwareArray array) {
        Map<String, Integer> constants = new LinkedHashMap<>();
        constants.put("a_low", -7);
        constants.put("a_high", 9);
        return FirmwareHeader.render("GUARD_H", List.of("What it is", "in two lines."), constants, List.of(array));
    }
}
