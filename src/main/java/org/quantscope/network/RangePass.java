package org.quantscope.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.Shape;

/**
 * Runs the network on image after image and keeps the range of what every layer reads and writes. Nothing but the
 * ranges outlives an image.
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
     * The ranges by layer name.
     *
     * @param limit how many images at most, from the first on; at least 1
     * @param cancellation asked before every image
     * @param progress told after every image how many are done
     */
    public Map<String, LayerRanges> run(ImageSet images, int limit, Cancellation cancellation, IntConsumer progress) {
        if (limit < 1) {
            throw new IllegalArgumentException("Calibration needs at least one image, not " + limit + ".");
        }
        Map<String, RangeStatistics> seen = new LinkedHashMap<>();
        int count = Math.min(limit, images.size());
        for (int index = 0; index < count; index++) {
            cancellation.throwIfCancelled();
            try (Activations activations = runner.run(images.networkInput(index, preprocessing, inputShape))) {
                activations.observeInto(seen);
            }
            progress.accept(index + 1);
        }
        return Activations.byLayer(model, seen);
    }
}
