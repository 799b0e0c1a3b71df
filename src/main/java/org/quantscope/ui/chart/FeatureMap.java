package org.quantscope.ui.chart;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import javafx.geometry.Dimension2D;
import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.StrokeType;

/**
 * One output as a heat map with a caption: the place of the linked cursor, its value, and its code where there is one.
 * Scale, cursor and viewport come from outside, so that several maps show the same place in the same colours. The wheel
 * zooms, dragging pans, a double click shows everything; hovering and clicking report the place.
 */
public final class FeatureMap extends Region implements Themed {
    private static final double CAPTION = 20;
    private static final int LARGEST = 4096;

    private final ImageView view = new ImageView();
    private final Rectangle frame = new Rectangle();
    private final Rectangle clip = new Rectangle();
    private final MapMarks cursorMarks = new MapMarks();
    private final MapCaption caption = new MapCaption();

    private PlaceListener onHover = (channel, row, column) -> {};
    private Runnable onLeave = () -> {};
    private PlaceListener onPin = (channel, row, column) -> {};
    private Consumer<MapViewport> onViewport = this::setViewport;

    private Palette palette = Palette.light();
    private PixelBuffer<IntBuffer> buffer;
    private int[] pixels = {};
    private MapData data;
    private MapCodes codes;
    private MapCodes codesBeside;
    private MapMode mode = MapMode.SINGLE;
    private int selected;
    private MapScale scale = MapScale.UNIT;
    private MapLayout.Place cursor;
    private MapViewport viewport = MapViewport.WHOLE;
    private MapLayout layout;
    private boolean stale = true;
    private boolean panned;
    private boolean captioned = true;
    private double pressX = Double.NaN;
    private double pressY;

