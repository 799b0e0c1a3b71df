package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class LayerDivergenceTest {
    private static final Optional<QuantParams> HALVES = Optional.of(new QuantParams(QuantType.UINT8, 0.5f, 3));

    @Test
    void equalPathsDifferNowhere() {
        LayerDivergence same = LayerDivergence.of("c", of(1, 2, 3), of(1, 2, 3), of(1, 2, 3), HALVES);
        assertThat(same.differing()).isZero();
        assertThat(same.maxLsb()).isZero();
        assertThat(same.share()).isZero();
        assertThat(same.quantization().isExact()).isTrue();
        assertThat(same.implementation().sqnrDb()).isInfinite();
    }

    @Test
    void codesAreCountedByTheirDistance() {
        LayerDivergence found =
                LayerDivergence.of("c", of(1, 2, 3, 4), of(1, 2, 3, 4), of(1, 2.5f, 3, 2.5f), HALVES);
        assertThat(found.inCodes()).isTrue();
        assertThat(found.differing()).isEqualTo(2);
        assertThat(found.total()).isEqualTo(4);
        assertThat(found.share()).isEqualTo(0.5);
        assertThat(found.maxLsb()).isEqualTo(3);
        assertThat(found.implementation().mse()).isCloseTo((0.25 + 2.25) / 4, within(1e-12));
        assertThat(found.implementation().maxAbs()).isEqualTo(1.5);
    }

    @Test
    void quantizationIsFloatAgainstFakeQuant() {
        LayerDivergence found = LayerDivergence.of("c", of(3, 4), of(3, 4.5f), of(3, 4.5f), HALVES);
        assertThat(found.quantization().sqnrDb()).isCloseTo(20 * Math.log10(5 / 0.5), within(1e-9));
        assertThat(found.implementation().isExact()).isTrue();
    }

    @Test
    void withoutCodesAHundredThousandthOfTheLargestIsEqual() {
        LayerDivergence found = LayerDivergence.of(
                "c", of(10, 1, 1), of(10, 1, 1), of(10.00009f, 1.00009f, 1.0002f), Optional.empty());
        assertThat(found.inCodes()).isFalse();
        assertThat(found.differing()).isEqualTo(1);
        assertThat(found.maxLsb()).isZero();
    }

    @Test
    void whatIsNoNumberDiffers() {
        assertThat(LayerDivergence.of("c", of(1), of(1), of(Float.NaN), Optional.empty()).differing()).isEqualTo(1);
    }

    @Test
    void tensorsOfDifferentSizesAreRefused() {
        assertThatThrownBy(() -> LayerDivergence.of("c", of(1, 2), of(1, 2), of(1), HALVES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The three paths of 'c' have 2, 2 and 1 elements.");
    }

    private static FloatTensor of(float... values) {
        return FloatTensor.wrap(Shape.of(values.length), values);
    }
}
