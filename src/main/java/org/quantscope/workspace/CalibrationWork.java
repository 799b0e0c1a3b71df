package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.calibrate.Statistic;
import org.quantscope.conv.Cancellation;
import org.quantscope.network.Calibration;
import org.quantscope.network.CalibrationPass;
import org.quantscope.network.ImageSet;
import org.quantscope.network.ImageSource;
import org.quantscope.network.InputShape;
import org.quantscope.settings.Preprocessing;

/**
 * Observes inputs and outputs of all layers on many images, for every range method at once, image by image between
 * whatever else the network's worker is asked for. What was found is taken over at the end, and also when it is stopped:
 * the part done so far is kept, and {@link #start()} goes on from there. Called on the publisher's thread, which hears of
 * every change.
 */
public final class CalibrationWork {
    private record Key(OpenModel model, ImageSet images, Preprocessing preprocessing, String shape, int count) {}

    /** @param result empty before the first image */
    private record Seen(Key key, int done, int looks, Optional<Calibration> result) {}

    private final Supplier<Optional<InputWork.Ready>> ready;
    private final InputWork inputs;
    private final SlicedJob<Seen> job;
    private final LatestJob<Path, ImageSet> open;
    private final List<Consumer<CalibrationState>> listeners = new CopyOnWriteArrayList<>();

    private Optional<ImageSet> chosen = Optional.empty();
    private Optional<OpenModel> seenModel = Optional.empty();
    private Optional<Key> seenKey = Optional.empty();
    private int limit = Integer.MAX_VALUE;
    private Optional<CalibrationPass> pass = Optional.empty();
    private Optional<Key> passKey = Optional.empty();
    private Optional<Seen> seen = Optional.empty();
    private boolean running;
    private Pace pace = new Pace(0, 0);

    CalibrationWork(
            Workers workers,
            Supplier<Optional<InputWork.Ready>> ready,
            InputWork inputs,
            Consumer<RuntimeException> problem) {
        this.ready = ready;
        this.inputs = inputs;
        this.job = new SlicedJob<>(workers.network(), workers.publisher(), this::sliced, failure -> {
            stopped();
            problem.accept(failure);
        });
        this.open = new LatestJob<>(workers.network(), workers.publisher(),
                (source, publish, cancellation) -> publish.accept(ImageSource.open(source)),
                (source, images) -> choose(images), problem);
    }

    /** Tells a listener of every change, the present state first. */
    public void onChange(Consumer<CalibrationState> listener) {
        listeners.add(listener);
        listener.accept(state());
    }

    public CalibrationState state() {
        Optional<Key> present = key();
        Optional<Seen> known = seen.filter(found -> present.filter(found.key()::equals).isPresent());
        long done = known.map(Seen::done).orElse(0);
        long total = known.map(Seen::looks).orElse(0);
        StudyProgress progress = new StudyProgress(
                images().map(ImageSet::name).orElse(""), present.map(Key::count).orElse(0), done, total, running,
                running ? pace.secondsLeft(System.nanoTime(), done, total) : OptionalDouble.empty());
        Optional<Calibration> result = known.flatMap(Seen::result);
        return new CalibrationState(progress, present.isEmpty() ? 0 : images().map(ImageSet::size).orElse(0),
                result.map(Calibration::images).orElse(0), result.map(Calibration::counted).orElse(0));
    }

    /** Calibrates on a folder, an idx file, an {@code .npy} or {@code .npz}, or ONNX test data, once it is started. */
    public void useImages(Path source) {
        open.submit(source);
    }

    /**
     * Takes the first images only, so many of them at most.
     *
     * @throws IllegalArgumentException with a sentence if there would be none
     */
    public void setLimit(int images) {
        if (images < 1) {
            throw new IllegalArgumentException("Calibration needs at least one image, not " + images + ".");
        }
        limit = images;
        subjectChanged();
    }

