package org.quantscope.network;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.quantscope.calibrate.DistributionObserver;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.Statistic;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * Runs the float network on image after image and keeps statistics of what every layer reads and writes; memory does not
 * grow with the images. Where histograms are wanted the images are run twice: the first look gives the ranges that the
 * histograms are laid over, so that their bins are those that all values at once would have had. It can be stopped after
 * any image and goes on from there. Used by one thread at a time.
 */
public final class CalibrationPass {
    private final Model model;
    private final RangeSources sources;
    private final Preprocessing preprocessing;
    private final Shape inputShape;
    private final ImageSet images;
    private final int count;
    private final Set<Statistic> wanted;
    private final Map<String, RangeStatistics> seen = new LinkedHashMap<>();
    private final Map<String, Float> smallestMagnitudes = new LinkedHashMap<>();
    private final Map<String, DistributionObserver> distributions = new LinkedHashMap<>();
    private int done;

    /**
     * @param limit how many images at most, from the first on; at least 1
     * @param wanted what is to be kept; the range always is
     */
    public CalibrationPass(
            Model model, Preprocessing preprocessing, Shape inputShape, ImageSet images, int limit,
            Set<Statistic> wanted) {
        if (limit < 1) {
            throw new IllegalArgumentException("Calibration needs at least one image, not " + limit + ".");
        }
        this.model = model;
        this.sources = new RangeSources(model);
        this.preprocessing = preprocessing;
        this.inputShape = inputShape;
        this.images = images;
        this.count = Math.min(limit, images.size());
        this.wanted = EnumSet.copyOf(wanted);
    }

    /** How many looks at images there will have been in the end: one or two for each. */
    public int looks() {
        return countsDistributions() ? 2 * count : count;
    }

    /** How many of them are done. */
    public int done() {
        return done;
    }

    public boolean isComplete() {
        return done == looks();
    }

    /**
     * Goes on to the end, or until it is cancelled.
     *
     * @param runner the model's network
     * @param progress told after every look how many are done
     */
    public void run(NetworkRunner runner, Cancellation cancellation, IntConsumer progress) {
        while (!isComplete() && !cancellation.isCancelled()) {
            step(runner);
            progress.accept(done);
        }
    }

    /** Takes the next look; nothing at the end. */
    public void step(NetworkRunner runner) {
        if (!isComplete()) {
            look(runner);
            done++;
        }
    }

    private void look(NetworkRunner runner) {
        int index = done % count;
        try (Activations activations = runner.run(images.networkInput(index, preprocessing, inputShape))) {
            if (done < count) {
                activations.observeInto(seen, sources);
            }
            if (countsDistributions()) {
                seen.forEach((name, range) -> observeDistribution(name, range, activations.tensor(name)));
            }
        }
    }

    private void observeDistribution(String name, RangeStatistics range, FloatTensor values) {
        if (done < count) {
            float smallest = DistributionObserver.smallestMagnitude(values.data(), 0, values.size());
            smallestMagnitudes.merge(name, smallest, Math::min);
        } else {
            distributions.computeIfAbsent(name, first -> new DistributionObserver(range, smallestMagnitudes.get(name)))
                    .observe(values.data(), 0, values.size());
        }
    }

    private boolean countsDistributions() {
        return wanted.contains(Statistic.DISTRIBUTION);
    }

    /**
     * What was found so far.
     *
     * @throws IllegalStateException if no image was looked at yet
     */
    public Calibration result() {
        if (done == 0) {
            throw new IllegalStateException("Nothing was observed yet.");
        }
        Map<String, RangeStatistics> found = new LinkedHashMap<>(seen);
        if (done > count) {
            distributions.forEach((name, observer) -> found.computeIfPresent(
                    name, (same, range) -> range.withDistribution(observer.distribution())));
        }
        return new Calibration(Activations.byLayer(model, found, sources), Math.min(done, count), Math.max(0, done - count),
                isComplete());
    }
}
