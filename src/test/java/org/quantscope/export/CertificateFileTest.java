package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;

class CertificateFileTest {
    @TempDir
    Path folder;

    private static Certificate certificate(CodeParity... layers) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Quantscope", "0.1.0");
        versions.put("ONNX Runtime", "1.29.0");
        return new Certificate(
                "qdq", "a \"set\" of images", 100, List.of(layers), Map.of("/conv9", "it is not quantized"),
                new CodeParity("logits", 1000, 0, 0), Certificate.LSB, "net.onnx", "ab", "cd", "ef", versions,
                Map.of("session.x64quantprecision", "1"), List.of("Layer 'x' says otherwise."));
    }

    @Test
    void whatIsSavedIsReadBack() {
        Certificate exact = certificate(
                new CodeParity("/conv1", 4_000_000_000L, 0, 0), new CodeParity("/conv2", 12, 0, 0));
        Certificate differing = certificate(
                new CodeParity("/conv1", 4_000_000_000L, 3_000_000_001L, 7), new CodeParity("/conv2", 12, 1, 9));
        for (Certificate certificate : List.of(exact, differing)) {
            Path file = CertificateFile.beside(folder.resolve("net.onnx"));
            assertThat(file).hasFileName("net.certificate.json");
            CertificateFile.save(file, certificate);
            assertThat(CertificateFile.read(file)).isEqualTo(certificate);
        }
        assertThat(exact.isExact()).isTrue();
        assertThat(differing.isExact()).isFalse();
        assertThat(differing.total()).isEqualTo(new CodeParity("all layers", 4_000_000_012L, 3_000_000_002L, 9));
    }

    @Test
    void aCertificateOfNothingIsNotExact() {
        assertThat(certificate().isExact()).isFalse();
        assertThat(CertificateFile.parse(CertificateFile.render(certificate()), "x")).isEqualTo(certificate());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"differing\": 1, | \"differing\": 0, | differing.+which cannot be",
        "\"elements\": 16 | \"elements\": 15 | totals are not those of its layers",
        "\"exact\": false | \"exact\": true | totals are not those of its layers",
        "\"elements\": 12 | \"elements\": -12 | must be an integer that is not negative, not -12",
        "\"elements\": 12 | \"elements\": 1.5 | must be an integer that is not negative, not 1.5",
        "\"images\": 100 | \"images\": 99999999999 | too large a number",
        "\"quantscope_certificate\": 1 | \"quantscope_certificate\": 2 | version is 2",
        "\"quantscope_certificate\": 1 | \"quantscope\": 1 | 'quantscope_certificate' is missing",
        "\"layer\": \"/conv2\" | \"layer\": 2 | layer 2: 'layer' must be a text in quotes",
        "\"unit\" | \"unot\" | unknown key 'unot'",
    })
    void aFileThatWasChangedIsRefusedInOneSentence(String part, String replacement, String sentence) {
        String text = text(certificate(new CodeParity("/conv1", 4, 0, 0), new CodeParity("/conv2", 12, 1, 9)));
        assertThat(text).contains(part);
        byte[] changed = text.replace(part, replacement).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CertificateFile.parse(changed, "net.certificate.json"))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessageMatching("(?s)In file 'net\\.certificate\\.json'.*" + sentence + ".*\\.");
    }

    @Test
    void mutatedFilesGiveASentenceAndNothingElse() {
        byte[] whole = CertificateFile.render(
                certificate(new CodeParity("/conv1", 4, 0, 0), new CodeParity("/conv2", 12, 1, 9)));
        Random random = new Random(11);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int times = random.nextInt(4); times >= 0 && bytes.length > 0; times--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                CertificateFile.parse(bytes, "net.certificate.json");
            } catch (SettingsFormatException sentence) {
                assertThat(sentence.getMessage()).endsWith(".").doesNotContain("\n");
            }
        }
    }

    private static String text(Certificate certificate) {
        return new String(CertificateFile.render(certificate), StandardCharsets.UTF_8);
    }
}
