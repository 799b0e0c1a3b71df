package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.analysis.Certificate;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/** Networks of text recognition that nobody made for this program, written in both forms and run in integers. */
class RealIntegerNetworksTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "ch_PP-OCRv4_det_infer.onnx, 64, 128, true, QOPERATOR",
        "ch_ppocr_mobile_v2.0_cls_infer.onnx, 48, 64, true, QDQ",
        "ch_ppocr_mobile_v2.0_cls_infer.onnx, 48, 64, false, QOPERATOR",
        "ch_PP-OCRv3_det_infer.onnx, 64, 128, true, QDQ"
    })
    void everyCodeFollowsFromTheCodesBeforeItAndSoDoesTheOutput(String file, int height, int width, boolean fold, QuantizedForm form)
            throws IOException {
        Model model = model(file, fold);
        FloatTensor image = PrintedWord.of(height, width, 5);
        Map<String, LayerParams> params = MinMaxParams.of(model, List.of(image));
        QuantizedNetwork written = QuantizedNetwork.write(model, params, form);
        try (Verification verification = new Verification(
                model, params, form, written, LayerCodes.reference(), RuntimeArithmetic.EXACT, 1)) {
            verification.add(image, Cancellation.NEVER);
            Certificate certificate = verification.certificate("a word", "0", Map.of());
            assertThat(certificate.layers()).hasSizeGreaterThan(model.layers().size() / 2)
                    .allSatisfy(layer -> assertThat(layer.differing()).as(layer.place()).isZero());
            assertThat(certificate.output().elements()).isPositive();
            assertThat(certificate.output().differing()).isZero();
            assertThat(certificate.outputUnit()).isEqualTo(Certificate.ULP); // behind a softmax or a sigmoid
        }
    }

    /** It has channels whose weights are all but zero and whose bias is not. */
    @Test
    void aBiasThatDoesNotFitIsToldAndNotWrapped() throws IOException {
        Model model = model("ch_PP-OCRv4_rec_infer.onnx", true);
        Map<String, LayerParams> params = MinMaxParams.of(model, List.of(PrintedWord.of(48, 128, 5)));
        assertThatThrownBy(() -> QuantizedNetwork.write(model, params, QuantizedForm.QDQ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("Layer '.+' has a bias of .+ in channel \\d+, which does not fit into 32 bits .+");
    }

    private Model model(String file, boolean fold) throws IOException {
        Path copy = folder.resolve(file);
        try (InputStream stream = RealIntegerNetworksTest.class.getResourceAsStream("/models/" + file)) {
            Files.copy(stream, copy);
        }
        Model stored = OnnxReader.read(copy);
        return fold ? BatchNormFolding.fold(stored) : stored;
    }
}