    /**
     * Starts, or goes on where it was stopped.
     *
     * @return false if there is no network that ran, or there are no images
     */
    public boolean start() {
        Optional<Key> wanted = key();
        wanted.filter(key -> !running).ifPresent(this::start);
        return wanted.isPresent();
    }

    private void start(Key key) {
        boolean goesOn = pass.isPresent() && passKey.filter(key::equals).isPresent()
                && !seen.map(found -> found.done() == found.looks()).orElse(false);
        if (!goesOn) {
            InputWork.Ready fed = ready.get().orElseThrow();
            pass = Optional.of(new CalibrationPass(
                    key.model().model(), key.preprocessing(), InputShape.of(key.model().model())
                            .withDimensions(fed.request().dimensions()).shape(),
                    key.images(), key.count(), EnumSet.allOf(Statistic.class)));
            passKey = Optional.of(key);
            seen = Optional.empty();
        }
        running = true;
        pace = new Pace(System.nanoTime(), seen.map(Seen::done).orElse(0));
        job.start(new Looking(key, pass.get()), this::publish);
    }

    /** Stops after the image under way; what is done is kept. */
    public void cancel() {
        if (running) {
            job.cancel();
            stopped();
            seen.ifPresent(found -> found.result().ifPresent(result -> takeOver(found.key(), result)));
        }
    }

    /** Another network, input or preprocessing: what is under way for those before stops. */
    void subjectChanged() {
        Optional<OpenModel> model = ready.get().map(fed -> fed.request().model());
        if (!model.equals(seenModel)) {
            seenModel = model;
            chosen = Optional.empty();
        }
        Optional<Key> present = key();
        if (running && !present.equals(passKey)) {
            job.cancel();
            running = false;
            pass = Optional.empty();
        }
        if (!present.equals(seenKey)) {
            seenKey = present;
            publish();
        }
    }

    void close() {
        job.cancel();
    }

    private void choose(ImageSet images) {
        chosen = Optional.of(images);
        subjectChanged();
    }

    private Optional<ImageSet> images() {
        return chosen.or(() -> ready.get().flatMap(fed -> fed.request().calibration()))
                .or(() -> ready.get().flatMap(fed -> fed.request().images()));
    }

    private Optional<Key> key() {
        return ready.get().filter(InputWork.Ready::whole).flatMap(fed -> images().map(images -> new Key(
                fed.request().model(), images, fed.request().preprocessing(), fed.request().dimensions().toString(),
                Math.min(limit, images.size()))));
    }

    private void sliced(Seen found) {
        if (passKey.filter(found.key()::equals).isEmpty()) {
            return;
        }
        seen = Optional.of(found);
        boolean complete = found.done() == found.looks();
        if (complete || !running) {
            running = false;
            found.result().ifPresent(result -> takeOver(found.key(), result));
        }
        publish();
    }

    private void stopped() {
        running = false;
        publish();
    }

    private void takeOver(Key key, Calibration result) {
        boolean present = key().filter(key::equals).isPresent();
        if (present) {
            String of = result.images() == key.images().size()
                    ? result.images() + " images"
                    : result.images() + " of " + key.images().size() + " images";
            inputs.useRanges(key.images(),
                    new ObservedRanges(key.model().statisticsWith(result.ranges()), of + " of " + key.images().name()));
        }
    }

    private void publish() {
        CalibrationState now = state();
        listeners.forEach(listener -> listener.accept(now));
    }

    /** On the worker. */
    private final class Looking implements SlicedJob.Work<Seen> {
        private final Key key;
        private final CalibrationPass pass;

        Looking(Key key, CalibrationPass pass) {
            this.key = key;
            this.pass = pass;
        }

        @Override
        public boolean step(Cancellation cancellation) {
            if (!cancellation.isCancelled()) {
                pass.step(inputs.runner(key.model().model()));
            }
            return !pass.isComplete();
        }

        @Override
        public Seen snapshot() {
            return new Seen(key, pass.done(), pass.looks(),
                    pass.done() == 0 ? Optional.empty() : Optional.of(pass.result()));
        }
    }
}
