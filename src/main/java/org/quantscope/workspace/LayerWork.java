package org.quantscope.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.engine.Crew;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;

/**
 * Keeps the layer in focus and the layer table up to date, in two tiers: the layer in focus first and conflated, every
 * other row when there is time, dropped as soon as it is stale.
 */
final class LayerWork {
    /** One row of the table to compute. */
    private record Row(LayerComputation.Request request) {
        boolean sameAs(Row other) {
            return other != null
                    && request.layer() == other.request.layer()
                    && request.inputVersion() == other.request.inputVersion()
                    && request.params().equals(other.request.params());
        }
    }

    private record Baseline(String layer, LayerParams params, long inputVersion, double sqnrDb) {
        boolean belongsTo(LayerComputation.Request request) {
            return layer.equals(request.layer().name())
                    && inputVersion == request.inputVersion()
                    && params.equals(request.params());
        }
    }

    private final LatestJob<LayerComputation.Request, LayerResult> focusJob;
    private final LatestJob<List<Row>, LayerResult> tableJob;
    private final LatestJob<LayerComputation.Request, LayerResult> baselineJob;
    private final Runnable onMove;
    private final Runnable changed;

    private final Map<String, LayerSummary> summaries = new HashMap<>();
    private final Map<String, Row> requestedRows = new HashMap<>();
    private Optional<LayerResult> shown = Optional.empty();
    private Runnable rest = () -> {};
    private Row requestedFocus;
    private Row wantedBaseline;
    private Row requestedBaseline;
    private Baseline baseline;

    /** @param onMove told that what waits for the layer in focus should not run now */
    LayerWork(
            Workers workers,
            EngineChoice engine,
            Consumer<RuntimeException> problem,
            Runnable onMove,
            Runnable changed) {
        this.onMove = onMove;
        this.changed = changed;
        LayerComputation live = new LayerComputation(engine::engine, Crew.ofThisMachine());
        LayerComputation rest = new LayerComputation(engine::engine, Crew.ALONE);
        focusJob = new LatestJob<>(workers.live(), workers.publisher(), live::run, this::focusComputed, problem);
        tableJob = new LatestJob<>(workers.background(), workers.publisher(),
                (rows, publish, cancellation) -> computeRows(rest, rows, publish, cancellation),
                (rows, result) -> rowComputed(result), problem);
        baselineJob = new LatestJob<>(workers.background(), workers.publisher(), rest::run,
                (request, result) -> baselineComputed(result), problem);
        focusJob.whenIdle(() -> {
            startRest();
            changed.run();
        });
        tableJob.whenIdle(changed);
    }

    Optional<LayerResult> shown() {
        return shown;
    }

    Optional<Double> baselineSqnrDb(String layer) {
        return knownBaseline().filter(known -> known.layer().equals(layer)).map(Baseline::sqnrDb);
    }

    /** A baseline of other settings would say nothing about these. */
    private Optional<Baseline> knownBaseline() {
        return Optional.ofNullable(baseline)
                .filter(known -> wantedBaseline != null && known.belongsTo(wantedBaseline.request()));
    }

    Map<String, LayerSummary> summaries() {
        return summaries;
    }

    boolean isIdle() {
        return focusJob.isIdle() && tableJob.isIdle() && baselineJob.isIdle();
    }

    Optional<String> task() {
        if (!focusJob.isIdle()) {
            return Optional.of("Computing the layer");
        }
        return tableJob.isIdle() ? Optional.empty() : Optional.of("Computing the other layers");
    }

    /** Forgets everything: another model was opened. */
    void clear() {
        rest = () -> {};
        focusJob.cancel();
        tableJob.cancel();
        baselineJob.cancel();
        summaries.clear();
        requestedRows.clear();
        shown = Optional.empty();
        requestedFocus = null;
        requestedBaseline = null;
        wantedBaseline = null;
        baseline = null;
    }

    /**
     * Asks for everything that the state shows and that is not known yet: the layer in focus at once, everything else
     * when that is there. Under a moving finger two cores are for the layer and the screen. Layers whose input is not
     * there yet are left out.
     *
     * @param atRest done when the layer in focus is there
     */
    void recompute(WorkspaceState state, InputWork.Ready input, Runnable atRest) {
        rest = () -> {
            recomputeBaseline();
            recomputeTable(state, input);
            atRest.run();
        };
        Optional<Layer> focus = state.layer().filter(input.inputs()::has);
        wantedBaseline = focus.map(layer -> baselineRow(state, input, layer)).orElse(null);
        focus.ifPresent(layer -> recomputeFocus(state, input, layer));
        if (focusJob.isIdle()) {
            startRest();
        } else {
            holdRest();
        }
    }