    public FeatureMap() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(40, 40 + CAPTION);
        setPrefSize(170, 170 + CAPTION);
        view.setSmooth(false);
        frame.setFill(null);
        frame.setStrokeType(StrokeType.INSIDE);
        getChildren().addAll(view, cursorMarks, frame);
        getChildren().addAll(caption.labels());
        getChildren().forEach(child -> {
            child.setManaged(false);
            child.setMouseTransparent(true);
        });
        cursorMarks.setClip(clip);
        setOnMouseMoved(event -> report(event, onHover));
        setOnMouseExited(event -> onLeave.run());
        setOnMousePressed(this::press);
        setOnMouseDragged(this::pan);
        setOnMouseClicked(this::click);
        setOnScroll(this::zoom);
        setPalette(palette);
    }

    /** How much of a node of that size the picture itself takes, caption not counted; cells are whole pixels. */
    public Dimension2D sheetIn(double width, double height) {
        int across = side(width);
        int down = side(height - CAPTION);
        if (data == null) {
            return new Dimension2D(across, down);
        }
        MapLayout wanted = MapLayout.of(
                data.channels(), data.rows(), data.columns(), mode, selected, across, down, MapViewport.WHOLE);
        return new Dimension2D(Math.min(across, wanted.sheetWidth()), Math.min(down, wanted.sheetHeight()));
    }

    /** Shows values; null shows that there are none yet. */
    public void setData(MapData newData) {
        if (newData != null && !newData.sameShape(data)) {
            viewport = MapViewport.WHOLE;
        }
        data = newData;
        if (data == null) {
            codes = null;
            codesBeside = null;
        }
        refresh();
    }

    /**
     * Codes for the caption.
     *
     * @param newCodes null for a map without codes
     * @param beside the other path's codes: where they differ the caption turns amber; null compares with nothing
     */
    public void setCodes(MapCodes newCodes, MapCodes beside) {
        codes = newCodes;
        codesBeside = beside;
        requestLayout();
    }

    public void setScale(MapScale newScale) {
        scale = newScale;
        refresh();
    }

    public void setMode(MapMode newMode) {
        mode = newMode;
        refresh();
    }

    public void setSelectedChannel(int channel) {
        selected = Math.max(0, channel);
        refresh();
    }

    /** The linked cursor. */
    public void setCursorPlace(int channel, int row, int column) {
        cursor = new MapLayout.Place(channel, row, column);
        requestLayout();
    }

    public void clearCursorPlace() {
        cursor = null;
        requestLayout();
    }

    public void setViewport(MapViewport newViewport) {
        if (!viewport.equals(newViewport)) {
            viewport = newViewport;
            refresh();
        }
    }

    public MapViewport viewport() {
        return viewport;
    }

    /** Leaves the caption to whoever shows the place and its value in another way; its room stays free. */
    public void hideCaption() {
        captioned = false;
        requestLayout();
    }

    /**
     * Where the room of this map is too small for all values: the part around a place that is about {@code cells} values
     * wide and high. Otherwise everything.
     */
    public MapViewport viewportAround(int row, int column, int cells) {
        int room = Math.min(side(getWidth()), side(getHeight() - CAPTION));
        int extent = data == null ? 1 : Math.max(data.rows(), data.columns());
        int wanted = (room + cells - 1) / cells;
        int fitted = room / extent;
        if (data == null || fitted >= 1 || wanted <= fitted) {
            return MapViewport.WHOLE;
        }
        int width = side(getWidth());
        int height = side(getHeight() - CAPTION);
        int strides = Math.max((data.columns() + width - 1) / width, (data.rows() + height - 1) / height);
        return new MapViewport(
                wanted + strides - 2, (column + 0.5) / data.columns(), (row + 0.5) / data.rows());
    }

    /** Which values are seen; the whole plane where there is no data. */
    public MapRegion region() {
        if (data == null) {
            return new MapRegion(0, 0, 1, 1);
        }
        int width = side(getWidth());
        int height = side(getHeight() - CAPTION);
        MapLayout now = MapLayout.of(
                data.channels(), data.rows(), data.columns(), mode, selected, width, height, viewport);
        int row = Math.max(0, -now.top()) * now.stride() / now.cell();
        int column = Math.max(0, -now.left()) * now.stride() / now.cell();
        int rows = (height * now.stride() + now.cell() - 1) / now.cell();
        int columns = (width * now.stride() + now.cell() - 1) / now.cell();
        return new MapRegion(row, column, Math.min(rows, data.rows() - row), Math.min(columns, data.columns() - column));
    }

    /** Called when the hand wants another part; without a listener the map moves alone. */
    public void setOnViewport(Consumer<MapViewport> listener) {
        onViewport = listener;
    }

    public void setOnHover(PlaceListener listener) {
        onHover = listener;
    }

    /** Called when the pointer leaves the map. */
    public void setOnLeave(Runnable action) {
        onLeave = action;
    }

    /** Called when a place is clicked. */
    public void setOnPin(PlaceListener listener) {
        onPin = listener;
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setStroke(palette.border());
        cursorMarks.setPalette(palette);
        caption.setPalette(palette);
        refresh();
    }

    private void refresh() {
        stale = true;
        requestLayout();
    }

    private int side(double room) {
        return (int) Math.max(1, Math.min(LARGEST, Math.floor(room)));
    }

    @Override
    protected void layoutChildren() {
        int width = side(getWidth());
        int height = side(getHeight() - CAPTION);
        if (buffer == null || buffer.getWidth() != width || buffer.getHeight() != height) {
            allocate(width, height);
        }
        if (stale) {
            stale = false;
            paint(width, height);
        }
        int right = layout == null ? width : Math.min(width, layout.left() + layout.sheetWidth());
        int bottom = layout == null ? height : Math.min(height, layout.top() + layout.sheetHeight());
        frame.setWidth(right);
        frame.setHeight(bottom);
        clip.setWidth(right);
        clip.setHeight(bottom);
        mark();
        caption(Math.max(right, Math.min(width, 120)), bottom);
    }

    private void allocate(int width, int height) {
        pixels = new int[width * height];
        buffer = new PixelBuffer<>(width, height, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
        view.setImage(new WritableImage(buffer));
        stale = true;
    }

    private void paint(int width, int height) {
        int background = ColorRamp.argb(palette.pane());
        if (data == null) {
            layout = null;
            Arrays.fill(pixels, ColorRamp.argb(palette.bar()));
        } else {
            layout = MapLayout.of(
                    data.channels(), data.rows(), data.columns(), mode, selected, width, height, viewport);
            MapPainter.paint(data, layout, scale.first(), scale.last(), scale.ramp(palette).table(), pixels, width, height,
                    background, ColorRamp.argb(palette.border()));
        }
        buffer.updateBuffer(unused -> null);
    }

    private void mark() {
        boolean many = layout != null && (layout.flat() ? data.channels() > 1 : layout.tiles() > 1);
        cursorMarks.outline(many && layout.shows(selected) ? layout.boxOf(selected) : null);
        boolean cursorShown = layout != null && cursorInside() && layout.shows(cursor.channel());
        cursorMarks.cursor(cursorShown
                ? layout.boxOf(cursor.channel(), cursor.row(), cursor.column()) : null);
    }

    private boolean cursorInside() {
        return cursor != null && data != null && cursor.channel() < data.channels() && cursor.row() < data.rows()
                && cursor.column() < data.columns();
    }

    private void caption(double width, double top) {
        caption.hide();
        if (!captioned || !cursorInside()) {
            return;
        }
        caption.write(data, cursor, scale.ofDifference());
        if (codes != null) {
            int code = codes.at(cursor.channel(), cursor.row(), cursor.column());
            boolean differs = codesBeside != null
                    && code != codesBeside.at(cursor.channel(), cursor.row(), cursor.column());
            caption.writeCode(code, differs, palette);
        }
        caption.layout(width, top);
    }

    private void report(MouseEvent event, PlaceListener listener) {
        MapLayout.Place place = layout == null ? null : layout.at(event.getX(), event.getY());
        if (place != null && event.getY() < getHeight() - CAPTION) {
            listener.place(place.channel(), place.row(), place.column());
        } else if (listener == onHover) {
            onLeave.run();
        }
    }

    private void press(MouseEvent event) {
        panned = false;
        pressX = event.getButton() == MouseButton.PRIMARY ? event.getX() : Double.NaN;
        pressY = event.getY();
    }

    private void pan(MouseEvent event) {
        if (layout == null || Double.isNaN(pressX) || viewport.steps() == 0) {
            return;
        }
        double right = event.getX() - pressX;
        double below = event.getY() - pressY;
        if (!panned && Math.hypot(right, below) < 3) {
            return;
        }
        panned = true;
        pressX = event.getX();
        pressY = event.getY();
        onViewport.accept(new MapViewport(viewport.steps(),
                centre(layout.left() + right, side(getWidth()), layout.sheetWidth()),
                centre(layout.top() + below, side(getHeight() - CAPTION), layout.sheetHeight())));
    }

    /** The viewport's centre of a sheet that begins at {@code start}; kept where moving it changes what is seen. */
    private static double centre(double start, int room, int sheet) {
        double inside = Math.max(Math.min(0, room - sheet), Math.min(0, start));
        return sheet <= room ? 0.5 : (room / 2.0 - inside) / sheet;
    }

    private void click(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || panned) {
            return;
        }
        if (event.getClickCount() == 2) {
            onViewport.accept(MapViewport.WHOLE);
        } else {
            report(event, onPin);
        }
    }

    private void zoom(ScrollEvent event) {
        if (layout == null || event.getDeltaY() == 0) {
            return;
        }
        event.consume();
        int change = Math.max(1, layout.cell() / 4) * (event.getDeltaY() > 0 ? 1 : -1);
        int steps = Math.max(0, viewport.steps() + change);
        int width = side(getWidth());
        int height = side(getHeight() - CAPTION);
        MapLayout next = MapLayout.of(data.channels(), data.rows(), data.columns(), mode, selected, width, height,
                new MapViewport(steps, 0.5, 0.5));
        // The place under the pointer stays under it.
        double partAcross = (event.getX() - layout.left()) / layout.sheetWidth();
        double partDown = (event.getY() - layout.top()) / layout.sheetHeight();
        double left = event.getX() - partAcross * next.sheetWidth();
        double top = event.getY() - partDown * next.sheetHeight();
        onViewport.accept(new MapViewport(
                steps, centre(left, width, next.sheetWidth()), centre(top, height, next.sheetHeight())));
    }
}
