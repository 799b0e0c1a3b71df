package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.WeightHistogram;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The charts under a hand: dragging, keys, clicks, themes, and sizes that are too small. */
@ExtendWith(ApplicationExtension.class)
class ChartViewsTest {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 240;

    private final Pane root = new Pane();

    /** What a chart said about the clipping range. */
    private record Said(String what, float low, float high) {}

    @Start
    void start(Stage stage) {
        stage.setScene(new Scene(root, WIDTH, HEIGHT));
        stage.show();
    }

    @Test
    void draggingAClipHandleOutwardsCallsBackWithGrowingRangesAndThenCommits(FxRobot robot) {
        List<Said> said = new ArrayList<>();
        histogram(HistogramAxis.VALUES, 2f, true, said);
        drag(robot, "#clip-high", 20, 4);
        robot.release(MouseButton.PRIMARY);
        List<Said> moves = said.stream().filter(one -> one.what().equals("drag")).toList();
        assertThat(moves).hasSizeGreaterThanOrEqualTo(3);
        assertThat(moves).extracting(Said::high).isSorted().doesNotHaveDuplicates();
        assertThat(moves).allMatch(one -> one.low() == -one.high() && one.high() > 2);
        Said last = said.get(said.size() - 1);
        assertThat(last).isEqualTo(new Said("commit", moves.get(moves.size() - 1).low(), moves.get(moves.size() - 1).high()));
    }

    @Test
    void anAffineRangeMovesOneEndAndKeepsZeroInside(FxRobot robot) {
        List<Said> said = new ArrayList<>();
        histogram(HistogramAxis.VALUES, 2f, false, said);
        drag(robot, "#clip-low", 40, 12);
        robot.release(MouseButton.PRIMARY);
        assertThat(said).allMatch(one -> one.high() == 2f && one.low() > -2f && one.low() <= 0f);
        assertThat(said.get(said.size() - 1).low()).isZero();
    }

    @Test
    void onTheCodesAxisADragIsToldInRealValues(FxRobot robot) {
        List<Said> said = new ArrayList<>();
        WeightHistogramChart chart = histogram(HistogramAxis.CODES, 2f, true, said);
        drag(robot, "#clip-high", 10, 2);
        robot.release(MouseButton.PRIMARY);
        assertThat(chart.isDragging()).isFalse();
        assertThat(said.get(said.size() - 1).high()).isGreaterThan(2f).isLessThan(4f);
    }

    @Test
    void escapeGivesADragUpAndNothingIsCommitted(FxRobot robot) {
        List<Said> said = new ArrayList<>();
        WeightHistogramChart chart = histogram(HistogramAxis.VALUES, 2f, true, said);
        drag(robot, "#clip-high", 20, 2);
        assertThat(chart.isDragging()).isTrue();
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        assertThat(chart.isDragging()).isFalse();
        robot.moveBy(20, 0);
        robot.release(MouseButton.PRIMARY);
        assertThat(said.get(said.size() - 1).what()).isEqualTo("cancel");
        assertThat(said).noneMatch(one -> one.what().equals("commit"));
    }

    @Test
    void arrowsMoveAFocusedEndByAThousandthAndShiftByTheSmallestStep(FxRobot robot) {
        List<Said> said = new ArrayList<>();
        histogram(HistogramAxis.VALUES, 2f, true, said);
        Node handle = robot.lookup("#clip-high").query();
        robot.interact(handle::requestFocus);
        robot.press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        assertThat(said.get(0).what()).isEqualTo("commit");
        assertThat(said.get(0).high()).isCloseTo(2.004f, within(1e-6f));
        robot.press(KeyCode.SHIFT).press(KeyCode.LEFT).release(KeyCode.LEFT).release(KeyCode.SHIFT);
        assertThat(said.get(1).high()).isEqualTo(Math.nextDown(2f));
        assertThat(handle.getAccessibleText()).contains("Upper end").contains("2.0000");
    }

