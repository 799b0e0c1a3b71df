package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.analysis.Certificate;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.export.CertificateFile;
import org.quantscope.export.FileHash;
import org.quantscope.export.SettingsFileWriter;
import org.quantscope.network.RuntimeArithmetic;
import org.quantscope.network.Verification;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.LayerParams;

/**
 * Runs the exported form of the settings shown in ONNX Runtime on images of the data set and compares it with this
 * program's integers: {@link #start} begins anew, {@link #cancel()} stops and keeps what is done, an edit stops it as
 * well. The certificate of all images is saved beside the exported file. Called on the publisher's thread, which hears of
 * every change.
 */
public final class VerificationWork {
    /** What a start asked for. */
    private record Wanted(StudySubject subject, QuantizedForm form, int images, Optional<Path> exported) {}

    private record Seen(Wanted of, Optional<Certificate> certificate, Optional<Path> saved) {}

    private final Workers workers;
    private final Supplier<ConvEngine> engine;
    private final Supplier<Optional<StudySubject>> subject;
    private final SlicedJob<Seen> job;
    private final List<Consumer<VerificationState>> listeners = new CopyOnWriteArrayList<>();
    private Optional<Wanted> wanted = Optional.empty();
    private Optional<Run> running = Optional.empty();
    private Optional<Seen> seen = Optional.empty();
    private Pace pace = new Pace(0, 0);

    /** @param engine waits until the engine is there; asked on the network's worker */
    VerificationWork(
            Workers workers,
            Supplier<ConvEngine> engine,
            Supplier<Optional<StudySubject>> subject,
            Consumer<RuntimeException> problem) {
        this.workers = workers;
        this.engine = engine;
        this.subject = subject;
        this.job = new SlicedJob<>(workers.network(), workers.publisher(), this::sliced, thrown -> {
            end();
            publish();
            problem.accept(thrown);
        });
    }

    /** Tells a listener of every new state, the present one first. */
    public void onChange(Consumer<VerificationState> listener) {
        listeners.add(listener);
        listener.accept(state());
    }

    /** What is known of the settings shown. */
    public VerificationState state() {
        Optional<StudySubject> present = subject.get();
        Optional<Wanted> asked = wanted.filter(own -> present.filter(shown -> isOf(own, shown)).isPresent());
        Optional<Seen> shown = asked.isPresent() ? seen : Optional.empty();
        boolean runs = asked.isPresent() && job.isRunning();
        Optional<Certificate> certificate = shown.flatMap(Seen::certificate).filter(own -> own.images() > 0);
        int done = certificate.map(Certificate::images).orElse(0);
        int images = asked.map(Wanted::images).orElse(0);
        StudyProgress progress = new StudyProgress(
                present.map(own -> own.data().images().name()).orElse(""), images, done, images, runs,
                runs ? pace.secondsLeft(System.nanoTime(), done, images) : OptionalDouble.empty());
        return new VerificationState(
                progress,
                asked.map(own -> own.form().name().toLowerCase(Locale.ROOT)),
                certificate,
                shown.flatMap(Seen::saved));
    }

    /**
     * Verifies the settings shown, from the first image on.
     *
     * @param form {@code qdq} or {@code qoperator}
     * @param images so many of the first images at most
     * @param exported the file that was exported in this form: it is the one that runs, and the certificate is saved
     *     beside it; empty: what would be exported runs, and nothing is saved
     * @return false if there is no network that ran, or there are no images
     * @throws IllegalArgumentException with a sentence if there is no such form, or no image would take part
     */
    public boolean start(String form, int images, Optional<Path> exported) {
        if (images < 1) {
            throw new IllegalArgumentException("At least one image must take part, not " + images + ".");
        }
        QuantizedForm wantedForm = form(form);
        Optional<StudySubject> found = subject.get();
        found.ifPresent(of -> start(new Wanted(of, wantedForm, Math.min(images, of.data().size()), exported)));
        return found.isPresent();
    }

