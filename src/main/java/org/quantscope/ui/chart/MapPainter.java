package org.quantscope.ui.chart;

import java.util.Arrays;

/** Paints a feature map into an array of ARGB pixels. Allocates nothing. */
final class MapPainter {
    private MapPainter() {}

    /**
     * @param pixels row by row, {@code width} × {@code height}
     * @param low the value of the first colour
     * @param high the value of the last colour
     * @param background ARGB of what no cell covers
     * @param between ARGB of the gaps between tiles
     */
    static void paint(
            MapData data, MapLayout layout, double low, double high, int[] ramp, int[] pixels, int width, int height,
            int background, int between) {
        Arrays.fill(pixels, 0, width * height, background);
        int down = (layout.tiles() + layout.across() - 1) / layout.across();
        if (layout.gap() > 0) {
            int right = Math.min(width, layout.left() + layout.sheetWidth());
            int bottom = Math.min(height, layout.top() + layout.sheetHeight());
            for (int y = Math.max(0, layout.top()); y < bottom; y++) {
                Arrays.fill(pixels, y * width + Math.max(0, layout.left()), y * width + right, between);
            }
        }
        double factor = high > low ? (ColorRamp.SIZE - 1) / (high - low) : 0;
        for (int tile = 0; tile < down * layout.across(); tile++) {
            if (tile >= layout.tiles()) {
                break;
            }
            if (layout.stride() > 1 && !layout.flat()) {
                paintReduced(data, layout, tile, low, factor, ramp, pixels, width, height);
            } else {
                paintTile(data, layout, tile, low, factor, ramp, pixels, width, height, background);
            }
        }
        if (layout.gap() == 0) {
            partTiles(layout, pixels, width, height, between);
        }
    }

    /** Lines over the first pixels of every tile but the outermost. */
    private static void partTiles(MapLayout layout, int[] pixels, int width, int height, int between) {
        int right = Math.min(width, layout.left() + layout.sheetWidth());
        int bottom = Math.min(height, layout.top() + layout.sheetHeight());
        for (int y = layout.top() + layout.tileHeight(); y < bottom; y += layout.tileHeight()) {
            if (y >= 0) {
                Arrays.fill(pixels, y * width + Math.max(0, layout.left()), y * width + right, between);
            }
        }
        for (int x = layout.left() + layout.tileWidth(); x < right; x += layout.tileWidth()) {
            for (int y = Math.max(0, layout.top()); x >= 0 && y < bottom; y++) {
                pixels[y * width + x] = between;
            }
        }
    }

    private static void paintTile(
            MapData data, MapLayout layout, int tile, double low, double factor, int[] ramp, int[] pixels, int width,
            int height, int background) {
        int x0 = layout.tileX(tile);
        int y0 = layout.tileY(tile);
        int cell = layout.cell();
        int stride = layout.stride();
        int fromX = Math.max(0, x0);
        int toX = Math.min(width, x0 + layout.tileWidth());
        int toY = Math.min(height, y0 + layout.tileHeight());
        int painted = -1;
        float[] plane = layout.flat() ? null : data.values(layout.first() + tile);
        int start = layout.flat() ? 0 : data.start(layout.first() + tile);
        for (int y = Math.max(0, y0); y < toY; y++) {
            int row = (y - y0) * stride / cell;
            if (row == painted) {
                // The pixel rows of one row of cells are alike.
                System.arraycopy(pixels, (y - 1) * width + fromX, pixels, y * width + fromX, Math.max(0, toX - fromX));
                continue;
            }
            painted = row;
            for (int x = fromX; x < toX; ) {
                int column = (x - x0) * stride / cell;
                int end = Math.min(toX, stride > 1 ? x + 1 : x0 + (column + 1) * cell);
                int color = colorOf(data, layout, plane, start, row, column, low, factor, ramp, background);
                Arrays.fill(pixels, y * width + x, y * width + end, color);
                x = end;
            }
        }
    }

    private static int colorOf(
            MapData data, MapLayout layout, float[] plane, int start, int row, int column, double low, double factor,
            int[] ramp, int background) {
        float value;
        if (layout.flat()) {
            int channel = row * layout.columns() + column;
            if (channel >= data.channels()) {
                return background;
            }
            value = data.get(channel, 0, 0);
        } else {
            value = plane[start + row * data.columns() + column];
        }
        return colorOf(value, low, factor, ramp);
    }

    private static int colorOf(float value, double low, double factor, int[] ramp) {
        double index = (value - low) * factor + 0.5;
        return ramp[index >= ColorRamp.SIZE ? ColorRamp.SIZE - 1 : index > 0 ? (int) index : 0];
    }

    /** A pixel that stands for many values shows the one of largest magnitude, so that no fault is hidden. */
    private static void paintReduced(
            MapData data, MapLayout layout, int tile, double low, double factor, int[] ramp, int[] pixels, int width,
            int height) {
        int x0 = layout.tileX(tile);
        int y0 = layout.tileY(tile);
        int stride = layout.stride();
        int columns = data.columns();
        int toX = Math.min(width, x0 + layout.tileWidth());
        int toY = Math.min(height, y0 + layout.tileHeight());
        float[] plane = data.values(layout.first() + tile);
        int start = data.start(layout.first() + tile);
        for (int y = Math.max(0, y0); y < toY; y++) {
            int top = (y - y0) * stride;
            int first = start + top * columns;
            int last = start + (Math.min(data.rows(), top + stride) - 1) * columns;
            for (int x = Math.max(0, x0); x < toX; x++) {
                int left = (x - x0) * stride;
                float value = largest(plane, first + left, last + left, columns, Math.min(stride, columns - left));
                pixels[y * width + x] = colorOf(value, low, factor, ramp);
            }
        }
    }

    /** Of rows that begin at {@code first}, {@code first + next} … {@code last}, each {@code length} long. */
    private static float largest(float[] plane, int first, int last, int next, int length) {
        float largest = 0;
        float magnitude = 0;
        for (int row = first; row <= last; row += next) {
            for (int at = row; at < row + length; at++) {
                float size = Math.abs(plane[at]);
                if (size > magnitude) {
                    magnitude = size;
                    largest = plane[at];
                }
            }
        }
        return largest;
    }
}
