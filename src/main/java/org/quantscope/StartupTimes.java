package org.quantscope;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * How long the window takes from the start of the process, told where the system property {@value #PROPERTY} says when
 * that was (milliseconds since 1970, as {@code date +%s%3N} prints them), otherwise kept to itself. The processor time
 * beside it says what a busy machine adds.
 */
final class StartupTimes {
    static final String PROPERTY = "quantscope.startup";

    private static final Map<String, Predicate<WorkspaceState>> STAGES = stages();

    private final PrintStream out;
    private final LongSupplier clock;
    private final long began;
    private final Map<String, Long> told = new LinkedHashMap<>();

    StartupTimes(PrintStream out, LongSupplier clock, long began) {
        this.out = out;
        this.clock = clock;
        this.began = began;
    }

    static StartupTimes ofThisProcess(PrintStream out) {
        return new StartupTimes(out, System::currentTimeMillis, Long.getLong(PROPERTY, -1));
    }

    boolean isWanted() {
        return began >= 0;
    }

    /** Tells when a stage was reached first. */
    synchronized void reached(String stage) {
        if (isWanted() && !told.containsKey(stage)) {
            long millis = clock.getAsLong() - began;
            told.put(stage, millis);
            long cpu = ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
            out.printf(Locale.ROOT, "%6d ms %6d ms CPU  %s%n", millis, cpu, stage);
        }
    }

    /** Tells when the workspace reaches its stages; on the publisher's thread. */
    void follow(Workspace workspace) {
        if (isWanted()) {
            workspace.onChange(state -> STAGES.forEach((stage, isReached) -> {
                if (isReached.test(state)) {
                    reached(stage);
                }
            }));
        }
    }

    private static Map<String, Predicate<WorkspaceState>> stages() {
        Map<String, Predicate<WorkspaceState>> stages = new LinkedHashMap<>();
        stages.put("engine loaded", state -> !state.engine().loading());
        stages.put("model open", state -> state.model().isPresent());
        stages.put("input and ranges", state -> state.input().isPresent());
        stages.put("first result", state -> state.shown().isPresent());
        stages.put("everything computed", Settled::isSettled);
        return stages;
    }
}
