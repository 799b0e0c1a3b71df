package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantParams;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;

/**
 * {@code golden_quantize_static.json}: what ONNX Runtime 1.30.0's {@code quantize_static} chose for the sample networks
 * with each of its calibrators. Weights and zero points are compared exactly, activation scales to 4 units in the last
 * place, since float convolutions are summed in another order on another machine.
 */
class QuantizeStaticCasesTest {
    private static final int ULP = 4;
    private static final Samples SAMPLES = new Samples();

    @ParameterizedTest
    @MethodSource("models")
    void everyCalibratorGivesTheParametersOfQuantizeStatic(SampleModel sample) throws IOException {
        Model model = OnnxReader.read(SAMPLES.modelFile(sample));
        Set<String> methods = new HashSet<>();
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            for (JsonNode golden : cases(sample.file())) {
                CalibrationMethod method = method(golden);
                compareWeights(model, golden);
                if (methods.add(method.text())) {
                    compareActivations(model, sample, runner, golden, method);
                }
            }
        }
        assertThat(methods).containsExactlyInAnyOrder("min-max", "entropy", "percentile=99.99");
    }

    private static void compareActivations(
            Model model, SampleModel sample, NetworkRunner runner, JsonNode golden, CalibrationMethod method) {
        Calibration seen = new RangePass(model, runner, sample.preprocessing(), InputShape.of(model).shape())
                .run(SAMPLES.calibration(sample), golden.get("images").asInt(), method.needs(), Cancellation.NEVER,
                        done -> {});
        assertThat(seen.images()).isEqualTo(golden.get("images").asInt());
        assertThat(seen.complete()).isTrue();
        JsonNode tensors = golden.get("tensors");
        for (Layer layer : model.layers()) {
            LayerRanges ranges = seen.ranges().get(layer.name());
            compare(tensors, layer.input(), ranges.input(), method);
            compare(tensors, RangeSources.output(layer), ranges.output(), method);
        }
    }

    private static void compare(JsonNode tensors, String name, RangeStatistics seen, CalibrationMethod method) {
        JsonNode golden = tensors.has(name) ? tensors.get(name) : tensors.get(name + "_QuantizeLinear_Input");
        assertThat(golden).as("golden tensor " + name).isNotNull();
        QuantParams params = RangeTarget.UINT8_AFFINE.params(method.range(seen, RangeTarget.UINT8_AFFINE));
        float scale = (float) golden.get("scale").get(0).asDouble();
        assertThat((double) Math.abs(params.scale() - scale)).as(method.text() + " " + name)
                .isLessThanOrEqualTo(ULP * (double) Math.ulp(scale));
        assertThat(params.zeroPoint()).as(method.text() + " " + name).isEqualTo(zeroPoint(golden, 0));
    }

    private static void compareWeights(Model model, JsonNode golden) {
        Granularity granularity =
                golden.get("per_channel").asBoolean() ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR;
        for (Layer layer : model.layers()) {
            ParameterDerivation derivation = new ParameterDerivation(Map.of(layer.name(), new LayerStatistics(
                    WeightStatistics.of(layer.weight()), Optional.empty(), Optional.empty())));
            LayerSettings choices = LayerSettings.FLOAT.withWeight(Optional.of(WeightSettings.DEFAULT
                    .withGranularity(granularity)
                    .withRange(RangeChoice.MIN_MAX)));
            List<QuantParams> params =
                    derivation.derive(layer.name(), choices).weight().orElseThrow().channels();
            JsonNode tensor = golden.get("tensors").get(layer.weightName());
            JsonNode scales = tensor.get("scale");
            for (int channel = 0; channel < params.size(); channel++) {
                int at = granularity == Granularity.PER_CHANNEL ? channel : 0;
                assertThat(params.get(channel).scale()).isEqualTo((float) scales.get(at).asDouble());
                assertThat(params.get(channel).zeroPoint()).isEqualTo(zeroPoint(tensor, at));
            }
        }
    }

    private static float zeroPoint(JsonNode tensor, int at) {
        JsonNode stored = tensor.get("zero_point");
        return stored.isArray() ? stored.get(at).asInt() : stored.asInt();
    }

    private static CalibrationMethod method(JsonNode golden) {
        return switch (golden.get("method").asText()) {
            case "MinMax" -> CalibrationMethod.MIN_MAX;
            case "Entropy" -> CalibrationMethod.ENTROPY;
            default -> CalibrationMethod.percentile(golden.get("percentile").asDouble());
        };
    }

    private static List<JsonNode> cases(String file) throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(QuantizeStaticCasesTest.class.getResourceAsStream("/golden/golden_quantize_static.json"))
                .get("cases");
        List<JsonNode> found = new ArrayList<>();
        all.forEach(one -> {
            if (one.get("model").asText().equals(file)) {
                found.add(one);
            }
        });
        assertThat(found).hasSize(4);
        return found;
    }

    static List<SampleModel> models() {
        return Samples.models();
    }
}
