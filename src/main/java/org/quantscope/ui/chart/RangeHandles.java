package org.quantscope.ui.chart;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntConsumer;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;

/**
 * The two ends of the clipping range and the zero line over a histogram. While one of them is dragged it follows the
 * finger by the parameters that held when the drag began, whatever arrives meanwhile: on an axis of codes the codes'
 * width changes with every move.
 */
final class RangeHandles {
    /** How far a tag may reach beyond the axis, in pixels. */
    private static final double TAG_OVERHANG = 10;

    private final AxisHandle low = new AxisHandle(false);
    private final AxisHandle high = new AxisHandle(false);
    private final AxisHandle zero = new AxisHandle(true);

    private RangeListener onRangeDrag = (lo, hi) -> {};
    private RangeListener onRangeCommit = (lo, hi) -> {};
    private Runnable onRangeCancel = () -> {};
    private IntConsumer onZeroPointDrag = code -> {};
    private IntConsumer onZeroPointCommit = code -> {};

    private ClipState state;
    private HistogramAxis axis = HistogramAxis.VALUES;
    private AxisMap map;
    private double top;
    private DoubleUnaryOperator bottomAt = pixel -> 0;
    private Drag drag;

    /** A drag under way. */
    private static final class Drag {
        private final AxisHandle handle;
        private final ClipState start;
        private final double grip;
        private ClippingRange range;
        private int zeroPoint;
        private boolean moved;

        Drag(AxisHandle handle, ClipState start, double grip) {
            this.handle = handle;
            this.start = start;
            this.grip = grip;
            this.range = start.range();
            this.zeroPoint = start.zeroPoint();
        }
    }

    RangeHandles() {
        low.setId("clip-low");
        high.setId("clip-high");
        zero.setId("zero-point");
        for (AxisHandle handle : List.of(zero, low, high)) {
            handle.setOnMousePressed(event -> press(handle, event));
            handle.setOnMouseDragged(this::move);
            handle.setOnMouseReleased(this::release);
            handle.setOnMouseClicked(MouseEvent::consume);
            EventHandler<KeyEvent> keys = event -> key(handle, event);
            handle.setOnKeyPressed(keys);
        }
        stand();
    }

    List<Node> nodes() {
        return List.of(zero, low, high);
    }

    void setPalette(Palette palette) {
        List.of(zero, low, high).forEach(handle -> handle.setPalette(palette));
    }

    void setOnRangeDrag(RangeListener listener) {
        onRangeDrag = listener;
    }

    void setOnRangeCommit(RangeListener listener) {
        onRangeCommit = listener;
    }

    void setOnRangeCancel(Runnable action) {
        onRangeCancel = action;
    }

    void setOnZeroPointDrag(IntConsumer listener) {
        onZeroPointDrag = listener;
    }

    void setOnZeroPointCommit(IntConsumer listener) {
        onZeroPointCommit = listener;
    }

    boolean isDragging() {
        return drag != null;
    }

    /** Null takes the handles away; a drag under way ends without a word if what it moved is gone. */
    void setState(ClipState newState, HistogramAxis newAxis) {
        if (drag != null && (newState == null || !newState.editable() || newAxis != axis)) {
            drag.handle.setActive(false);
            drag = null;
        }
        state = newState;
        axis = newAxis;
        stand();
    }

    /**
     * @param newMap the axis that the handles stand on
     * @param newTop where their lines begin
     * @param newBottomAt where a line at a pixel ends: above the bar that stands there
     */
    void setArea(AxisMap newMap, double newTop, DoubleUnaryOperator newBottomAt) {
        map = newMap;
        top = newTop;
        bottomAt = newBottomAt;
        stand();
    }

    /** Where the low and the high end stand now, in pixels; null without handles. */
    double[] pixels() {
        if (state == null || map == null) {
            return null;
        }
        ClipState reference = drag == null ? state : drag.start;
        ClippingRange range = drag == null ? state.range() : drag.range;
        return new double[] {
            map.toPixel(reference.toAxis(range.min(), axis)), map.toPixel(reference.toAxis(range.max(), axis))
        };
    }

    private void stand() {
        double[] ends = pixels();
        List.of(zero, low, high).forEach(handle -> handle.setVisible(ends != null));
        if (ends == null) {
            return;
        }
        write();
        double zeroAt = map.toPixel(zeroPosition());
        low.setVisible(inside(ends[0]));
        high.setVisible(inside(ends[1]));
        zero.setVisible(inside(zeroAt));
        double[] wished = {
            low.isVisible() ? ends[0] : Double.NaN,
            zero.isVisible() ? zeroAt : Double.NaN,
            high.isVisible() ? ends[1] : Double.NaN
        };
        double[] widths = {low.tagWidth(), zero.tagWidth(), high.tagWidth()};
        TagLayout tags = TagLayout.of(wished, widths, 0, map.to() + TAG_OVERHANG);
        low.stand(ends[0], tags.low(), true, top, bottomAt.applyAsDouble(ends[0]));
        high.stand(ends[1], tags.high(), true, top, bottomAt.applyAsDouble(ends[1]));
        zero.stand(zeroAt, tags.zero(), tags.zeroFits(), top, bottomAt.applyAsDouble(zeroAt));
    }

