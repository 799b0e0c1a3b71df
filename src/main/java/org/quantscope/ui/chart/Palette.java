package org.quantscope.ui.chart;

import javafx.scene.paint.Color;

/**
 * The colours of charts and pictures in one theme. Colour never speaks alone: counts stand in the legend, positions in
 * the chart.
 *
 * @param pane background of a pane
 * @param bar background of bars and headers
 * @param border lines between parts
 * @param grid lines inside a chart
 * @param text what is read first
 * @param muted what is read second
 * @param accent fills of what is active
 * @param accentText text and lines of what is active
 * @param selection background of what is selected
 * @param good text of what went well
 * @param warn text of what differs and is explained
 * @param bad text of what is wrong
 * @param beforeFill weights before quantization
 * @param beforeLine their outline, and marks that mean "weights"
 * @param after weights after quantization
 * @param otherBars bars that are neither
 * @param boxFill what the codes can represent
 * @param boxLine its outline
 * @param overflowFill weights that are clipped
 * @param overflowLine their outline
 * @param underflowFill weights that become zero
 * @param underflowLine their outline
 * @param outputMap outputs, low to high; low sits near the pane
 * @param differenceMap differences, negative over zero to positive
 */
public record Palette(
        Color pane,
        Color bar,
        Color border,
        Color grid,
        Color text,
        Color muted,
        Color accent,
        Color accentText,
        Color selection,
        Color good,
        Color warn,
        Color bad,
        Color beforeFill,
        Color beforeLine,
        Color after,
        Color otherBars,
        Color boxFill,
        Color boxLine,
        Color overflowFill,
        Color overflowLine,
        Color underflowFill,
        Color underflowLine,
        ColorRamp outputMap,
        ColorRamp differenceMap) {
    private static final Palette LIGHT = new Palette(
            Color.web("#ffffff"), Color.web("#f6f8fa"), Color.web("#d0d7de"), Color.web("#dde2e8"),
            Color.web("#24292f"), Color.web("#57606a"),
            Color.web("#0969da"), Color.web("#0969da"), Color.web("#ddf4ff"),
            Color.web("#1a7f37"), Color.web("#7d4e00"), Color.web("#cf222e"),
            Color.web("#b6d4f7"), Color.web("#4d92dd"),
            Color.web("#0a3069"), Color.web("#8c959f"),
            Color.web("#eaeef2"), Color.web("#8c959f"),
            Color.web("#f29a97"), Color.web("#cf222e"),
            Color.web("#f2d98a"), Color.web("#bf8700"),
            ColorRamp.of("#eff8f3 #8bdab2 #40b7ad #348fa7 #37659e #2c3f73 #141b36"),
            ColorRamp.of("#3f1f74 #7557ad #b3a3d4 #f4f4f6 #f3bd7f #cf7413 #7a3b00"));
    private static final Palette DARK = new Palette(
            Color.web("#0d1117"), Color.web("#161b22"), Color.web("#30363d"), Color.web("#2a3037"),
            Color.web("#c9d1d9"), Color.web("#8b949e"),
            Color.web("#1f6feb"), Color.web("#58a6ff"), Color.web("#152843"),
            Color.web("#3fb950"), Color.web("#e3b341"), Color.web("#ff7b72"),
            Color.web("#1b4373"), Color.web("#3d7fce"),
            Color.web("#cae8ff"), Color.web("#6e7681"),
            Color.web("#20262e"), Color.web("#768390"),
            Color.web("#7d2a2a"), Color.web("#f85149"),
            Color.web("#6b531a"), Color.web("#d29922"),
            ColorRamp.of("#131a23 #274672 #37659e #348fa7 #40b7ad #8bdab2 #def5e5"),
            ColorRamp.of("#d3c2ff #9d82dc #54417f #171b22 #7d4a14 #e08a2e #ffd09a"));

    public static Palette light() {
        return LIGHT;
    }

    public static Palette dark() {
        return DARK;
    }

    /** {@code #rrggbb}, for style sheets. */
    public static String web(Color color) {
        return String.format("#%06x", ColorRamp.argb(color) & 0xffffff);
    }
}
