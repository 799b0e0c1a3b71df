package org.quantscope.network;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.quantscope.calibrate.Statistic;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.Shape;

/**
 * Runs the network on image after image and keeps the range of what every layer reads and writes. Nothing but
 * statistics outlives an image.
 */
public final class RangePass {
    private final Model model;
    private final NetworkRunner runner;
    private final Preprocessing preprocessing;
    private final Shape inputShape;

    public RangePass(Model model, NetworkRunner runner, Preprocessing preprocessing, Shape inputShape) {
        this.model = model;
        this.runner = runner;
        this.preprocessing = preprocessing;
        this.inputShape = inputShape;
    }

    /**
     * The ranges by layer name, with averages.
     *
     * @param limit how many images at most, from the first on; at least 1
     * @param cancellation asked before every image
     * @param progress told after every image how many are done
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public Map<String, LayerRanges> run(ImageSet images, int limit, Cancellation cancellation, IntConsumer progress) {
        CalibrationPass pass = start(images, limit, EnumSet.of(Statistic.RANGE, Statistic.AVERAGES));
        pass.run(runner, cancellation, progress);
        if (!pass.isComplete()) {
            cancellation.throwIfCancelled();
        }
        return pass.result().ranges();
    }

    /**
     * What the wanted statistics are.
     *
     * @param wanted what the methods need, {@link org.quantscope.calibrate.CalibrationMethod#needs()}
     * @param progress told after every look at an image how many are done; histograms take two looks at each
     * @return what was found by then if it is cancelled
     * @throws java.util.concurrent.CancellationException if it is cancelled before the first image
     */
    public Calibration run(
            ImageSet images, int limit, Set<Statistic> wanted, Cancellation cancellation, IntConsumer progress) {
        CalibrationPass pass = start(images, limit, wanted);
        cancellation.throwIfCancelled();
        pass.run(runner, cancellation, progress);
        if (pass.done() == 0) {
            cancellation.throwIfCancelled();
        }
        return pass.result();
    }

    /** A pass that can be stopped and gone on with. */
    public CalibrationPass start(ImageSet images, int limit, Set<Statistic> wanted) {
        return new CalibrationPass(model, preprocessing, inputShape, images, limit, wanted);
    }
}
