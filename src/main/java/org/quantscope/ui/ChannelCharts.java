package org.quantscope.ui;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.layout.StackPane;
import org.quantscope.ui.chart.ChannelErrorChart;
import org.quantscope.ui.chart.HeadroomChart;
import org.quantscope.ui.chart.Palette;

/** One figure of every channel: the error of its outputs, or the bits that its accumulator needs. */
final class ChannelCharts extends StackPane {
    private final ChannelErrorChart errors = new ChannelErrorChart();
    private final HeadroomChart headroom = new HeadroomChart();
    private final Segments<Boolean> choice = new Segments<>("channel-chart", List.of(false, true),
            bits -> bits ? "Headroom" : "Error", "Show for every channel the error of its outputs, or how many bits of the"
            + " accumulator its weights can need (pale) and this input needs (strong).");

    ChannelCharts(HeadroomViewModel model, IntConsumer select) {
        errors.setId("channel-errors");
        headroom.setId("channel-headroom");
        errors.setOnSelect(select);
        headroom.setOnSelect(select);
        setMinSize(80, 60);
        setAlignment(Pos.TOP_LEFT);
        choice.getStyleClass().add("compact");
        choice.widthProperty().addListener((property, before, now) -> {
            errors.setTitleRoom(now.doubleValue());
            headroom.setTitleRoom(now.doubleValue());
        });
        choice.onChosen(this::choose);
        choice.show(false);
        choose(false);
        getChildren().setAll(errors, headroom, choice);
        model.shownProperty().addListener((property, before, now) -> show(now));
        show(model.shownProperty().get());
    }

    void setPalette(Palette palette) {
        errors.setPalette(palette);
        headroom.setPalette(palette);
    }

    /** @param now null shows that there are no outputs yet */
    void show(OutputErrors now) {
        if (now == null) {
            errors.show(new double[0], Double.NaN, -1, "");
        } else {
            errors.show(now.channelRms(), now.layerRms(), now.channel(), "per channel, rms of " + now.which().words());
        }
    }

    private void show(HeadroomViewModel.Shown now) {
        headroom.show(now.bars(), now.channel(), now.sentence());
        headroom.setAccessibleText("Bits of the accumulator that every channel needs. " + now.sentence());
    }

    private void choose(boolean bits) {
        Styles.present(errors, !bits);
        Styles.present(headroom, bits);
    }
}
