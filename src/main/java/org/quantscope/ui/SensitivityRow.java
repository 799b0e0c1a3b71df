package org.quantscope.ui;

import java.util.OptionalDouble;
import org.quantscope.analysis.SensitivityEntry;

/**
 * What a layer does to the answer, as the table shows it.
 *
 * @param place of the layer in the network, from 0
 * @param displayName what the layer is called
 * @param entry the figures
 */
record SensitivityRow(int place, String displayName, SensitivityEntry entry) {
    String name() {
        return entry.layer();
    }

    String number() {
        return Integer.toString(place + 1);
    }

    String mode() {
        return SensitivityWords.mode(entry.mode());
    }

    String target() {
        return SensitivityWords.target(entry.target());
    }

    String accuracy() {
        return entry.accuracy().isPresent() ? NumberFormats.percent(entry.accuracy().getAsDouble()) : "–";
    }

    String logitMse() {
        return NumberFormats.measured(entry.logitMse());
    }

    String sqnr() {
        return NumberFormats.decibels(entry.sqnrDb());
    }

    SqnrTone tone() {
        return SqnrTone.of(OptionalDouble.of(entry.sqnrDb()));
    }

    /** What hovering the layer's bar tells. */
    String reading() {
        return "logit MSE " + logitMse() + " · SQNR " + sqnr() + (tone() == SqnrTone.EXACT ? "" : " dB")
                + (entry.accuracy().isPresent() ? " · accuracy " + accuracy() : "");
    }

    String sentence() {
        return "Layer " + number() + ", " + displayName + " (" + name() + "): " + reading() + ", on "
                + NumberFormats.count(entry.images()) + (entry.images() == 1 ? " image." : " images.")
                + " Click to go to the layer.";
    }
}
