package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pixel of a map has the colour of the value of largest magnitude that it stands for. */
class MapPainterTest {
    private static final int BACKGROUND = 0xff000001;
    private static final int BETWEEN = 0xff000002;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyPixelHasTheColourOfTheLargestMagnitudeUnderIt(long seed) {
        Random random = new Random(seed);
        int[] ramp = random.ints(ColorRamp.SIZE).map(color -> color | 0xff000010).toArray();
        for (int round = 0; round < 60; round++) {
            boolean flat = random.nextInt(4) == 0;
            int channels = flat ? 1 + random.nextInt(5000) : 1 + random.nextInt(6);
            int rows = flat ? 1 : 1 + random.nextInt(150);
            int columns = flat ? 1 : 1 + random.nextInt(150);
            int width = 40 + random.nextInt(80);
            int height = 40 + random.nextInt(80);
            int selected = random.nextInt(channels);
            MapLayout layout = MapLayout.of(channels, rows, columns, MapMode.SINGLE, selected, width, height,
                    new MapViewport(random.nextInt(4), random.nextDouble(), random.nextDouble()));
            float[] values = new float[channels * rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(9) == 0 ? 0 : (float) random.nextGaussian() * 3;
            }
            MapData data = new MapData(values, 0, channels, rows, columns);
            int[] pixels = new int[width * height];
            MapPainter.paint(data, layout, -4, 5, ramp, pixels, width, height, BACKGROUND, BETWEEN);
            compare(data, layout, ramp, pixels, width, height);
        }
    }

    private static void compare(MapData data, MapLayout layout, int[] ramp, int[] pixels, int width, int height) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(pixels[y * width + x])
                        .as("%s at %d, %d", layout, x, y)
                        .isEqualTo(expected(data, layout, ramp, x, y));
            }
        }
    }

    private static int expected(MapData data, MapLayout layout, int[] ramp, int x, int y) {
        boolean inside = x >= layout.left() && x < layout.left() + layout.sheetWidth()
                && y >= layout.top() && y < layout.top() + layout.sheetHeight();
        if (!inside) {
            return BACKGROUND;
        }
        int row = (y - layout.top()) * layout.stride() / layout.cell();
        int column = (x - layout.left()) * layout.stride() / layout.cell();
        if (layout.flat()) {
            int channel = row * layout.columns() + column;
            return channel < data.channels() ? color(data.get(channel, 0, 0), ramp) : BACKGROUND;
        }
        float largest = 0;
        for (int r = row; r < Math.min(data.rows(), row + layout.stride()); r++) {
            for (int c = column; c < Math.min(data.columns(), column + layout.stride()); c++) {
                float value = data.get(layout.first(), r, c);
                largest = Math.abs(value) > Math.abs(largest) ? value : largest;
            }
        }
        return color(largest, ramp);
    }

    private static int color(double value, int[] ramp) {
        return ramp[ColorRamp.index((value + 4) / 9)];
    }
}
