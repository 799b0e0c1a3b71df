package org.quantscope.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.WeightHistogram;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Every chart with the sample network's real numbers, in both themes. */
@ExtendWith(ApplicationExtension.class)
class ChartPicturesTest {
    private final VBox root = new VBox(8);

    @Start
    void start(Stage stage) {
        root.setPadding(new Insets(12));
        stage.setScene(new Scene(root, 814, 740));
        stage.show();
    }

    @Test
    void aLayerClippedPerTensorOnTheValuesAxis() throws Exception {
        SampleLayer sample = SampleLayer.load("ds_dw", 182);
        TensorParams params = sample.perTensor(4, 6f);
        ClipState clip = new ClipState(new ClippingRange(-6f, 6f), params.channel(0), true, true);
        for (Palette palette : List.of(Palette.light(), Palette.dark())) {
            show(sample, params, clip, HistogramAxis.VALUES, MapMode.SINGLE, 14, palette);
            Pictures.save(root, "values-" + (palette == Palette.light() ? "light" : "dark"));
            assertThat(Pictures.count(Pictures.of(root), ColorRamp.argb(palette.overflowFill()))).isGreaterThan(50);
        }
    }

    @Test
    void aLayerPerChannelOnTheCodesAxis() throws Exception {
        SampleLayer sample = SampleLayer.load("ds_dw", 65);
        TensorParams params = sample.perChannel(4);
        ClipState clip = new ClipState(
                new ClippingRange(params.channel(10).lowest(), params.channel(10).highest()), params.channel(10), true, true);
        for (Palette palette : List.of(Palette.light(), Palette.dark())) {
            show(sample, params, clip, HistogramAxis.CODES, MapMode.MOSAIC, 10, palette);
            Pictures.save(root, "codes-" + (palette == Palette.light() ? "light" : "dark"));
            assertThat(Pictures.count(Pictures.of(root), ColorRamp.argb(palette.underflowFill()))).isGreaterThan(20);
        }
    }

