package org.quantscope.workspace;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.export.LayerMeasurement;
import org.quantscope.export.Measurements;

/** What the window knows of the settings shown, for files that tell of it. */
final class KnownMeasurements {
    private KnownMeasurements() {}

    /** Rows of other settings or of another input are left out: they would be figures of something else. */
    static Measurements of(WorkspaceState state, EvaluationState evaluation, VerificationState verification) {
        Map<String, LayerMeasurement> layers = new HashMap<>();
        state.summaries().forEach((layer, summary) -> {
            if (state.isCurrent(layer)) {
                layers.put(layer, new LayerMeasurement(
                        summary.error(), summary.worstChannel(), summary.mismatch(), summary.headroom(),
                        Optional.empty()));
            }
        });
        Measurements known = layers.isEmpty() ? Measurements.NONE : Measurements.NONE.withLayers(layers, image(state));
        Measurements evaluated = evaluation.evaluation()
                .map(result -> known.withEvaluation(result, evaluation.progress().source(), evaluation.classes()))
                .orElse(known);
        return verification.certificate().map(evaluated::withCertificate).orElse(evaluated);
    }

    private static String image(WorkspaceState state) {
        String image = state.input()
                .map(input -> input.count() > 1
                        ? "image " + (input.index() + 1) + " of " + input.count() + " of " + input.source()
                        : input.source())
                .orElse("");
        return state.inputSource() == InputSource.ACCUMULATED ? image + ", layers behind quantized layers" : image;
    }
}
