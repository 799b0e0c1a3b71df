package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.quantscope.conv.Bias;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.Operand;
import org.quantscope.conv.Register;
import org.quantscope.model.Layer;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationSteps;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * Computes one output element the slow way, keeping every step. Reads only what that element reads, so that it takes as
 * long as the element has taps.
 */
public final class ArithmeticTracer {
    private final Layer layer;
    private final LayerParams params;
    private final ConvShape shape;
    private final Pixel pixel;
    private final List<Place> places;
    private final Operand input;
    private final Operand weight;
    private final Bias bias;

    /** Where one tap reads its input. */
    private record Place(int channel, int kernelRow, int kernelColumn, int row, int column, boolean inPadding) {}

    private ArithmeticTracer(Layer layer, FloatTensor whole, LayerParams params, Pixel pixel) {
        ChannelRange channel = ChannelRange.single(pixel.channel());
        this.layer = layer;
        this.params = params;
        this.pixel = pixel;
        this.shape = ConvShape.of(layer, whole.shape(), channel);
        this.places = places();
        this.input = Operand.input(window(whole), params.input());
        this.weight = Operand.weight(layer.weight(), params.weight(), channel);
        this.bias = Bias.of(layer.bias(), params, channel);
    }

    /**
     * Traces one element of a layer's output.
     *
     * @param input (N, C, H, W), as {@link Layer#acceptInput} shaped it; finite
     * @throws IllegalArgumentException with a sentence if there is no such element, or if the parameters cannot stand
     *     together
     */
    public static ArithmeticTrace trace(Layer layer, FloatTensor input, LayerParams params, Pixel pixel) {
        ParameterRules.require(params);
        requirePixel(layer, input.shape(), pixel);
        return new ArithmeticTracer(layer, input, params, pixel).trace();
    }

    private ArithmeticTrace trace() {
        boolean integer = params.countsInIntegers();
        List<Tap> taps = taps(integer);
        Tap last = taps.get(taps.size() - 1);
        OptionalInt biasCode = bias.codes().isPresent() ? OptionalInt.of(bias.code(0)) : OptionalInt.empty();
        long held = integer ? new Register(params.accumulator()).add(last.held(), biasCode.orElse(0)) : 0;
        double sum = integer ? 0 : realSum(last);
        double unit = unit();
        double real = integer ? unit * held : unit * sum;
        if (biasCode.isEmpty()) {
            real += bias.real()[0];
        } else if (!integer) {
            real += unit * biasCode.getAsInt();
        }
        boolean requantized =
                integer && new IntegerEpilogue(params, shape.channels(), bias).isRequantized(0);
        Optional<RequantizationSteps> steps = requantization(requantized, held, real);
        return new ArithmeticTrace(layer.name(), pixel, params, channelWeight(), integer, taps, fourSums(), unit,
                biasCode, bias.real()[0], last.exact(), held, sum, requantized, real, steps, output(steps, real),
                fakeQuant(last.fakeQuant()));
    }

    private List<Tap> taps(boolean integer) {
        Register register = new Register(params.accumulator());
        List<Tap> taps = new ArrayList<>(places.size());
        long exact = 0;
        long held = 0;
        double real = 0;
        float fakeQuant = 0;
        for (int at = 0; at < places.size(); at++) {
            Place place = places.get(at);
            // Real zero need not have a code of its own in every convention; padding adds nothing all the same.
            double product = place.inPadding() ? 0 : input.steps(at, 0) * weight.steps(at, 0);
            boolean overflows = false;
            if (integer) {
                long term = (long) product; // of two integers of at most 18 bits
                overflows = register.add(held, term) != held + term;
                exact += term;
                held = register.add(held, term);
            } else if (!place.inPadding()) {
                real += product;
            }
            if (!place.inPadding()) {
                fakeQuant = Math.fma(input.fakeQuant().get(at), weight.fakeQuant().get(at), fakeQuant);
            }
            taps.add(new Tap(place.channel(), place.kernelRow(), place.kernelColumn(), place.row(), place.column(),
                    place.inPadding(), place.inPadding() ? nothing() : factor(input, at), factor(weight, at), product,
                    exact, held, overflows, real, fakeQuant));
        }
        return taps;
    }

    /** Real zero, from the padding. */
    private Tap.Factor nothing() {
        return new Tap.Factor(input.codes().isPresent() ? (int) Math.rint(input.origin(0)) : 0, 0, 0);
    }

    private static Tap.Factor factor(Operand side, int at) {
        int code = side.codes().isPresent() ? side.codes().get().get(at) : 0;
        return new Tap.Factor(code, side.steps(at, 0), side.fakeQuant().get(at));
    }

    /** The sum of the products, or, where a zero is no integer, the same multiplied out so that its sums are exact. */
    private double realSum(Tap last) {
        boolean realInput = ArithmeticTrace.hasRealInputOrigin(params);
        boolean realWeight = ArithmeticTrace.hasRealWeightOrigin(params);
        if (!realInput && !realWeight) {
            return last.real();
        }
        return FourSums.of(
                realInput ? codes(input) : steps(input), realWeight ? codes(weight) : steps(weight),
                realInput ? input.origin(0) : 0, realWeight ? weight.origin(0) : 0).sum();
    }

