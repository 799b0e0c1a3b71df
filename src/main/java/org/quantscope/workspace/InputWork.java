package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.ImageSet;
import org.quantscope.network.ImageSource;
import org.quantscope.network.InputShape;
import org.quantscope.network.NetworkRunException;
import org.quantscope.network.NetworkRunner;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;

/**
 * Opens models and images and feeds the network, on the network worker, newest request first. What failed leaves the
 * input as it was.
 */
final class InputWork {
    private static final long FIRST_SEED = 1;

    /**
     * A model that was read.
     *
     * @param stored the model as the file has it and what was observed of its weights
     * @param folded with its BatchNormalization folded, if that was asked for and can be
     * @param foldAsked whether it was asked for
     * @param sample the bundled network that it is a copy of
     */
    record Opened(OpenModel stored, Optional<OpenModel> folded, boolean foldAsked, Optional<SampleModel> sample) {
        /** The one that is opened. */
        OpenModel model() {
            return folded.orElse(stored);
        }

        /** Folding is never silent, nor is that there is nothing to fold. */
        Optional<String> foldNotice() {
            return foldAsked
                    ? Optional.of(folded.map(OpenModel::foldedNotice).orElse("'" + stored.model().fileName()
                            + "' has no BatchNormalization that can be folded; it is open as it is stored."))
                    : Optional.empty();
        }
    }

    private record OpenRequest(Path file, boolean fold) {}

    /**
     * The network was fed.
     *
     * @param request what was asked for
     * @param shown what a person sees of it
     * @param ranges what was observed
     * @param inputs every layer's input
     * @param output the network's first output; empty where the network did not run as a whole
     * @param whole whether that is all; otherwise it is the first layer's alone, and the rest follows
     */
    record Ready(
            InputRequest request,
            InputState shown,
            ObservedRanges ranges,
            LayerInputs inputs,
            Optional<FloatTensor> output,
            boolean whole) {
        /** The same with layers that read something else. */
        Ready withInputs(LayerInputs others) {
            return new Ready(request, shown, ranges, others, output, whole);
        }

        FloatTensor layerInput(Layer layer) {
            return inputs.of(layer);
        }
    }

    private final Workers workers;
    private final Samples samples = new Samples();
    private final NetworkFeeding feeding;
    private final LatestJob<OpenRequest, Opened> openJob;
    private final LatestJob<Path, ImageSet> imagesJob;
    private final LatestJob<InputRequest, Ready> feedJob;
    private final Consumer<Opened> onOpened;
    private final Consumer<Ready> onReady;
    private final Runnable changed;

    private Optional<SampleModel> sample = Optional.empty();
    private Optional<InputRequest> wanted = Optional.empty();
    private Optional<Ready> ready = Optional.empty();
    private Optional<Preprocessing> refused = Optional.empty();
    private boolean settled;
    private String task = "Working";

    InputWork(
            Workers workers,
            Consumer<Opened> onOpened,
            Consumer<Ready> onReady,
            Consumer<RuntimeException> problem,
            Runnable changed) {
        this.workers = workers;
        this.onOpened = onOpened;
        this.onReady = onReady;
        this.changed = changed;
        this.feeding = new NetworkFeeding(text -> workers.publisher().execute(() -> tell(text)));
        openJob = new LatestJob<>(workers.network(), workers.publisher(),
                (request, publish, cancellation) -> publish.accept(read(request)),
                (request, opened) -> opened(opened), problem);
        imagesJob = new LatestJob<>(workers.network(), workers.publisher(),
                (source, publish, cancellation) -> publish.accept(ImageSource.open(source)),
                (source, images) -> imagesOpened(images), problem);
        feedJob = new LatestJob<>(workers.network(), workers.publisher(), feeding::run,
                (request, fed) -> fed(request, fed), failure -> {
                    backToWhatWorked();
                    problem.accept(failure);
                });
        openJob.whenIdle(changed);
        imagesJob.whenIdle(changed);
        feedJob.whenIdle(changed);
    }

    /** What is being done, for a person. */
    Optional<String> task() {
        boolean idle = openJob.isIdle() && imagesJob.isIdle() && feedJob.isIdle();
        return idle ? Optional.empty() : Optional.of(task);
    }

    /** Whether the network was fed what was asked for last, so that the ranges are those of the settings. */
    boolean isSettled() {
        return settled;
    }

    void openModel(Path file, boolean fold) {
        task = "Opening " + file.getFileName();
        openJob.submit(new OpenRequest(file, fold));
        changed.run();
    }