    private void startRest() {
        Runnable waiting = rest;
        rest = () -> {};
        waiting.run();
    }

    /** Stops what runs beside the layer in focus; it is asked for again when that is done. */
    private void holdRest() {
        onMove.run();
        tableJob.cancel();
        baselineJob.cancel();
        requestedRows.clear();
        if (knownBaseline().isEmpty()) {
            requestedBaseline = null;
        }
    }

    private void recomputeTable(WorkspaceState state, InputWork.Ready input) {
        List<Row> stale = new ArrayList<>();
        boolean allRequested = true;
        for (Layer layer : state.model().orElseThrow().layers()) {
            if (state.isCurrent(layer.name()) || layer.name().equals(state.focus().layer())
                    || !input.inputs().has(layer)) {
                continue;
            }
            Row row = row(state, input, layer, state.params(layer.name()).orElseThrow(), Optional.empty());
            stale.add(row);
            allRequested &= row.sameAs(requestedRows.get(layer.name()));
        }
        if (stale.isEmpty() || (allRequested && !tableJob.isIdle())) {
            return;
        }
        tableJob.cancel();
        stale.forEach(row -> requestedRows.put(row.request().layer().name(), row));
        tableJob.submit(List.copyOf(stale));
    }

    private void recomputeFocus(WorkspaceState state, InputWork.Ready input, Layer layer) {
        Row wanted = row(state, input, layer, state.params().orElseThrow(), Optional.of(state.focus().channel()));
        if (!wanted.sameAs(requestedFocus)) {
            requestedFocus = wanted;
            focusJob.submit(wanted.request());
        }
    }

    /** Where nothing is set by hand, the layer is its own baseline and there is nothing to compute. */
    private void recomputeBaseline() {
        if (wantedBaseline != null && !wantedBaseline.sameAs(requestedFocus)
                && !wantedBaseline.sameAs(requestedBaseline)) {
            requestedBaseline = wantedBaseline;
            baselineJob.submit(wantedBaseline.request());
        }
    }

    private static Row baselineRow(WorkspaceState state, InputWork.Ready input, Layer layer) {
        LayerSettings plain = withoutHand(state.layerSettings());
        LayerParams params = state.derivation().orElseThrow().derive(layer.name(), plain);
        // Scales set by hand may be the only ones that a requantization takes: then there is nothing to compare with.
        return ParameterRules.fault(params).isPresent() ? null : row(state, input, layer, params, Optional.empty());
    }

    private static Row row(
            WorkspaceState state, InputWork.Ready input, Layer layer, LayerParams params, Optional<Integer> visible) {
        return new Row(new LayerComputation.Request(
                layer, () -> input.layerInput(layer), state.inputVersion(layer.name()), params, visible));
    }

    /** The same choices with min-max ranges and nothing set by hand on the weights: what the edits are measured by. */
    private static LayerSettings withoutHand(LayerSettings settings) {
        return settings.withWeight(settings.weight().map(weight -> {
            WeightSettings unlocked = WeightEdits.withLock(weight, weight.locked(), false);
            return WeightEdits.withLayerRange(unlocked, RangeChoice.MIN_MAX);
        }));
    }

    private static void computeRows(
            LayerComputation computation, List<Row> rows, Consumer<LayerResult> publish, Cancellation cancellation) {
        for (Row row : rows) {
            cancellation.throwIfCancelled();
            computation.run(row.request(), publish, cancellation);
        }
        computation.forget();
    }

    private void focusComputed(LayerComputation.Request request, LayerResult result) {
        shown = Optional.of(result);
        rowComputed(result);
    }

    private void rowComputed(LayerResult result) {
        if (result.isWhole()) {
            summaries.put(result.layer().name(), new LayerSummary(
                    result.params(), result.inputVersion(), result.report().error(),
                    result.report().worstChannel(), result.report().mismatch(), result.headroom()));
        }
        changed.run();
    }

    private void baselineComputed(LayerResult result) {
        baseline = new Baseline(result.layer().name(), result.params(), result.inputVersion(),
                result.report().error().sqnrDb());
        changed.run();
    }
}