    @Test
    void theZeroLineMovesByWholeCodesWithinItsType(FxRobot robot) {
        List<Integer> moved = new ArrayList<>();
        List<Integer> committed = new ArrayList<>();
        WeightHistogramChart chart = histogram(HistogramAxis.CODES, 2f, false, new ArrayList<>());
        chart.setOnZeroPointDrag(moved::add);
        chart.setOnZeroPointCommit(committed::add);
        drag(robot, "#zero-point", 60, 10);
        robot.release(MouseButton.PRIMARY);
        assertThat(moved).isNotEmpty().isSorted().doesNotHaveDuplicates();
        assertThat(committed).containsExactly(7);
    }

    @Test
    void aClickOnTheStripSelectsAndControlAndShiftSayMore(FxRobot robot) {
        List<String> picked = new ArrayList<>();
        ChannelStrip strip = put(() -> {
            ChannelStrip view = new ChannelStrip();
            view.show(new WeightCounter(weights(16, 9)).spans(Optional.of(params(2f, true, 16))), weights(16, 9));
            view.setOnSelect((channel, toggle, extend) -> picked.add(channel + " " + toggle + " " + extend));
            return view;
        });
        StripLayout columns = StripLayout.of(16, 34, WIDTH - 34, 0);
        clickAt(robot, strip, columns.centre(5), 60);
        robot.press(KeyCode.CONTROL);
        clickAt(robot, strip, columns.centre(7), 60);
        robot.release(KeyCode.CONTROL);
        robot.press(KeyCode.SHIFT);
        clickAt(robot, strip, columns.centre(9), 60);
        robot.release(KeyCode.SHIFT);
        assertThat(picked).containsExactly("5 false false", "7 true false", "9 false true");
    }

    @Test
    void aStripOfManyChannelsScrollsToTheSelectedOne(FxRobot robot) {
        List<Integer> picked = new ArrayList<>();
        ChannelStrip strip = put(() -> {
            ChannelStrip view = new ChannelStrip();
            view.show(new WeightCounter(weights(512, 9)).spans(Optional.of(params(2f, true, 512))), null);
            view.setSelection(BitSet.valueOf(new long[] {1}), 0);
            view.setSelection(new BitSet(), 511);
            view.setOnSelect((channel, toggle, extend) -> picked.add(channel));
            return view;
        });
        clickAt(robot, strip, WIDTH - 10, 60);
        assertThat(picked).containsExactly(511);
    }

    @Test
    void aFeatureMapReportsWhatIsHoveredAndPinned(FxRobot robot) {
        List<String> hovered = new ArrayList<>();
        List<String> pinned = new ArrayList<>();
        FeatureMap map = put(() -> {
            FeatureMap view = new FeatureMap();
            view.setData(MapData.of(weights(4, 196).reshape(Shape.of(1, 4, 14, 14)), 0));
            view.setOnHover((channel, row, column) -> hovered.add(channel + " " + row + " " + column));
            view.setOnPin((channel, row, column) -> pinned.add(channel + " " + row + " " + column));
            view.setSelectedChannel(2);
            return view;
        });
        int cell = (HEIGHT - 20) / 14;
        clickAt(robot, map, cell * 3.5, cell * 5.5);
        assertThat(hovered).contains("2 5 3");
        assertThat(pinned).containsExactly("2 5 3");
    }

    @Test
    void aWheelOverAMapAsksForACloserView(FxRobot robot) {
        List<MapViewport> asked = new ArrayList<>();
        FeatureMap map = put(() -> {
            FeatureMap view = new FeatureMap();
            view.setData(MapData.of(weights(4, 196).reshape(Shape.of(1, 4, 14, 14)), 0));
            view.setOnViewport(viewport -> {
                asked.add(viewport);
                view.setViewport(viewport);
            });
            return view;
        });
        robot.interact(() -> map.fireEvent(new ScrollEvent(ScrollEvent.SCROLL, 30, 30, 30, 30, false, false, false, false,
                true, false, 0, 40, 0, 40, ScrollEvent.HorizontalTextScrollUnits.NONE, 0,
                ScrollEvent.VerticalTextScrollUnits.NONE, 0, 0, null)));
        assertThat(asked).isNotEmpty().allMatch(viewport -> viewport.steps() > 0);
        robot.doubleClickOn(map.localToScreen(30, 30));
        assertThat(map.viewport()).isEqualTo(MapViewport.WHOLE);
    }

