package org.quantscope.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToLongFunction;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.ChannelTally;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.LayerTally;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.Operand;
import org.quantscope.conv.engine.BandRun;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Crew;
import org.quantscope.conv.engine.LiveLayer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.Shape;
import org.quantscope.ui.chart.PaintedMap;

/** Quantscope's side of a layer. */
final class OurCases implements AutoCloseable {
    private static final float CHANGED = 1.05f;

    private final LayerData data;
    private final Crew crew;
    private final ChannelTally[] tallies;
    private final BandRun bands;
    private final Optional<BandRun> wider;
    private final Optional<BandRun> nd4j;
    private final LiveLayer live;
    private final WeightCounter counter;
    private final PaintedMap painted;
    private final float[] integerPlane;
    private final float[] difference;

    /**
     * @param engine that the window would use
     * @param nd4j the engine without oneDNN, where this machine has it
     */
    OurCases(LayerData data, ConvEngine engine, Optional<ConvEngine> nd4j, Crew crew) {
        this.data = data;
        this.crew = crew;
        this.tallies = new ChannelTally[data.kind().shape().outputChannels()];
        this.bands = bands(engine, data.w());
        this.wider = data.wider().map(weights -> bands(engine, weights));
        this.nd4j = nd4j.map(other -> bands(other, data.w()));
        this.live = new LiveLayer(engine, crew, data.layer(), data.input());
        this.counter = new WeightCounter(data.layer().weight());
        ConvShape shape = data.kind().shape();
        this.painted = new PaintedMap(shape.outputHeight(), shape.outputWidth());
        this.integerPlane = new float[shape.outputHeight() * shape.outputWidth()];
        this.difference = new float[integerPlane.length];
    }

    private BandRun bands(ConvEngine engine, Operand weights) {
        return new BandRun(engine, crew, data.kind().shape(), data.x(), data.params().input().orElseThrow(), weights);
    }

    /** Runs everything once and compares it with the runtime. */
    void require(Agreement agreement) {
        bands.integerSums();
        bands.floatSums();
        agreement.require("The engine", bands.integers(), bands.reals());
        nd4j.ifPresent(run -> {
            run.integerSums();
            run.floatSums();
            agreement.require("ND4J", run.integers(), run.reals());
        });
        wider.ifPresent(run -> {
            run.integerSums();
            agreement.requireSampled("The engine with 8-bit weights", run.integers(), data.wider().orElseThrow());
        });
        agreement.require(live, data.params());
    }

    List<BenchCase> cases() {
        List<BenchCase> cases = new ArrayList<>();
        cases.add(new BenchCase(CaseNames.ALL_INTEGER, bands::integerSums));
        wider.ifPresent(run -> cases.add(new BenchCase(CaseNames.ALL_INTEGER_8, run::integerSums)));
        cases.add(new BenchCase(CaseNames.ALL_FAKE_QUANT, bands::floatSums));
        nd4j.ifPresent(run -> cases.add(new BenchCase(CaseNames.ALL_ND4J, () -> {
            run.integerSums();
            run.floatSums();
        })));
        TensorParams weight = data.params().weight().orElseThrow();
        float scale = weight.channel(0).scale();
        LayerParams changed = data.withWeight(LayerData.withScale(weight, 0, scale * CHANGED));
        LayerParams scaled = data.withWeight(LayerData.withScale(weight, 0, Math.nextUp(scale)));
        LayerParams all = data.withWeight(LayerData.withAllScales(weight, CHANGED));
        cases.add(edit(CaseNames.ONE_CHANGED, data.params(), changed, this::oneChannel));
        cases.add(edit(CaseNames.ONE_SCALED, data.params(), scaled, this::oneChannel));
        cases.add(edit(CaseNames.ONE_UNCHANGED, withOutput(OrtLayer.OUTPUT_SCALE),
                withOutput(OrtLayer.OUTPUT_SCALE * CHANGED), this::oneChannel));
        cases.add(edit(CaseNames.FRAME, data.params(), all, this::frame));
        cases.add(editOfAll(all, data.params()));
        return cases;
    }

    private interface Edit {
        void to(LayerParams params);
    }

    /** An edit of the visible channel, forth; the way back is not timed. */
    private BenchCase edit(String name, LayerParams from, LayerParams to, Edit edit) {
        return new BenchCase(name, () -> oneChannel(from), () -> edit.to(to));
    }

    /** An edit of all channels, to and fro. */
    private BenchCase editOfAll(LayerParams one, LayerParams other) {
        LayerParams[] next = {one, other};
        return new BenchCase(CaseNames.ALL_LIVE, () -> {
            everything(next[0]);
            LayerParams shown = next[0];
            next[0] = next[1];
            next[1] = shown;
        });
    }

    private LayerParams withOutput(float scale) {
        LayerParams params = data.params();
        return new LayerParams(params.weight(), params.input(),
                Optional.of(new QuantParams(QuantType.UINT8, scale, OrtLayer.OUTPUT_ZERO_POINT)), OptionalInt.of(32),
                params.requantization(), params.accumulator(), params.clamp());
    }

    /** Both outputs of the visible channel and its meters. */
    private ChannelOutputs oneChannel(LayerParams params) {
        ChannelOutputs channel = live.channel(params, 0, Cancellation.NEVER);
        long worst = AccumulatorHeadroom.worstCases(data.layer(), params, ChannelRange.single(0))[0];
        tally(params, channel, each -> worst);
        read(params, 1);
        return channel;
    }

    /** Both outputs of all channels and their meters. */
    private void everything(LayerParams params) {
        List<ChannelOutputs> channels = live.all(params, Cancellation.NEVER);
        long[] worst = AccumulatorHeadroom.worstCases(data.layer(), params, ChannelRange.all(channels.size()));
        crew.share(channels.size(), 1, (from, to) -> tally(params, channels.get(from), each -> worst[each]));
        read(params, channels.size());
    }

    private void tally(LayerParams params, ChannelOutputs channel, IntToLongFunction worstCase) {
        tallies[channel.channel()] = ChannelTally.of(
                data.layer(), params, channel, worstCase, Optional.ofNullable(tallies[channel.channel()]));
    }

    private void read(LayerParams params, int channels) {
        ConvShape shape = data.kind().shape();
        LayerTally tally = new LayerTally(data.layer(), params,
                Shape.of(shape.images(), channels, shape.outputHeight(), shape.outputWidth()),
                Arrays.asList(tallies).subList(0, channels));
        if (tally.report().error().isExact() || tally.headroom().isEmpty()) {
            throw new IllegalStateException("Codes of so few bits have an error, and their sums a headroom.");
        }
    }

    /** What a person sees of one channel while a slider moves. */
    private void frame(LayerParams params) {
        Operand.weight(data.layer().weight(), params.weight(), data.kind().shape().channels());
        ChannelOutputs channel = oneChannel(params);
        counter.layer(params.weight(), HistogramAxis.VALUES, 0);
        for (int at = 0; at < integerPlane.length; at++) {
            integerPlane[at] = (float) channel.integer().value(at);
            difference[at] = channel.fakeQuant()[at] - channel.real()[at];
        }
        painted.paint(channel.fakeQuant(), -50, 50);
        painted.paint(integerPlane, -50, 50);
        painted.paint(difference, -1, 1);
    }

    @Override
    public void close() {
        bands.close();
        wider.ifPresent(BandRun::close);
        nd4j.ifPresent(BandRun::close);
        live.close();
    }
}
