package org.quantscope.conv.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelEpilogue;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.HeldSums;
import org.quantscope.conv.Operand;
import org.quantscope.conv.Register;
import org.quantscope.conv.RunOutputs;
import org.quantscope.conv.SummedPlane;
import org.quantscope.model.Layer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * One layer on one input, computed three ways again and again while its parameters are moved. A change costs what it
 * changes: what the sums do not see, only the way from the sums to the output; the codes of one channel, that channel; a
 * channel's scale alone, its fake-quant path; the input's parameters, the layer. Planes that did not change are handed out
 * again, and working memory is kept, so that a run allocates what it hands out and no more.
 *
 * <p>One channel is walked in the order of the reference loops, so its planes are theirs to the last bit. All channels
 * together come from the engine's {@link BandKernels}, whose float32 sums may differ in the last bit; integers are exact
 * everywhere. What neither can do (sides that stay float, registers that overflow, formulas that are not ONNX's) goes
 * through the {@link LayerRunner}.
 *
 * <p>Not safe for several threads, though it lends work to a {@link Crew}.
 */
public final class LiveLayer implements AutoCloseable {
    /** Up to so many channels are walked one by one; bands compute all channels or none. */
    private static final int FEW_CHANNELS = 4;
    /** Channels that the slow way computes at once, so that it can be given up in between. */
    private static final int SLOW_AT_ONCE = 16;
    /** With fewer pixels an image is better served by one matrix product for all images. */
    private static final int FEW_PIXELS = 16;

    private final ConvEngine engine;
    private final Crew crew;
    private final Layer layer;
    private final FloatTensor input;
    private final ConvShape shape;
    private final LayerRunner runner;
    private final RealPlanes real;
    private final ChannelWalk walk;
    private final KeptChannel[] kept;

    private InputSteps steps;
    private PackedInput packed;
    private InputSteps packedSteps;
    private int[] boxes;
    private LayerBands bands;
    private boolean bandsAsked;
    private List<PlaneArrays> spare = new ArrayList<>();

    /**
     * @param input (N, C, H, W), as {@link Layer#acceptInput} shaped it
     * @throws IllegalArgumentException with a sentence if the input has NaN or infinity in it or is too large for the heap
     */
    public LiveLayer(ConvEngine engine, Crew crew, Layer layer, FloatTensor input) {
        this.engine = engine;
        this.crew = crew;
        this.layer = layer;
        this.input = input;
        this.shape = ConvShape.of(layer, input.shape(), ChannelRange.all(layer.outputChannels()));
        MemoryEstimate.requireLive(layer.name(), shape);
        LayerRunner.requireFinite(layer, input);
        ConvKernels kernels = engine.kernels();
        this.runner = LayerRunner.sharing(kernels);
        this.walk = new ChannelWalk(shape, crew);
        this.real = new RealPlanes(layer, input, shape, kernels, walk);
        this.kept = new KeptChannel[layer.outputChannels()];
    }

    public Layer layer() {
        return layer;
    }

    public FloatTensor input() {
        return input;
    }

    /** (N, O, H', W') and what leads there. */
    public ConvShape shape() {
        return shape;
    }

    /**
     * One channel, as soon as possible.
     *
     * @throws IllegalArgumentException with a sentence if the parameters cannot stand together
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public ChannelOutputs channel(LayerParams params, int channel, Cancellation cancellation) {
        LayerRunner.require(layer, params);
        return compute(params, channel, cancellation);
    }

    /** How many channels have to be summed anew for parameters; the others are there, or follow from their sums. */
    public int channelsToSum(LayerParams params) {
        int count = 0;
        for (int channel = 0; channel < kept.length; channel++) {
            count += kept[channel] == null || !kept[channel].hasSumsOf(params) ? 1 : 0;
        }
        return count;
    }

    /**
     * All channels. Those that can be kept from the last run are the same objects again.
     *
     * @throws IllegalArgumentException with a sentence if the parameters cannot stand together
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public List<ChannelOutputs> all(LayerParams params, Cancellation cancellation) {
        LayerRunner.require(layer, params);
        if (channelsToSum(params) > FEW_CHANNELS && !allByBands(params, cancellation)) {
            allByRunner(params, cancellation);
        }
        List<ChannelOutputs> all = new ArrayList<>(kept.length);
        for (int channel = 0; channel < kept.length; channel++) {
            cancellation.throwIfCancelled();
            all.add(compute(params, channel, cancellation));
        }
        return all;
    }

    // ---- one channel

    private ChannelOutputs compute(LayerParams params, int channel, Cancellation cancellation) {
        KeptChannel before = kept[channel];
        if (before == null || !before.isOf(params)) {
            kept[channel] = anew(params, channel, before, cancellation);
        }
        return kept[channel].outputs();
    }

    private KeptChannel anew(LayerParams params, int channel, KeptChannel before, Cancellation cancellation) {
        ChannelRange range = ChannelRange.single(channel);
        Bias bias = Bias.of(layer.bias(), params, range);
        Optional<ChannelPass.Row> found =
                before != null && before.hasSumsOf(params) ? before.row() : row(params, range);
        if (found.filter(row -> holds(params, row.worstCase(bias.code(0)))).isEmpty()) {
            return slowly(params, range, cancellation).get(0);
        }
        ChannelPass.Row row = found.get();
        float[] realPlane = real.channel(channel, params.clamp(), cancellation);
        boolean sameSums = before != null && before.hasSums(params.input(), row);
        if (sameSums && before.hasFakeQuant(row, bias.fakeQuant()[0], params.clamp())) {
            return before.withEpilogue(params, realPlane, epilogue(params, channel, bias, 0), bias.code(0));
        }
        int[] sums = sameSums ? before.sums() : new int[walk.planeSize()];
        float[] fakeQuant = new float[walk.planeSize()];
        walk.fill(steps(params), row, channel, sameSums ? null : sums, fakeQuant, cancellation);
        walk.activate(fakeQuant, bias.fakeQuant()[0], params.clamp());
        return summed(params, channel, bias, 0, row, realPlane, sums, fakeQuant);
    }

    private static boolean holds(LayerParams params, double worstCase) {
        return worstCase <= Integer.MAX_VALUE * 2.0 && new Register(params.accumulator()).holds((long) worstCase);
    }

    private KeptChannel summed(
            LayerParams params, int channel, Bias bias, int biasRow, ChannelPass.Row row, float[] realPlane,
            int[] sums, float[] fakeQuant) {
        SummedPlane integer =
                new SummedPlane(sums, bias.code(biasRow), epilogue(params, channel, bias, biasRow));
        return new KeptChannel(params, new ChannelOutputs(channel, realPlane, fakeQuant, integer),
                Optional.of(row), sums, bias.fakeQuant()[biasRow]);
    }

    private static ChannelEpilogue epilogue(LayerParams params, int channel, Bias bias, int row) {
        return ChannelEpilogue.ofHeld(params, channel, bias, row);
    }

    /** One channel's weights as the walk reads them; empty if only the runner can compute it. */
    private Optional<ChannelPass.Row> row(LayerParams params, ChannelRange channel) {
        if (params.input().isEmpty() || !InputSteps.serve(params.input().get())) {
            return Optional.empty();
        }
        Operand weight = Operand.weight(layer.weight(), params.weight(), channel);
        return weight.counted()
                .map(counted -> ChannelPass.Row.of(counted.steps().data(), weight.fakeQuant().data(),
                        (float) params.input().get().farthest()))
                .filter(ChannelPass.Row::fits);
    }

    private InputSteps steps(LayerParams params) {
        if (steps == null || !steps.params().equals(params.input().orElseThrow())) {
            float[] into = steps == null ? null : steps.steps();
            steps = null;
            steps = InputSteps.of(input, params.input().orElseThrow(), into, crew);
        }
        return steps;
    }

    // ---- all channels

    private boolean allByBands(LayerParams params, Cancellation cancellation) {
        if (params.input().isEmpty() || !InputSteps.serve(params.input().get())) {
            return false;
        }
        boolean tiny = shape.images() > 1 && shape.outputHeight() * shape.outputWidth() < FEW_PIXELS;
        if (tiny || !InputSteps.canBePacked(params.input().get(), shape)) {
            return false;
        }
        Operand weight = Operand.weight(layer.weight(), params.weight(), shape.channels());
        Optional<PackedWeights> packedWeights = PackedWeights.of(weight);
        Bias bias = Bias.of(layer.bias(), params, shape.channels());
        if (packedWeights.isEmpty() || !HeldSums.alwaysFit(params, weight.counted().orElseThrow(), bias)
                || !hasBands()) {
            return false;
        }
        real.all(params.clamp(), cancellation);
        InputSteps inputSteps = steps(params);
        if (packedSteps != inputSteps) {
            packed = inputSteps.pack(shape, packed, crew);
            packedSteps = inputSteps;
            boxes = null;
        }
        if (boxes == null && PackedTerms.needsBoxes(packedWeights.get())) {
            boxes = PackedTerms.boxes(packed, crew);
        }
        PlaneSink sink = new PlaneSink(params, bias);
        try {
            bands.run(packed, packedWeights.get(), PackedTerms.of(packed, packedWeights.get(), boxes), sink,
                    cancellation);
        } catch (RuntimeException givenUp) {
            spare = sink.planes();
            throw givenUp;
        }
        sink.keep(params, bias, weight);
        return true;
    }

    private boolean hasBands() {
        if (!bandsAsked) {
            bandsAsked = true;
            bands = LayerBands.of(engine, shape, crew).orElse(null);
        }
        return bands != null;
    }

    /** A channel's two planes, filled by several threads. */
    private record PlaneArrays(int[] sums, float[] fakeQuant) {}

    /** Lays bands down in planes of the channels that changed. */
    private final class PlaneSink implements LayerBands.Sink {
        private final PlaneArrays[] planes = new PlaneArrays[kept.length];
        private final Bias bias;
        private final Clamp clamp; // null where there is none

        PlaneSink(LayerParams params, Bias bias) {
            this.clamp = params.clamp().orElse(null);
            this.bias = bias;
            for (int channel = 0; channel < planes.length; channel++) {
                if (kept[channel] == null || !kept[channel].hasSumsOf(params)) {
                    planes[channel] = spare.isEmpty()
                            ? new PlaneArrays(new int[walk.planeSize()], new float[walk.planeSize()])
                            : spare.remove(spare.size() - 1);
                }
            }
            spare.clear();
        }

        @Override
        public boolean wants(int channel) {
            return planes[channel] != null;
        }

        @Override
        public void take(int channel, int at, int count, int[] sums, float[] floats, int from, int stride) {
            int[] ownSums = planes[channel].sums();
            float[] fakeQuant = planes[channel].fakeQuant();
            float channelBias = bias.fakeQuant()[channel];
            for (int i = 0, source = from; i < count; i++, source += stride) {
                ownSums[at + i] = sums[source];
                fakeQuant[at + i] = floats[source] + channelBias;
            }
            if (clamp != null) {
                for (int i = at; i < at + count; i++) {
                    fakeQuant[i] = clamp.apply(fakeQuant[i]);
                }
            }
        }

        List<PlaneArrays> planes() {
            List<PlaneArrays> used = new ArrayList<>(Arrays.asList(planes));
            used.removeIf(plane -> plane == null);
            return used;
        }

        void keep(LayerParams params, Bias bias, Operand weight) {
            float[] weightSteps = weight.counted().orElseThrow().steps().data();
            float[] values = weight.fakeQuant().data();
            int taps = shape.taps();
            for (int channel = 0; channel < planes.length; channel++) {
                if (planes[channel] != null) {
                    int from = channel * taps;
                    ChannelPass.Row row = ChannelPass.Row.of(
                            Arrays.copyOfRange(weightSteps, from, from + taps),
                            Arrays.copyOfRange(values, from, from + taps), steps.largest());
                    kept[channel] = summed(params, channel, bias, channel, row,
                            real.channel(channel, params.clamp(), Cancellation.NEVER), planes[channel].sums(),
                            planes[channel].fakeQuant());
                }
            }
        }
    }

    // ---- the slow way

    private void allByRunner(LayerParams params, Cancellation cancellation) {
        for (int from = 0; from < kept.length; from += SLOW_AT_ONCE) {
            ChannelRange range = new ChannelRange(from, Math.min(kept.length, from + SLOW_AT_ONCE));
            for (KeptChannel channel : slowly(params, range, cancellation)) {
                kept[channel.outputs().channel()] = channel;
            }
        }
    }

    private List<KeptChannel> slowly(LayerParams params, ChannelRange range, Cancellation cancellation) {
        Bias bias = Bias.of(layer.bias(), params, range);
        List<KeptChannel> computed = new ArrayList<>(range.count());
        for (ChannelOutputs outputs :
                RunOutputs.channels(runner.run(layer, input, params, range, cancellation), bias)) {
            float[] realPlane = real.adopt(outputs.channel(), params.clamp(), outputs.real());
            ChannelOutputs shared = outputs.fakeQuant() == outputs.real()
                    ? new ChannelOutputs(outputs.channel(), realPlane, realPlane, outputs.integer())
                    : new ChannelOutputs(outputs.channel(), realPlane, outputs.fakeQuant(), outputs.integer());
            computed.add(new KeptChannel(params, shared, Optional.empty(), null, 0));
        }
        return computed;
    }

    /** Lets native memory go; the outputs stay what they are. */
    @Override
    public void close() {
        if (bands != null) {
            bands.close();
            bands = null;
        }
    }
}