    /** @throws IllegalArgumentException with a sentence if there is no such bundled network */
    void openSample(String fileName, boolean fold) {
        SampleModel found = Samples.models().stream()
                .filter(model -> model.file().equals(fileName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no bundled network '" + fileName + "'."));
        openModel(samples.modelFile(found), fold);
    }

    void openImages(Path source) {
        task = "Opening " + source.getFileName();
        imagesJob.submit(source);
        changed.run();
    }

    void showImage(int index) {
        wanted.filter(request -> request.images().isPresent()).ifPresent(request -> {
            ImageSet images = request.images().get();
            int inside = Math.floorMod(index, images.size());
            submit(request.withImages(images, inside));
        });
    }

    /** Shows one image of a set that is open already. */
    void showImage(ImageSet images, int index) {
        wanted.ifPresent(request -> submit(request.images().filter(images::equals).isPresent()
                ? request.withImages(images, index)
                : request.withImages(images, index).withRangesOfNewInput()));
    }

    void useRandom(long seed) {
        wanted.ifPresent(request -> submit(request.withSeed(seed).withRangesOfNewInput()));
    }

    /** @throws IllegalArgumentException with a sentence if a name is unknown or an extent below 1 */
    void setDimensions(Map<String, Integer> dimensions) {
        wanted.ifPresent(request -> {
            InputShape.of(request.model().model()).withDimensions(dimensions).shape();
            submit(request.withDimensions(dimensions).withRanges(Optional.empty()));
        });
    }

    /** Feeds again if images are normalised in another way than now; empty: as the network's input suggests. */
    void setPreprocessing(Optional<Preprocessing> preprocessing) {
        wanted.ifPresent(request -> {
            Preprocessing next = preprocessing.orElseGet(() -> suggested(request.model().model()));
            // What the network could not be fed with is not tried again at every edit.
            boolean failedBefore = refused.filter(next::equals).isPresent();
            refused = refused.filter(next::equals);
            if (!failedBefore && !next.equals(request.preprocessing())) {
                submit(request.withPreprocessing(next).withRanges(Optional.empty()));
            }
        });
    }

    /** Takes ranges that were observed elsewhere, for the images that they are of. */
    void useRanges(ImageSet images, ObservedRanges ranges) {
        wanted.ifPresent(request -> submit(
                request.withCalibration(Optional.of(images)).withRanges(Optional.of(ranges))));
    }

    /** The network that the feeding runs; of the network's worker alone. */
    NetworkRunner runner(Model model) {
        return feeding.runner(model);
    }

    void observeHere() {
        wanted.ifPresent(request -> submit(
                request.withCalibration(Optional.empty()).withRanges(Optional.empty())));
    }

    /** The open dimensions of the network's input with the values in use. */
    List<OpenDimension> openDimensions() {
        return wanted.map(request -> dimensions(request.model().model(), request.dimensions())).orElse(List.of());
    }

    void close() {
        workers.network().execute(() -> {
            ready.ifPresent(fed -> fed.inputs().close());
            feeding.close();
        });
    }

    private Opened read(OpenRequest request) {
        OpenModel stored = OpenModel.of(OnnxReader.read(request.file())).withStored();
        boolean folds = request.fold() && stored.model().isFoldable();
        return new Opened(
                stored, folds ? Optional.of(ModelVariants.foldedOf(stored)) : Optional.empty(), request.fold(),
                samples.recognise(stored.model().sha256()));
    }

    private void opened(Opened opened) {
        sample = opened.sample();
        refused = Optional.empty();
        forgetFed();
        onOpened.accept(opened);
        Optional<ImageSet> images = sample.map(samples::images);
        submit(new InputRequest(
                opened.model(),
                images,
                0,
                FIRST_SEED,
                sample.map(SampleModel::preprocessing).orElseGet(() -> suggested(opened.model().model())),
                Map.of(),
                sample.map(SampleModel::classes).orElse(List.of()),
                sample.map(samples::calibration),
                Optional.empty()));
    }

    /** Feeds another form of the open network as this one is fed; nothing to do where it is the same. */
    void useModel(OpenModel model) {
        wanted.filter(request -> request.model() != model).ifPresent(request -> {
            forgetFed();
            submit(request.withModel(model));
        });
    }

    private void forgetFed() {
        ready.ifPresent(before -> before.inputs().close());
        ready = Optional.empty();
    }

    private void imagesOpened(ImageSet images) {
        wanted.ifPresent(request -> submit(request.withImages(images, 0).withRangesOfNewInput()));
    }

    private void submit(InputRequest request) {
        wanted = Optional.of(request);
        settled = false;
        feedJob.submit(request);
        changed.run();
    }

    private void fed(InputRequest request, Ready fed) {
        boolean stillOpen = wanted.filter(now -> now.model() == request.model()).isPresent();
        if (!stillOpen) {
            fed.inputs().close();
            return;
        }
        ready.ifPresent(before -> before.inputs().close());
        ready = Optional.of(fed);
        settled = fed.whole() && wanted.get() == request;
        if (settled) {
            wanted = Optional.of(settled(fed));
        }
        onReady.accept(fed);
    }

    /** A failed request is forgotten; the first one of a model stays, so that its dimensions can be changed. */
    private void backToWhatWorked() {
        Optional<Ready> worked = ready.filter(Ready::whole);
        settled = worked.isPresent();
        refused = wanted.map(InputRequest::preprocessing);
        wanted = worked.map(InputWork::settled).or(() -> wanted);
        refused = refused.filter(given -> !wanted.map(InputRequest::preprocessing).equals(Optional.of(given)));
    }

    /** The request with the ranges that it led to: what the next request starts from. */
    private static InputRequest settled(Ready fed) {
        return fed.request().withRanges(Optional.of(fed.ranges()));
    }

    private void tell(String text) {
        task = text;
        changed.run();
    }

    private static Preprocessing suggested(Model model) {
        try {
            return InputShape.of(model).defaultPreprocessing();
        } catch (NetworkRunException noInput) {
            return Preprocessing.UNIT;
        }
    }

    /** The outermost dimension counts inputs, unless an inner one has the same extent by its name. */
    private static boolean isBatch(String name, List<InputShape.OpenDimension> open) {
        return open.stream().filter(one -> one.name().equals(name)).allMatch(one -> one.axis() == 0);
    }

    private static List<OpenDimension> dimensions(Model model, Map<String, Integer> values) {
        try {
            List<InputShape.OpenDimension> open = InputShape.of(model).withDimensions(values).open();
            return open.stream()
                    .map(one -> new OpenDimension(one.name(), one.value(), isBatch(one.name(), open)))
                    .distinct()
                    .toList();
        } catch (NetworkRunException noInput) {
            return List.of();
        }
    }
}
