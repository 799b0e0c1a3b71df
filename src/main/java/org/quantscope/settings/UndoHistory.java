package org.quantscope.settings;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Undo and redo as two stacks of immutable states with labels. A change is first previewed (as often as a slider moves)
 * and then committed as one step; edits with the same merge key, one after another, become one step too.
 *
 * @param <S> the state; immutable, with equality by value
 */
public final class UndoHistory<S> {
    private static final int DEPTH = 500;

    private record Step<S>(String label, S before, S after, Object mergeKey) {}

    private final Deque<Step<S>> undone = new ArrayDeque<>();
    private final Deque<Step<S>> done = new ArrayDeque<>();
    private S committed;
    private S current;
    private S saved;

    public UndoHistory(S initial) {
        committed = initial;
        current = initial;
        saved = initial;
    }

    /** The state to show: the last preview, or what was committed. */
    public S current() {
        return current;
    }

    /** Shows a state without making it a step. */
    public void preview(S next) {
        current = next;
    }

    /** Goes back to what was committed last. */
    public void cancelPreview() {
        current = committed;
    }

    /** Makes the state a step, unless nothing changed. */
    public void commit(String label, S next) {
        commit(label, next, null);
    }

    /** As {@link #commit(String, Object)}; a step with the same key that was made just before absorbs this one. */
    public void commit(String label, S next, Object mergeKey) {
        current = next;
        if (next.equals(committed)) {
            return;
        }
        Step<S> last = done.peek();
        boolean merges = mergeKey != null && last != null && undone.isEmpty() && mergeKey.equals(last.mergeKey());
        S before = merges ? done.pop().before() : committed;
        undone.clear();
        committed = next;
        if (merges && before.equals(next)) {
            return;
        }
        done.push(new Step<>(label, before, next, mergeKey));
        if (done.size() > DEPTH) {
            done.removeLast();
        }
    }

    /** The next edit starts a step of its own, even with the same merge key. */
    public void breakMerge() {
        Step<S> last = done.peek();
        if (last != null && last.mergeKey() != null) {
            done.pop();
            done.push(new Step<>(last.label(), last.before(), last.after(), null));
        }
    }

    /**
     * Says the same in other words, in every step and in what counts as saved: no step comes or goes, and nothing that
     * a person sees may change.
     */
    public void rewrite(UnaryOperator<S> sameInOtherWords) {
        rewrite(done, sameInOtherWords);
        rewrite(undone, sameInOtherWords);
        committed = sameInOtherWords.apply(committed);
        current = sameInOtherWords.apply(current);
        saved = sameInOtherWords.apply(saved);
    }

    private static <S> void rewrite(Deque<Step<S>> steps, UnaryOperator<S> sameInOtherWords) {
        List<Step<S>> rewritten = steps.stream()
                .map(step -> new Step<>(step.label(), sameInOtherWords.apply(step.before()),
                        sameInOtherWords.apply(step.after()), step.mergeKey()))
                .toList();
        steps.clear();
        steps.addAll(rewritten);
    }

    public boolean canUndo() {
        return !done.isEmpty();
    }

    public boolean canRedo() {
        return !undone.isEmpty();
    }

    public Optional<String> undoLabel() {
        return Optional.ofNullable(done.peek()).map(Step::label);
    }

    public Optional<String> redoLabel() {
        return Optional.ofNullable(undone.peek()).map(Step::label);
    }

    public void undo() {
        if (canUndo()) {
            Step<S> step = done.pop();
            undone.push(step);
            committed = step.before();
            current = committed;
        }
    }

    public void redo() {
        if (canRedo()) {
            Step<S> step = undone.pop();
            done.push(step);
            committed = step.after();
            current = committed;
        }
    }

    public void markSaved() {
        saved = committed;
    }

    public boolean isAtSaved() {
        return Objects.equals(saved, committed);
    }
}
