package org.quantscope.ui.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import org.quantscope.analysis.WeightHistogram;

/**
 * One line above the weight histogram: what the colours mean, with the counts behind them. Where the line is short the
 * entries without a number go first.
 */
public final class WeightHistogramLegend extends Region implements Themed {
    private static final double GAP = 14;

    private final Entry before = new Entry("before", 10, 4);
    private final Entry after = new Entry("after", 3, 5);
    private final Entry box = new Entry("representable", 10, 2);
    private final Entry overflow = new Entry("overflow", 10, 7);
    private final Entry underflow = new Entry("underflow to 0", 10, 6);
    private final Entry ticks = new Entry("weights of channel", 2, 3);
    private final Entry levels = new Entry("", 0, 1);
    private final List<Entry> entries = List.of(before, after, box, overflow, underflow, ticks);
    private Palette palette = Palette.light();

    /** A sign, words and a number; a higher rank stays longer. */
    private static final class Entry extends HBox {
        private final Rectangle sign;
        private final Label words;
        private final Label number = Faces.label("");
        private final int rank;

        Entry(String words, double signWidth, int rank) {
            super(4);
            this.rank = rank;
            this.words = Faces.label(words);
            sign = new Rectangle(signWidth, 10);
            sign.setVisible(signWidth > 0);
            sign.setManaged(signWidth > 0);
            setAlignment(Pos.CENTER_LEFT);
            getChildren().addAll(sign, this.words, number);
        }

        void setNumber(String text) {
            number.setText(text);
            number.setManaged(!text.isEmpty());
        }

        void setColours(Color fill, Color line, Color text, Color strong) {
            sign.setFill(fill);
            sign.setStroke(sign.getWidth() > 5 ? line : null);
            sign.setArcWidth(sign.getWidth() > 5 ? 3 : 0);
            sign.setArcHeight(sign.getArcWidth());
            Faces.style(words, text, false);
            Faces.style(number, strong, true);
        }
    }

    public WeightHistogramLegend() {
        setMinSize(60, 18);
        setPrefHeight(18);
        getChildren().addAll(entries);
        getChildren().add(levels);
        getChildren().forEach(child -> child.setManaged(false));
        setPalette(palette);
        show(null, -1);
    }

    /**
     * @param histogram null shows the words alone
     * @param channel the channel whose weights the ticks are; negative for none
     */
    public void show(WeightHistogram histogram, int channel) {
        WeightHistogram.Totals totals = histogram == null ? null : histogram.totals();
        boolean quantized = totals != null && totals.bits() > 0;
        overflow.setNumber(quantized ? share(totals.clipped(), totals.weights()) : "");
        underflow.setNumber(quantized ? share(totals.underflow(), totals.weights()) : "");
        ticks.words.setText(channel < 0 ? "weights of the channel" : "weights of channel " + channel);
        ticks.setDisable(histogram != null && channel < 0);
        levels.words.setText("");
        levels.number.setText("");
        if (quantized) {
            // Bold number first, as it is what one looks for.
            levels.number.setText(Figures.count(totals.levelsUsed()));
            levels.words.setText("of 2" + Figures.superscript(totals.bits()) + " levels used");
            levels.number.toBack();
        }
        box.setDisable(quantized && histogram.representable() == null);
        requestLayout();
    }

    private static String share(int part, int whole) {
        return Figures.count(part) + " · " + Figures.percent(part, whole);
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        Color text = palette.muted();
        Color strong = palette.text();
        before.setColours(palette.beforeFill(), palette.beforeLine(), text, strong);
        after.setColours(palette.after(), palette.after(), text, strong);
        box.setColours(palette.boxFill(), palette.boxLine(), text, strong);
        overflow.setColours(palette.overflowFill(), palette.overflowLine(), text, strong);
        underflow.setColours(palette.underflowFill(), palette.underflowLine(), text, strong);
        ticks.setColours(palette.accent(), palette.accent(), text, strong);
        levels.setColours(palette.pane(), palette.pane(), strong, strong);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        List<Entry> shown = new ArrayList<>(entries);
        shown.removeIf(entry -> entry == box && box.isDisabled() || entry == ticks && ticks.isDisabled());
        double levelsWidth = Math.ceil(levels.prefWidth(-1));
        double room = width - (levelsWidth > 0 ? levelsWidth + GAP : 0);
        while (!shown.isEmpty() && total(shown) > room) {
            shown.remove(shown.stream().min(Comparator.comparingInt(entry -> entry.rank)).orElseThrow());
        }
        double x = 0;
        for (Entry entry : entries) {
            entry.setVisible(shown.contains(entry));
            if (entry.isVisible()) {
                double own = Math.ceil(entry.prefWidth(-1));
                entry.resizeRelocate(Math.rint(x), 0, own, height);
                x += own + GAP;
            }
        }
        levels.setVisible(levelsWidth <= width);
        levels.resizeRelocate(Math.rint(width - levelsWidth), 0, levelsWidth, height);
    }

    private static double total(List<Entry> shown) {
        return shown.stream().mapToDouble(entry -> Math.ceil(entry.prefWidth(-1)) + GAP).sum() - GAP;
    }
}
