package org.quantscope.workspace;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The open network as it is stored and, from when somebody first asks for it, with its BatchNormalization folded. Both
 * are kept, so that undo goes back and forth at once.
 */
final class ModelVariants {
    private final LatestJob<OpenModel, OpenModel> foldJob;
    private final Runnable changed;
    private OpenModel stored;
    private OpenModel folded;
    private Runnable whenFolded = () -> {};

    ModelVariants(Workers workers, Consumer<RuntimeException> problem, Runnable changed) {
        this.changed = changed;
        foldJob = new LatestJob<>(workers.network(), workers.publisher(),
                (model, publish, cancellation) -> publish.accept(foldedOf(model)), this::folded, problem);
        foldJob.whenIdle(changed);
    }

    /** The same network with its BatchNormalization folded; takes a while for a large one. */
    static OpenModel foldedOf(OpenModel stored) {
        return stored.folded();
    }

    /** Another network was opened, as it is stored, and perhaps folded as well. */
    void opened(OpenModel newStored, Optional<OpenModel> newFolded) {
        foldJob.cancel();
        stored = newStored;
        folded = newFolded.orElse(null);
    }

    /** The network in one form; the folded one must be there. */
    OpenModel get(boolean wantedFolded) {
        OpenModel wanted = wantedFolded ? folded : stored;
        if (wanted == null) {
            throw new IllegalStateException("The folded network is asked for before it was made.");
        }
        return wanted;
    }

    /** Does something that needs one form: at once if it is there, or when it has been made in the background. */
    void with(boolean wantedFolded, Runnable then) {
        foldJob.cancel();
        if (!wantedFolded || folded != null) {
            then.run();
        } else {
            whenFolded = then;
            foldJob.submit(stored);
            changed.run();
        }
    }

    Optional<String> task() {
        return foldJob.isIdle() ? Optional.empty() : Optional.of("Folding BatchNormalization");
    }

    private void folded(OpenModel from, OpenModel made) {
        folded = made;
        whenFolded.run();
    }
}
