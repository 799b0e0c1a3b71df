package org.quantscope.workspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.conv.Cancellation;
import org.quantscope.network.NetworkComparison;

/**
 * Something measured on the settings shown and a data set, part by part. Every combination of settings and images keeps
 * what is known of it: an edit stops what is under way, and {@link #start()} goes on where the settings shown were left.
 * Called on the publisher's thread, which hears of every change.
 *
 * @param <R> the run, which belongs to the worker
 * @param <V> what it shows; immutable
 */
final class Study<R, V> {
    private static final int MOST_KEPT = 32;

    /** What is measured, and how. */
    interface Kind<R, V> {
        R open(StudySubject subject, int images);

        boolean isComplete(R run);

        void step(R run, NetworkComparison comparison, Cancellation cancellation);

        Seen<V> seen(R run);
    }

    /** What a run shows so far, and how far it is. */
    record Seen<V>(V value, long done, long total) {}

    /** What is known of the settings shown. */
    record State<V>(StudyProgress progress, Optional<V> value, List<String> classes) {}

    private record Key(StudySubject.Key subject, int images) {}

    /** A run and what it showed last; {@code seen} is the publisher's alone. */
    private static final class Kept<R, V> {
        private final R run;
        private Optional<Seen<V>> seen = Optional.empty();

        Kept(R run) {
            this.run = run;
        }
    }

    private record Slice<R, V>(Kept<R, V> kept, Seen<V> seen) {}

    private final Kind<R, V> kind;
    private final Supplier<Optional<StudySubject>> subject;
    private final StudySession session;
    private final SlicedJob<Slice<R, V>> job;
    private final List<Consumer<State<V>>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Key, Kept<R, V>> results = new LinkedHashMap<>();
    private int limit;
    private Optional<Key> running = Optional.empty();
    private Pace pace = new Pace(0, 0);

    /** @param limit how many images at most, as long as nobody says otherwise */
    Study(
            Kind<R, V> kind,
            int limit,
            Workers workers,
            StudySession session,
            Supplier<Optional<StudySubject>> subject,
            Consumer<RuntimeException> problem) {
        this.kind = kind;
        this.limit = limit;
        this.subject = subject;
        this.session = session;
        this.job = new SlicedJob<>(workers.network(), workers.publisher(), this::sliced, problem);
    }

    void onChange(Consumer<State<V>> listener) {
        listeners.add(listener);
        listener.accept(state());
    }

    /** @throws IllegalArgumentException with a sentence if there would be no image */
    void setLimit(int images) {
        if (images < 1) {
            throw new IllegalArgumentException("At least one image must take part, not " + images + ".");
        }
        limit = images;
        subjectChanged();
    }

    int limit() {
        return limit;
    }

    /** Returns whether there is a network, and images to do it with. */
    boolean start() {
        Optional<StudySubject> found = subject.get();
        found.ifPresent(this::start);
        return found.isPresent();
    }

    private void start(StudySubject wanted) {
        Key key = key(wanted);
        Kept<R, V> kept = results.remove(key);
        kept = kept == null ? new Kept<>(kind.open(wanted, key.images())) : kept;
        results.put(key, kept); // as the newest
        if (results.size() > MOST_KEPT) {
            results.remove(results.keySet().iterator().next());
        }
        running = Optional.of(key);
        pace = new Pace(System.nanoTime(), kept.seen.map(Seen::done).orElse(0L));
        job.start(new Work(wanted, kept), this::publish);
    }

    void cancel() {
        job.cancel();
        publish();
    }

    State<V> state() {
        Optional<StudySubject> present = subject.get();
        if (present.isEmpty()) {
            return new State<>(new StudyProgress("", 0, 0, 0, false, OptionalDouble.empty()), Optional.empty(),
                    List.of());
        }
        Key key = key(present.get());
        Optional<Seen<V>> seen = Optional.ofNullable(results.get(key)).flatMap(kept -> kept.seen);
        long done = seen.map(Seen::done).orElse(0L);
        long total = seen.map(Seen::total).orElse(0L);
        boolean runs = job.isRunning() && running.filter(key::equals).isPresent();
        StudyProgress progress = new StudyProgress(
                present.get().data().images().name(), key.images(), done, total, runs,
                runs ? pace.secondsLeft(System.nanoTime(), done, total) : OptionalDouble.empty());
        return new State<>(progress, seen.map(Seen::value), present.get().classes());
    }

    /** The settings or the images may be others now: what is under way for those before stops. */
    void subjectChanged() {
        if (job.isRunning() && subject.get().map(this::key).filter(running.orElseThrow()::equals).isEmpty()) {
            job.cancel();
        }
        publish();
    }

    private Key key(StudySubject of) {
        return new Key(of.key(), Math.min(of.data().size(), limit));
    }

    private void sliced(Slice<R, V> slice) {
        slice.kept().seen = Optional.of(slice.seen());
        publish();
    }

    private void publish() {
        if (!listeners.isEmpty()) {
            State<V> now = state();
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    /** On the worker. */
    private final class Work implements SlicedJob.Work<Slice<R, V>> {
        private final StudySubject of;
        private final Kept<R, V> kept;

        Work(StudySubject of, Kept<R, V> kept) {
            this.of = of;
            this.kept = kept;
        }

        @Override
        public boolean step(Cancellation cancellation) {
            if (!kind.isComplete(kept.run)) {
                kind.step(kept.run, session.of(of), cancellation);
            }
            return !kind.isComplete(kept.run);
        }

        @Override
        public Slice<R, V> snapshot() {
            return new Slice<>(kept, kind.seen(kept.run));
        }
    }
}
