package org.quantscope.ui.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import org.quantscope.analysis.HistogramAxis;

/**
 * The ranges of several methods over a histogram: a dashed line at each end, and a label at the upper one that takes the
 * method with a click. Labels stand outside their range where there is room, since the counts are inside, and one below
 * another, the widest range on top, so that none covers another.
 */
final class MethodTicks extends Pane {
    private static final double ROW = 17;
    private static final double GAP = 9; // clear of a handle that stands there

    /** One range on the chart. */
    private record Mark(RangeTick tick, Line low, Line high, Label label) {}

    private final List<Mark> marks = new ArrayList<>();
    private Consumer<RangeTick> onTake = tick -> {};
    private Palette palette = Palette.light();

    MethodTicks() {
        setManaged(false);
        setPickOnBounds(false);
        setId("range-ticks");
    }

    void setOnTake(Consumer<RangeTick> listener) {
        onTake = listener;
    }

    void setPalette(Palette newPalette) {
        palette = newPalette;
        marks.forEach(this::style);
    }

    void show(List<RangeTick> ticks) {
        marks.clear();
        getChildren().clear();
        ticks.stream()
                .sorted(Comparator.comparingDouble((RangeTick tick) -> tick.high()).reversed()
                        .thenComparingDouble(RangeTick::low))
                .forEach(tick -> marks.add(mark(tick)));
        marks.forEach(mark -> getChildren().addAll(mark.low(), mark.high()));
        marks.forEach(mark -> getChildren().add(mark.label()));
    }

    private Mark mark(RangeTick tick) {
        Mark mark = new Mark(tick, new Line(), new Line(), Faces.label(tick.label()));
        for (Line line : List.of(mark.low(), mark.high())) {
            line.getStrokeDashArray().setAll(2.0, 3.0);
            line.setMouseTransparent(true);
            line.setManaged(false);
        }
        Label label = mark.label();
        String range = Figures.value(tick.low()) + " to " + Figures.value(tick.high());
        label.setId("tick-" + tick.id());
        label.setManaged(false);
        label.setCursor(Cursor.HAND);
        label.setFocusTraversable(true);
        label.setAccessibleRole(AccessibleRole.BUTTON);
        label.setAccessibleText(tick.label() + ", range " + range + (tick.taken() ? ", in use" : ""));
        label.setTooltip(new Tooltip(tick.label() + ": " + range
                + (tick.taken() ? ". In use." : ". Click to take this range.")));
        label.setOnMousePressed(event -> event.consume());
        label.setOnMouseClicked(event -> {
            event.consume();
            onTake.accept(tick);
        });
        label.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                event.consume();
                onTake.accept(tick);
            }
        });
        label.focusedProperty().addListener((property, before, now) -> style(mark));
        style(mark);
        return mark;
    }

    private void style(Mark mark) {
        boolean taken = mark.tick().taken();
        boolean marked = taken || mark.label().isFocused();
        mark.low().setStroke(taken ? palette.accentText() : palette.muted());
        mark.high().setStroke(taken ? palette.accentText() : palette.muted());
        mark.label().setStyle("-fx-background-color: "
                + Palette.web(marked ? palette.accentText() : palette.border()) + ", "
                + Palette.web(taken ? palette.selection() : palette.pane())
                + "; -fx-background-insets: 0, 1; -fx-background-radius: 8, 7; -fx-padding: 0 6 0 6;"
                + Faces.inline(taken ? palette.accentText() : palette.text(), taken));
    }

    /**
     * @param clip how values stand on the axis
     * @param map the axis
     * @param top where the topmost label may begin
     * @param bottom where the lines end
     */
    void stand(ClipState clip, HistogramAxis axis, AxisMap map, double top, double bottom) {
        double handle = clip == null ? Double.NaN : map.toPixel(clip.toAxis(clip.range().max(), axis));
        int row = 0;
        for (Mark mark : marks) {
            double low = map.toPixel(toAxis(clip, axis, mark.tick().low()));
            double high = map.toPixel(toAxis(clip, axis, mark.tick().high()));
            double y = top + row * ROW;
            boolean fits = y + ROW < bottom - ROW && high >= map.from() && high <= map.to();
            place(mark.low(), low, fits && low >= map.from(), y, bottom);
            place(mark.high(), high, fits, y, bottom);
            Label label = mark.label();
            label.setVisible(fits);
            label.autosize();
            double outside = clearOf(handle, high + GAP, label.getWidth());
            double inside = Math.max(map.from() + 2, high - GAP - label.getWidth());
            boolean roomOutside = outside + label.getWidth() <= map.to();
            label.relocate(Math.rint(roomOutside ? outside : inside), Math.rint(y));
            row += fits ? 1 : 0;
        }
    }

    /** Where a label from {@code left} on stands beside a handle instead of under it; NaN: there is none. */
    private static double clearOf(double handle, double left, double width) {
        return handle + GAP > left && handle - GAP < left + width ? handle + GAP : left;
    }

    private static void place(Line line, double x, boolean visible, double top, double bottom) {
        double crisp = Math.floor(x) + 0.5;
        line.setVisible(visible);
        line.setStartX(crisp);
        line.setEndX(crisp);
        line.setStartY(top);
        line.setEndY(bottom);
    }

    private static double toAxis(ClipState clip, HistogramAxis axis, double value) {
        return clip == null ? value : clip.toAxis(value, axis);
    }
}
