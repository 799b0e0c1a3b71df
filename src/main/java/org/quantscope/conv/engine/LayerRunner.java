package org.quantscope.conv.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.FloatConv;
import org.quantscope.conv.HeldSums;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.LayerStages;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;

/**
 * Computes a layer three ways with the kernels of an engine. What depends on the input alone is kept while layer, input
 * and input parameters stay the same, so that an edit of the weights does not pay for it again.
 *
 * <p>Not safe for several threads: every worker has a runner of its own.
 */
public final class LayerRunner {
    private final ConvKernels kernels;
    private Layer keptLayer;
    private FloatTensor keptInput;
    private Optional<Clamp> keptClamp = Optional.empty();
    private Optional<QuantParams> keptParams = Optional.empty();
    private Operand keptOperand;
    private final Map<ChannelRange, FloatTensor> keptReal = new HashMap<>();

    public LayerRunner(ConvEngine engine) {
        this(engine.kernels());
    }

    private LayerRunner(ConvKernels kernels) {
        this.kernels = kernels;
    }

    /** A runner on kernels that the same thread uses elsewhere, too, so that their buffers are there once. */
    static LayerRunner sharing(ConvKernels kernels) {
        return new LayerRunner(kernels);
    }

    /**
     * Runs a layer.
     *
     * @param input (N, C, H, W), as {@link Layer#acceptInput} shaped it; finite
     * @param params everything that decides the numbers
     * @param channels the output channels wanted
     * @throws IllegalArgumentException with a sentence if the input has NaN or infinity in it, if it is too large for
     *     the heap, or if the parameters cannot stand together
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public LayerOutputs run(
            Layer layer, FloatTensor input, LayerParams params, ChannelRange channels, Cancellation cancellation) {
        require(layer, params);
        ConvShape shape = ConvShape.of(layer, input.shape(), channels);
        MemoryEstimate.require(layer.name(), shape, params);
        keepFor(layer, input, params.clamp());

        FloatTensor real = keptReal.get(channels);
        Operand weight = Operand.weight(layer.weight(), params.weight(), channels);
        Bias bias = Bias.of(layer.bias(), params, channels);
        if (real == null) {
            real = activated(kernels.floatSums(shape, input, weight.real(), cancellation), bias.real(), params.clamp());
            keep(channels, real, layer.outputChannels());
        }
        Operand operand = operand(input, params.input());
        boolean nothingQuantized = params.input().isEmpty() && params.weight().isEmpty();
        FloatTensor fakeQuant = nothingQuantized
                ? real
                : activated(
                        kernels.floatSums(shape, operand.fakeQuant(), weight.fakeQuant(), cancellation),
                        bias.fakeQuant(),
                        params.clamp());
        return integerPath(shape, params, operand, weight, bias, real, fakeQuant, cancellation);
    }

    /**
     * What the two quantized paths held on their way to the outputs of a run. Sums that the outputs do not keep are
     * computed again, by the same kernels; a run that nobody asks about pays nothing for this.
     *
     * @param outputs what {@link #run} gave for this layer, input and parameters
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public LayerStages stages(
            Layer layer, FloatTensor input, LayerParams params, LayerOutputs outputs, Cancellation cancellation) {
        ConvShape shape = ConvShape.of(layer, input.shape(), outputs.channels());
        keepFor(layer, input, params.clamp());
        Operand operand = operand(input, params.input());
        Operand weight = Operand.weight(layer.weight(), params.weight(), outputs.channels());
        Bias bias = Bias.of(layer.bias(), params, outputs.channels());
        FloatTensor sums = kernels.floatSums(shape, operand.fakeQuant(), weight.fakeQuant(), cancellation);
        Optional<LongTensor> held = outputs.held().or(() -> outputs.accumulator().map(exact -> HeldSums.of(
                exact, params, shape, operand.counted().orElseThrow(), weight.counted().orElseThrow(), bias,
                cancellation)));
        Optional<DoubleTensor> realSums =
                held.isPresent() ? Optional.empty() : Optional.of(realSums(shape, operand, weight, cancellation));
        return new LayerStages(shape, params, operand, weight, bias, sums, held, realSums, outputs);
    }

    private LayerOutputs integerPath(
            ConvShape shape,
            LayerParams params,
            Operand input,
            Operand weight,
            Bias bias,
            FloatTensor real,
            FloatTensor fakeQuant,
            Cancellation cancellation) {
        IntegerEpilogue epilogue = new IntegerEpilogue(params, shape.channels(), bias);
        Optional<LongTensor> accumulator = Optional.empty();
        Optional<LongTensor> held = Optional.empty();
        IntegerEpilogue.Output output;
        if (input.counted().isPresent() && weight.counted().isPresent()) {
            Codes x = input.counted().get();
            Codes w = weight.counted().get();
            LongTensor exact = kernels.integerSums(shape, x, w, cancellation);
            accumulator = Optional.of(exact);
            LongTensor sums = HeldSums.of(exact, params, shape, x, w, bias, cancellation);
            held = HeldSums.alwaysFit(params, w, bias) ? Optional.empty() : Optional.of(sums);
            output = epilogue.fromAccumulator(sums);
        } else {
            output = epilogue.fromReal(realSums(shape, input, weight, cancellation));
        }
        return new LayerOutputs(
                shape.channels(),
                real,
                fakeQuant,
                output.real(),
                input.codes(),
                weight.codes(),
                accumulator,
                held,
                output.codes(),
                params.output().map(quantizer -> codes(fakeQuant, quantizer)));
    }

    private DoubleTensor realSums(ConvShape shape, Operand input, Operand weight, Cancellation cancellation) {
        return input.hasRealOrigin() || weight.hasRealOrigin()
                ? realOriginSums(shape, input, weight, cancellation)
                : kernels.doubleSums(shape, input.stepsOrReal(), weight.stepsOrReal(), cancellation);
    }

    /** Where real zero is no integer, the zero points leave the sums as real factors of sums that are exact. */
    private DoubleTensor realOriginSums(ConvShape shape, Operand input, Operand weight, Cancellation cancellation) {
        TermPlanes terms = TermPlanes.of(kernels, shape, raw(input), raw(weight), cancellation);
        double[] weightOrigins = new double[shape.channels().count()];
        for (int row = 0; row < weightOrigins.length; row++) {
            weightOrigins[row] = weight.hasRealOrigin() ? weight.origin(row) : 0;
        }
        return terms.corrected(input.hasRealOrigin() ? input.origin(0) : 0, weightOrigins);
    }

