package org.quantscope.conformance;

import static org.quantscope.onnx.OnnxModels.opset;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * Computes the operators of the ONNX backend tests with the product's own arithmetic: what {@code quant}, {@code
 * calibrate} and {@code conv} have, with a node's inputs bound to their parameters. What a node says about its geometry
 * is read by {@link OnnxReader}.
 */
final class BackendOperators {
    private final ConvEngine engine;
    private final Path folder;

    /** @param folder for the files that {@link OnnxReader} reads */
    BackendOperators(ConvEngine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    List<BackendTensor> run(BackendCase given) throws IOException {
        return switch (given.node().getOpType()) {
            case "QuantizeLinear" -> List.of(quantize(given));
            case "DequantizeLinear" -> List.of(dequantize(given));
            case "DynamicQuantizeLinear" -> quantizeDynamically(given.input(0));
            case "Conv" -> List.of(convolve(given));
            case "ConvInteger" -> List.of(convolveIntegers(given));
            case "QLinearConv" -> List.of(convolveCodes(given));
            case "MatMulInteger" -> List.of(multiplyIntegers(given));
            case "QLinearMatMul" -> List.of(multiplyCodes(given));
            default -> throw new IllegalArgumentException(
                    "Nothing computes the operator " + given.node().getOpType() + " of case '" + given.name() + "'.");
        };
    }

    private BackendTensor quantize(BackendCase given) {
        BackendTensor x = given.input(0);
        BackendTensor zeroPoint = given.input(2);
        int[] codes = new int[x.shape().size()];
        eachRun(given, x.shape(), channel -> params(given.input(1), zeroPoint, channel), (params, from, to) ->
                Quantizer.quantize(x.reals(), codes, from, to, params));
        return BackendTensor.ofCodes(x.shape(), zeroPoint.type(), codes);
    }

    private BackendTensor dequantize(BackendCase given) {
        BackendTensor x = given.input(0);
        BackendTensor zeroPoint = given.optionalInput(2).orElse(BackendTensor.ofCodes(Shape.of(), x.type(), 0));
        float[] values = new float[x.shape().size()];
        eachRun(given, x.shape(), channel -> params(given.input(1), zeroPoint, channel), (params, from, to) ->
                Quantizer.dequantize(x.codes(), values, from, to, params));
        return BackendTensor.ofReals(x.shape(), values);
    }

    /** Calls {@code job} for every run of elements that lie side by side and share their place on the node's axis. */
    private static void eachRun(BackendCase given, Shape shape, IntFunction<QuantParams> byChannel, ElementRun job) {
        if (given.input(1).shape().size() == 1) {
            job.compute(byChannel.apply(0), 0, shape.size());
            return;
        }
        int[] extents = shape.toArray();
        int axis = Math.floorMod(axis(given), extents.length);
        int inner = Arrays.stream(extents, axis + 1, extents.length).reduce(1, (a, b) -> a * b);
        for (int at = 0; at < shape.size(); at += inner) {
            job.compute(byChannel.apply(at / inner % extents[axis]), at, at + inner);
        }
    }

    private static int axis(BackendCase given) {
        return given.node().getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("axis"))
                .mapToInt(attribute -> Math.toIntExact(attribute.getI()))
                .findFirst()
                .orElse(1);
    }

    private interface ElementRun {
        void compute(QuantParams params, int from, int to);
    }

    private static QuantParams params(BackendTensor scale, BackendTensor zeroPoint, int channel) {
        return new QuantParams(zeroPoint.type(), scale.real(channel), zeroPoint.code(channel));
    }

    /** What is observed gives the range, it the parameters, and they the codes: a tensor's way in the product. */
    private static List<BackendTensor> quantizeDynamically(BackendTensor x) {
        QuantParams params = ParameterChoice.choose(
                CalibrationMethod.MIN_MAX.range(Observer.statistics(x.realTensor()), RangeTarget.UINT8_AFFINE),
                QuantType.UINT8,
                QuantScheme.AFFINE,
                Rounding.HALF_TO_EVEN);
        int[] codes = new int[x.shape().size()];
        Quantizer.quantize(x.reals(), codes, 0, codes.length, params);
        return List.of(
                BackendTensor.ofCodes(x.shape(), QuantType.UINT8, codes),
                BackendTensor.ofReals(Shape.of(), params.scale()),
                BackendTensor.ofCodes(Shape.of(), QuantType.UINT8, Quantizer.quantize(0f, params)));
    }

