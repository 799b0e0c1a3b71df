package org.quantscope.analysis;

import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelEpilogue;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.HeldSums;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.Operand;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * A layer as a target without floating-point numbers has it: integer weights, integer biases, and what turns a sum into
 * an output code. These are the very integers that the integer path runs with.
 *
 * @param weight what is multiplied, (O, I/group, kh, kw): the codes, or two steps a code where real zero lies half-way
 *     between two codes
 * @param weightZeroPoints what those count from, by output channel
 * @param bias codes by output channel on the accumulator's scale, equation (24)
 * @param worstCases equation (32) by output channel, the bias included
 */
public record IntegerForm(
        Layer layer, LayerParams params, IntTensor weight, int[] weightZeroPoints, int[] bias, long[] worstCases) {

    /**
     * One run on codes.
     *
     * @param input (N, C, H, W)
     * @param accumulators what the register holds at the end, bias codes included, (N, O, H', W')
     * @param codes of the output, where there is an output quantizer
     */
    public record Run(IntTensor input, LongTensor accumulators, Optional<IntTensor> codes) {}

    /** Why a layer has no integer form, as a clause that follows its name and a colon; empty: it has one. */
    public static Optional<String> absence(Layer layer, LayerParams params) {
        Optional<TensorParams> weight = params.weight();
        String reason = null;
        if (weight.isEmpty()) {
            reason = "its weights stay float";
        } else if (params.input().isEmpty()) {
            reason = "its input stays float, so only its weights are integers";
        } else if (weight.get().channelCount() != layer.outputChannels()) {
            reason = "its weight parameters are for " + weight.get().channelCount() + " output channels and it has "
                    + layer.outputChannels();
        } else if (!params.countsInIntegers()) {
            reason = "real zero lies between two codes of its "
                    + (params.input().get().hasIntegerOrigin() ? "weights" : "input")
                    + ", so its sums are no integers";
        } else if (params.biasBits().isEmpty()) {
            reason = "its bias stays float; give it 32 bits";
        } else if (params.output().isPresent() && !params.output().get().hasIntegerOrigin()) {
            reason = "real zero lies between two codes of its output";
        } else if (ParameterRules.fault(params).isPresent()) {
            reason = "its parameters cannot stand together: " + clause(ParameterRules.fault(params).get());
        } else if (isReal(layer, params)) {
            reason = "its output codes follow from real values, in double precision; choose another requantization";
        }
        return Optional.ofNullable(reason);
    }

    private static String clause(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static boolean isReal(Layer layer, LayerParams params) {
        Bias bias = Bias.of(layer.bias(), params, ChannelRange.all(layer.outputChannels()));
        for (int channel = 0; channel < layer.outputChannels() && params.output().isPresent(); channel++) {
            if (!ChannelEpilogue.isRequantized(params, channel, bias)) {
                return true;
            }
        }
        return false;
    }

    /** @throws IllegalArgumentException with a sentence if the layer has none, {@link #absence} */
    public static IntegerForm of(Layer layer, LayerParams params) {
        absence(layer, params).ifPresent(reason -> {
            throw new IllegalArgumentException("Layer '" + layer.name() + "' has no integer form: " + reason + ".");
        });
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        Codes weight = Operand.weight(layer.weight(), params.weight(), all).counted().orElseThrow();
        Bias bias = Bias.of(layer.bias(), params, all);
        int[] zeroPoints = new int[all.count()];
        for (int channel = 0; channel < zeroPoints.length; channel++) {
            zeroPoints[channel] = weight.zeroPoint(channel);
        }
        long[] worst = AccumulatorHeadroom.worstCases(layer, params, all);
        return new IntegerForm(layer, params, weight.tensor(), zeroPoints, bias.codes().orElseThrow(), worst);
    }

    /** The code of real zero in the input, which the padding has, too. */
    public int inputZeroPoint() {
        return input().integerOrigin();
    }

    public QuantParams input() {
        return params.input().orElseThrow();
    }

    /** s_x as the requantization takes it. */
    public float inputScale() {
        return (float) input().unit();
    }

    /** s_o as the requantization takes it: the real size of one integer step of a channel's weights. */
    public float weightScale(int channel) {
        return (float) weightParams(channel).unit();
    }

    public QuantParams weightParams(int channel) {
        return params.weight().orElseThrow().channel(channel);
    }

    /** s_y as the requantization takes it; 1 without an output quantizer, where multipliers then give real values. */
    public float outputScale() {
        return params.output().map(output -> (float) output.step()).orElse(1f);
    }

    /** The real value of one step of a channel's sums in double precision, s_x · s_o. */
    public double unit(int channel) {
        return ChannelEpilogue.scale(params, channel);
    }

    /**
     * The codes that the output may have: those of its type, within the clamp of the settings and the activation that
     * follows the layer in the network. Empty without an output quantizer.
     */
    public Optional<CodeLimits> limits() {
        return params.output().map(output -> {
            CodeLimits own = CodeLimits.of(output, params.clamp());
            return layer.activation().map(follows -> {
                CodeLimits outer = CodeLimits.of(output, Optional.of(new Clamp(follows.lo(), follows.hi())));
                return new CodeLimits(inside(own.lo(), outer), inside(own.hi(), outer), own.zeroPoint());
            }).orElse(own);
        });
    }

    private static int inside(int code, CodeLimits limits) {
        return Math.max(limits.lo(), Math.min(limits.hi(), code));
    }

    /** Bits of a signed accumulator that no input exceeds, whatever the order of the sum, equations (32) and (33). */
    public int accumulatorBits() {
        long worst = 0;
        for (long each : worstCases) {
            worst = Math.max(worst, each);
        }
        return ChannelHeadroom.bits(worst);
    }

    /**
     * The bias with the input's zero point in it, {@code qb_o − z_x · Σ(qw − z_o)}: with it a sum of
     * {@code qx · (qw − z_o)}, whose padding has the code z_x, is the same accumulator.
     */
    public long[] foldedBias() {
        long[] folded = new long[bias.length];
        int taps = layer.taps();
        for (int channel = 0; channel < folded.length; channel++) {
            long sum = 0;
            for (int at = channel * taps; at < (channel + 1) * taps; at++) {
                sum += weight.get(at) - weightZeroPoints[channel];
            }
            folded[channel] = bias[channel] - inputZeroPoint() * sum;
        }
        return folded;
    }

    /** As {@link #accumulatorBits()} for the sums of {@link #foldedBias()}, begun with the bias or ended with it. */
    public int foldedAccumulatorBits() {
        long farthest = Math.max(Math.abs((long) input().type().qmin()), input().type().qmax());
        farthest = Math.max(farthest, Math.abs((long) inputZeroPoint()));
        long[] folded = foldedBias();
        int taps = layer.taps();
        long worst = 0;
        for (int channel = 0; channel < folded.length; channel++) {
            long sum = 0;
            for (int at = channel * taps; at < (channel + 1) * taps; at++) {
                sum += Math.abs((long) weight.get(at) - weightZeroPoints[channel]);
            }
            worst = Math.max(worst, farthest * sum + Math.abs(folded[channel]));
        }
        return ChannelHeadroom.bits(worst);
    }

    /** The geometry for an input (N, C, H, W), its pads resolved. */
    public ConvGeometry geometry(Shape input) {
        return layer.geometryFor(input);
    }

    /** The width of the register that the settings ask for, where it is another one than the exact one. */
    public OptionalInt registerBits() {
        return params.accumulator().bits() == Long.SIZE
                ? OptionalInt.empty()
                : OptionalInt.of(params.accumulator().bits());
    }

    /** Runs the layer by the plain loops of the contract. */
    public Run run(IntTensor input) {
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        ConvShape shape = ConvShape.of(layer, input.shape(), all);
        Codes x = Codes.uniform(input, inputZeroPoint());
        Codes w = new Codes(weight, weightZeroPoints);
        Bias own = Bias.of(layer.bias(), params, all);
        LongTensor exact = IntegerConv.sums(shape, x, w, Cancellation.NEVER);
        LongTensor held = HeldSums.of(exact, params, shape, x, w, own, Cancellation.NEVER);
        Optional<IntTensor> codes = new IntegerEpilogue(params, all, own).fromAccumulator(held).codes();
        return new Run(input, held, codes.map(this::activated));
    }

    private IntTensor activated(IntTensor codes) {
        CodeLimits limits = limits().orElseThrow();
        int[] inside = codes.data().clone();
        for (int at = 0; at < inside.length; at++) {
            inside[at] = inside(inside[at], limits);
        }
        return IntTensor.wrap(codes.shape(), inside);
    }
}
