package org.quantscope.ui;

import java.util.Optional;

/** What of a layer its histogram counts. */
enum HistogramSubject {
    WEIGHTS("Weights", Optional.empty()),
    INPUT("Input", Optional.of(ActivationSide.INPUT)),
    OUTPUT("Output", Optional.of(ActivationSide.OUTPUT));

    private final String title;
    private final Optional<ActivationSide> side;

    HistogramSubject(String title, Optional<ActivationSide> side) {
        this.title = title;
        this.side = side;
    }

    String title() {
        return title;
    }

    /** Which activation; empty: the weights. */
    Optional<ActivationSide> side() {
        return side;
    }
}
