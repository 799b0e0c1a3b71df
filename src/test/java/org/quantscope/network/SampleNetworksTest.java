package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** The bundled networks, from image to class, to layer input, and to calibrated ranges. */
class SampleNetworksTest {
    private static final Samples SAMPLES = new Samples();

    static List<SampleModel> models() {
        return Samples.models();
    }

    @ParameterizedTest
    @CsvSource({"fashion-lenet.onnx, 914", "fashion-mobile.onnx, 916", "fashion-mobile-bn.onnx, 916"})
    void namesTheRightClassAsOftenAsItDidAfterTraining(String file, int right) {
        SampleModel sample = sample(file);
        Model model = OnnxReader.read(SAMPLES.modelFile(sample));
        ImageSet images = SAMPLES.images(sample);
        Shape one = InputShape.of(model).shape();
        int hits = 0;
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            for (int i = 0; i < images.size(); i++) {
                FloatTensor output = runner.predict(images.networkInput(i, sample.preprocessing(), one));
                hits += ClassProbability.top(output, 0, 1).get(0).index() == images.label(i).orElseThrow() ? 1 : 0;
            }
        }
        assertThat(images.size()).isEqualTo(1000);
        assertThat(hits).isEqualTo(right);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyLayersOutputFollowsFromTheInputThatIsHandedOver(SampleModel sample, boolean folded) {
        Model stored = OnnxReader.read(SAMPLES.modelFile(sample));
        Model model = folded ? BatchNormFolding.fold(stored) : stored;
        assertThat(model.layers()).hasSizeGreaterThan(4);
        try (NetworkRunner runner = NetworkRunner.open(model);
                Activations activations = runner.run(image(sample, model, 3))) {
            for (Layer layer : model.layers()) {
                FloatTensor input = activations.input(layer);
                double[] expected = PlainConvolution.run(layer, input);
                float[] output = activations.output(layer).data();
                double largest = 0;
                for (double value : expected) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertThat(output).hasSameSizeAs(expected);
                for (int i = 0; i < output.length; i++) {
                    assertThat(Math.abs(output[i] - expected[i])).as(layer.name()).isLessThan(1e-5 * largest);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aFusedActivationClampsTheLayersOutput(SampleModel sample, boolean folded) {
        Model stored = OnnxReader.read(SAMPLES.modelFile(sample));
        Model model = folded ? BatchNormFolding.fold(stored) : stored;
        try (NetworkRunner runner = NetworkRunner.open(model);
                Activations activations = runner.run(image(sample, model, 5))) {
            Map<String, LayerRanges> ranges = activations.ranges();
            for (Layer layer : model.layers()) {
                float[] clamped = activations.output(layer).data().clone();
                layer.activation().ifPresent(clamp -> {
                    for (int i = 0; i < clamped.length; i++) {
                        clamped[i] = Math.max(clamp.lo(), Math.min(clamp.hi(), clamped[i]));
                    }
                });
                assertThat(activations.activated(layer).data()).containsExactly(clamped);
                RangeStatistics range = ranges.get(layer.name()).output();
                assertThat(range.count()).isEqualTo(clamped.length);
                assertThat(clamped).contains(range.min(), range.max());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void calibratedRangesGiveTheParametersOfQuantizeStatic(SampleModel sample) throws IOException {
        compareWithGolden(sample, SAMPLES.calibration(sample), 4);
    }

    private static void compareWithGolden(SampleModel sample, ImageSet images, int ulp) throws IOException {
        Model model = OnnxReader.read(SAMPLES.modelFile(sample));
        JsonNode tensors = golden(sample.file());
        List<Integer> done = new ArrayList<>();
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            RangePass pass = new RangePass(
                    model, runner, sample.preprocessing(), InputShape.of(model).shape());
            Map<String, LayerRanges> ranges =
                    pass.run(images, Integer.MAX_VALUE, Cancellation.NEVER, done::add);
            assertThat(ranges).hasSameSizeAs(model.layers());
            for (Layer layer : model.layers()) {
                LayerRanges range = ranges.get(layer.name());
                compare(tensors, layer.input(), range.input(), ulp);
                compare(tensors, RangeSources.output(layer), range.output(), ulp);
            }
        }
        assertThat(done).hasSize(256).endsWith(256);
    }

    private static void compare(JsonNode tensors, String name, RangeStatistics statistics, int ulp) {
        JsonNode golden = tensors.has(name) ? tensors.get(name) : tensors.get(name + "_QuantizeLinear_Input");
        assertThat(golden).as("golden tensor " + name).isNotNull();
        assertThat(golden.get("role").asText()).isEqualTo("activation");
        QuantParams params = ParameterChoice.choose(
                CalibrationMethod.MIN_MAX.range(statistics, RangeTarget.UINT8_AFFINE),
                new QuantType(8, false, false),
                QuantScheme.AFFINE,
                Rounding.HALF_TO_EVEN);
        float scale = (float) golden.get("scale").get(0).asDouble();
        assertThat(Math.abs(params.scale() - scale)).as(name).isLessThanOrEqualTo(ulp * Math.ulp(scale));
        JsonNode zeroPoint = golden.get("zero_point");
        assertThat(params.zeroPoint()).as(name).isEqualTo(zeroPoint.isArray() ? zeroPoint.get(0).asInt() : 0);
    }

    @Test
    void runningAgainGivesTheSameNumbers() {
        SampleModel sample = Samples.models().get(0);
        Model model = OnnxReader.read(SAMPLES.modelFile(sample));
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            FloatTensor input = image(sample, model, 0);
            assertThat(runner.predict(input)).isEqualTo(runner.predict(input));
        }
    }

    /** Every sample as it is stored, and the one with BatchNormalization folded too. */
    static Stream<Arguments> forms() {
        return Stream.concat(
                models().stream().map(sample -> Arguments.of(sample, false)),
                Stream.of(Arguments.of(sample("fashion-mobile-bn.onnx"), true)));
    }

    private static FloatTensor image(SampleModel sample, Model model, int index) {
        return SAMPLES.images(sample)
                .networkInput(index, sample.preprocessing(), InputShape.of(model).shape());
    }

    private static SampleModel sample(String file) {
        return Samples.models().stream()
                .filter(sample -> sample.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode golden(String file) throws IOException {
        JsonNode cases = new ObjectMapper()
                .readTree(new File("src/test/resources/golden/golden_quantize_static.json"))
                .get("cases");
        for (JsonNode one : cases) {
            if (one.get("model").asText().equals(file) && one.get("method").asText().equals("MinMax")) {
                return one.get("tensors");
            }
        }
        throw new IllegalStateException("No golden case for " + file);
    }
}
