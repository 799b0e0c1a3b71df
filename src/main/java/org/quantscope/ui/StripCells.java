package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.quantscope.ui.chart.Palette;

/**
 * The cells of the network strip: a track for each layer, filled as far as its figure goes. Plain shapes without style
 * classes, so that a new figure costs a height and a colour. Where the layers have no room they scroll.
 */
final class StripCells extends Region {
    private static final double HEIGHT = 14;
    private static final double WIDEST = 32;
    private static final double NARROWEST = 5;
    private static final double GAP_FROM = 8;

    private record Cell(Rectangle track, Rectangle fill) {}

    private final NetworkStripViewModel model;
    private final List<Cell> cells = new ArrayList<>();
    private final Rectangle ring = new Rectangle();
    private final Rectangle clip = new Rectangle();
    private final Tooltip tooltip = Controls.tooltip("");
    private Palette palette = Palette.light();
    private double scroll;

    StripCells(NetworkStripViewModel model) {
        this.model = model;
        setId("strip-cells");
        setMinWidth(60);
        setMaxWidth(USE_PREF_SIZE);
        setMinHeight(HEIGHT + 6);
        setPrefHeight(HEIGHT + 6);
        setMaxHeight(HEIGHT + 6);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
        setAccessibleHelp("Arrow keys, Home and End go from layer to layer.");
        accessibleTextProperty().bind(model.wordsProperty().map(words -> "Network strip. " + words));
        setClip(clip);
        ring.setId("strip-ring");
        ring.setFill(null);
        ring.setStrokeWidth(1.5);
        ring.setMouseTransparent(true);
        ring.setManaged(false);
        Tooltip.install(this, tooltip);
        setOnMouseMoved(event -> readOut(event.getX()));
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                requestFocus();
                model.select(placeAt(event.getX()));
            }
        });
        setOnScroll(this::scroll);
        addEventHandler(KeyEvent.KEY_PRESSED, this::walk);
        focusedProperty().addListener((property, before, now) -> paintRing());
        model.layers().addListener((ListChangeListener<StripLayer>) change -> build());
        model.currentProperty().addListener((property, before, now) -> {
            reveal(now.intValue());
            requestLayout();
        });
        build();
    }

    void setPalette(Palette now) {
        palette = now;
        for (int place = 0; place < cells.size(); place++) {
            paint(place);
        }
        paintRing();
    }

    private void build() {
        cells.clear();
        scroll = 0;
        for (int place = 0; place < model.layers().size(); place++) {
            Rectangle track = shape();
            track.setId("strip-cell-" + place);
            Rectangle fill = shape();
            fill.setMouseTransparent(true);
            cells.add(new Cell(track, fill));
            int at = place;
            model.layers().get(place).sqnrDbProperty().addListener((property, before, now) -> {
                if (at < cells.size()) {
                    paint(at);
                    fit(at);
                }
            });
            paint(place);
        }
        List<Rectangle> shapes = new ArrayList<>();
        cells.forEach(cell -> shapes.add(cell.track()));
        cells.forEach(cell -> shapes.add(cell.fill()));
        shapes.add(ring);
        getChildren().setAll(shapes);
        paintRing();
        requestLayout();
    }

    private static Rectangle shape() {
        Rectangle shape = new Rectangle();
        shape.setManaged(false);
        return shape;
    }

    private void paint(int place) {
        Cell cell = cells.get(place);
        cell.track().setFill(palette.boxFill());
        cell.fill().setFill(model.layers().get(place).tone().color(palette));
    }

    private void paintRing() {
        ring.setStroke(isFocused() ? palette.accentText() : palette.text());
    }

    /** Room from one layer to the next. */
    private double pitch() {
        return Math.max(NARROWEST, Math.min(WIDEST, Math.floor(getWidth() / Math.max(1, cells.size()))));
    }

    private double left(int place) {
        return 2 + place * pitch() - scroll;
    }

    private double cellWidth() {
        return pitch() >= GAP_FROM ? pitch() - 3 : pitch() - 1;
    }

    @Override
    protected double computePrefWidth(double height) {
        return cells.size() * WIDEST + 4;
    }

    @Override
    protected void layoutChildren() {
        clip.setWidth(getWidth());
        clip.setHeight(getHeight());
        scroll = Math.max(0, Math.min(scroll, most()));
        double top = Math.rint((getHeight() - HEIGHT) / 2);
        for (int place = 0; place < cells.size(); place++) {
            Rectangle track = cells.get(place).track();
            track.setX(left(place));
            track.setY(top);
            track.setWidth(cellWidth());
            track.setHeight(HEIGHT);
            fit(place);
        }
        int now = model.currentProperty().get();
        ring.setVisible(now >= 0 && now < cells.size());
        if (ring.isVisible()) {
            ring.setX(left(now) - 1.5);
            ring.setY(top - 1.5);
            ring.setWidth(cellWidth() + 3);
            ring.setHeight(HEIGHT + 3);
            ring.setArcWidth(4);
            ring.setArcHeight(4);
        }
    }

    private void fit(int place) {
        Cell cell = cells.get(place);
        double tall = Math.rint(HEIGHT * model.layers().get(place).share());
        cell.fill().setX(cell.track().getX());
        cell.fill().setWidth(cell.track().getWidth());
        cell.fill().setY(cell.track().getY() + HEIGHT - tall);
        cell.fill().setHeight(tall);
    }

    private double most() {
        return Math.max(0, cells.size() * pitch() + 4 - getWidth());
    }

    /** Scrolls as far as brings a layer into sight. */
    private void reveal(int place) {
        if (place >= 0 && getWidth() > 0) {
            double at = 2 + place * pitch();
            scroll = Math.max(at + 2 * pitch() - getWidth(), Math.min(scroll, at - pitch()));
        }
    }

    private void scroll(ScrollEvent event) {
        double by = event.getDeltaX() != 0 ? event.getDeltaX() : event.getDeltaY();
        if (most() > 0 && by != 0) {
            scroll -= by;
            requestLayout();
            event.consume();
        }
    }

    private int placeAt(double x) {
        int place = (int) Math.floor((x - 2 + scroll) / pitch());
        return place >= 0 && place < cells.size() ? place : -1;
    }

    private void readOut(double x) {
        int place = placeAt(x);
        tooltip.setText(place < 0 ? "Layers of the network, in its order" : model.describe(place));
    }

    private void walk(KeyEvent event) {
        int now = model.currentProperty().get();
        int next = switch (event.getCode()) {
            case LEFT -> now - 1;
            case RIGHT -> now + 1;
            case HOME -> 0;
            case END -> cells.size() - 1;
            default -> Integer.MIN_VALUE;
        };
        if (next != Integer.MIN_VALUE) {
            model.select(next);
            event.consume();
        }
    }
}
