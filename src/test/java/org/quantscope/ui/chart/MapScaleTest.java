package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MapScaleTest {
    @Test
    void whereNothingDiffersZeroHasTheColourInTheMiddle() {
        MapScale scale = MapScale.difference(0);
        assertThat(scale.first()).isNegative();
        assertThat(scale.last()).isEqualTo(-scale.first());
        assertThat(scale.low()).isZero();
    }

    @Test
    void elseTheColoursEndWhereTheScaleDoes() {
        assertThat(MapScale.difference(3).first()).isEqualTo(-3);
        assertThat(MapScale.difference(-1, 5).last()).isEqualTo(5);
        assertThat(MapScale.outputs(2, 2).first()).isEqualTo(2);
        assertThat(MapScale.outputs(2, 2).last()).isEqualTo(2);
    }
}
