package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.quantscope.export.ExportSource;
import org.quantscope.network.SampleModel;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.UndoHistory;

/**
 * The open network and everything about it. All methods are called on the publisher's thread (the FX thread in the
 * window), and listeners are told there; work runs on the {@link Workers} and comes back as immutable results.
 */
public final class Workspace implements AutoCloseable {
    private final Workers workers;
    private final Announcements announcements = new Announcements();
    private final EngineChoice engine;
    private final InputWork inputs;
    private final LayerWork layers;
    private final ModelVariants variants;
    private final NetworkStudies studies;
    private final WholeNetwork whole;
    private final CalibrationWork calibration;
    private final ExportWork exporting;
    private final ViewJobs jobs;

    private Optional<OpenModel> model = Optional.empty();
    private Optional<ParameterDerivation> derivation = Optional.empty();
    private Optional<InputWork.Ready> ready = Optional.empty();
    private UndoHistory<QuantSettings> history = new UndoHistory<>(QuantSettings.EMPTY);
    private Optional<Path> settingsFile = Optional.empty();
    private Optional<QuantSettings> openedSettings = Optional.empty();
    private Focus focus = Focus.NOTHING;
    private WorkspaceState state;
    private boolean unpublished;

    public Workspace(Workers workers) {
        this.workers = workers;
        this.engine = new EngineChoice(workers, this::publish);
        this.inputs = new InputWork(workers, this::modelOpened, this::inputReady, this::problem, this::publish);
        this.whole = new WholeNetwork(workers, this::problem, this::answered, this::publishSoon);
        this.layers = new LayerWork(
                workers, engine, this::problem, whole.answers()::hold, this::publishSoon);
        this.variants = new ModelVariants(workers, this::problem, this::publish);
        this.studies = new NetworkStudies(workers, engine, () -> state, () -> ready, inputs, this::problem);
        this.calibration = new CalibrationWork(workers, () -> ready, inputs, this::problem);
        this.exporting = new ExportWork(
                workers, this::exportSource, this::edit, announcements::notice, this::problem);
        this.jobs = new ViewJobs(
                workers, engine, () -> state, () -> ready, this::layerInputs, this::problem);
        this.state = snapshot();
        announcements.onState(now -> studies.changed());
        announcements.onState(now -> exporting.settingsChanged());
        announcements.onState(now -> calibration.subjectChanged());
    }

    // ---- watching

    public WorkspaceState state() {
        return state;
    }

    /** Tells a listener of every new state, the present one first. */
    public void onChange(Consumer<WorkspaceState> listener) {
        announcements.onState(listener);
        listener.accept(state);
    }

    /** Tells a listener what went wrong, one sentence each. The state stays as it was. */
    public void onProblem(Consumer<String> listener) {
        announcements.onProblem(listener);
    }

    /** Tells a listener what was done, one sentence each: saved, exported, opened. */
    public void onNotice(Consumer<String> listener) {
        announcements.onNotice(listener);
    }

    /** Jobs that views have of their own. */
    public ViewJobs jobs() {
        return jobs;
    }

    /** What the settings do to the whole network, on a data set. */
    public NetworkStudies studies() {
        return studies;
    }

    /** Observes ranges on many images, for all range methods at once. */
    public CalibrationWork calibration() {
        return calibration;
    }

    /** Starts to load the engine in the background; the first open network does so as well. */
    public void loadEngine() {
        engine.load();
        publish();
    }

    // ---- opening

    /** Opens a network in the background; the present one stays until the new one is there. */
    public void open(Path file) {
        open(file, false);
    }

    /** As {@link #open(Path)}; {@code fold}: with its BatchNormalization folded into the layers, if it has any. */
    public void open(Path file, boolean fold) {
        inputs.openModel(file, fold);
    }

    /** Opens one of the bundled networks with its images. */
    public void openSample(String fileName) {
        openSample(fileName, false);
    }

    /** As {@link #openSample(String)}; {@code fold} as in {@link #open(Path, boolean)}. */
    public void openSample(String fileName, boolean fold) {
        attempt(() -> inputs.openSample(fileName, fold));
    }

    /** Feeds the network from an image, a folder of images, an idx file, an {@code .npy} or {@code .npz}. */
    public void openImages(Path source) {
        model.ifPresent(open -> inputs.openImages(source));
    }

    /** Shows another image of the same source. */
    public void showImage(int index) {
        inputs.showImage(index);
    }

    /** Feeds the network seeded random numbers. */
    public void useRandomInput(long seed) {
        inputs.useRandom(seed);
    }