    @Test
    void aBarOfTheErrorChartSelectsItsChannel(FxRobot robot) {
        List<Integer> picked = new ArrayList<>();
        ChannelErrorChart chart = put(() -> {
            ChannelErrorChart view = new ChannelErrorChart();
            view.show(new double[] {0.1, 0.5, 0.3, 0.2}, 0.25, 1, "rms");
            view.setOnSelect(picked::add);
            return view;
        });
        clickAt(robot, chart, 34 + (WIDTH - 38) * (2 + 0.6) / 4.2, 150);
        assertThat(picked).containsExactly(2);
    }

    @Test
    void aBarOfTheHeadroomChartSelectsItsChannelAndTheHeaderDoesNot(FxRobot robot) {
        List<Integer> picked = new ArrayList<>();
        HeadroomChart chart = put(() -> {
            HeadroomChart view = new HeadroomChart();
            view.show(new HeadroomBars(new int[] {18, 33, 20, 19}, new int[] {12, 30, 20, 1},
                    new long[] {2000, 1 << 28, 300_000, 0}, 32, "int32"), 1, "");
            view.setOnSelect(picked::add);
            return view;
        });
        clickAt(robot, chart, 34 + (WIDTH - 38) * (3 + 0.6) / 4.2, 150);
        clickAt(robot, chart, 34 + (WIDTH - 38) * (1 + 0.6) / 4.2, 5);
        assertThat(picked).containsExactly(3);
    }

    @Test
    void everyNodeTakesAThemeAnEmptyStateAndAnySizeWithoutAFault() {
        WaitForAsyncUtils.waitForAsyncFx(15_000, () -> {
            for (Region node : everyNode()) {
                node.setManaged(false);
                root.getChildren().setAll(node);
                ((Themed) node).setPalette(Palette.dark());
                for (double[] size : new double[][] {{0, 0}, {13, 200}, {300, 7}, {61, 45}, {257.5, 90.5}}) {
                    node.resize(size[0], size[1]);
                    root.layout();
                    node.snapshot(null, null);
                }
            }
            return null;
        });
    }

