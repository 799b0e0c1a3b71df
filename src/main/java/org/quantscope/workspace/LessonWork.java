package org.quantscope.workspace;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.quantscope.analysis.ChannelPaths;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathTerm;
import org.quantscope.analysis.PathTotals;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;

/**
 * Computes the lesson beside the window's own work, newest question first: the channel that is looked at, then all of
 * them for the largest figures. Asked on the publisher's thread, answers there.
 */
public final class LessonWork {
    /** Channels computed at once; their planes are let go before the next ones come. */
    private static final int CHUNK = 8;
    /** How often figures of part of the channels are shown. */
    private static final long PROGRESS_NANOS = 300_000_000L;

    private record Request(LessonQuestion question, LessonSource source) {}

    private record Known(Object key, PaddingRule padding, Set<PathTerm> terms, PathTotals totals) {
        boolean answers(Request request) {
            return key.equals(request.source().key())
                    && padding == request.question().padding()
                    && terms.equals(request.question().terms());
        }
    }

    private final Function<LessonSubject, LessonSource> sources;
    private final LatestJob<Request, LessonAnswer> job;
    private final Consumer<String> onFailure;

    // Of the worker alone:
    private Object keptKey;
    private LessonCase kept;
    private Known known;

    LessonWork(
            Workers workers,
            Function<LessonSubject, LessonSource> sources,
            Consumer<LessonAnswer> onAnswer,
            Consumer<String> onFailure) {
        this.sources = sources;
        this.onFailure = onFailure;
        this.job = new LatestJob<>(workers.lesson(), workers.publisher(), this::run,
                (request, answer) -> onAnswer.accept(answer), failure -> onFailure.accept(failure.getMessage()));
    }

    /** Asks; what was asked before and not answered yet is dropped. */
    public void ask(LessonQuestion question) {
        try {
            job.submit(new Request(question, sources.apply(question.subject())));
        } catch (IllegalArgumentException impossible) {
            job.cancel();
            onFailure.accept(impossible.getMessage());
        }
    }

    /** Nobody looks any more. */
    public void cancel() {
        job.cancel();
    }

    public boolean isIdle() {
        return job.isIdle();
    }

    /** Tells each time that nothing is left to do; the last answer came before. */
    public void whenIdle(Runnable listener) {
        job.whenIdle(listener);
    }

    private void run(Request request, Consumer<LessonAnswer> publish, Cancellation cancellation) {
        LessonCase subject = subject(request.source());
        LessonQuestion question = request.question();
        int channel = question.channel() < 0
                ? subject.tellingChannel()
                : Math.min(question.channel(), subject.channels() - 1);
        ChannelPaths shown = subject.compute(channel);
        boolean done = known != null && known.answers(request);
        PathTotals first = done
                ? known.totals()
                : PathTotals.empty(subject.channels()).with(shown, question.terms(), question.padding());
        Consumer<PathTotals> tell = totals -> publish.accept(
                new LessonAnswer(question, subject, request.source().affineHere(), shown, totals));
        tell.accept(first);
        if (!done) {
            PathTotals all = totals(subject, question, tell, cancellation);
            known = new Known(request.source().key(), question.padding(), question.terms(), all);
            tell.accept(all);
        }
    }

    private static PathTotals totals(
            LessonCase subject, LessonQuestion question, Consumer<PathTotals> progress, Cancellation cancellation) {
        PathTotals totals = PathTotals.empty(subject.channels());
        long told = System.nanoTime();
        for (int from = 0; from < subject.channels(); from += CHUNK) {
            ChannelRange some = new ChannelRange(from, Math.min(subject.channels(), from + CHUNK));
            List<ChannelPaths> computed = subject.compute(some, cancellation);
            for (ChannelPaths paths : computed) {
                totals = totals.with(paths, question.terms(), question.padding());
            }
            if (System.nanoTime() - told > PROGRESS_NANOS) {
                told = System.nanoTime();
                progress.accept(totals);
            }
        }
        return totals;
    }

    private LessonCase subject(LessonSource source) {
        if (kept == null || !source.key().equals(keptKey)) {
            kept = null; // let go before the next one is made
            kept = source.make().get();
            keptKey = source.key();
        }
        return kept;
    }
}
