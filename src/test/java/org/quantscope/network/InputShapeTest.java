package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.model.TensorInfo;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.Shape;

class InputShapeTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            1 3 32 32     |                        | 1×3×32×32
            -1 3 32 32    | batch                  | 1×3×32×32
            -1 -1 -1 -1   | N C H W                | 1×3×224×224
            -1 -1 -1 -1   |                        | 1×3×224×224
            -1 1 -1 -1    |                        | 1×1×224×224
            -1 -1 -1 3    |                        | 1×224×224×3
            -1 28 28 1    |                        | 1×28×28×1
            -1 -1         | batch_size sequence_length | 1×128
            8 -1 64       | B time D               | 8×128×64
            -1 4 -1       | height x width         | 224×4×224
            """)
    void openDimensionsGetSensibleValues(String dimensions, String names, String expected) {
        assertThat(InputShape.of(info("float", dimensions, names)).shape()).hasToString(expected);
    }

    @Test
    void aPersonCanGiveOtherValuesByName() {
        InputShape shape = InputShape.of(info("float", "-1 3 -1 -1", "batch side side"));
        InputShape named = InputShape.of(new TensorInfo(
                "x", "float", List.of(-1L, 3L, -1L, -1L), List.of("batch", "", "side", "side")));

        assertThat(shape.withDimensions(Map.of("batch", 2)).shape().extent(0)).isEqualTo(2);
        assertThat(named.open()).extracting(InputShape.OpenDimension::name).containsExactly("batch", "side", "side");
        assertThat(named.withDimensions(Map.of("side", 96)).shape()).isEqualTo(Shape.of(1, 3, 96, 96));
    }

    @Test
    void unknownNamesAndValuesBelowOneAreRefused() {
        InputShape shape = InputShape.of(info("float", "-1 3 32 32", "batch"));

        assertThatThrownBy(() -> shape.withDimensions(Map.of("height", 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Input 'x' has no open dimension 'height'.");
        assertThatThrownBy(() -> shape.withDimensions(Map.of("batch", 0)))
                .hasMessage("Dimension 'batch' of input 'x' must be at least 1, not 0.");
    }

    @Test
    void aShapeTooLargeToHoldIsRefused() {
        assertThatThrownBy(() -> InputShape.of(info("float", "1 3 99999 99999", "")).shape())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than Quantscope can hold");
        assertThatThrownBy(() -> InputShape.of(info("float", "1 9999999999", "")).shape())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Input 'x' has a dimension of 9999999999 elements, more than Quantscope can hold.");
    }

    @Test
    void theFirstLayerTellsTheChannelsOfAnOpenInput() throws IOException {
        float[] weights = OnnxModels.ramp(2 * 5 * 9);
        OnnxModels open = OnnxModels.conv(OnnxModels.floats("w", weights, 2, 5, 3, 3));

        assertThat(InputShape.of(OnnxReader.read(open.write(folder.resolve("open.onnx")))).shape())
                .isEqualTo(Shape.of(1, 5, 224, 224));
    }

    @Test
    void channelsComeLastWhereTheShapeLooksSo() {
        assertThat(InputShape.of(info("float", "-1 224 224 3", "")).layout()).isEqualTo(Preprocessing.Layout.NHWC);
        assertThat(InputShape.of(info("float", "-1 3 224 224", "")).layout()).isEqualTo(Preprocessing.Layout.NCHW);
        assertThat(InputShape.of(info("float", "-1 3 4 4", "")).layout()).isEqualTo(Preprocessing.Layout.NCHW);
        assertThat(InputShape.of(info("uint8", "-1 3 4 4", "")).defaultPreprocessing().scale()).isEqualTo(1);
        assertThat(InputShape.of(info("float", "-1 3 4 4", "")).defaultPreprocessing().scale()).isEqualTo(1 / 255.0);
    }

    private static TensorInfo info(String type, String dimensions, String names) {
        List<Long> extents = Arrays.stream(dimensions.split(" ")).map(Long::valueOf).toList();
        List<String> words = names == null || names.isEmpty()
                ? Collections.nCopies(extents.size(), "")
                : Arrays.asList(names.split(" "));
        return new TensorInfo("x", type, extents, words);
    }
}
