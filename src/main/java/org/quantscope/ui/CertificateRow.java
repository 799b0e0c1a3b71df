package org.quantscope.ui;

import org.quantscope.analysis.CodeParity;

/**
 * How the codes of a layer, or the network's output, compare.
 *
 * @param place the layer's display name, or what the output is called
 * @param unit what the largest difference is counted in
 * @param layer the layer's name; empty for the output
 */
record CertificateRow(String place, CodeParity parity, String unit, String layer) {
    String elements() {
        return NumberFormats.count(parity.elements());
    }

    String differing() {
        return NumberFormats.count(parity.differing());
    }

    String largest() {
        return NumberFormats.count(parity.maxLsb()) + " " + unit;
    }

    boolean differs() {
        return parity.differing() > 0;
    }

    String sentence() {
        return place + ": " + differing() + " of " + elements() + " differ"
                + (differs() ? ", by " + largest() + " at most." : ".");
    }
}