    private BackendTensor convolve(BackendCase given) throws IOException {
        Layer layer = layer(given, given.input(1), given.optionalInput(2));
        BackendTensor x = given.input(0);
        FloatTensor input = FloatTensor.wrap(layer.acceptInput(x.shape()), x.reals());
        LayerOutputs outputs = new LayerRunner(engine).run(
                layer, input, LayerParams.FLOAT, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
        Shape shape = outputs.real().shape();
        Shape shown = x.shape().rank() == 4
                ? shape
                : Shape.of(shape.extent(0), shape.extent(1), shape.extent(3));
        return BackendTensor.ofReals(shown, outputs.real().data());
    }

    private BackendTensor convolveIntegers(BackendCase given) throws IOException {
        BackendTensor x = given.input(0);
        BackendTensor w = given.input(1);
        BackendTensor one = BackendTensor.ofReals(Shape.of(), 1f);
        BackendTensor zx = given.optionalInput(2).orElse(BackendTensor.ofCodes(Shape.of(), x.type(), 0));
        BackendTensor zw = given.optionalInput(3).orElse(BackendTensor.ofCodes(Shape.of(), w.type(), 0));
        LayerOutputs outputs = new CodedConv(
                        geometry(given, x, w), x.codeTensor(), params(one, zx, 0), w.codeTensor(),
                        weightParams(one, zw, w.shape().extent(0)), Optional.empty(), Optional.empty())
                .run(engine);
        return accumulators(outputs, outputs.real().shape());
    }

    private BackendTensor convolveCodes(BackendCase given) throws IOException {
        BackendTensor x = given.input(0);
        BackendTensor w = given.input(3);
        QuantParams output = params(given.input(6), given.input(7), 0);
        LayerOutputs outputs = new CodedConv(
                        geometry(given, x, w),
                        x.codeTensor(),
                        params(given.input(1), given.input(2), 0),
                        w.codeTensor(),
                        weightParams(given.input(4), given.input(5), w.shape().extent(0)),
                        given.optionalInput(8).map(BackendTensor::codes),
                        Optional.of(output))
                .run(engine);
        return BackendTensor.ofCodes(
                outputs.real().shape(), output.type(), outputs.outputCodes().orElseThrow().data());
    }

    private BackendTensor multiplyIntegers(BackendCase given) {
        BackendTensor one = BackendTensor.ofReals(Shape.of(), 1f);
        BackendTensor a = given.input(0);
        BackendTensor b = given.input(1);
        BackendTensor za = given.optionalInput(2).orElse(BackendTensor.ofCodes(Shape.of(), a.type(), 0));
        BackendTensor zb = given.optionalInput(3).orElse(BackendTensor.ofCodes(Shape.of(), b.type(), 0));
        int columns = b.shape().extent(b.shape().rank() - 1);
        return eachMatrix(a, b, (rows, matrix, shape) -> accumulators(
                new CodedConv(
                                ConvGeometry.POINTWISE, rows, params(one, za, 0), matrix,
                                weightParams(one, zb, columns), Optional.empty(), Optional.empty())
                        .run(engine),
                shape));
    }

    private BackendTensor multiplyCodes(BackendCase given) {
        BackendTensor a = given.input(0);
        BackendTensor b = given.input(3);
        int columns = b.shape().extent(b.shape().rank() - 1);
        QuantParams output = params(given.input(6), given.input(7), 0);
        return eachMatrix(a, b, (rows, matrix, shape) -> BackendTensor.ofCodes(
                shape,
                output.type(),
                new CodedConv(
                                ConvGeometry.POINTWISE, rows, params(given.input(1), given.input(2), 0), matrix,
                                weightParams(given.input(4), given.input(5), columns), Optional.empty(),
                                Optional.of(output))
                        .run(engine)
                        .outputCodes()
                        .orElseThrow()
                        .data()));
    }

    /**
     * A product of matrices as fully connected layers: each pair (M, K) · (K, N) of a batch is a layer with N output
     * channels on M images of one pixel.
     */
    private static BackendTensor eachMatrix(BackendTensor a, BackendTensor b, MatrixProduct product) {
        int rank = a.shape().rank();
        int m = a.shape().extent(rank - 2);
        int k = a.shape().extent(rank - 1);
        int n = b.shape().extent(rank - 1);
        int[] extents = a.shape().toArray();
        extents[rank - 1] = n;
        int[] result = new int[Shape.of(extents).size()];
        BackendTensor last = null;
        for (int batch = 0; batch < result.length / (m * n); batch++) {
            int[] rows = Arrays.copyOfRange(a.codes(), batch * m * k, (batch + 1) * m * k);
            int[] transposed = new int[k * n];
            for (int at = 0; at < transposed.length; at++) {
                transposed[at] = b.codes()[batch * k * n + at % k * n + at / k];
            }
            last = product.of(
                    IntTensor.wrap(Shape.of(m, k, 1, 1), rows),
                    IntTensor.wrap(Shape.of(n, k, 1, 1), transposed),
                    Shape.of(m, n));
            System.arraycopy(last.codes(), 0, result, batch * m * n, m * n);
        }
        return new BackendTensor(Shape.of(extents), new float[0], result, last.bits(), last.signed());
    }

    private interface MatrixProduct {
        BackendTensor of(IntTensor rows, IntTensor matrix, Shape shape);
    }

    private static BackendTensor accumulators(LayerOutputs outputs, Shape shape) {
        int[] sums = Arrays.stream(outputs.accumulator().orElseThrow().data()).mapToInt(Math::toIntExact).toArray();
        return BackendTensor.ofInt32(shape, sums);
    }

    private static TensorParams weightParams(BackendTensor scale, BackendTensor zeroPoint, int channels) {
        List<QuantParams> all = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            all.add(params(scale, zeroPoint, channel));
        }
        return new TensorParams(all);
    }

    /** The geometry that the node's attributes mean for an input. */
    private ConvGeometry geometry(BackendCase given, BackendTensor x, BackendTensor w) throws IOException {
        BackendTensor weight = BackendTensor.ofReals(w.shape(), new float[w.shape().size()]);
        return layer(given, weight, Optional.empty()).geometryFor(x.shape());
    }

    private Layer layer(BackendCase given, BackendTensor weight, Optional<BackendTensor> bias) throws IOException {
        AttributeProto[] attributes = given.node().getAttributeList().toArray(AttributeProto[]::new);
        Path file = opset(13)
                .input("x")
                .initializer("w", weight.reals(), weight.shape().toLongArray())
                .initializer("b", bias.map(BackendTensor::reals).orElse(new float[0]), bias.map(BackendTensor::shape)
                        .orElse(Shape.of(0)).toLongArray())
                .node("Conv", "c", bias.isPresent() ? "x,w,b" : "x,w", "y", attributes)
                .output("y")
                .write(folder.resolve("conv.onnx"));
        return OnnxReader.read(file).layers().get(0);
    }
}