    private void start(Wanted asked) {
        end();
        Run run = new Run(asked);
        wanted = Optional.of(asked);
        running = Optional.of(run);
        seen = Optional.empty();
        pace = new Pace(System.nanoTime(), 0);
        job.start(run, this::publish);
    }

    /** Stops; the certificate of the images that are done is kept. */
    public void cancel() {
        job.cancel();
        end();
        publish();
    }

    /** The settings or the images may be others now: what is under way for those before stops. */
    void subjectChanged() {
        boolean other = wanted.isPresent()
                && subject.get().filter(present -> isOf(wanted.get(), present)).isEmpty();
        if (other && job.isRunning()) {
            job.cancel();
            end();
        }
        publish();
    }

    private static QuantizedForm form(String word) {
        for (QuantizedForm form : QuantizedForm.values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
                return form;
            }
        }
        throw new IllegalArgumentException("There is no form named '" + word + "'; choose qdq or qoperator.");
    }

    private static boolean isOf(Wanted asked, StudySubject present) {
        return asked.subject().key().equals(present.key());
    }

    private void sliced(Seen slice) {
        if (wanted.filter(asked -> asked == slice.of()).isEmpty()) {
            return; // another start took the place of this one
        }
        seen = Optional.of(slice);
        if (!job.isRunning()) {
            end();
        }
        publish();
    }

    /** What was opened is closed where it was used, behind the slice that is under way. */
    private void end() {
        running.ifPresent(run -> {
            run.terminate();
            workers.network().execute(run::close);
        });
        running = Optional.empty();
    }

    private void publish() {
        if (!listeners.isEmpty()) {
            VerificationState now = state();
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    /** On the worker. */
    private final class Run implements SlicedJob.Work<Seen> {
        private final Wanted of;
        private volatile Verification verification;
        private Map<String, String> program = Map.of();
        private String settingsHash = "";
        private Optional<Certificate> certificate = Optional.empty();
        private Optional<Path> saved = Optional.empty();
        private boolean closed;

        Run(Wanted of) {
            this.of = of;
        }

        @Override
        public boolean step(Cancellation cancellation) {
            if (closed) {
                return false;
            }
            if (verification == null) {
                open();
                return true;
            }
            verification.add(of.subject().data().input(verification.images()), cancellation);
            boolean more = verification.images() < of.images();
            if (!more && of.exported().isPresent()) {
                Path file = CertificateFile.beside(of.exported().get());
                CertificateFile.save(file, reached());
                saved = Optional.of(file);
            }
            return more;
        }

        private void open() {
            StudySubject subject = of.subject();
            Map<String, LayerParams> params = subject.params();
            QuantizedNetwork written = QuantizedNetwork.write(subject.model(), params, of.form());
            QuantizedNetwork network = of.exported().map(written::withFile).orElse(written);
            settingsHash = FileHash.of(SettingsFileWriter.render(
                    subject.model(), subject.key().settings(), subject.derivation()));
            ConvEngine used = engine.get();
            program = new LinkedHashMap<>();
            program.put("Quantscope", ProgramVersion.number());
            program.put("engine", used.description());
            verification = new Verification(
                    subject.model(), params, of.form(), network, new EngineCodes(used),
                    RuntimeArithmetic.EXACT, 1);
            if (!verification.hasLayers()) {
                throw new IllegalArgumentException("No layer of '" + subject.model().fileName() + "' has codes to"
                        + " compare; quantize weights, input and output of a layer to at most 8 bits.");
            }
        }

        private Certificate reached() {
            return verification.certificate(of.subject().data().images().name(), settingsHash, program);
        }

        @Override
        public Seen snapshot() {
            if (verification != null && !closed) {
                certificate = Optional.of(reached());
            }
            return new Seen(of, certificate, saved);
        }

        void terminate() {
            Verification present = verification;
            if (present != null) {
                present.terminate();
            }
        }

        void close() {
            closed = true;
            if (verification != null) {
                verification.close();
            }
        }
    }
}
