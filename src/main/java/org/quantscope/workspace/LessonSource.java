package org.quantscope.workspace;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.quantscope.analysis.AffineWhatIf;
import org.quantscope.analysis.SeedWorkload;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;

/**
 * Where the lesson's numbers come from.
 *
 * @param key equal for equal numbers
 * @param affineHere whether the weights are the affine what-if
 * @param make reads the input and prepares it, on the worker
 */
record LessonSource(Object key, boolean affineHere, Supplier<LessonCase> make) {
    /** @throws IllegalArgumentException with a sentence if there is no such layer or no input for it yet */
    static LessonSource of(LessonSubject subject, WorkspaceState state, Optional<InputWork.Ready> ready) {
        if (subject.isSeed()) {
            return new LessonSource(List.of(subject.reading()), false, () -> {
                SeedWorkload seed = SeedWorkload.create();
                return new LessonCase(seed.layer(), seed.params(subject.reading()), seed.input());
            });
        }
        String name = subject.layer().get();
        Layer layer = state.model()
                .flatMap(model -> model.layer(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The open model has no layer named '" + name + "'; choose one of the list."));
        InputWork.Ready input = ready.orElseThrow(() -> new IllegalArgumentException(
                "The network has not been fed yet, so layer '" + layer.displayName() + "' has no input; wait until it"
                        + " has one."));
        LayerParams own = state.params(name).orElseThrow();
        boolean affine = subject.affineHere() || own.weight().isEmpty();
        LayerParams params = affine ? AffineWhatIf.of(layer, own) : own;
        return new LessonSource(
                List.of(layer.name(), params, state.input().map(InputState::version).orElse(0L)),
                affine,
                () -> new LessonCase(layer, params, input.layerInput(layer)));
    }
}
