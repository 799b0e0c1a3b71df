package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.quantscope.export.ExportFormat;
import org.quantscope.export.ExportSource;
import org.quantscope.export.Lint;
import org.quantscope.export.LintFinding;
import org.quantscope.export.LintFix;
import org.quantscope.export.LintTarget;
import org.quantscope.export.SaveReport;
import org.quantscope.settings.QuantSettings;

/**
 * Settings on their way out: what a target cannot say of the settings shown, the edits that help, and saving. Findings
 * are looked for in the background while somebody watches. Called on the publisher's thread, which hears of every change.
 */
public final class ExportWork {
    /** A target: a format with the rules that it has, or rules alone. */
    private record Target(ExportChoice choice, Optional<ExportFormat> format, Optional<LintTarget> rules) {}

    private record Question(Target target, ExportSource source) {}

    private record Saving(Question of, Path file) {}

    private static final List<Target> TARGETS = Stream.concat(
                    Arrays.stream(ExportFormat.values()).map(ExportWork::ofFormat),
                    Stream.of(
                            ofRules("tflite", LintTarget.TFLITE, "Only checked: whether TensorFlow Lite's kernels can"
                                    + " compute with these settings. No file is written."),
                            ofRules("power-of-two", LintTarget.POWER_OF_TWO, "Only checked: whether a machine that"
                                    + " shifts instead of multiplying can compute with these settings. No file is"
                                    + " written.")))
            .toList();

    private final Supplier<Optional<ExportSource>> source;
    private final BiConsumer<String, UnaryOperator<QuantSettings>> edit;
    private final Consumer<String> notice;
    private final LatestJob<Question, List<LintFinding>> checks;
    private final LatestJob<Question, QuantSettings> fixes;
    private final LatestJob<Saving, SaveReport> saves;
    private final List<Consumer<ExportState>> listeners = new CopyOnWriteArrayList<>();

    private Target target = TARGETS.get(0);
    private boolean watched;
    private Optional<Question> asked = Optional.empty();
    private List<LintFinding> findings = List.of();
    private boolean checking;
    private Optional<String> task = Optional.empty();
    private Optional<Saving> saved = Optional.empty();

    /**
     * @param source what would be exported; empty while no network is open
     * @param edit changes the settings, one undo step
     * @param notice told what was saved
     */
    ExportWork(
            Workers workers,
            Supplier<Optional<ExportSource>> source,
            BiConsumer<String, UnaryOperator<QuantSettings>> edit,
            Consumer<String> notice,
            Consumer<RuntimeException> problem) {
        this.source = source;
        this.edit = edit;
        this.notice = notice;
        Consumer<RuntimeException> failed = failure -> {
            checking = false;
            task = Optional.empty();
            publish();
            problem.accept(failure);
        };
        this.checks = new LatestJob<>(workers.charts(), workers.publisher(),
                (question, publish, cancellation) -> publish.accept(check(question)), this::checked, failed);
        this.fixes = new LatestJob<>(workers.charts(), workers.publisher(),
                (question, publish, cancellation) -> publish.accept(
                        Lint.withEveryFix(question.target().rules().orElseThrow(), question.source())),
                this::fixed, failed);
        this.saves = new LatestJob<>(workers.background(), workers.publisher(),
                (saving, publish, cancellation) -> publish.accept(
                        saving.of().target().format().orElseThrow().save(saving.file(), saving.of().source())),
                this::saved, failed);
    }

    /** All targets, in the order to show them. */
    public static List<ExportChoice> choices() {
        return TARGETS.stream().map(Target::choice).toList();
    }

    /** Tells a listener of every new state, the present one first. */
    public void onChange(Consumer<ExportState> listener) {
        listeners.add(listener);
        listener.accept(state());
    }

    public ExportState state() {
        List<ExportFinding> shown = new ArrayList<>();
        for (LintFinding finding : findings) {
            shown.add(new ExportFinding(
                    shown.size(), finding.isRefused(), finding.layer(), finding.tensor(), finding.channel(),
                    finding.reason(), finding.fix().map(LintFix::label)));
        }
        return new ExportState(target.choice(), shown, checking, task, savedFile());
    }

