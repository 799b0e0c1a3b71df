package org.quantscope.archfixture.settings;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Breaks a rule: ND4J outside tensor and engines. */
final class KnowsNd4j {
    private final INDArray known;

    KnowsNd4j(INDArray known) {
        this.known = known;
    }

    INDArray known() {
        return known;
    }
}
