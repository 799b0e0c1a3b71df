package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorHistogramTest {
    @Test
    void isCentredAtZeroAndCountsEverything() {
        ErrorHistogram histogram = ErrorHistogram.of(
                List.of(ErrorSpread.of(new float[] {0, 0, -1, 0}), ErrorSpread.of(new float[] {1, 0.5f, 0, 0})), 1, 4);
        int middle = histogram.counts().length / 2;
        assertThat(histogram.binWidth()).isEqualTo(1 / 32.0);
        assertThat(histogram.counts()).hasSize(65);
        assertThat(histogram.centre(middle)).isZero();
        assertThat(histogram.counts()[middle]).isEqualTo(5);
        assertThat(histogram.counts()[middle - 32]).isEqualTo(1);
        assertThat(histogram.counts()[middle + 32]).isEqualTo(1);
        assertThat(histogram.counts()[middle + 16]).isEqualTo(1);
        assertThat(histogram.channelCounts()[middle - 32]).isZero();
        assertThat(histogram.channelCounts()[middle + 32]).isEqualTo(1);
        assertThat(histogram.extent()).isEqualTo(32.5 / 32);
        assertThat(histogram.total()).isEqualTo(8);
    }

    @Test
    void noDifferenceAtAllStandsInTheMiddle() {
        ErrorHistogram histogram = ErrorHistogram.of(List.of(ErrorSpread.of(new float[7])), 0, 7);
        assertThat(histogram.counts()[histogram.counts().length / 2]).isEqualTo(7);
        assertThat(histogram.extent()).isCloseTo(1, within(0.02));
    }

    @Test
    void countsAreThoseOfTheValuesThemselves() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            List<float[]> planes = new ArrayList<>();
            List<ErrorSpread> spreads = new ArrayList<>();
            int size = 1 + random.nextInt(50);
            for (int channel = 0; channel < 1 + random.nextInt(6); channel++) {
                float[] plane = plane(random, size);
                planes.add(plane);
                spreads.add(ErrorSpread.of(plane));
            }
            ErrorHistogram histogram = ErrorHistogram.of(spreads, 0, size);
            assertThat(histogram.counts()).as("round %d", round).isEqualTo(oneByOne(planes, histogram));
            assertThat(histogram.channelCounts()).isEqualTo(oneByOne(planes.subList(0, 1), histogram));
        }
    }

    /** Channels of very different size, some without any difference, some subnormal. */
    private static float[] plane(Random random, int size) {
        float[] plane = new float[size];
        int exponent = random.nextInt(8) == 0 ? -140 : random.nextInt(40) - 20;
        for (int i = 0; i < size; i++) {
            plane[i] = random.nextInt(5) == 0 ? 0 : Math.scalb((float) random.nextGaussian(), exponent);
        }
        return plane;
    }

    private static int[] oneByOne(List<float[]> planes, ErrorHistogram histogram) {
        int[] counts = new int[histogram.counts().length];
        for (float[] plane : planes) {
            for (float value : plane) {
                counts[counts.length / 2 + (int) Math.floor(value / histogram.binWidth() + 0.5)]++;
            }
        }
        return counts;
    }
}