    private boolean inside(double pixel) {
        return pixel >= map.from() - 1 && pixel <= map.to() + 1;
    }

    private double zeroPosition() {
        if (axis == HistogramAxis.VALUES) {
            return 0;
        }
        return drag != null && drag.handle == zero ? drag.zeroPoint : state.params().origin();
    }

    private void write() {
        ClippingRange range = drag == null ? state.range() : drag.range;
        int zeroPoint = drag == null ? state.zeroPoint() : drag.zeroPoint;
        low.setText(tagText(range.min()), "Lower end of the clipping range, " + Figures.value(range.min()));
        high.setText(tagText(range.max()), "Upper end of the clipping range, " + Figures.value(range.max()));
        zero.setText("zero-point " + Figures.code(zeroPoint), "Zero point, code " + Figures.code(zeroPoint));
    }

    /** On an axis of codes the tag names the code, but while a finger moves it the real value says more. */
    private String tagText(float end) {
        if (axis == HistogramAxis.VALUES || drag != null) {
            return Math.abs(end) < 0.001 && end != 0 ? Figures.value(end) : Figures.fixed(end, 3);
        }
        double code = state.toAxis(end, axis);
        boolean whole = Math.abs(code - Math.rint(code)) < 0.005;
        return "code " + (whole ? Figures.code((long) Math.rint(code)) : Figures.fixed(code, 2));
    }

    private void press(AxisHandle handle, MouseEvent event) {
        event.consume();
        handle.requestFocus();
        if (event.getButton() != MouseButton.PRIMARY || state == null || !state.editable()) {
            return;
        }
        drag = new Drag(handle, state, chartX(handle, event));
        handle.setActive(true);
        handle.toFront();
    }

    private void move(MouseEvent event) {
        event.consume();
        if (drag == null) {
            return;
        }
        drag.moved = true;
        double pixels = chartX(drag.handle, event) - drag.grip;
        if (drag.handle == zero) {
            moveZero(pixels);
        } else {
            moveEnd(drag.handle == high, pixels);
        }
        stand();
    }

    private void moveEnd(boolean isHigh, double pixels) {
        ClippingRange from = drag.start.range();
        double startPixel = map.toPixel(drag.start.toAxis(isHigh ? from.max() : from.min(), axis));
        double value = drag.start.toValue(map.toValue(startPixel + pixels), axis);
        double smallest = Math.abs(drag.start.toValue(map.toValue(map.from() + 1), axis)
                - drag.start.toValue(map.toValue(map.from()), axis));
        ClippingRange next = drag.start.withEnd(isHigh, value, smallest);
        if (!next.equals(drag.range)) {
            drag.range = next;
            onRangeDrag.range(next.min(), next.max());
        }
    }

    private void moveZero(double pixels) {
        QuantParams params = drag.start.params();
        double step = axis == HistogramAxis.VALUES ? params.step() : 1;
        long codes = (long) Math.rint(pixels * map.unitsPerPixel() / step);
        int next = drag.start.zeroPointNear(drag.start.zeroPoint() + codes);
        if (next != drag.zeroPoint) {
            drag.zeroPoint = next;
            onZeroPointDrag.accept(next);
        }
    }

    private void release(MouseEvent event) {
        event.consume();
        if (drag == null) {
            return;
        }
        Drag done = drag;
        drag = null;
        done.handle.setActive(false);
        if (done.moved && done.handle == zero && done.zeroPoint != done.start.zeroPoint()) {
            onZeroPointCommit.accept(done.zeroPoint);
        } else if (done.moved && done.handle != zero && !done.range.equals(done.start.range())) {
            onRangeCommit.range(done.range.min(), done.range.max());
        } else if (done.moved) {
            onRangeCancel.run();
        }
        stand();
    }

    private void key(AxisHandle handle, KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && drag != null) {
            event.consume();
            drag.handle.setActive(false);
            drag = null;
            stand();
            onRangeCancel.run();
            return;
        }
        boolean right = event.getCode() == KeyCode.RIGHT || event.getCode() == KeyCode.KP_RIGHT;
        boolean left = event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.KP_LEFT;
        if (!right && !left || drag != null || state == null || !state.editable()) {
            return;
        }
        event.consume();
        if (handle == zero) {
            int now = state.zeroPoint();
            int next = state.zeroPointNear((long) now + (right ? 1 : -1));
            if (next != now) {
                onZeroPointCommit.accept(next);
            }
            return;
        }
        ClippingRange next = event.isShiftDown()
                ? state.nudgedByUlp(handle == high, right)
                : state.nudged(handle == high, right ? 1 : -1);
        if (!next.equals(state.range())) {
            onRangeCommit.range(next.min(), next.max());
        }
    }

    /** Handles are laid out over the whole chart, so their own coordinates are the chart's. */
    private static double chartX(AxisHandle handle, MouseEvent event) {
        return handle.sceneToLocal(event.getSceneX(), event.getSceneY()).getX();
    }
}