    @Test
    void aThemeChangesTheColoursOfWhatIsShown() {
        WeightHistogramChart chart = histogram(HistogramAxis.VALUES, 2f, true, new ArrayList<>());
        int light = ColorRamp.argb(Palette.light().boxFill());
        int dark = ColorRamp.argb(Palette.dark().boxFill());
        assertThat(Pictures.count(Pictures.of(chart), light)).isGreaterThan(1000);
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            chart.setPalette(Palette.dark());
            return null;
        });
        assertThat(Pictures.count(Pictures.of(chart), dark)).isGreaterThan(1000);
        assertThat(Pictures.count(Pictures.of(chart), light)).isLessThan(50);
    }

    private static List<Region> everyNode() {
        List<Region> nodes = new ArrayList<>(List.of(new WeightHistogramChart(), new WeightHistogramLegend(),
                new ChannelStrip(), new FeatureMap(), new ColorBar(), new ErrorHistogramChart(), new ChannelErrorChart(),
                new HeadroomChart()));
        FloatTensor weight = weights(300, 9);
        TensorParams params = params(2f, true, 300);
        for (HistogramAxis axis : HistogramAxis.values()) {
            for (CountScale scale : CountScale.values()) {
                WeightHistogramChart chart = new WeightHistogramChart();
                chart.setCountScale(scale);
                chart.show(new WeightCounter(weight).layer(Optional.of(params), axis, 7), clip(params, 2f, true));
                nodes.add(chart);
            }
        }
        WeightHistogramChart floating = new WeightHistogramChart();
        floating.show(new WeightCounter(weight).layer(Optional.empty(), HistogramAxis.VALUES, 7), null);
        nodes.add(floating);
        WeightHistogramChart zeros = new WeightHistogramChart();
        zeros.show(new WeightCounter(FloatTensor.zeros(Shape.of(2, 3))).layer(Optional.of(params(2f, true, 2)),
                HistogramAxis.VALUES, 0), null);
        nodes.add(zeros);
        ChannelStrip strip = new ChannelStrip();
        strip.show(new WeightCounter(weight).spans(Optional.empty()), weight);
        strip.setSelection(BitSet.valueOf(new long[] {7}), 299);
        nodes.add(strip);
        for (MapMode mode : MapMode.values()) {
            for (Shape shape : List.of(Shape.of(1, 300, 3, 3), Shape.of(1, 2700, 1, 1), Shape.of(1, 2, 2, 675))) {
                FeatureMap map = new FeatureMap();
                map.setData(MapData.of(weight.reshape(shape), 0));
                map.setMode(mode);
                map.setSelectedChannel(1);
                map.setCursorPlace(1, 0, 0);
                map.setCodes((channel, row, column) -> 0, (channel, row, column) -> 0);
                map.setScale(MapScale.difference(0));
                nodes.add(map);
            }
        }
        ErrorHistogramChart errors = new ErrorHistogramChart();
        errors.show(SampleLayer.spread(weight.data(), Shape.of(1, 300, 3, 3), 1), 1);
        nodes.add(errors);
        ChannelErrorChart bars = new ChannelErrorChart();
        double[] values = new Random(3).doubles(2048).toArray();
        values[5] = Double.NaN;
        values[6] = Double.POSITIVE_INFINITY;
        bars.show(values, 0.5, 2047, "rms");
        nodes.add(bars);
        HeadroomChart headroom = new HeadroomChart();
        int[] bits = new Random(4).ints(2048, 1, 65).toArray();
        headroom.show(new HeadroomBars(bits, bits, new long[2048], 16, "16-bit, wraps"), 2047, "");
        nodes.add(headroom);
        return nodes;
    }

    private WeightHistogramChart histogram(HistogramAxis axis, float clip, boolean symmetric, List<Said> said) {
        FloatTensor weight = weights(16, 9);
        TensorParams params = params(clip, symmetric, 16);
        WeightHistogram histogram = new WeightCounter(weight).layer(Optional.of(params), axis, 3);
        return put(() -> {
            WeightHistogramChart chart = new WeightHistogramChart();
            chart.show(histogram, clip(params, clip, symmetric));
            chart.setOnRangeDrag((low, high) -> said.add(new Said("drag", low, high)));
            chart.setOnRangeCommit((low, high) -> said.add(new Said("commit", low, high)));
            chart.setOnRangeCancel(() -> said.add(new Said("cancel", 0, 0)));
            return chart;
        });
    }

    private static ClipState clip(TensorParams params, float clip, boolean symmetric) {
        return new ClipState(new ClippingRange(-clip, clip), params.channel(0), symmetric, true);
    }

    private static TensorParams params(float clip, boolean symmetric, int channels) {
        QuantParams params = ParameterChoice.choose(new ClippingRange(-clip, clip), new QuantType(4, true, symmetric),
                symmetric ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE, Rounding.HALF_TO_EVEN);
        return TensorParams.uniform(params, channels);
    }

    private static FloatTensor weights(int channels, int length) {
        Random random = new Random(17);
        float[] values = new float[channels * length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(-3.9, Math.min(3.9, random.nextGaussian()));
        }
        values[0] = 3.9f;
        return FloatTensor.wrap(Shape.of(channels, length), values);
    }

    private <T extends Region> T put(Callable<T> maker) {
        T node = WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            T made = maker.call();
            made.setPrefSize(WIDTH, HEIGHT);
            root.getChildren().setAll(made);
            root.layout();
            return made;
        });
        WaitForAsyncUtils.waitForFxEvents();
        return node;
    }

    /** Takes hold of a handle's tag and moves it in steps; the button stays down. */
    private void drag(FxRobot robot, String query, int pixels, int steps) {
        Node handle = robot.lookup(query).query();
        Node tag = handle.lookup(".label");
        robot.moveTo(tag).press(MouseButton.PRIMARY);
        for (int i = 0; i < steps; i++) {
            robot.moveBy(pixels, 0);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void clickAt(FxRobot robot, Node node, double x, double y) {
        robot.clickOn(node.localToScreen(x, y));
        WaitForAsyncUtils.waitForFxEvents();
    }
}
