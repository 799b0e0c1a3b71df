package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quantscope.model.Layer;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.Shape;

class RandomInputTest {
    @Test
    void sayTheSeedAndRepeatFromIt() {
        Shape shape = Shape.of(1, 3, 5, 7);

        assertThat(RandomInput.pixels(shape, Preprocessing.UNIT, 42).label()).isEqualTo("random input, seed 42");
        assertThat(RandomInput.pixels(shape, Preprocessing.UNIT, 42))
                .isEqualTo(RandomInput.pixels(shape, Preprocessing.UNIT, 42))
                .isNotEqualTo(RandomInput.pixels(shape, Preprocessing.UNIT, 43));
        assertThat(RandomInput.normal(shape, 1)).isEqualTo(RandomInput.normal(shape, 1));
    }

    @Test
    void pixelsGoThroughTheNormalisation() {
        Preprocessing shifted =
                new Preprocessing(1 / 255.0, List.of(0.5), List.of(0.25), Preprocessing.Layout.NHWC);
        RandomInput input = RandomInput.pixels(Shape.of(1, 64, 64, 3), shifted, 7);
        double sum = 0;
        for (float value : input.tensor().data()) {
            assertThat(value).isBetween(-2f, 2f);
            sum += value;
        }
        assertThat(sum / input.tensor().size()).isCloseTo(0, within(0.05));
    }

    @Test
    void normalValuesHaveMeanZeroAndVarianceOne() {
        float[] values = RandomInput.normal(Shape.of(101, 199), 3).tensor().data();
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            assertThat(value).isFinite();
            sum += value;
            squares += (double) value * value;
        }
        assertThat(sum / values.length).isCloseTo(0, within(0.03));
        assertThat(squares / values.length).isCloseTo(1, within(0.05));
    }

    @Test
    void channelsThatNoImageHasGetNormalValues() {
        Shape shape = Shape.of(1, 5, 4, 4);

        assertThat(RandomInput.pixels(shape, Preprocessing.UNIT, 2)).isEqualTo(RandomInput.normal(shape, 2));
    }

    @Test
    void everyLayerAcceptsTheInputMadeForItAlone() {
        Samples samples = new Samples();
        for (SampleModel sample : Samples.models()) {
            for (Layer layer : OnnxReader.read(samples.modelFile(sample)).layers()) {
                Shape shape = RandomInput.forLayer(layer, 1).tensor().shape();
                assertThat(layer.acceptInput(shape)).isEqualTo(shape);
            }
        }
    }
}
