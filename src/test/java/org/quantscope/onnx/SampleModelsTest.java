package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.model.TensorInfo;
import org.quantscope.tensor.Shape;

class SampleModelsTest {
    @ParameterizedTest
    @CsvSource({
        "lenet, 5, 12, 537d0b1efe133f4a70f186c242ae79c0af952cda9c385c1723a987b8ec317702",
        "mobile, 19, 64, 7f11ca7d846cbc0563c87ab41d685506c101cc9a47b3f574a33e4e4495c15480",
        "mobile-bn, 19, 81, fff9447ad2febba1b55c9a4142110a608b7785f6ca15511ea49ddfc0cd345799",
    })
    void everySampleOpensWithAllItsLayers(String name, int layers, int nodes, String sha256) {
        Model model = sample(name);
        assertThat(model.layers()).hasSize(layers);
        assertThat(model.nodes()).hasSize(nodes);
        assertThat(model.nodes().stream().filter(NodeInfo::explorable)).hasSize(layers);
        assertThat(model.nodes()).allSatisfy(node -> assertThat(node.remark())
                .matches(node.op().equals(Model.BATCH_NORMALIZATION) ? "Can be folded into layer '.*'\\." : ""));
        assertThat(model.sha256()).isEqualTo(sha256);
        assertThat(model.opset()).isEqualTo(13);
        assertThat(model.inputs()).containsExactly(
                new TensorInfo("input", "float", List.of(-1L, 1L, 28L, 28L), List.of("N", "", "", "")));
        assertThat(model.outputs()).containsExactly(
                new TensorInfo("logits", "float", List.of(-1L, 10L), List.of("N", "")));
    }

    @Test
    void layersOfTheMobileNetworkHaveTheirKindsAndShortNames() {
        Model model = sample("mobile");
        Map<LayerKind, Long> kinds =
                model.layers().stream().collect(Collectors.groupingBy(Layer::kind, Collectors.counting()));
        assertThat(kinds).containsOnly(
                Map.entry(LayerKind.CONV, 11L), Map.entry(LayerKind.DEPTHWISE, 5L),
                Map.entry(LayerKind.GROUPED, 1L), Map.entry(LayerKind.GEMM, 2L));
        assertThat(model.layers()).extracting(Layer::displayName).containsExactly(
                "stem", "ds_dw", "ds_pw", "ir1/expand", "ir1/dw", "ir1/project", "grouped", "ir2/expand", "ir2/dw",
                "ir2/project", "ir3/expand", "ir3/dw", "ir3/project", "ir4/expand", "ir4/dw", "ir4/project", "head",
                "fc1", "fc2");
    }

    @Test
    void aDilatedDepthwiseLayerHasItsGeometryWeightsAndClamp() {
        Layer layer = sample("mobile").find("ir1/dw").orElseThrow();
        assertThat(layer.name()).isEqualTo("/ir1/dw/dw.0/Conv");
        assertThat(layer.geometry()).isEqualTo(new ConvGeometry(3, 3, 1, 1, 2, 2, 2, 2, 2, 2, 64));
        assertThat(layer.inputLayout()).isEqualTo(InputLayout.IMAGE);
        assertThat(layer.weight().shape()).isEqualTo(Shape.of(64, 1, 3, 3));
        assertThat(layer.weight().get(0)).isEqualTo(-0.605969f);
        assertThat(layer.bias().orElseThrow().get(0)).isEqualTo(0.47248915f);
        assertThat(layer.weightsAsStored()).isTrue();
        assertThat(layer.activation()).contains(
                new FusedActivation("/ir1/dw/dw.2/Clip", 0, 6, "/ir1/dw/dw.2/Clip_output_0"));
    }

    @Test
    void aFullyConnectedLayerIsAPointwiseConvolutionOverRows() {
        Layer layer = sample("lenet").find("fc1").orElseThrow();
        assertThat(layer.op()).isEqualTo("Gemm");
        assertThat(layer.geometry()).isEqualTo(ConvGeometry.POINTWISE);
        assertThat(layer.inputLayout()).isEqualTo(InputLayout.ROWS);
        assertThat(layer.weight().shape()).isEqualTo(Shape.of(120, 400, 1, 1));
        assertThat(layer.activation()).get().extracting(FusedActivation::hi).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void withBatchNormalizationKeptNothingIsFoldedOrFused() {
        Layer stem = sample("mobile-bn").find("stem").orElseThrow();
        assertThat(stem.weightName()).isEqualTo("stem.0.weight");
        assertThat(stem.bias()).isEmpty();
        assertThat(stem.activation()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "mobile", "mobile-bn"})
    void everyLayerComputesWhatOnnxRuntimeComputesInTheNetwork(String name) throws OrtException {
        Model model = sample(name);
        List<String> wanted = new ArrayList<>();
        model.layers().forEach(layer -> wanted.addAll(List.of(layer.input(), layer.output())));
        Random random = new Random(7);
        float[] image = new float[28 * 28];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) random.nextGaussian();
        }
        Map<String, OnnxRuntimeRun.Values> seen =
                OnnxRuntimeRun.run(ExposedTensors.of(model.file(), wanted), "input", image, 1, 1, 28, 28);
        seen.put("input", new OnnxRuntimeRun.Values(image, new long[] {1, 1, 28, 28}));
        for (Layer layer : model.layers()) {
            OnnxRuntimeRun.Values input = seen.get(layer.input());
            double[] ours = PlainLayer.run(layer, input.data(), input.shape());
            float[] theirs = seen.get(layer.output()).data();
            PlainLayer.assertClose(layer.name(), ours, theirs);
        }
    }

    private static Model sample(String name) {
        return OnnxReader.read(Path.of("samples", "fashion-" + name + ".onnx"));
    }
}