    /** Says how large the open dimensions of the network's input are. */
    public void setInputDimensions(Map<String, Integer> dimensions) {
        attempt(() -> inputs.setDimensions(dimensions));
    }

    /** Observes the ranges of inputs and outputs on the image shown, in place of what they were observed on. */
    public void observeRangesHere() {
        inputs.observeHere();
    }

    /** Loads settings for the open model, which is folded or not as they say; one undo step. */
    public void openSettings(Path file) {
        attempt(() -> {
            boolean folded = Documents.folded(file, requireModel().model());
            variants.with(folded, () -> openSettings(file, folded));
        });
    }

    private void openSettings(Path file, boolean folded) {
        attempt(() -> {
            OpenModel form = variants.get(folded);
            ParameterDerivation known = form == requireModel() ? derivation.orElseThrow() : form.derivation();
            QuantSettings opened = Documents.read(file, form.model(), known, history.current());
            history.commit("Open " + file.getFileName(), opened);
            history.markSaved();
            settingsFile = Optional.of(file);
            openedSettings = Optional.of(opened);
            settingsChanged();
            forgetOpenedSettings();
            announcements.notice("Opened " + file.getFileName() + "." + (folded ? " " + form.foldedNotice() : ""));
        });
    }

    /** Folds BatchNormalization into the layers, or takes that back; one undo step. The settings stay. */
    public void foldBatchNorm(boolean fold) {
        if (model.filter(open -> open.model().isFoldable()).isEmpty()) {
            return;
        }
        variants.with(fold, () -> {
            history.cancelPreview();
            QuantSettings next = requireModel().carriedOver(history.current(), variants.get(fold));
            history.commit(fold ? "Fold BatchNormalization" : "Unfold BatchNormalization", next);
            settingsChanged();
            announcements.notice(fold ? requireModel().foldedNotice() : "BatchNormalization is as stored again.");
        });
    }

    // ---- editing

    /** Changes the settings; one undo step. */
    public void edit(String label, UnaryOperator<QuantSettings> change) {
        edit(label, null, change);
    }

    /** As {@link #edit(String, UnaryOperator)}; steps of the same key, one after another, become one. */
    public void edit(String label, Object mergeKey, UnaryOperator<QuantSettings> change) {
        attempt(() -> {
            history.cancelPreview();
            QuantSettings next = Documents.checked(history.current(), change, derivation);
            history.commit(label, next, mergeKey);
            settingsChanged();
        });
    }

    /**
     * Shows a change of the committed settings while a slider moves; no undo step yet. {@link #state} has it at once,
     * listeners hear of it when the publisher gets to it: of several moves between two frames, the last.
     */
    public void preview(UnaryOperator<QuantSettings> change) {
        attempt(() -> {
            history.cancelPreview();
            history.preview(Documents.checked(history.current(), change, derivation));
            inputs.setPreprocessing(history.current().preprocessing());
            requestLayers();
            publishSoon();
        });
    }

    /** Makes what was previewed last one undo step. */
    public void commitPreview(String label) {
        history.commit(label, history.current());
        settingsChanged();
    }

    /** Goes back to before the preview. */
    public void cancelPreview() {
        history.cancelPreview();
        settingsChanged();
    }

    public void undo() {
        history.undo();
        settingsChanged();
    }

    public void redo() {
        history.redo();
        settingsChanged();
    }

    // ---- looking

    /** Looks at a layer. */
    public void focus(String layer) {
        model.flatMap(open -> open.model().layer(layer)).ifPresent(found -> {
            if (!focus.layer().equals(layer)) {
                focus = Focus.on(layer);
                history.breakMerge();
                settingsChanged();
            }
        });
    }

    /** Looks at channels of the layer in focus: {@code shown} in the maps, {@code selection} for edits. */
    public void select(int shown, SortedSet<Integer> selection) {
        focus = focus.withSelection(shown, selection);
        history.breakMerge();
        publish();
    }

    /** Lets layers read from the float network, or from the network whose layers before them are quantized. */
    public void readFrom(InputSource source) {
        if (source != state.inputSource()) {
            whole.use(source);
            recompute();
        }
    }

    // ---- saving

    /** Saves the settings; the file is read back and compared before this says so. */
    public boolean saveSettings(Path file) {
        return attempt(() -> {
            String report = Documents.save(file, requireModel().model(), history.current(), derivation.orElseThrow());
            history.markSaved();
            settingsFile = Optional.of(file);
            publish();
            announcements.notice(report);
        });
    }

