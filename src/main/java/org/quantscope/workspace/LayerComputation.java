package org.quantscope.workspace;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.LayerReport;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Computes one layer three ways on a worker thread; the work of the latest-wins job. */
final class LayerComputation {
    /** Layers with more multiplications than this show the visible channel before the rest. */
    private static final long SMALL = 20_000_000;

    /**
     * What is to be computed.
     *
     * @param layer the layer
     * @param input gives the layer's input (N, C, H, W), on the worker
     * @param inputVersion names that input
     * @param params the parameters to run with
     * @param visible the channel that is looked at; empty: all channels at once
     */
    record Request(
            Layer layer,
            Supplier<FloatTensor> input,
            long inputVersion,
            LayerParams params,
            Optional<Integer> visible) {}

    private final Supplier<LayerRunner> runner;

    LayerComputation(Supplier<LayerRunner> runner) {
        this.runner = runner;
    }

    void run(Request request, Consumer<LayerResult> publish, Cancellation cancellation) {
        Layer layer = request.layer();
        FloatTensor input = request.input().get();
        Shape output = layer.geometryFor(input.shape()).outputShape(input.shape(), layer.outputChannels());
        boolean inTwoSteps = (long) output.size() * layer.taps() > SMALL && layer.outputChannels() > 1;
        if (request.visible().isPresent() && inTwoSteps) {
            publish.accept(
                    compute(request, input, ChannelRange.single(request.visible().get()), cancellation));
        }
        publish.accept(compute(request, input, ChannelRange.all(layer.outputChannels()), cancellation));
    }

    private LayerResult compute(
            Request request, FloatTensor input, ChannelRange channels, Cancellation cancellation) {
        long start = System.nanoTime();
        LayerOutputs outputs = runner.get().run(request.layer(), input, request.params(), channels, cancellation);
        LayerReport report = LayerReport.of(outputs, request.params());
        return new LayerResult(request.layer(), request.params(), request.inputVersion(), outputs, report,
                AccumulatorHeadroom.of(request.layer(), request.params(), outputs), System.nanoTime() - start);
    }
}
