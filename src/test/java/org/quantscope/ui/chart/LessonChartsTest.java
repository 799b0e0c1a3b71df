package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.analysis.HistogramAxis;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The charts of the lesson: what they draw and what they answer. */
@ExtendWith(ApplicationExtension.class)
class LessonChartsTest {
    private final Pane root = new Pane();

    @Start
    void start(Stage stage) {
        stage.setScene(new Scene(root, 480, 220));
        stage.show();
    }

    private void put(Region chart) {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            chart.setManaged(false);
            root.getChildren().setAll(chart);
            chart.resizeRelocate(0, 0, 480, 200);
        });
    }

    private int seen(Color color) {
        BufferedImage picture = Pictures.of(root);
        return Pictures.count(picture, ColorRamp.argb(color));
    }

    @Test
    void aTermThatIsSwitchedOffIsHollowAndTheTotalFollows() {
        WaterfallChart chart = new WaterfallChart();
        put(chart);
        WaterfallStep first = new WaterfallStep(100, "+100", WaterfallStep.Kind.START, true);
        Palette palette = Palette.light();

        show(chart, List.of(first, new WaterfallStep(60, "+60", WaterfallStep.Kind.CORRECTION, true)), "160");
        int filled = seen(palette.beforeFill());
        int total = seen(palette.after());
        assertThat(chart.getAccessibleText()).isEqualTo("Sum +100 +60, total 160");
        show(chart, List.of(first, new WaterfallStep(60, "+60", WaterfallStep.Kind.CORRECTION, false)), "100");

        assertThat(filled).isGreaterThan(1000);
        assertThat(seen(palette.beforeFill())).isZero();
        assertThat(seen(palette.after())).isLessThan(total * 3 / 4).isGreaterThan(total / 2);
        assertThat(chart.getAccessibleText()).isEqualTo("Sum +100 without +60, total 100");
    }

    private static void show(WaterfallChart chart, List<WaterfallStep> steps, String total) {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> chart.show(steps, total));
    }

    @Test
    void whatMakesTheSumWrongHasTheColourOfFaultsInBothThemes() {
        WaterfallChart chart = new WaterfallChart();
        put(chart);
        show(chart, List.of(new WaterfallStep(-3, "−3", WaterfallStep.Kind.FAULT, true)), "−3");

        assertThat(seen(Palette.light().overflowFill())).isGreaterThan(1000);
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> chart.setPalette(Palette.dark()));
        assertThat(seen(Palette.dark().overflowFill())).isGreaterThan(1000);
    }

    @Test
    void theLevelsKeepTheirBarsUnderEitherAxis() {
        LevelChart chart = new LevelChart();
        put(chart);
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> chart.show(new int[] {0, 3, 0, 5, 1, 0, 0, 2}, 0, 4, 0.25));
        int values = seen(Palette.light().after());
        BufferedImage before = Pictures.of(root);

        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> chart.setAxis(HistogramAxis.CODES));

        assertThat(values).isGreaterThan(500);
        assertThat(seen(Palette.light().after())).isEqualTo(values);
        assertThat(differing(before, Pictures.of(root))).as("labels").isBetween(10, 4000);
    }

    private static int differing(BufferedImage one, BufferedImage other) {
        int differing = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                differing += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
            }
        }
        return differing;
    }

    @Test
    void aChannelWithoutAZeroPointIsGreenAndAClickSelects(FxRobot robot) {
        ChannelDifferenceChart chart = new ChannelDifferenceChart();
        List<Integer> selected = new ArrayList<>();
        chart.setOnSelect(selected::add);
        put(chart);
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> chart.show(
                new double[] {1, 2, Double.NaN, 1.5}, new double[] {0, -3, 2, 1}, new String[] {"0", "−3", "2", "1"}, 1));

        assertThat(seen(Palette.light().good())).isGreaterThan(500);
        assertThat(seen(Palette.light().accentText())).isGreaterThan(500);
        assertThat(chart.showsZeroPoints()).isTrue();
        robot.clickOn(chart.localToScreen(420, 80));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(selected).containsExactly(3);
    }

    @Test
    void manyChannelsShareTheirBarsAndNothingIsDrawnOfNothing() {
        ChannelDifferenceChart chart = new ChannelDifferenceChart();
        put(chart);
        assertThat(seen(Palette.light().otherBars())).isZero();
        int channels = 2000;
        double[] values = new double[channels];
        String[] texts = new String[channels];
        double[] zeros = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            values[channel] = channel % 7;
            zeros[channel] = 1;
            texts[channel] = "1";
        }

        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> chart.show(values, zeros, texts, 5));

        assertThat(chart.showsZeroPoints()).isFalse();
        assertThat(seen(Palette.light().otherBars())).isGreaterThan(2000);
    }

    @Test
    void aLargePlaneIsShownInPartWithLargeCellsAndASmallOneWhole() {
        FeatureMap map = new FeatureMap();
        put(map);
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> map.resize(160, 180));
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> map.setData(new MapData(new float[224 * 224], 0, 1, 224, 224)));

        MapViewport part = map.viewportAround(100, 120, 28);
        map.setViewport(part);
        MapRegion region = map.region();

        assertThat(region.columns()).isBetween(26, 34);
        assertThat(region.rows()).isEqualTo(region.columns());
        assertThat(100).isBetween(region.row(), region.row() + region.rows() - 1);
        assertThat(120).isBetween(region.column(), region.column() + region.columns() - 1);
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> map.setData(new MapData(new float[14 * 14], 0, 1, 14, 14)));
        assertThat(map.viewportAround(3, 3, 28)).isEqualTo(MapViewport.WHOLE);
        assertThat(map.region()).isEqualTo(new MapRegion(0, 0, 14, 14));
    }
}
