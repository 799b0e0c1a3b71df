package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.quantscope.conv.engine.LayerRunner;

class EngineChoiceTest {
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final Deque<EngineStatus> told = new ArrayDeque<>();
    private final EngineChoice engine = new EngineChoice(workers(background::add), this::tell);

    private void tell() {
        told.add(engine.status());
    }

    private static Workers workers(Executor background) {
        return new Workers(Runnable::run, Runnable::run, Runnable::run, background, Runnable::run, Runnable::run,
                List.of());
    }

    @Test
    void itSaysThatItLoadsUntilItIsLoaded() {
        assertThat(engine.status().loading()).isTrue();
        assertThat(engine.status().exact()).as("nothing was tested yet").isFalse();
        assertThat(engine.task()).as("nobody asked yet").isEmpty();

        engine.load();
        assertThat(engine.task()).contains("Loading the native engines…");
        assertThat(told).isEmpty();

        background.remove().run();
        assertThat(told).hasSize(1);
        assertThat(told.element().loading()).isFalse();
        assertThat(told.element().exact()).isTrue();
        assertThat(engine.task()).isEmpty();
    }

    @Test
    void itIsLoadedOnceHoweverOftenItIsAskedFor() {
        engine.load();
        engine.load();
        assertThat(background).hasSize(1);
        background.remove().run();
        engine.load();
        assertThat(background).isEmpty();
    }

    @Test
    void everyWorkerGetsARunnerOfItsOwnAndKeepsIt() {
        engine.load();
        background.remove().run();
        Supplier<LayerRunner> worker = engine.runnerOfOneWorker();
        LayerRunner runner = worker.get();
        assertThat(worker.get()).isSameAs(runner);
        assertThat(engine.runnerOfOneWorker().get()).isNotSameAs(runner);
    }
}
