package org.quantscope.workspace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.ChannelTally;
import org.quantscope.analysis.LayerTally;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerPlanes;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Crew;
import org.quantscope.conv.engine.LiveLayer;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * Computes layers three ways on a worker thread; the work of the latest-wins job. What was computed of the last layer is
 * kept, so that an edit costs what it changes.
 */
final class LayerComputation {
    /** Layers with more multiplications than this show the visible channel before the rest. */
    private static final long SMALL = 20_000_000;

    private static final int FEW_CHANNELS = 4;

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

    private final Supplier<ConvEngine> engine;
    private final Crew crew;
    private LiveLayer live;
    private LayerPlanes planes;
    private ChannelTally[] tallies;

    LayerComputation(Supplier<ConvEngine> engine, Crew crew) {
        this.engine = engine;
        this.crew = crew;
    }

    void run(Request request, Consumer<LayerResult> publish, Cancellation cancellation) {
        long start = System.nanoTime();
        open(request.layer(), request.input().get());
        Shape output = live.shape().output();
        boolean large = (long) live.channelsToSum(request.params()) * request.layer().taps() * output.size()
                / output.extent(1) > SMALL;
        if (request.visible().isPresent() && large && request.layer().outputChannels() > 1) {
            publish.accept(visible(request, request.visible().get(), start, cancellation));
        }
        publish.accept(all(request, start, cancellation));
    }

    /** Lets go of the last layer; planes that were handed out stay what they are. */
    void forget() {
        if (live != null) {
            live.close();
            live = null;
            planes = null;
            tallies = null;
        }
    }

    private void open(Layer layer, FloatTensor input) {
        if (live == null || live.layer() != layer || live.input() != input) {
            forget();
            live = new LiveLayer(engine.get(), crew, layer, input);
            planes = LayerPlanes.none(live.shape().output());
            tallies = new ChannelTally[layer.outputChannels()];
        }
    }

    private LayerResult visible(Request request, int channel, long start, Cancellation cancellation) {
        ChannelOutputs outputs = live.channel(request.params(), channel, cancellation);
        planes = planes.with(outputs);
        tally(request, outputs, one -> worstCase(request, one));
        return result(request, ChannelRange.single(channel), start);
    }

    private LayerResult all(Request request, long start, Cancellation cancellation) {
        List<ChannelOutputs> outputs = live.all(request.params(), cancellation);
        planes = LayerPlanes.of(live.shape().output(), outputs);
        IntToLongFunction bounds = worstCases(request, outputs);
        crew.share(outputs.size(), 1, (from, to) -> {
            cancellation.throwIfCancelled();
            tally(request, outputs.get(from), bounds);
        });
        return result(request, ChannelRange.all(outputs.size()), start);
    }

    private static long worstCase(Request request, int channel) {
        return AccumulatorHeadroom.worstCases(request.layer(), request.params(), ChannelRange.single(channel))[0];
    }

    /** For a few channels one by one, for many together: some formulas prepare the whole layer's weights each time. */
    private IntToLongFunction worstCases(Request request, List<ChannelOutputs> outputs) {
        long changed = outputs.stream()
                .filter(one -> tallies[one.channel()] == null || tallies[one.channel()].outputs() != one)
                .count();
        if (changed <= FEW_CHANNELS || !outputs.get(0).integer().hasSums()) {
            return channel -> worstCase(request, channel);
        }
        long[] all = AccumulatorHeadroom.worstCases(
                request.layer(), request.params(), ChannelRange.all(outputs.size()));
        return channel -> all[channel];
    }

    private void tally(Request request, ChannelOutputs outputs, IntToLongFunction bounds) {
        int channel = outputs.channel();
        tallies[channel] = ChannelTally.of(
                request.layer(), request.params(), outputs, bounds, Optional.ofNullable(tallies[channel]));
    }

    private LayerResult result(Request request, ChannelRange channels, long start) {
        int[] extents = live.shape().output().toArray();
        extents[1] = channels.count();
        LayerTally tally = new LayerTally(
                request.layer(), request.params(), Shape.of(extents),
                Arrays.asList(tallies).subList(channels.from(), channels.to()));
        return new LayerResult(request.layer(), request.params(), request.inputVersion(), planes, tally.report(),
                tally.headroom(), System.nanoTime() - start);
    }
}
