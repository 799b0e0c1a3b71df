package org.quantscope.archfixture.settings;

import ai.onnxruntime.OrtSession;

/** Breaks a rule: ONNX Runtime outside network. */
final class KnowsRuntime {
    private final OrtSession known;

    KnowsRuntime(OrtSession known) {
        this.known = known;
    }

    OrtSession known() {
        return known;
    }
}
