package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.tensor.FloatTensor;

/**
 * Networks of text recognition that nobody made for this program: dynamic shapes, weights in Constant nodes, unfolded
 * BatchNormalization, HardSigmoid, transposed convolutions, Resize. They come from Maven and are not packaged.
 */
class RealNetworksTest {
    private static final QuantType UNSIGNED = new QuantType(8, false, false);

    @TempDir
    Path folder;

    /** Against ONNX Runtime's own run of the untouched file, tensor by tensor; then at 8 bits, close but not equal. */
    @ParameterizedTest
    @CsvSource({
        "ch_PP-OCRv4_det_infer.onnx, 64, 128, false, 0.3",
        "ch_PP-OCRv4_det_infer.onnx, 64, 128, true, 0.3",
        "ch_PP-OCRv4_rec_infer.onnx, 48, 128, false, 0.1",
        "ch_ppocr_mobile_v2.0_cls_infer.onnx, 48, 192, false, 0.01",
        "ch_ppocr_mobile_v2.0_cls_infer.onnx, 48, 192, true, 0.01",
        "ch_PP-OCRv3_det_infer.onnx, 64, 128, true, 0.2"
    })
    void simulatesTheNetworkAsItIsAndAtEightBits(String file, int height, int width, boolean fold, double most)
            throws IOException {
        Model model = model(file, fold);
        FloatTensor image = PrintedWord.of(height, width, 5);
        try (NetworkRunner runner = NetworkRunner.open(model);
                SimulatedNetwork network = SimulatedNetwork.open(model, 1);
                Activations floats = runner.run(image)) {
            requireEqualButForNoise(model, floats, network, image);

            FloatTensor expected = floats.networkOutput();
            Map<String, LayerParams> params = eightBits(model, floats);
            FloatTensor weights = network.predict(image, weightsOnly(params), Cancellation.NEVER);
            FloatTensor quantized = network.predict(image, params, Cancellation.NEVER);
            assertThat(distance(expected, weights)).as("weights at 8 bits").isBetween(1e-6, 0.1);
            assertThat(distance(expected, quantized)).as("everything at 8 bits").isBetween(1e-6, most);
        }
    }

    private static void requireEqualButForNoise(
            Model model, Activations floats, SimulatedNetwork network, FloatTensor image) {
        try (Activations plain = network.run(image, Map.of(), Cancellation.NEVER)) {
            assertThat(plain.networkOutput().shape()).isEqualTo(floats.networkOutput().shape());
            assertThat(distance(floats.networkOutput(), plain.networkOutput())).isLessThan(1e-5);
            for (Layer layer : model.layers()) {
                assertThat(distance(floats.input(layer), plain.input(layer))).as(layer.name()).isLessThan(1e-5);
                assertThat(distance(floats.activated(layer), plain.activated(layer))).as(layer.name())
                        .isLessThan(1e-5);
            }
        }
    }

    private Model model(String file, boolean fold) throws IOException {
        Path copy = folder.resolve(file);
        try (InputStream stream = RealNetworksTest.class.getResourceAsStream("/models/" + file)) {
            Files.copy(stream, copy);
        }
        Model stored = OnnxReader.read(copy);
        return fold ? BatchNormFolding.fold(stored) : stored;
    }

    /** Relative to the norm of the float output. */
    private static double distance(FloatTensor expected, FloatTensor given) {
        double error = 0;
        double power = 0;
        for (int i = 0; i < expected.size(); i++) {
            assertThat(given.get(i)).isFinite();
            error += Math.pow((double) given.get(i) - expected.get(i), 2);
            power += Math.pow(expected.get(i), 2);
        }
        return Math.sqrt(error / power);
    }

    private static Map<String, LayerParams> eightBits(Model model, Activations floats) {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            LayerRanges ranges = floats.ranges(layer);
            params.put(layer.name(), new LayerParams(
                    Optional.of(SmallNetworks.weights(layer, 8)), Optional.of(activation(ranges.input())),
                    Optional.of(activation(ranges.output())), OptionalInt.of(32), LayerParams.FLOAT.requantization(),
                    LayerParams.FLOAT.accumulator(), Optional.empty()));
        }
        return params;
    }

    private static QuantParams activation(RangeStatistics seen) {
        return ParameterChoice.choose(
                new ClippingRange(seen.min(), seen.max()), UNSIGNED, QuantScheme.AFFINE, Rounding.HALF_TO_EVEN);
    }

    private static Map<String, LayerParams> weightsOnly(Map<String, LayerParams> params) {
        Map<String, LayerParams> plain = new LinkedHashMap<>();
        params.forEach((name, all) -> plain.put(name, SmallNetworks.weightsOnly(all.weight().orElseThrow())));
        return plain;
    }
}