    @Test
    void manyChannelsOnALogarithmicScaleAndAFullyConnectedLayer() throws Exception {
        SampleLayer many = SampleLayer.load("ir4/dw", 182);
        SampleLayer connected = SampleLayer.load("fc1", 182);
        TensorParams params = many.perTensor(4, 3f);
        float[] difference = SampleLayer.difference(many.fakeQuantOutput(params), many.output());
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            WeightHistogramChart chart = new WeightHistogramChart();
            chart.setCountScale(CountScale.LOG);
            chart.show(new WeightCounter(many.layer().weight()).layer(Optional.of(params), HistogramAxis.VALUES, 99),
                    new ClipState(new ClippingRange(-1f, 3f), params.channel(0), false, true));
            ChannelStrip strip = new ChannelStrip();
            strip.show(new WeightCounter(many.layer().weight()).spans(Optional.of(params)), many.layer().weight());
            strip.setSelection(BitSet.valueOf(new long[] {0, 1L << 35}), 99);
            ChannelErrorChart bars = new ChannelErrorChart();
            bars.show(rms(difference, many.output()), 0.1, 99, "rms of fake − float");
            FeatureMap flat = new FeatureMap();
            flat.setData(MapData.of(connected.output(), 0));
            flat.setScale(MapScale.outputs(0, 3));
            flat.setSelectedChannel(5);
            flat.setCursorPlace(5, 0, 0);
            FeatureMap mosaic = new FeatureMap();
            mosaic.setData(MapData.of(many.output(), 0));
            mosaic.setMode(MapMode.MOSAIC);
            mosaic.setSelectedChannel(99);
            root.getChildren().setAll(chart, strip, new HBox(12, flat, mosaic, bars), new ErrorHistogramChart());
            root.setStyle("-fx-background-color: white");
            return null;
        });
        Pictures.save(root, "many-channels");
        assertThat(Pictures.count(Pictures.of(root), ColorRamp.argb(Palette.light().selection()))).isGreaterThan(200);
    }

    @Test
    void bitsPastTheRegisterAreRedAndTheOthersAreNot() throws Exception {
        int[] worst = {17, 16, 19, 18, 15, 19, 20, 14, 17, 17, 16, 13, 18, 17, 16, 19};
        int[] observed = {13, 12, 17, 15, 9, 14, 18, 10, 12, 13, 14, 8, 15, 16, 11, 13};
        for (Palette palette : List.of(Palette.light(), Palette.dark())) {
            for (int limit : new int[] {16, 32}) {
                WaitForAsyncUtils.asyncFx(() -> {
                    HeadroomChart chart = new HeadroomChart();
                    chart.setPrefSize(390, 150);
                    chart.show(new HeadroomBars(worst, observed, new long[16], limit, limit + "-bit, wraps"), 12, "");
                    HeadroomChart none = new HeadroomChart();
                    none.show(HeadroomBars.NONE, -1, "There is no integer accumulator: a zero point is not an integer, so"
                            + " the zero points leave the sums as real factors.");
                    root.setStyle("-fx-background-color: " + Palette.web(palette.pane()));
                    root.getChildren().setAll(new HBox(16, chart, none));
                    theme(root, palette);
                });
                WaitForAsyncUtils.waitForFxEvents();
                Pictures.save(root, "headroom-" + limit + (palette == Palette.light() ? "-light" : "-dark"));
                int red = Pictures.count(Pictures.of(root), ColorRamp.argb(palette.overflowFill()));
                assertThat(red > 100).isEqualTo(limit == 16);
            }
        }
    }

    private void show(
            SampleLayer sample, TensorParams params, ClipState clip, HistogramAxis axis, MapMode mode, int channel,
            Palette palette) {
        FloatTensor real = sample.output();
        FloatTensor fake = sample.fakeQuantOutput(params);
        float[] difference = SampleLayer.difference(fake, real);
        WeightHistogram histogram =
                new WeightCounter(sample.layer().weight()).layer(Optional.of(params), axis, channel);
        WaitForAsyncUtils.asyncFx(() -> {
            WeightHistogramLegend legend = new WeightHistogramLegend();
            legend.show(histogram, channel);
            WeightHistogramChart chart = new WeightHistogramChart();
            chart.setPrefHeight(206);
            chart.show(histogram, clip);
            HBox maps = maps(real, fake, difference, mode, channel);
            ChannelStrip strip = new ChannelStrip();
            strip.show(new WeightCounter(sample.layer().weight()).spans(Optional.of(params)), sample.layer().weight());
            strip.setSelection(BitSet.valueOf(new long[] {1L << channel}), channel);
            ErrorHistogramChart errors = new ErrorHistogramChart();
            errors.show(SampleLayer.spread(difference, fake.shape(), channel), channel);
            ChannelErrorChart bars = new ChannelErrorChart();
            bars.show(rms(difference, fake), Math.sqrt(square(difference, 0, difference.length)), channel,
                    "rms of fake − float");
            HBox low = new HBox(16, errors, bars);
            root.setStyle("-fx-background-color: " + Palette.web(palette.pane()));
            List<Node> nodes = new ArrayList<>(List.of(legend, chart, strip, maps, low));
            root.getChildren().setAll(nodes);
            theme(root, palette);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static double[] rms(float[] difference, FloatTensor output) {
        int channels = output.shape().extent(1);
        int plane = difference.length / channels;
        double[] rms = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            rms[channel] = Math.sqrt(square(difference, channel * plane, plane));
        }
        return rms;
    }

    private static double square(float[] values, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum / length;
    }

    private static HBox maps(FloatTensor real, FloatTensor fake, float[] difference, MapMode mode, int channel) {
        float high = 0;
        float error = 0;
        int plane = real.size() / real.shape().extent(1);
        for (int i = channel * plane; i < (channel + 1) * plane; i++) {
            high = Math.max(high, Math.max(real.get(i), fake.get(i)));
            error = Math.max(error, Math.abs(difference[i]));
        }
        FeatureMap first = new FeatureMap();
        first.setData(MapData.of(real, 0));
        FeatureMap second = new FeatureMap();
        second.setData(MapData.of(fake, 0));
        second.setCodes((c, row, column) -> 0, null);
        FeatureMap third = new FeatureMap();
        third.setData(MapData.of(FloatTensor.wrap(fake.shape(), difference), 0));
        ColorBar outputs = new ColorBar();
        ColorBar differences = new ColorBar();
        outputs.setScale(MapScale.outputs(0, high));
        differences.setScale(MapScale.difference(error));
        first.setScale(MapScale.outputs(0, high));
        second.setScale(MapScale.outputs(0, high));
        third.setScale(MapScale.difference(error));
        for (FeatureMap map : List.of(first, second, third)) {
            map.setMode(mode);
            map.setSelectedChannel(channel);
            map.setCursorPlace(channel, mode == MapMode.SINGLE ? 12 : 4, mode == MapMode.SINGLE ? 2 : 6);
        }
        HBox row = new HBox(8, first, second, outputs, third, differences);
        row.getChildren().forEach(node -> ((Region) node).setMaxHeight(190));
        outputs.setMaxHeight(168);
        differences.setMaxHeight(168);
        return row;
    }

    private static void theme(Parent parent, Palette palette) {
        for (Node node : parent.getChildrenUnmodifiable()) {
            if (node instanceof Themed themed) {
                themed.setPalette(palette);
            } else if (node instanceof Parent inner) {
                theme(inner, palette);
            }
        }
    }
}
