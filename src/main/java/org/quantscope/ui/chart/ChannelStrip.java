package org.quantscope.ui.chart;

import java.util.BitSet;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.quantscope.analysis.ChannelSpan;
import org.quantscope.tensor.FloatTensor;

/**
 * The range of every channel beside what its codes can represent. Click, Ctrl and Shift select; arrow keys move the
 * selection. Many channels scroll; only what is seen is drawn.
 */
public final class ChannelStrip extends Region implements Themed {
    private static final double LEFT = 34;
    private static final double BAR = 12;

    private final Canvas canvas = new Canvas();
    private final ScrollBar scrollBar = new ScrollBar();
    private final Label title = Faces.label("Range per channel");
    private final Label note = Faces.label("box: representable, bar: lowest to highest weight");
    private final Label clippedSign = Faces.label("n");
    private final Label clippedWords = Faces.label("weights clipped");
    private final Label empty = Faces.label("No weights to show yet");
    private final Label bubble = Faces.label("");

    private ChannelListener onSelect = (channel, toggle, extend) -> {};
    private Palette palette = Palette.light();
    private List<ChannelSpan> spans = List.of();
    private FloatTensor weight;
    private BitSet selected = new BitSet();
    private int primary = -1;
    private double scrolled;
    private boolean reveal;

    public ChannelStrip() {
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText("Range of every channel");
        setFocusTraversable(true);
        setMinSize(100, 60);
        setPrefSize(790, 104);
        scrollBar.setOrientation(Orientation.HORIZONTAL);
        scrollBar.setFocusTraversable(false);
        getChildren().addAll(canvas, scrollBar, title, note, clippedSign, clippedWords, empty, bubble);
        getChildren().forEach(child -> {
            child.setManaged(false);
            child.setMouseTransparent(child != scrollBar);
        });
        bubble.setVisible(false);
        scrollBar.valueProperty().addListener((observable, old, value) -> scrollTo(value.doubleValue()));
        setOnMouseClicked(this::click);
        setOnMouseMoved(this::readOut);
        setOnMouseExited(event -> bubble.setVisible(false));
        setOnScroll(this::scroll);
        setOnKeyPressed(this::key);
        setPalette(palette);
    }

    /**
     * @param newSpans one for each channel; empty shows that there are none yet
     * @param newWeight the weights (channels, ...) for the marks within the bars; null draws none
     */
    public void show(List<ChannelSpan> newSpans, FloatTensor newWeight) {
        spans = List.copyOf(newSpans);
        weight = newWeight;
        requestLayout();
    }

    /** The selected channels, and the one among them whose details are shown; negative for none. */
    public void setSelection(BitSet channels, int shown) {
        selected = (BitSet) channels.clone();
        reveal = reveal || shown != primary;
        primary = shown;
        requestLayout();
    }

    public void setOnSelect(ChannelListener listener) {
        onSelect = listener;
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        Faces.style(title, palette.text(), false);
        Faces.style(note, palette.muted(), false);
        Faces.style(clippedSign, palette.bad(), false);
        Faces.style(clippedWords, palette.muted(), false);
        Faces.style(empty, palette.muted(), false);
        Bubbles.style(bubble, palette);
        requestLayout();
    }

    private StripLayout columns() {
        return StripLayout.of(spans.size(), LEFT, getWidth() - LEFT, scrolled);
    }

    @Override
    protected void layoutChildren() {
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        canvas.setWidth(width);
        canvas.setHeight(height);
        layOutHeader(width);
        empty.setVisible(spans.isEmpty());
        empty.autosize();
        empty.relocate(Math.rint((width - empty.getWidth()) / 2), Math.rint((height - 14) / 2));
        if (reveal && primary >= 0 && primary < spans.size() && width > LEFT) {
            scrolled = columns().showing(primary).scrolled();
        }
        reveal = false;
        StripLayout layout = columns();
        scrolled = layout.scrolled();
        boolean scrolls = layout.mostScrolled() > 0;
        scrollBar.setVisible(scrolls);
        if (scrolls) {
            scrollBar.resizeRelocate(LEFT, height - BAR, width - LEFT, BAR);
            scrollBar.setMax(layout.mostScrolled());
            scrollBar.setVisibleAmount(layout.mostScrolled() * layout.width() / (layout.channels() * layout.pitch()));
            scrollBar.setBlockIncrement(layout.width());
            scrollBar.setUnitIncrement(layout.pitch());
            scrollBar.setValue(layout.scrolled());
        }
        StripPainter.paint(canvas.getGraphicsContext2D(), palette, spans, weight, selected, primary, layout,
                ChartHeader.HEIGHT, height - (scrolls ? BAR : 0), width, height);
    }

    private void layOutHeader(double width) {
        for (Label label : List.of(title, note, clippedSign, clippedWords)) {
            label.autosize();
        }
        double right = width - clippedWords.getWidth();
        double signAt = right - 4 - clippedSign.getWidth();
        title.relocate(0, 1);
        note.relocate(Math.rint(title.getWidth() + 8), 1);
        clippedWords.relocate(Math.rint(right), 1);
        clippedSign.relocate(Math.rint(signAt), 1);
        clippedSign.setVisible(signAt > title.getWidth() + 8);
        clippedWords.setVisible(clippedSign.isVisible());
        note.setVisible(note.getLayoutX() + note.getWidth() + 12 <= signAt);
    }

    private void scrollTo(double value) {
        if (value != scrolled) {
            scrolled = value;
            requestLayout();
        }
    }

    private void scroll(ScrollEvent event) {
        StripLayout layout = columns();
        if (layout.mostScrolled() > 0) {
            double by = event.getDeltaX() != 0 ? event.getDeltaX() : event.getDeltaY();
            scrollTo(StripLayout.of(spans.size(), LEFT, getWidth() - LEFT, scrolled - by).scrolled());
            event.consume();
        }
    }

    private void click(MouseEvent event) {
        int channel = event.getButton() == MouseButton.PRIMARY ? channelAt(event) : -1;
        if (channel >= 0) {
            requestFocus();
            onSelect.select(channel, event.isShortcutDown(), event.isShiftDown());
        }
    }

    private int channelAt(MouseEvent event) {
        return event.getY() < ChartHeader.HEIGHT ? -1 : columns().channelAt(event.getX());
    }

    private void key(KeyEvent event) {
        int step = event.getCode() == KeyCode.RIGHT ? 1 : event.getCode() == KeyCode.LEFT ? -1 : 0;
        int next = primary + step;
        if (step != 0 && next >= 0 && next < spans.size()) {
            event.consume();
            onSelect.select(next, false, event.isShiftDown());
        }
    }

    private void readOut(MouseEvent event) {
        int channel = channelAt(event);
        String text = "";
        if (channel >= 0) {
            ChannelSpan span = spans.get(channel);
            text = "channel " + channel + " · " + Figures.value(span.min()) + " to " + Figures.value(span.max());
            if (Float.isFinite(span.lowest())) {
                text += " · box " + Figures.value(span.lowest()) + " to " + Figures.value(span.highest()) + " · "
                        + Figures.count(span.clipped()) + " clipped";
            }
        }
        Bubbles.show(bubble, text, event.getX(), event.getY(), this);
    }
}
