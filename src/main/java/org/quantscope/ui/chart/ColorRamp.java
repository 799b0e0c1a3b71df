package org.quantscope.ui.chart;

import java.util.List;
import javafx.scene.paint.Color;

/** A colour map: evenly spaced stops, low to high, with 256 colours interpolated between them. */
public final class ColorRamp {
    static final int SIZE = 256;

    private final List<Color> stops;
    private final int[] argb = new int[SIZE];

    private ColorRamp(List<Color> stops) {
        this.stops = stops;
        for (int i = 0; i < SIZE; i++) {
            double place = i / (SIZE - 1.0) * (stops.size() - 1);
            int left = Math.min(stops.size() - 2, (int) place);
            argb[i] = argb(stops.get(left).interpolate(stops.get(left + 1), place - left));
        }
    }

    /** At least two stops as {@code #rrggbb}, separated by blanks. */
    public static ColorRamp of(String stops) {
        String[] words = stops.trim().split("\\s+");
        if (words.length < 2) {
            throw new IllegalArgumentException("A colour map needs at least two stops; '" + stops + "' has fewer.");
        }
        return new ColorRamp(List.of(words).stream().map(Color::web).toList());
    }

    public List<Color> stops() {
        return stops;
    }

    /** The colour of a place from 0 (low) to 1 (high); what lies outside gets the colour of the end. */
    public int argb(double place) {
        return argb[index(place)];
    }

    /** The 256 colours themselves; shared, read only. */
    int[] table() {
        return argb;
    }

    static int index(double place) {
        // NaN fails both comparisons and counts as low.
        return place >= 1 ? SIZE - 1 : place > 0 ? (int) (place * (SIZE - 1) + 0.5) : 0;
    }

    static int argb(Color color) {
        return channel(color.getOpacity()) << 24
                | channel(color.getRed()) << 16
                | channel(color.getGreen()) << 8
                | channel(color.getBlue());
    }

    private static int channel(double part) {
        return (int) Math.rint(part * 255);
    }
}