    private static TermPlanes.Side raw(Operand operand) {
        return operand.hasRealOrigin()
                ? TermPlanes.Side.raw(operand.codes(), operand.real())
                : operand.counted()
                        .map(counted -> TermPlanes.Side.raw(Optional.empty(), counted.steps()))
                        .orElseGet(() -> TermPlanes.Side.raw(Optional.empty(), operand.real()));
    }

    private void keepFor(Layer layer, FloatTensor input, Optional<Clamp> clamp) {
        boolean sameInput = layer == keptLayer && input == keptInput;
        if (!sameInput) {
            requireFinite(layer, input);
            keptOperand = null;
        }
        if (!sameInput || !clamp.equals(keptClamp)) {
            keptReal.clear();
        }
        keptLayer = layer;
        keptInput = input;
        keptClamp = clamp;
    }

    private void keep(ChannelRange channels, FloatTensor real, int outputChannels) {
        int kept = keptReal.keySet().stream().mapToInt(ChannelRange::count).sum();
        if (kept + channels.count() > 2 * outputChannels) {
            keptReal.clear();
        }
        keptReal.put(channels, real);
    }

    private Operand operand(FloatTensor input, Optional<QuantParams> params) {
        if (keptOperand == null || !params.equals(keptParams)) {
            keptOperand = null; // let go before the next one is made: both may not fit
            keptOperand = Operand.input(input, params);
            keptParams = params;
        }
        return keptOperand;
    }

    private static FloatTensor activated(FloatTensor sums, float[] bias, Optional<Clamp> clamp) {
        FloatTensor biased = FloatConv.addBias(sums, bias);
        clamp.ifPresent(bounds -> {
            float[] values = biased.data();
            for (int at = 0; at < values.length; at++) {
                values[at] = bounds.apply(values[at]);
            }
        });
        return biased;
    }

    private static IntTensor codes(FloatTensor values, QuantParams params) {
        int[] codes = new int[values.size()];
        Quantizer.quantize(values.data(), codes, 0, codes.length, params);
        return IntTensor.wrap(values.shape(), codes);
    }

    /** @throws IllegalArgumentException with a sentence if the layer cannot run with these parameters */
    static void require(Layer layer, LayerParams params) {
        ParameterRules.require(params);
        params.weight().ifPresent(weight -> {
            if (weight.channelCount() != layer.outputChannels()) {
                throw new IllegalArgumentException("Layer '" + layer.name() + "' has " + layer.outputChannels()
                        + " output channels, but the weight parameters are for " + weight.channelCount() + ".");
            }
        });
    }

    static void requireFinite(Layer layer, FloatTensor input) {
        float[] values = input.data();
        for (int at = 0; at < values.length; at++) {
            if (!Float.isFinite(values[at])) {
                throw new IllegalArgumentException("The input of layer '" + layer.name() + "' has " + values[at]
                        + " at element " + at + "; every element must be a finite number.");
            }
        }
    }
}
