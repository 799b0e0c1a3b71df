package org.quantscope.workspace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.quantscope.calibrate.Observer;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.Activations;
import org.quantscope.network.ImageSet;
import org.quantscope.network.InputShape;
import org.quantscope.network.LayerRanges;
import org.quantscope.network.NetworkRunException;
import org.quantscope.network.NetworkRunner;
import org.quantscope.network.RandomInput;
import org.quantscope.network.RangePass;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * Runs the float network on what a request says and hands over every layer's input. Used by one worker, which owns the
 * ONNX Runtime session. Where ONNX Runtime cannot run the network, every layer gets a random input of its own, and the
 * reason is told.
 */
final class NetworkFeeding {
    private static final int PROGRESS_STEP = 32;
    /** Parameters from which on the whole network keeps a person waiting. */
    private static final long LARGE = 4_000_000;

    private final ImageStrip strip = new ImageStrip();
    private final Consumer<String> progress;
    private Model runnersModel;
    private NetworkRunner runner;
    private Model fedModel;
    private boolean networkRan;
    private long version;

    /** @param progress told what is being done, from the worker's thread */
    NetworkFeeding(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Of a large network that was just opened, the first layer comes alone and at once, then all of them. */
    void run(InputRequest request, Consumer<InputWork.Ready> publish, Cancellation cancellation) {
        Model model = request.model().model();
        if (fedModel != model && request.calibration().isEmpty() && parameters(model) > LARGE) {
            feedFirstLayer(request).ifPresent(publish);
            cancellation.throwIfCancelled();
        }
        publish.accept(feed(request, cancellation));
    }

    private static long parameters(Model model) {
        return model.layers().stream().mapToLong(layer -> layer.weight().size()).sum();
    }

    /** Empty where the first layer cannot be had alone; running the whole network says why. */
    private Optional<InputWork.Ready> feedFirstLayer(InputRequest request) {
        Layer first = request.model().model().layers().get(0);
        progress.accept("Running the first layer");
        try {
            return NetworkRunner.openUpTo(request.model().model(), first)
                    .map(runner -> feedOnly(runner, request, first));
        } catch (NetworkRunException | OutOfMemoryError cannotRun) {
            return Optional.empty();
        }
    }

    private InputWork.Ready feedOnly(NetworkRunner part, InputRequest request, Layer layer) {
        try (part;
                Activations activations = part.run(input(request, shape(request)))) {
            FloatTensor input = activations.input(layer);
            ObservedRanges ranges = new ObservedRanges(
                    request.model().statisticsWith(Map.of(layer.name(), activations.ranges(layer))),
                    inputName(request));
            version++;
            return new InputWork.Ready(request, state(request, List.of(), ranges.source(), ""), ranges,
                    LayerInputs.ofOne(layer, input), Optional.empty(), false);
        }
    }

    /** What the network is fed, in its own shape. */
    static FloatTensor networkInput(InputRequest request) {
        return input(request, shape(request));
    }

    private static FloatTensor input(InputRequest request, Shape shape) {
        return request.images()
                .map(images -> images.networkInput(request.index(), request.preprocessing(), shape))
                .orElseGet(() -> RandomInput.pixels(shape, request.preprocessing(), request.seed()).tensor());
    }

    private static String inputName(InputRequest request) {
        return request.images().map(images -> images.imageName(request.index())).orElse("the random input");
    }

    void close() {
        if (runner != null) {
            runner.close();
            runner = null;
            runnersModel = null;
            networkRan = false;
        }
    }

    private InputWork.Ready feed(InputRequest request, Cancellation cancellation) {
        version++;
        InputWork.Ready fed;
        try {
            openRunner(request.model().model());
            fed = feedNetwork(request, cancellation);
            networkRan = true;
        } catch (NetworkRunException cannotRun) {
            fed = feedLayersInstead(request, cannotRun);
        } catch (OutOfMemoryError exhausted) {
            fed = feedLayersInstead(request, new NetworkRunException(
                    "There is not enough memory to run '" + request.model().model().fileName()
                            + "' on this input; make its open dimensions smaller or start with a larger -Xmx.",
                    exhausted));
        }
        fedModel = request.model().model();
        return fed;
    }

    /** A network that ran before keeps the input that it ran on, and so does one whose person asks for an image. */
    private InputWork.Ready feedLayersInstead(InputRequest request, NetworkRunException cannotRun) {
        boolean fedBefore = fedModel == request.model().model();
        if (fedBefore && (networkRan || request.images().isPresent())) {
            throw cannotRun;
        }
        return feedLayers(request, cannotRun.getMessage());
    }

    /** The open network, for other work of the same worker. */
    NetworkRunner runner(Model model) {
        openRunner(model);
        return runner;
    }

    private void openRunner(Model model) {
        if (runnersModel != model) {
            close();
            progress.accept("Opening " + model.fileName() + " in ONNX Runtime");
            runner = NetworkRunner.open(model);
            runnersModel = model;
        }
    }

    private InputWork.Ready feedNetwork(InputRequest request, Cancellation cancellation) {
        Shape shape = shape(request);
        FloatTensor input = input(request, shape);
        Optional<ObservedRanges> calibrated = request.ranges()
                .or(() -> request.calibration().map(images -> calibrate(request, images, shape, cancellation)));
        progress.accept("Running the network");
        Activations activations = runner.run(input);
        try {
            ObservedRanges ranges = calibrated.orElseGet(() ->
                    new ObservedRanges(request.model().statisticsWith(activations.ranges()), inputName(request)));
            FloatTensor output = activations.networkOutput();
            InputState shown = state(request, Predictions.of(output, request.classes()), ranges.source(),
                    String.join(" ", runner.remarks()));
            return new InputWork.Ready(request, shown, ranges,
                    new LayerInputs(activations::input, activations::close), Optional.of(output), true);
        } catch (RuntimeException failure) {
            activations.close();
            throw failure;
        }
    }

    private static Shape shape(InputRequest request) {
        InputShape open = InputShape.of(request.model().model()).withDimensions(request.dimensions());
        try {
            return open.shape();
        } catch (IllegalArgumentException tooLarge) {
            throw new NetworkRunException(tooLarge.getMessage(), tooLarge);
        }
    }

    private ObservedRanges calibrate(
            InputRequest request, ImageSet images, Shape shape, Cancellation cancellation) {
        RangePass pass = new RangePass(request.model().model(), runner, request.preprocessing(), shape);
        Map<String, LayerRanges> ranges = pass.run(images, images.size(), cancellation,
                done -> tellNowAndThen(done, images.size()));
        return new ObservedRanges(
                request.model().statisticsWith(ranges), images.size() + " calibration images");
    }

    private void tellNowAndThen(int done, int all) {
        if (done % PROGRESS_STEP == 0) {
            progress.accept("Observing ranges on image " + done + " of " + all);
        }
    }

    private InputWork.Ready feedLayers(InputRequest request, String reason) {
        LayerInputs inputs = new LayerInputs(
                layer -> RandomInput.forLayer(layer, request.seed()).tensor(), () -> {});
        Map<String, LayerStatistics> statistics = new HashMap<>();
        for (Layer layer : request.model().model().layers()) {
            statistics.put(layer.name(), new LayerStatistics(
                    request.model().weightStatistics().get(layer.name()).weight(),
                    Optional.of(Observer.statistics(inputs.of(layer))),
                    Optional.empty()));
        }
        InputRequest random = request.withSeed(request.seed());
        String source = "a random input for each layer";
        InputState shown = state(random, List.of(), source,
                "Every layer gets a random input of its own. " + reason);
        return new InputWork.Ready(
                random, shown, new ObservedRanges(statistics, source), inputs, Optional.empty(), true);
    }

    private InputState state(
            InputRequest request, List<Prediction> predictions, String rangeSource, String remark) {
        Optional<ImageSet> images = request.images();
        boolean random = images.isEmpty();
        return new InputState(
                version,
                random ? "random input, seed " + request.seed() : images.get().name(),
                images.map(ImageSet::size).orElse(0),
                request.index(),
                images.map(all -> strip.picture(all, request.index())),
                images.flatMap(all -> all.label(request.index())).map(index -> Predictions.className(request.classes(), index)),
                images.map(all -> strip.around(all, request.index())).orElse(List.of()),
                random ? OptionalLong.of(request.seed()) : OptionalLong.empty(),
                predictions,
                rangeSource,
                remark);
    }
}