    /** Settings on their way out: the formats, what they cannot say, and saving. */
    public ExportWork exporting() {
        return exporting;
    }

    private Optional<ExportSource> exportSource() {
        return model.map(open -> new ExportSource(open.model(), history.current(), derivation.orElseThrow(),
                KnownMeasurements.of(state(), studies.evaluation().state(), studies.verification().state())));
    }

    @Override
    public void close() {
        studies.close();
        whole.answers().close();
        calibration.close();
        inputs.close();
        workers.close();
    }

    // ---- inside

    private void modelOpened(InputWork.Opened opened) {
        engine.load();
        variants.opened(opened.stored(), opened.folded());
        model = Optional.of(opened.model());
        history = new UndoHistory<>(
                opened.model().initialSettings(opened.sample().map(SampleModel::preprocessing)));
        settingsFile = Optional.empty();
        openedSettings = Optional.empty();
        ready = Optional.empty();
        derivation = Optional.of(opened.model().derivation());
        layers.clear();
        whole.answers().clear();
        focus = Focus.onFirst(opened.model().model());
        publish();
        opened.foldNotice().or(() -> opened.model().storedNotice()).ifPresent(announcements::notice);
    }

    /** Settings and network go together: undo, redo and opened settings may be for the other form. */
    private void useForm() {
        boolean folded = history.current().folded();
        if (model.isPresent() && model.get().model().folded() != folded) {
            model = Optional.of(variants.get(folded));
            derivation = Optional.of(model.get().derivation());
            ready = Optional.empty();
            layers.clear();
            whole.answers().clear();
            inputs.useModel(model.get());
        }
    }

    private void inputReady(InputWork.Ready input) {
        ready = Optional.of(input);
        derivation = Optional.of(new ParameterDerivation(input.ranges().statistics()));
        recogniseDerived();
        recompute();
    }

    /** Settings may open before the ranges are there that their values come from; those are not set by hand. */
    private void recogniseDerived() {
        openedSettings.ifPresent(opened -> history.rewrite(
                settings -> derivation.orElseThrow().withoutRedundant(settings, opened)));
        forgetOpenedSettings();
    }

    private void forgetOpenedSettings() {
        if (inputs.isSettled()) {
            openedSettings = Optional.empty();
        }
    }

    private void settingsChanged() {
        useForm();
        inputs.setPreprocessing(history.current().preprocessing());
        recompute();
    }

    private void recompute() {
        requestLayers();
        publish();
    }

    private void requestLayers() {
        state = snapshot();
        ready.ifPresent(input -> {
            WorkspaceState now = state;
            layers.recompute(now, whole.inputs(now, input), () -> whole.answers().ask(now, input));
        });
    }

    /** What layers read, as the state says. */
    private Optional<InputWork.Ready> layerInputs() {
        return ready.map(input -> whole.inputs(state, input));
    }

    /** Further inputs may have come with an answer. */
    private void answered() {
        if (state.inputSource() == InputSource.ACCUMULATED) {
            requestLayers();
        }
        publishSoon();
    }

    /** Tells of several changes, one right after another, once. */
    private void publishSoon() {
        state = snapshot();
        if (!unpublished) {
            unpublished = true;
            workers.publisher().execute(() -> {
                if (unpublished) {
                    publish();
                }
            });
        }
    }

    private void publish() {
        unpublished = false;
        state = snapshot();
        announcements.state(state);
    }

    private OpenModel requireModel() {
        return model.orElseThrow(() -> new IllegalStateException("No model is open; open one first."));
    }

    /** Runs an action whose failure is a sentence for the person. */
    private boolean attempt(Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException failure) {
            problem(failure);
            return false;
        }
    }

    private void problem(RuntimeException failure) {
        announcements.problem(failure);
        publish();
    }

    private WorkspaceState snapshot() {
        return new WorkspaceState(
                model.map(OpenModel::model),
                history.current(),
                history.undoLabel(),
                history.redoLabel(),
                history.isAtSaved(),
                settingsFile,
                derivation,
                focus,
                ready.map(InputWork.Ready::shown),
                layers.shown(),
                layers.baselineSqnrDb(focus.layer()),
                layers.summaries(),
                whole.source(),
                whole.inputVersions(model, history.current(), derivation, ready),
                whole.answers().answer(),
                engine.status(),
                inputs.openDimensions(),
                engine.task().or(variants::task).or(inputs::task).or(layers::task)
                        .or(whole.answers()::task));
    }
}
