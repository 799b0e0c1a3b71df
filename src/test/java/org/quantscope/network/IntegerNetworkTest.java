package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.analysis.Certificate;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

class IntegerNetworkTest {
    private static final Samples SAMPLES = new Samples();

    @TempDir
    Path folder;

    static Stream<Arguments> samples() {
        return Samples.models().stream().flatMap(sample -> Stream.of(QuantizedForm.values())
                .map(form -> Arguments.of(sample.file(), form)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyCodeOfASampleFollowsFromTheCodesBeforeIt(String file, QuantizedForm form) {
        SampleModel sample = Samples.models().stream()
                .filter(known -> known.file().equals(file)).findFirst().orElseThrow();
        Model model = BatchNormFolding.fold(OnnxReader.read(SAMPLES.modelFile(sample)));
        Shape one = InputShape.of(model).shape();
        ImageSet images = SAMPLES.images(sample);
        List<FloatTensor> inputs = IntStream.range(0, 2)
                .mapToObj(i -> images.networkInput(i, sample.preprocessing(), one))
                .toList();
        Map<String, LayerParams> params = MinMaxParams.of(model, inputs);
        try (IntegerNetwork network = IntegerNetwork.open(model, params, form, 1);
                IntegerNetwork exported = IntegerNetwork.openExported(
                        model, params, QuantizedNetwork.write(model, params, form), 1)) {
            requireParity(model, inputs, params, network);
            requireParity(model, inputs, params, exported);
        }
    }

    /** Widths of activations and weights, and what the activations are. */
    private record Setting(QuantType weight, QuantType activation, QuantScheme scheme) {}

    static Stream<Arguments> randomNetworks() {
        QuantType int8 = new QuantType(8, true, false);
        List<Setting> settings = List.of(
                new Setting(QuantType.INT8_NARROW, QuantType.UINT8, QuantScheme.AFFINE),
                new Setting(QuantType.INT8_NARROW, int8, QuantScheme.SYMMETRIC),
                new Setting(int8, int8, QuantScheme.AFFINE),
                new Setting(QuantType.UINT8, QuantType.UINT8, QuantScheme.SYMMETRIC),
                new Setting(new QuantType(4, true, true), new QuantType(6, false, false), QuantScheme.AFFINE),
                new Setting(new QuantType(3, true, false), new QuantType(5, true, true), QuantScheme.SYMMETRIC));
        List<Arguments> all = new ArrayList<>();
        for (int seed = 0; seed < settings.size(); seed++) {
            for (String kind : List.of("images", "sequences", "rows")) {
                for (QuantizedForm form : QuantizedForm.values()) {
                    all.add(Arguments.of(kind, seed, List.of(7L, 9L, 11L, 13L, 17L, 21L).get(seed), settings.get(seed), form));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("randomNetworks")
    void everyCodeOfARandomNetworkFollowsFromTheCodesBeforeIt(
            String kind, int seed, long opset, Setting setting, QuantizedForm form) throws IOException {
        OnnxModels models = switch (kind) {
            case "images" -> RandomNetworks.images(seed, opset);
            case "sequences" -> RandomNetworks.sequences(seed, opset);
            default -> RandomNetworks.rows(seed, opset);
        };
        Model model = BatchNormFolding.fold(OnnxReader.read(models.write(folder.resolve("random.onnx"))));
        Random random = new Random(seed);
        List<FloatTensor> inputs = List.of(input(model, random), input(model, random));
        Map<String, LayerParams> params = MinMaxParams.of(
                model, inputs, setting.weight(), setting.activation(), setting.scheme());
        try (IntegerNetwork network = IntegerNetwork.open(model, params, form, 1)) {
            requireParity(model, inputs, params, network);
        }
        boolean bytes = setting.weight().bits() == 8;
        if (bytes || form == QuantizedForm.QDQ) {
            QuantizedNetwork exported = QuantizedNetwork.write(model, params, form);
            if (bytes) {
                requireVerified(model, inputs, params, form, exported);
                return;
            }
            try (IntegerNetwork network = IntegerNetwork.openExported(model, params, exported, 1)) {
                network.predict(inputs.get(0), Cancellation.NEVER);
            }
        }
    }

    private static void requireVerified(
            Model model,
            List<FloatTensor> inputs,
            Map<String, LayerParams> params,
            QuantizedForm form,
            QuantizedNetwork exported) {
        try (Verification verification = new Verification(
                model, params, form, exported, LayerCodes.reference(), RuntimeArithmetic.EXACT, 1)) {
            inputs.forEach(input -> verification.add(input, Cancellation.NEVER));
            Certificate certificate = verification.certificate("random", "0", Map.of());
            assertThat(certificate.layers()).hasSameSizeAs(model.layers()).allSatisfy(layer -> {
                assertThat(layer.elements()).isPositive();
                assertThat(layer.differing()).as(layer.place()).isZero();
            });
            assertThat(certificate.output().elements()).isPositive();
            assertThat(certificate.output().differing()).isZero();
            assertThat(certificate.isExact()).isTrue();
        }
    }

    private static FloatTensor input(Model model, Random random) {
        Shape shape = InputShape.of(model).shape();
        float[] values = new float[shape.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(shape, values);
    }

    private static void requireParity(
            Model model, List<FloatTensor> inputs, Map<String, LayerParams> params, IntegerNetwork network) {
        Parity parity = new Parity(model, params, network, LayerCodes.reference());
        inputs.forEach(input -> parity.add(input, Cancellation.NEVER));
        assertThat(parity.images()).isEqualTo(inputs.size());
        assertThat(parity.layers()).hasSameSizeAs(model.layers()).allSatisfy(layer -> {
            assertThat(layer.elements()).isPositive();
            assertThat(layer.differing()).as(layer.place()).isZero();
        });
        assertThat(parity.total().maxLsb()).isZero();
    }

    /** A network whose weights are not those that it is compared with. */
    @Test
    void oneWeightThatIsAnotherShows() {
        SampleModel sample = Samples.models().get(2);
        Model model = OnnxReader.read(SAMPLES.modelFile(sample));
        FloatTensor image = SAMPLES.images(sample)
                .networkInput(0, sample.preprocessing(), InputShape.of(model).shape());
        Map<String, LayerParams> params = MinMaxParams.of(model, List.of(image));
        LayerCodes wrong = (layer, input, own, cancellation) -> {
            LongTensor sums = LayerCodes.reference().sums(layer, input, own, cancellation);
            long[] moved = sums.data().clone();
            moved[moved.length / 2] += 1_000_000;
            return LongTensor.wrap(sums.shape(), moved);
        };
        try (IntegerNetwork network = IntegerNetwork.open(model, params, QuantizedForm.QDQ, 1)) {
            Parity parity = new Parity(model, params, network, wrong);
            parity.add(image, Cancellation.NEVER);
            assertThat(parity.layers()).allSatisfy(layer -> assertThat(layer.differing()).isEqualTo(1));
            assertThat(parity.total().maxLsb()).isGreaterThan(10);
        }
    }
}
