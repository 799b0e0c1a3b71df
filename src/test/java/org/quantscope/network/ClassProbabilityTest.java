package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class ClassProbabilityTest {
    @Test
    void logitsGoThroughASoftmaxThatDoesNotOverflow() {
        FloatTensor logits = FloatTensor.wrap(Shape.of(1, 3), new float[] {1000, 1001, 900});

        assertThat(ClassProbability.top(logits, 0, 2)).extracting(ClassProbability::index).containsExactly(1, 0);
        assertThat(ClassProbability.top(logits, 0, 1).get(0).probability()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
    }

    @Test
    void probabilitiesStayAsTheyAre() {
        FloatTensor output = FloatTensor.wrap(Shape.of(2, 2), new float[] {0.25f, 0.75f, 1, 0});

        assertThat(ClassProbability.top(output, 0, 5))
                .containsExactly(new ClassProbability(1, 0.75), new ClassProbability(0, 0.25));
        assertThat(ClassProbability.top(output, 1, 1)).containsExactly(new ClassProbability(0, 1));
    }

    @Test
    void trailingDimensionsOfExtentOneAreIgnored() {
        FloatTensor output = FloatTensor.wrap(Shape.of(1, 2, 1, 1), new float[] {5, 3});

        assertThat(ClassProbability.top(output, 0, 1).get(0).index()).isZero();
    }
}
