package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The charts of the whole network: what they draw and what they answer. */
@ExtendWith(ApplicationExtension.class)
class NetworkChartsTest {
    private static final List<String> NAMES = List.of("stem", "dw", "pw", "fc");

    private final Pane root = new Pane();

    @Start
    void start(Stage stage) {
        stage.setScene(new Scene(root, 560, 240));
        stage.show();
    }

    private void put(Region chart) {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            chart.setManaged(false);
            root.getChildren().setAll(chart);
            chart.resizeRelocate(0, 0, 560, 220);
        });
    }

    private static void fx(Runnable change) {
        WaitForAsyncUtils.waitForAsyncFx(10_000, change);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private int seen(Color color) {
        return Pictures.count(Pictures.of(root), ColorRamp.argb(color));
    }

    private static String words(Region chart) {
        StringBuilder words = new StringBuilder();
        chart.lookupAll(".label").stream()
                .map(Label.class::cast)
                .filter(Label::isVisible)
                .forEach(label -> words.append(label.getText()).append('|'));
        return words.toString();
    }

    private static LayerBars bars(double... values) {
        return new LayerBars(NAMES, values, new boolean[] {false, true, false, false},
                List.of("a", "b", "c", "d"), "logit MSE");
    }

    @Test
    void layersThatRuinTheAnswerAreRedTheOneInFocusIsBlueAndAClickSelects(FxRobot robot) {
        SensitivityChart chart = new SensitivityChart();
        List<Integer> selected = new ArrayList<>();
        chart.setOnSelect(selected::add);
        put(chart);
        assertThat(words(chart)).contains("Not measured yet");
        for (Palette palette : List.of(Palette.light(), Palette.dark())) {
            fx(() -> {
                chart.setPalette(palette);
                chart.show(bars(0.1, 5, Double.NaN, 0.002), 0, "");
            });
            assertThat(seen(palette.overflowLine())).isGreaterThan(1000);
            assertThat(seen(palette.accentText())).isGreaterThan(1000);
            assertThat(seen(palette.otherBars())).isGreaterThan(100);
        }
        robot.clickOn(chart.localToScreen(540, 150));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(selected).containsExactly(3);
        robot.moveTo(chart.localToScreen(220, 150));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(words(chart)).contains("2 dw · b|");
        robot.moveTo(chart.localToScreen(360, 150));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(words(chart)).contains("3 pw · not measured yet|");
    }

    @Test
    void effectsWithoutSizeOrOfEverySizeAreDrawn() {
        SensitivityChart chart = new SensitivityChart();
        put(chart);
        fx(() -> chart.show(bars(0, 0, 0, 0), -1, ""));
        assertThat(seen(Palette.light().otherBars())).as("the axis alone").isLessThan(600);
        fx(() -> chart.show(bars(1e-30, 1e12, Double.POSITIVE_INFINITY, 1), -1, ""));
        assertThat(seen(Palette.light().overflowLine())).isGreaterThan(1000);
        assertThat(SensitivityChart.power(-5)).isEqualTo("10⁻⁵");
        assertThat(SensitivityChart.power(-3)).isEqualTo("0.001");
        assertThat(SensitivityChart.power(2)).isEqualTo("100");
        assertThat(SensitivityChart.power(7)).isEqualTo("10⁷");
    }

    @Test
    void theAnswerThatQuantizationGivesInsteadIsRed(FxRobot robot) {
        AnswerChart chart = new AnswerChart();
        put(chart);
        assertThat(words(chart)).contains("No answer yet");
        for (Palette palette : List.of(Palette.light(), Palette.dark())) {
            fx(() -> {
                chart.setPalette(palette);
                chart.show(new AnswerBars(NAMES, new double[] {0.9, 0.05, 0.03, 0.02},
                        new double[] {0.2, 0.1, 0.6, 0.1}, 0, 2, true), "");
            });
            assertThat(seen(palette.beforeFill())).isGreaterThan(1000);
            assertThat(seen(palette.after())).isGreaterThan(1000);
            assertThat(seen(palette.overflowLine())).isGreaterThan(1000);
        }
        robot.moveTo(chart.localToScreen(360, 100));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(words(chart)).contains("pw · float 3.0 % · quantized 60.0 %");
        assertThat(chart.getAccessibleText()).contains("stem · float 90.0 % · quantized 20.0 %");
        fx(() -> chart.show(new AnswerBars(NAMES, new double[] {0.9, 0.05, 0.03, 0.02},
                new double[] {0.8, 0.1, 0.06, 0.04}, 0, 0, true), ""));
        assertThat(seen(Palette.dark().overflowLine())).isZero();
    }

    @Test
    void outputsOfEitherSignManyClassesAndStrangeNumbersAreDrawn() {
        AnswerChart chart = new AnswerChart();
        put(chart);
        fx(() -> chart.show(new AnswerBars(NAMES, new double[] {-8, 4, Double.NaN, 0},
                new double[] {-3, Double.POSITIVE_INFINITY, 2, -1}, 1, 2, false), ""));
        assertThat(seen(Palette.light().beforeFill())).isGreaterThan(1000);
        assertThat(chart.getAccessibleText()).contains("stem · float −8.00 · quantized −3.00");
        List<String> many = Collections.nCopies(60, "a class with a long name");
        fx(() -> chart.show(new AnswerBars(many, new double[60], new double[0], -1, -1, true), ""));
        assertThat(seen(Palette.light().after())).isZero();
        assertThatThrownBy(() -> new AnswerBars(NAMES, new double[3], new double[0], -1, -1, true))
                .hasMessageContaining("4 classes, and 3");
    }

    @Test
    void bothCurvesAreDrawnEqualNetworksOnTheAxisAndHoveringReadsOut(FxRobot robot) {
        DivergenceChart chart = new DivergenceChart();
        List<Integer> selected = new ArrayList<>();
        chart.setOnSelect(selected::add);
        put(chart);
        assertThat(words(chart)).contains("Not compared yet");
        for (Palette palette : List.of(Palette.light(), Palette.dark())) {
            fx(() -> {
                chart.setPalette(palette);
                chart.show(new DivergenceCurves(NAMES, new double[] {0.01, 0.02, Double.NaN, 0.1},
                        new double[] {0, 1e-7, 1e-6, 1e-3}, List.of("a", "b", "c", "d")), 1, "");
            });
            assertThat(seen(palette.beforeLine())).isGreaterThan(40);
            assertThat(seen(palette.underflowLine())).isGreaterThan(100);
            assertThat(seen(palette.selection())).isGreaterThan(5000);
        }
        robot.moveTo(chart.localToScreen(500, 100));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(words(chart)).contains("4 fc · d|");
        robot.clickOn(chart.localToScreen(60, 100));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(selected).containsExactly(0);
        fx(() -> chart.show(DivergenceCurves.NONE, -1, "These settings cannot run in integers."));
        assertThat(words(chart)).contains("These settings cannot run in integers.");
        assertThat(seen(Palette.dark().underflowLine())).isZero();
    }

    @Test
    void theLegendHasTheCurvesColours() {
        DivergenceLegend legend = new DivergenceLegend();
        fx(() -> {
            root.getChildren().setAll(legend);
            legend.setPalette(Palette.dark());
        });
        assertThat(seen(Palette.dark().beforeLine())).isGreaterThanOrEqualTo(20);
        assertThat(seen(Palette.dark().underflowLine())).isGreaterThanOrEqualTo(20);
    }
}
