package org.quantscope.workspace;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who is told what happens in a workspace: new states, problems and notices, the latter two one sentence each. */
final class Announcements {
    private final List<Consumer<WorkspaceState>> states = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> problems = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> notices = new CopyOnWriteArrayList<>();

    void onState(Consumer<WorkspaceState> listener) {
        states.add(listener);
    }

    void onProblem(Consumer<String> listener) {
        problems.add(listener);
    }

    void onNotice(Consumer<String> listener) {
        notices.add(listener);
    }

    void state(WorkspaceState state) {
        states.forEach(listener -> listener.accept(state));
    }

    void problem(RuntimeException failure) {
        String sentence = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        problems.forEach(listener -> listener.accept(sentence));
    }

    void notice(String sentence) {
        notices.forEach(listener -> listener.accept(sentence));
    }
}
