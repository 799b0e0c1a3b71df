package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.SensitivityEntry;
import org.quantscope.analysis.SensitivityMode;
import org.quantscope.analysis.SensitivityTarget;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.WeightSettings;
import org.quantscope.tensor.FloatTensor;

/** Evaluations and sensitivity studies that are stopped and go on, on the smaller sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudyRunsTest {
    private static final int IMAGES = 12;

    private final Samples samples = new Samples();
    private final Model model = OnnxReader.read(Path.of("samples/fashion-lenet.onnx"));
    private final SampleModel sample = samples.recognise(model.sha256()).orElseThrow();
    private final CountingImages images = new CountingImages(samples.images(sample));
    private final DataSet data = DataSet.of(
            images, sample.preprocessing(), InputShape.of(model).shape(), OptionalInt.of(IMAGES));
    private final SimulatedNetwork network = SimulatedNetwork.open(model, 1);
    private final Map<String, LayerParams> params = params();

    @AfterAll
    void close() {
        network.close();
    }

    @Test
    void anEvaluationThatWasStoppedEndsAsOneThatWasNot() {
        EvaluationRun whole = evaluated(new EvaluationRun(params, IMAGES), new NetworkComparison(network, data));
        EvaluationRun stopped = new EvaluationRun(params, IMAGES);
        NetworkComparison first = new NetworkComparison(network, data);
        for (int i = 0; i < 5; i++) {
            stopped.step(first, Cancellation.NEVER);
        }
        assertThatThrownBy(() -> stopped.step(first, new Cancellation(() -> true)))
                .isInstanceOf(CancellationException.class);

        assertThat(stopped.done()).isEqualTo(5);
        assertThat(stopped.result().images()).isEqualTo(5);
        evaluated(stopped, new NetworkComparison(network, data));

        assertThat(stopped.result()).isEqualTo(whole.result());
        assertThat(whole.result().images()).isEqualTo(IMAGES);
    }

    @Test
    void flipsNameTheImagesWhoseAnswerChanges() {
        Map<String, LayerParams> rough = new LinkedHashMap<>();
        params.forEach((layer, all) -> rough.put(layer, SensitivityTarget.WEIGHTS.of(all).orElseThrow()));
        NetworkComparison comparison = new NetworkComparison(network, data);
        Evaluation evaluation = evaluated(new EvaluationRun(rough, IMAGES), comparison).result();
        List<Integer> expected = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            FloatTensor input = data.input(image);
            int before = ClassProbability.top(network.predict(input, Map.of(), Cancellation.NEVER), 0, 1).get(0).index();
            int after = ClassProbability.top(network.predict(input, rough, Cancellation.NEVER), 0, 1).get(0).index();
            if (before != after) {
                expected.add(image);
            }
        }

        assertThat(expected).isNotEmpty();
        assertThat(evaluation.flips()).extracting(flip -> flip.image()).containsExactlyElementsOf(expected);
        assertThat(evaluation.agreement()).isEqualTo(1 - expected.size() / (double) IMAGES);
    }

    @Test
    void nothingQuantizedIsTheFloatNetworkToTheLastBit() {
        Evaluation evaluation =
                evaluated(new EvaluationRun(Map.of(), IMAGES), new NetworkComparison(network, data)).result();

        assertThat(evaluation.logitMse()).isZero();
        assertThat(evaluation.kl()).isZero();
        assertThat(evaluation.agreement()).isEqualTo(1);
        assertThat(evaluation.accuracy()).isEqualTo(evaluation.floatAccuracy());
        assertThat(evaluation.meanSqnrDb()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void inputsAreReadOnceForAllNetworksThatAreCompared() {
        NetworkComparison comparison = new NetworkComparison(network, data);
        int before = images.read.get();

        studied(new SensitivityRun(params, IMAGES), comparison);
        evaluated(new EvaluationRun(params, IMAGES), comparison);

        assertThat(images.read.get() - before).isEqualTo(IMAGES);
    }

    @Test
    void sensitivityHasAllLayersOnTheFirstImageBeforeTheSecond() {
        SensitivityRun run = new SensitivityRun(
                params, IMAGES, Set.of(SensitivityMode.ONLY), Set.of(SensitivityTarget.BOTH));
        NetworkComparison comparison = new NetworkComparison(network, data);

        for (int i = 0; i < model.layers().size(); i++) {
            assertThat(run.entries()).hasSize(i);
            run.step(comparison, Cancellation.NEVER);
        }

        assertThat(run.entries()).hasSize(5).allMatch(entry -> entry.images() == 1);
        assertThat(run.done()).isEqualTo(5);
        assertThat(run.total()).isEqualTo(5 * IMAGES);
    }

    @Test
    void sensitivityThatWasStoppedEndsAsOneThatWasNot() {
        SensitivityRun whole = studied(new SensitivityRun(params, IMAGES), new NetworkComparison(network, data));
        SensitivityRun stopped = new SensitivityRun(params, IMAGES);
        NetworkComparison first = new NetworkComparison(network, data);
        for (int i = 0; i < 100; i++) {
            stopped.step(first, Cancellation.NEVER);
        }
        assertThatThrownBy(() -> stopped.step(first, new Cancellation(() -> true)))
                .isInstanceOf(CancellationException.class);
        studied(stopped, new NetworkComparison(network, data));

        assertThat(stopped.entries()).isEqualTo(whole.entries());
        assertThat(whole.done()).isEqualTo(whole.total());
        assertThat(whole.entries()).allMatch(entry -> entry.images() == IMAGES);
    }

    @Test
    void everyEntryIsTheEvaluationOfItsOwnNetwork() {
        SensitivityRun run = studied(new SensitivityRun(params, IMAGES), new NetworkComparison(network, data));

        for (SensitivityEntry entry : run.entries()) {
            Map<String, LayerParams> own = new LinkedHashMap<>();
            params.forEach((layer, all) -> {
                if (layer.equals(entry.layer()) == (entry.mode() == SensitivityMode.ONLY)) {
                    own.put(layer, entry.target().of(all).orElseThrow());
                }
            });
            Evaluation alone =
                    evaluated(new EvaluationRun(own, IMAGES), new NetworkComparison(network, data)).result();
            assertThat(entry.logitMse()).isEqualTo(alone.logitMse());
            assertThat(entry.accuracy()).isEqualTo(alone.accuracy());
        }
        assertThat(run.entries()).hasSize(2 * 3 * 5);
    }

    @Test
    void withFloatActivationsBothAndWeightsAreComputedOnce() {
        Map<String, LayerParams> weights = new LinkedHashMap<>();
        params.forEach((layer, all) -> weights.put(layer, SensitivityTarget.WEIGHTS.of(all).orElseThrow()));

        SensitivityRun run = studied(new SensitivityRun(weights, 2), new NetworkComparison(network, data));

        assertThat(run.total()).isEqualTo(2 * 5 * 2);
        assertThat(run.entries()).hasSize(2 * 2 * 5);
    }

    @Test
    void labelsThatTheNetworkDoesNotKnowAreToldWithTheImage() {
        DataSet wrong = new DataSet(new CountingImages(images) {
            @Override
            public Optional<Integer> label(int index) {
                return Optional.of(index == 2 ? 10 : 0);
            }
        }, data.preprocessing(), data.inputShape(), IMAGES);

        assertThatThrownBy(() -> evaluated(
                new EvaluationRun(params, IMAGES), new NetworkComparison(network, wrong)))
                .isInstanceOf(NetworkRunException.class)
                .hasMessage("The label of image 2 is 10, but the network tells 10 classes apart; use labels from 0 to 9.");
    }

    private static EvaluationRun evaluated(EvaluationRun run, NetworkComparison comparison) {
        while (!run.isComplete()) {
            run.step(comparison, Cancellation.NEVER);
        }
        return run;
    }

    private static SensitivityRun studied(SensitivityRun run, NetworkComparison comparison) {
        while (!run.isComplete()) {
            run.step(comparison, Cancellation.NEVER);
        }
        return run;
    }

    /** Two-bit weights, four-bit inputs and outputs. */
    private Map<String, LayerParams> params() {
        Map<String, LayerParams> all = new LinkedHashMap<>();
        Map<String, LayerRanges> ranges;
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            ranges = new RangePass(model, runner, data.preprocessing(), data.inputShape())
                    .run(images, 2, Cancellation.NEVER, done -> {});
        }
        ActivationSettings activation = ActivationSettings.DEFAULT.withType(QuantType.UINT8.withBits(4));
        for (Layer layer : model.layers()) {
            LayerStatistics seen = new LayerStatistics(WeightStatistics.of(layer.weight()),
                    Optional.of(ranges.get(layer.name()).input()), Optional.of(ranges.get(layer.name()).output()));
            LayerSettings choices = LayerSettings.initial(Optional.empty())
                    .withWeight(Optional.of(WeightSettings.DEFAULT.withType(QuantType.INT8_NARROW.withBits(2))))
                    .withInput(Optional.of(activation))
                    .withOutput(Optional.of(activation));
            all.put(layer.name(),
                    new ParameterDerivation(Map.of(layer.name(), seen)).derive(layer.name(), choices));
        }
        return all;
    }

    /** Counts how often an image is read. */
    private static class CountingImages implements ImageSet {
        private final ImageSet from;
        private final AtomicInteger read = new AtomicInteger();

        CountingImages(ImageSet from) {
            this.from = from;
        }

        @Override
        public String name() {
            return from.name();
        }

        @Override
        public int size() {
            return from.size();
        }

        @Override
        public Optional<Integer> label(int index) {
            return from.label(index);
        }

        @Override
        public RawImage image(int index) {
            read.incrementAndGet();
            return from.image(index);
        }
    }
}
