package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the values of a feature map stand, and in which colours. */
class FeatureMapLayoutTest {
    @ParameterizedTest(name = "{0} × {1} × {2} {3} in {4} × {5}: cells of {6} pixels, {7} values to a pixel")
    @CsvSource(textBlock = """
            16, 14, 14, SINGLE, 170, 170, 12, 1
            16, 14, 14, MOSAIC, 170, 170, 3, 1
            1, 28, 28, MOSAIC, 170, 170, 6, 1
            3, 224, 224, SINGLE, 170, 170, 1, 2
            3, 5, 340, SINGLE, 170, 170, 1, 2
            64, 1, 1, SINGLE, 170, 170, 21, 1
            1, 1, 1, SINGLE, 170, 170, 170, 1
            288, 7, 7, MOSAIC, 170, 170, 3, 1
            """)
    void cellsAreWholePixelsAndAsLargeAsFits(
            int channels, int rows, int columns, MapMode mode, int width, int height, int cell, int stride) {
        MapLayout layout = MapLayout.of(channels, rows, columns, mode, 0, width, height, MapViewport.WHOLE);
        assertThat(layout.cell()).isEqualTo(cell);
        assertThat(layout.stride()).isEqualTo(stride);
        assertThat(layout.sheetWidth()).isLessThanOrEqualTo(width);
        assertThat(layout.sheetHeight()).isLessThanOrEqualTo(height);
    }

    @Test
    void everyValueIsFoundWhereItIsDrawn() {
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            boolean flat = random.nextInt(4) == 0;
            int channels = 1 + random.nextInt(300);
            int rows = flat ? 1 : 1 + random.nextInt(40);
            int columns = flat ? 1 : 2 + random.nextInt(40);
            int selected = random.nextInt(channels);
            MapLayout layout = MapLayout.of(channels, rows, columns, random.nextBoolean() ? MapMode.SINGLE : MapMode.MOSAIC,
                    selected, 40 + random.nextInt(300), 40 + random.nextInt(300),
                    new MapViewport(random.nextInt(3) * 4, random.nextDouble(), random.nextDouble()));
            assertThat(layout.shows(selected)).isTrue();
            int row = random.nextInt(rows) / layout.stride() * layout.stride();
            int column = random.nextInt(columns) / layout.stride() * layout.stride();
            MapLayout.Box box = layout.boxOf(selected, row, column);
            assertThat(layout.at(box.x(), box.y())).isEqualTo(new MapLayout.Place(selected, row, column));
            assertThat(layout.at(box.x() + box.width() - 0.01, box.y() + box.height() - 0.01))
                    .isEqualTo(new MapLayout.Place(selected, row, column));
        }
    }

    @Test
    void aLongListOfChannelsIsPagedAroundTheSelectedOne() {
        MapLayout layout = MapLayout.of(288, 14, 14, MapMode.MOSAIC, 200, 170, 170, MapViewport.WHOLE);
        assertThat(layout.first()).isLessThanOrEqualTo(200);
        assertThat(layout.first() + layout.tiles()).isGreaterThan(200);
        assertThat(layout.tiles()).isLessThanOrEqualTo(64);
        assertThat(MapLayout.of(288, 14, 14, MapMode.MOSAIC, 201, 170, 170, MapViewport.WHOLE)).isEqualTo(layout);
    }

    @Test
    void pixelsHaveTheColoursOfTheirValues() {
        float[] values = {0, 1, 2, 3, 4, 5, 6, 7};
        MapData data = new MapData(values, 0, 2, 2, 2);
        MapLayout layout = MapLayout.of(2, 2, 2, MapMode.SINGLE, 1, 10, 10, MapViewport.WHOLE);
        int[] pixels = new int[100];
        ColorRamp ramp = Palette.light().outputMap();
        MapPainter.paint(data, layout, 4, 7, ramp.table(), pixels, 10, 10, 1, 2);
        assertThat(pixels[0]).isEqualTo(ramp.argb(0));
        assertThat(pixels[4]).isEqualTo(ramp.argb(0));
        assertThat(pixels[5]).isEqualTo(ramp.argb(1 / 3.0));
        assertThat(pixels[99]).isEqualTo(ramp.argb(1));
    }

    @Test
    void tilesArePartedAndWhatNoTileCoversIsBackground() {
        MapData data = new MapData(new float[3 * 16], 0, 3, 4, 4);
        MapLayout layout = MapLayout.of(3, 4, 4, MapMode.MOSAIC, 0, 43, 43, MapViewport.WHOLE);
        int[] pixels = new int[43 * 43];
        MapPainter.paint(data, layout, 0, 1, Palette.light().outputMap().table(), pixels, 43, 43, 1, 2);
        assertThat(layout.cell()).isEqualTo(5);
        assertThat(layout.gap()).isPositive();
        assertThat(pixels[20]).isEqualTo(2);
        assertThat(pixels[43 * 43 - 1]).isEqualTo(1);
    }

    @Test
    void aPixelOfManyValuesShowsTheOneOfLargestMagnitude() {
        float[] values = new float[40 * 40];
        values[41] = -3;
        MapData data = new MapData(values, 0, 1, 40, 40);
        MapLayout layout = MapLayout.of(1, 40, 40, MapMode.SINGLE, 0, 20, 20, MapViewport.WHOLE);
        int[] pixels = new int[400];
        ColorRamp ramp = Palette.dark().differenceMap();
        MapPainter.paint(data, layout, -3, 3, ramp.table(), pixels, 20, 20, 1, 2);
        assertThat(pixels[0]).isEqualTo(ramp.argb(0));
        assertThat(pixels[1]).isEqualTo(ramp.argb(0.5));
    }

    @Test
    void aScaleWithoutExtentAndValuesThatAreNoNumbersArePainted() {
        float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0};
        MapData data = new MapData(values, 0, 1, 2, 2);
        MapLayout layout = MapLayout.of(1, 2, 2, MapMode.SINGLE, 0, 2, 2, MapViewport.WHOLE);
        int[] pixels = new int[4];
        ColorRamp ramp = Palette.light().outputMap();
        MapPainter.paint(data, layout, 0, 1, ramp.table(), pixels, 2, 2, 1, 2);
        assertThat(pixels).containsExactly(ramp.argb(0), ramp.argb(1), ramp.argb(0), ramp.argb(0));
        MapPainter.paint(data, layout, 1, 1, ramp.table(), pixels, 2, 2, 1, 2);
        assertThat(pixels[3]).isEqualTo(ramp.argb(0));
    }

    @Test
    void aMapThatDoesNotFitItsValuesIsRefused() {
        assertThatThrownBy(() -> new MapData(new float[7], 0, 2, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A map of 2 × 2 × 2 values from 0 does not fit into 7 values.");
    }

    @Test
    void aRampBeginsAndEndsWithItsStopsAndHoldsOutsideThem() {
        ColorRamp ramp = ColorRamp.of("#000000 #ffffff");
        assertThat(ramp.argb(-1)).isEqualTo(0xff000000);
        assertThat(ramp.argb(2)).isEqualTo(0xffffffff);
        assertThat(ramp.argb(Double.NaN)).isEqualTo(0xff000000);
        assertThat(ramp.argb(0.5) & 0xff).isBetween(127, 129);
        assertThat(Palette.light().outputMap().stops()).hasSize(7);
        assertThatThrownBy(() -> ColorRamp.of("#123456")).hasMessageContaining("at least two stops");
    }
}
