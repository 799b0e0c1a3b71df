package org.quantscope.ui.chart;

/**
 * Where the values of a feature map stand on the screen: planes side by side as tiles, each value a square cell of whole
 * pixels, or, where a plane is larger than the room, each pixel a square of {@code stride} values. A map of single values
 * (rows = columns = 1) becomes one tile whose cells are the channels.
 *
 * @param channels channels of the data
 * @param rows of a plane
 * @param columns of a plane
 * @param first the channel of the first tile
 * @param tiles how many tiles
 * @param across tiles beside each other
 * @param cell pixels of a cell's edge
 * @param stride values per pixel along an edge; 1 wherever {@code cell} exceeds 1
 * @param gap pixels between tiles
 * @param left of the first tile, in pixels
 * @param top of the first tile, in pixels
 * @param flat whether the cells are channels
 */
record MapLayout(
        int channels, int rows, int columns, int first, int tiles, int across, int cell, int stride, int gap,
        int left, int top, boolean flat) {
    private static final int MOST_TILES_ALONG = 8;
    private static final int SMALLEST_TILE = 16;

    /** A place in the data. */
    record Place(int channel, int row, int column) {}

    /** A rectangle on the screen, in pixels. */
    record Box(int x, int y, int width, int height) {}

    /**
     * @param selected the selected channel
     * @param viewport how far in, and where to
     */
    static MapLayout of(
            int channels, int rows, int columns, MapMode mode, int selected, int width, int height, MapViewport viewport) {
        if (rows == 1 && columns == 1) {
            int along = (int) Math.ceil(Math.sqrt(channels));
            int down = (channels + along - 1) / along;
            return placed(channels, down, along, 0, 1, 1, 0, width, height, viewport, true);
        }
        if (mode == MapMode.SINGLE || channels == 1) {
            return placed(channels, rows, columns, Math.min(selected, channels - 1), 1, 1, 0, width, height, viewport,
                    false);
        }
        int along = Math.min(MOST_TILES_ALONG, (int) Math.ceil(Math.sqrt(channels)));
        int least = Math.min(SMALLEST_TILE, Math.max(rows, columns));
        while (along > 1 && (Math.min(width, height) - (along - 1)) / along < least) {
            along--;
        }
        int page = along * along;
        // Pages rather than a sliding window: a tile keeps its place while the selection moves within the page.
        int first = Math.max(0, selected) / page * page;
        int tiles = Math.min(page, channels - first);
        return placed(channels, rows, columns, first, tiles, along, along > 1 ? 2 : 0, width, height, viewport, false);
    }

    private static MapLayout placed(
            int channels, int rows, int columns, int first, int tiles, int across, int wishedGap, int width, int height,
            MapViewport viewport, boolean flat) {
        int down = (tiles + across - 1) / across;
        int gap = 0;
        int fitted = fitted(rows, columns, width, height, across, 0);
        for (int wider = 1; wider <= wishedGap; wider++) {
            // Cells come before gaps: without room for both, tiles are parted by lines over their edges.
            gap = fitted(rows, columns, width, height, across, wider) == fitted ? wider : gap;
        }
        int stride = 1;
        int cell = fitted + viewport.steps();
        if (fitted < 1) {
            int needed = Math.max(
                    ceilDiv(columns, Math.max(1, edge(width, across, gap))),
                    ceilDiv(rows, Math.max(1, edge(height, across, gap))));
            stride = Math.max(1, needed - viewport.steps());
            cell = Math.max(1, 1 + viewport.steps() - (needed - 1));
        }
        int sheetWidth = across * tileEdge(columns, cell, stride) + (across - 1) * gap;
        int sheetHeight = down * tileEdge(rows, cell, stride) + (down - 1) * gap;
        int left = start(width, sheetWidth, viewport.across());
        int top = start(height, sheetHeight, viewport.down());
        return new MapLayout(channels, rows, columns, first, tiles, across, cell, stride, gap, left, top, flat);
    }

    /** A sheet that fits stands at the start; a larger one shows the part around the viewport's centre. */
    private static int start(int room, int sheet, double centre) {
        if (sheet <= room) {
            return 0;
        }
        return (int) Math.rint(Math.max(room - sheet, Math.min(0, room / 2.0 - centre * sheet)));
    }

    private static int fitted(int rows, int columns, int width, int height, int across, int gap) {
        return Math.min(edge(width, across, gap) / columns, edge(height, across, gap) / rows);
    }

    private static int edge(int room, int tiles, int gap) {
        return (room - (tiles - 1) * gap) / tiles;
    }

    private static int tileEdge(int values, int cell, int stride) {
        return stride > 1 ? ceilDiv(values, stride) : values * cell;
    }

    private static int ceilDiv(int value, int by) {
        return (value + by - 1) / by;
    }

    int tileWidth() {
        return tileEdge(columns, cell, stride);
    }

    int tileHeight() {
        return tileEdge(rows, cell, stride);
    }

    int sheetWidth() {
        return across * (tileWidth() + gap) - gap;
    }

    int sheetHeight() {
        return ceilDiv(tiles, across) * (tileHeight() + gap) - gap;
    }

    int tileX(int tile) {
        return left + tile % across * (tileWidth() + gap);
    }

    int tileY(int tile) {
        return top + tile / across * (tileHeight() + gap);
    }

    /** Whether a channel has a tile, or a cell of the flat tile. */
    boolean shows(int channel) {
        return flat ? channel >= 0 && channel < channels : channel >= first && channel < first + tiles;
    }

    /** The tile of a channel, or its cell where the map is flat. */
    Box boxOf(int channel) {
        if (flat) {
            return boxOf(channel, 0, 0);
        }
        return new Box(tileX(channel - first), tileY(channel - first), tileWidth(), tileHeight());
    }

    /** The cell of a value. */
    Box boxOf(int channel, int row, int column) {
        int tile = flat ? 0 : channel - first;
        int down = flat ? channel / columns : row;
        int along = flat ? channel % columns : column;
        return new Box(tileX(tile) + along * cell / stride, tileY(tile) + down * cell / stride, cell, cell);
    }

    /** What stands under a pixel, or null. */
    Place at(double x, double y) {
        int right = (int) Math.floor(x) - left;
        int below = (int) Math.floor(y) - top;
        int tileAcross = Math.floorDiv(right, tileWidth() + gap);
        int tileDown = Math.floorDiv(below, tileHeight() + gap);
        int tile = tileDown * across + tileAcross;
        if (tileAcross < 0 || tileAcross >= across || tileDown < 0 || tile >= tiles) {
            return null;
        }
        int column = (right - tileAcross * (tileWidth() + gap)) * stride / cell;
        int row = (below - tileDown * (tileHeight() + gap)) * stride / cell;
        if (column >= columns || row >= rows) {
            return null;
        }
        if (flat) {
            int channel = row * columns + column;
            return channel < channels ? new Place(channel, 0, 0) : null;
        }
        return new Place(first + tile, row, column);
    }
}