    /** The sum multiplied out with the codes as they are counted. */
    private Optional<FourSums> fourSums() {
        if (input.codes().isEmpty() || weight.codes().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(FourSums.of(codes(input), codes(weight), origin(input), origin(weight)));
    }

    private static double origin(Operand side) {
        return side.counted().map(counted -> (double) counted.zeroPoint(0)).orElseGet(() -> side.origin(0));
    }

    /** The codes of the taps inside the input, as they are multiplied. */
    private double[] codes(Operand side) {
        IntTensor codes = side.counted().map(Codes::tensor).or(side::codes).orElseThrow();
        return inside(codes::get);
    }

    private double[] steps(Operand side) {
        return inside(at -> side.steps(at, 0));
    }

    private double[] inside(IntToDoubleFunction value) {
        return IntStream.range(0, places.size())
                .filter(at -> !places.get(at).inPadding())
                .mapToDouble(value)
                .toArray();
    }

    private Optional<RequantizationSteps> requantization(boolean requantized, long held, double real) {
        if (params.output().isEmpty()) {
            return Optional.empty();
        }
        QuantParams output = params.output().get();
        return Optional.of(requantized
                ? RequantizationSteps.of(params.requantization(), (float) params.input().orElseThrow().unit(),
                        (float) channelWeight().orElseThrow().unit(), output, params.clamp(), held)
                : RequantizationSteps.ofReal(real, output, params.clamp()));
    }

    private double output(Optional<RequantizationSteps> steps, double real) {
        if (steps.isPresent()) {
            return Quantizer.dequantize(steps.get().code(), params.output().orElseThrow());
        }
        return params.clamp().map(clamp -> clamp.apply(real)).orElse(real);
    }

    private FakeQuantSteps fakeQuant(float sum) {
        float biased = sum + bias.fakeQuant()[0];
        float clamped = params.clamp().map(clamp -> clamp.apply(biased)).orElse(biased);
        return new FakeQuantSteps(sum, bias.fakeQuant()[0], biased, clamped, params.output().map(quantizer -> {
            int zeroPoint = CodeLimits.of(quantizer, params.clamp()).zeroPoint();
            int code = Quantizer.quantize(clamped, quantizer);
            return new FakeQuantSteps.OutputSteps(
                    FakeQuantSteps.beforeRounding(clamped, quantizer), Quantizer.unclamped(clamped, quantizer) - zeroPoint, code,
                    Quantizer.dequantize(code, quantizer));
        }));
    }

    private double unit() {
        double inputUnit = params.input().map(QuantParams::unit).orElse(1.0);
        double weightUnit = channelWeight().map(QuantParams::unit).orElse(1.0);
        return inputUnit * weightUnit;
    }

    private Optional<QuantParams> channelWeight() {
        return params.weight().map(all -> all.channel(pixel.channel()));
    }

    private List<Place> places() {
        List<Place> all = new ArrayList<>(shape.taps());
        int first = shape.firstInputChannel(0);
        for (int channel = first; channel < first + shape.channelsPerGroup(); channel++) {
            for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                int row = shape.inputRow(pixel.row(), ky);
                for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++) {
                    int column = shape.inputColumn(pixel.column(), kx);
                    boolean inside = shape.hasRow(row) && shape.hasColumn(column);
                    all.add(new Place(channel, ky, kx, row, column, !inside));
                }
            }
        }
        return all;
    }

    /** What the taps read, one after the other; real zero in the padding. */
    private FloatTensor window(FloatTensor whole) {
        float[] values = new float[places.size()];
        for (int at = 0; at < values.length; at++) {
            Place place = places.get(at);
            values[at] = place.inPadding()
                    ? 0
                    : whole.get(shape.inputIndex(pixel.image(), place.channel(), place.row()) + place.column());
        }
        return FloatTensor.wrap(Shape.of(1, values.length, 1, 1), values);
    }

    private static void requirePixel(Layer layer, Shape input, Pixel pixel) {
        Shape output = layer.geometryFor(input).outputShape(input, layer.outputChannels());
        boolean inside = pixel.image() >= 0 && pixel.image() < output.extent(0)
                && pixel.channel() >= 0 && pixel.channel() < output.extent(1)
                && pixel.row() >= 0 && pixel.row() < output.extent(2)
                && pixel.column() >= 0 && pixel.column() < output.extent(3);
        if (!inside) {
            throw new IllegalArgumentException("The output of layer '" + layer.name() + "' is " + output
                    + " (images × channels × rows × columns) and has no element (" + pixel.image() + ", "
                    + pixel.channel() + ", " + pixel.row() + ", " + pixel.column() + "), counted from 0.");
        }
    }
}
