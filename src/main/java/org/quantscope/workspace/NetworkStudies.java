package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.network.ImageSet;
import org.quantscope.network.ImageSource;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * What the settings shown do to the whole network: its evaluation on a data set, every layer's sensitivity, and the
 * verification of its exported form. All study the images that the window shows, or others that were chosen, normalised as the window's are. Called on the
 * publisher's thread.
 */
public final class NetworkStudies {
    private final Workers workers;
    private final Supplier<WorkspaceState> state;
    private final Supplier<Optional<InputWork.Ready>> ready;
    private final InputWork inputs;
    private final StudySession session = new StudySession();
    private final LatestJob<Path, ImageSet> open;
    private final EvaluationWork evaluation;
    private final SensitivityWork sensitivity;
    private final VerificationWork verification;

    private Optional<ImageSet> chosen = Optional.empty();
    private Optional<StudySubject> subject = Optional.empty();
    private Optional<InputWork.Ready> seenInput = Optional.empty();
    private QuantSettings seenSettings;
    private Optional<ParameterDerivation> seenDerivation = Optional.empty();

    NetworkStudies(
            Workers workers,
            EngineChoice engine,
            Supplier<WorkspaceState> state,
            Supplier<Optional<InputWork.Ready>> ready,
            InputWork inputs,
            Consumer<RuntimeException> problem) {
        this.workers = workers;
        this.state = state;
        this.ready = ready;
        this.inputs = inputs;
        this.evaluation = new EvaluationWork(workers, session, () -> subject, problem);
        this.sensitivity = new SensitivityWork(workers, session, () -> subject, problem);
        this.verification = new VerificationWork(workers, engine::engine, () -> subject, problem);
        this.open = new LatestJob<>(workers.network(), workers.publisher(),
                (source, publish, cancellation) -> publish.accept(ImageSource.open(source)),
                (source, images) -> choose(Optional.of(images)), problem);
    }

    public EvaluationWork evaluation() {
        return evaluation;
    }

    public SensitivityWork sensitivity() {
        return sensitivity;
    }

    public VerificationWork verification() {
        return verification;
    }

    /** Studies other images than the window shows: a folder, an idx file, an {@code .npy} or {@code .npz}. */
    public void useImages(Path source) {
        open.submit(source);
    }

    /** Studies the images that the window shows again. */
    public void useShownImages() {
        open.cancel();
        choose(Optional.empty());
    }

    /** Whether images were chosen that need not be the window's. */
    public boolean hasOwnImages() {
        return chosen.isPresent();
    }

    /** Shows an image of the data set in the window. */
    public void show(int image) {
        subject.ifPresent(studied -> inputs.showImage(studied.data().images(), image));
    }

    /** Settings, network or images may be others now. */
    void changed() {
        WorkspaceState now = state.get();
        Optional<InputWork.Ready> fed = ready.get();
        boolean same = now.settings() == seenSettings
                && fed.equals(seenInput)
                && now.derivation().equals(seenDerivation);
        if (same) {
            return; // most states differ in what single layers show
        }
        boolean otherNetwork = !seenInput.map(before -> before.request().model())
                .equals(fed.map(input -> input.request().model()));
        seenSettings = now.settings();
        seenInput = fed;
        seenDerivation = now.derivation();
        if (otherNetwork) {
            workers.network().execute(session::close);
        }
        refresh();
    }

    void close() {
        evaluation.cancel();
        sensitivity.cancel();
        verification.cancel();
        workers.network().execute(session::close);
    }

    private void choose(Optional<ImageSet> images) {
        chosen = images;
        refresh();
    }

    private void refresh() {
        subject = subject();
        evaluation.subjectChanged();
        sensitivity.subjectChanged();
        verification.subjectChanged();
    }

    private Optional<StudySubject> subject() {
        Optional<InputWork.Ready> fed = seenInput.filter(input -> input.whole() && input.output().isPresent());
        Optional<ImageSet> images = chosen.or(() -> fed.flatMap(input -> input.request().images()));
        if (fed.isEmpty() || images.isEmpty() || seenDerivation.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(StudySubject.of(fed.get(), images.get(), seenSettings, seenDerivation.get()));
    }
}
