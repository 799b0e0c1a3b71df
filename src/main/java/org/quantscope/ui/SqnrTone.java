package org.quantscope.ui;

import java.util.OptionalDouble;
import javafx.scene.paint.Color;
import org.quantscope.ui.chart.Palette;

/** How an SQNR is coloured wherever layers stand side by side. Its height or its figure always stands beside the colour. */
enum SqnrTone {
    UNKNOWN,
    LOW,
    FAIR,
    FINE,
    EXACT;

    /** From here on an SQNR is fine. */
    static final double FINE_FROM_DB = 20;
    /** What the colours mean, for tooltips. */
    static final String LEGEND = "red below 10 dB, amber below 20 dB, blue from 20 dB, green where nothing is lost";

    static SqnrTone of(OptionalDouble sqnrDb) {
        if (sqnrDb.isEmpty() || Double.isNaN(sqnrDb.getAsDouble())) {
            return UNKNOWN;
        }
        double decibels = sqnrDb.getAsDouble();
        if (decibels == Double.POSITIVE_INFINITY) {
            return EXACT;
        }
        return decibels < LayerRow.LOW_SQNR_DB ? LOW : decibels < FINE_FROM_DB ? FAIR : FINE;
    }

    Color color(Palette palette) {
        return switch (this) {
            case UNKNOWN -> palette.boxFill();
            case LOW -> palette.overflowLine();
            case FAIR -> palette.underflowLine();
            case FINE -> palette.beforeFill(); // soft, so that the others stand out
            case EXACT -> palette.good();
        };
    }
}
