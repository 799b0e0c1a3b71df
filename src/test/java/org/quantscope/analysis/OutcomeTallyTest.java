package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomeTallyTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @Test
    void twoImagesByHand() {
        OutcomeTally tally = OutcomeTally.NOTHING
                .plus(ImageOutcome.of(0, new float[] {3, 4}, new float[] {3, 2}, OptionalInt.of(1)))
                .plus(ImageOutcome.of(1, new float[] {1, 0}, new float[] {1, 0}, OptionalInt.of(0)));

        assertThat(tally.images()).isEqualTo(2);
        assertThat(tally.accuracy()).hasValue(0.5);
        assertThat(tally.floatAccuracy()).hasValue(1);
        assertThat(tally.top5()).hasValue(1);
        assertThat(tally.agreement()).isEqualTo(0.5);
        assertThat(tally.logitMse()).isEqualTo((2.0 * 2.0) / 4);
        // 20·log10(√(9+16+1) / 2), and of the first image alone 20·log10(5/2); the second does not differ.
        assertThat(tally.outputSqnrDb()).isEqualTo(20 * Math.log10(Math.sqrt(26) / 2), within(1e-12));
        assertThat(tally.meanSqnrDb()).isEqualTo(20 * Math.log10(2.5), within(1e-12));
        // p = softmax(3, 4), q = softmax(3, 2): KL = Σ p (ln p − ln q) = p1·1 + p2·(−1) of mirrored distributions.
        double p1 = 1 / (1 + Math.E);
        assertThat(tally.meanKl()).isEqualTo(((1 - p1) - p1) / 2, within(1e-12));
    }

    @Test
    void withoutLabelsNobodyKnowsWhatIsRight() {
        OutcomeTally tally =
                OutcomeTally.NOTHING.plus(ImageOutcome.of(0, new float[] {1, 2}, new float[] {1, 2}, NONE));

        assertThat(tally.accuracy()).isEmpty();
        assertThat(tally.top5()).isEmpty();
        assertThat(tally.floatAccuracy()).isEmpty();
        assertThat(tally.agreement()).isEqualTo(1);
        assertThat(tally.outputSqnrDb()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(tally.meanSqnrDb()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void ofEqualOutputsTheFirstIsTheAnswer() {
        ImageOutcome outcome =
                ImageOutcome.of(0, new float[] {2, 7, 7}, new float[] {5, 5, 5}, OptionalInt.of(2));

        assertThat(outcome.floatClass()).isEqualTo(1);
        assertThat(outcome.quantizedClass()).isZero();
        assertThat(outcome.labelPlace()).isEqualTo(2);
        assertThat(outcome.floatPlace()).isEqualTo(1);
        assertThat(outcome.isFlip()).isTrue();
    }

    @Test
    void theSixthOfEqualOutputsIsNotAmongTheFirstFive() {
        float[] equal = new float[7];
        assertThat(tallied(equal, 4).top5()).hasValue(1);
        assertThat(tallied(equal, 5).top5()).hasValue(0);
    }

    @Test
    void ofFewerThanFiveClassesEveryLabelIsAmongTheFirst() {
        assertThat(tallied(new float[] {9, 8, 7}, 2).top5()).hasValue(1);
    }

    @Test
    void outputsOfDifferentLengthAreRefused() {
        assertThatThrownBy(() -> ImageOutcome.of(0, new float[2], new float[3], NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 values and the other 3");
    }

    @Test
    void randomOutcomesAgreeWithSortingAndCounting() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            int classes = 1 + random.nextInt(12);
            int images = 1 + random.nextInt(40);
            OutcomeTally tally = OutcomeTally.NOTHING;
            int right = 0;
            int amongFive = 0;
            int same = 0;
            double squares = 0;
            for (int image = 0; image < images; image++) {
                // Few different values, so that there are ties.
                float[] reference = values(random, classes);
                float[] test = values(random, classes);
                int label = random.nextInt(classes);
                List<Integer> order = sorted(test);
                right += order.get(0) == label ? 1 : 0;
                amongFive += order.subList(0, Math.min(5, classes)).contains(label) ? 1 : 0;
                same += order.get(0).equals(sorted(reference).get(0)) ? 1 : 0;
                for (int i = 0; i < classes; i++) {
                    squares += Math.pow(test[i] - (double) reference[i], 2);
                }
                tally = tally.plus(ImageOutcome.of(image, reference, test, OptionalInt.of(label)));
            }
            assertThat(tally.accuracy()).hasValue((double) right / images);
            assertThat(tally.top5()).hasValue((double) amongFive / images);
            assertThat(tally.agreement()).isEqualTo((double) same / images);
            assertThat(tally.logitMse()).isEqualTo(squares / (classes * (double) images), within(1e-12));
        }
    }

    private static OutcomeTally tallied(float[] output, int label) {
        return OutcomeTally.NOTHING.plus(ImageOutcome.of(0, output, output, OptionalInt.of(label)));
    }

    private static float[] values(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(4) - 1.5f;
        }
        return values;
    }

    /** Largest first; sorting keeps the order of equal ones. */
    private static List<Integer> sorted(float[] values) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
        order.sort(Comparator.comparingDouble((Integer index) -> values[index]).reversed());
        return order;
    }
}