    /** Whether somebody looks; only then are findings kept up to date. */
    public void watch(boolean looked) {
        watched = looked;
        settingsChanged();
    }

    /** @throws IllegalArgumentException with a sentence if there is no such target */
    public void choose(String word) {
        target = TARGETS.stream()
                .filter(each -> each.choice().word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no format named '" + word + "'."));
        findings = List.of();
        settingsChanged();
        publish();
    }

    /** Makes the edit that takes a finding away; one undo step. */
    public void fix(ExportFinding finding) {
        if (finding.number() < findings.size()) {
            LintFinding found = findings.get(finding.number());
            found.fix().filter(fix -> found.reason().equals(finding.reason()))
                    .ifPresent(fix -> edit.accept(fix.label(), fix.change()));
        }
    }

    /** Makes every edit that there is, one after another, until none is left; one undo step. */
    public void fixAll() {
        question().filter(question -> question.target().rules().isPresent()).ifPresent(question -> {
            task = Optional.of("Fixing…");
            publish();
            fixes.submit(question);
        });
    }

    /**
     * Saves in the background: written, read back and compared before it replaces anything.
     *
     * @return false if there is nothing to save, or the target has no file
     */
    public boolean save(Path file) {
        Optional<Question> question = question().filter(ready -> ready.target().format().isPresent());
        question.ifPresent(ready -> {
            task = Optional.of("Saving " + file.getFileName() + "…");
            publish();
            saves.submit(new Saving(ready, file));
        });
        return question.isPresent();
    }

    /** The settings may be others now. */
    void settingsChanged() {
        Optional<Question> present = watched ? question() : Optional.empty();
        boolean same = present.isPresent() && asked.filter(before -> isSame(before, present.get())).isPresent();
        if (same) {
            return;
        }
        asked = present;
        checking = present.isPresent();
        if (present.isEmpty()) {
            findings = List.of();
        }
        publish();
        present.ifPresent(checks::submit);
    }

    private Optional<Question> question() {
        return source.get().map(of -> new Question(target, of));
    }

    /** What was measured has nothing to do with what a target can say. */
    private static boolean isSame(Question one, Question other) {
        return one.target() == other.target()
                && one.source().model() == other.source().model()
                && one.source().derivation() == other.source().derivation()
                && one.source().settings().equals(other.source().settings());
    }

    private static List<LintFinding> check(Question question) {
        return question.target().rules()
                .map(rules -> Lint.check(rules, question.source()))
                .orElse(List.of());
    }

    private void checked(Question question, List<LintFinding> found) {
        if (asked.filter(question::equals).isPresent()) {
            findings = found;
            checking = false;
            publish();
        }
    }

    private void fixed(Question question, QuantSettings settings) {
        task = Optional.empty();
        publish();
        boolean present = question().filter(now -> isSame(now, question)).isPresent();
        if (present && !settings.equals(question.source().settings())) {
            edit.accept("Fix all for " + question.target().choice().title(), any -> settings);
        }
    }

    private void saved(Saving saving, SaveReport report) {
        task = Optional.empty();
        saved = Optional.of(saving);
        publish();
        List<String> notes = report.notes();
        String more = notes.size() <= 1 ? "" : " And " + (notes.size() - 1) + " more remarks.";
        notice.accept((report.sentence() + " " + notes.stream().findFirst().orElse("")).strip() + more);
    }

    /** Only that of these very settings: an older file is not what would be verified. */
    private Optional<Path> savedFile() {
        return saved.filter(saving -> question().filter(now -> isSame(now, saving.of())).isPresent())
                .map(Saving::file);
    }

    private void publish() {
        ExportState now = state();
        listeners.forEach(listener -> listener.accept(now));
    }

    private static Target ofFormat(ExportFormat format) {
        boolean runs = format == ExportFormat.QDQ || format == ExportFormat.QOPERATOR;
        return new Target(
                new ExportChoice(format.word(), format.title(), format.sentence(), format.ending(), true,
                        format.ending().isEmpty(), runs),
                Optional.of(format), Lint.target(format));
    }

    private static Target ofRules(String word, LintTarget rules, String sentence) {
        return new Target(
                new ExportChoice(word, rules.title(), sentence, "", false, false, false),
                Optional.empty(), Optional.of(rules));
    }
}
