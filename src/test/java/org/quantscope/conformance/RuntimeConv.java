package org.quantscope.conformance;

import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.ConvGeometry;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.Shape;

/** ONNX Runtime's QLinearConv and ConvInteger on the codes of a {@link CodedConv}. */
final class RuntimeConv {
    private final CodedConv conv;
    private final int inputZeroPoint;
    private final int[] weightZeroPoints;

    /**
     * @param inputZeroPoint the one that {@code conv} has, as an integer
     * @param weightZeroPoints one for all channels, or one for each
     */
    RuntimeConv(CodedConv conv, int inputZeroPoint, int... weightZeroPoints) {
        this.conv = conv;
        this.inputZeroPoint = inputZeroPoint;
        this.weightZeroPoints = weightZeroPoints;
    }

    /** The output codes (N, O, H', W'). */
    int[] qLinearConv(int outputZeroPoint) throws OrtException {
        QuantParams output = conv.output().orElseThrow();
        float[] weightScales = weightScales();
        OnnxModels model = withCodes()
                .initializer("xs", new float[] {conv.input().scale()})
                .initializer(RuntimeNode.constant(
                        "ws", BackendTensor.ofReals(extents(weightScales.length), weightScales)))
                .initializer("ys", new float[] {output.scale()})
                .initializer(constant("yz", output.type(), outputZeroPoint));
        Optional<int[]> bias = conv.bias();
        bias.ifPresent(codes -> model.initializer(
                RuntimeNode.constant("b", BackendTensor.ofInt32(Shape.of(codes.length), codes))));
        model.node(
                "QLinearConv", "c", "x,xs,xz,w,ws,wz,ys,yz" + (bias.isPresent() ? ",b" : ""), "y", attributes());
        return run(model, RuntimeNode.dataType(output.type()));
    }

    /** The sums (N, O, H', W'). */
    int[] convInteger() throws OrtException {
        return run(withCodes().node("ConvInteger", "c", "x,w,xz,wz", "y", attributes()), DataType.INT32);
    }

    private OnnxModels withCodes() {
        QuantType weightType = conv.weight().channel(0).type();
        return OnnxModels.opset(13)
                .initializer(RuntimeNode.constant(
                        "w", BackendTensor.ofCodes(conv.w().shape(), weightType, conv.w().data())))
                .initializer(constant("xz", conv.input().type(), inputZeroPoint))
                .initializer(constant("wz", weightType, weightZeroPoints));
    }

    private int[] run(OnnxModels model, DataType outputType) throws OrtException {
        BackendTensor x = BackendTensor.ofCodes(conv.x().shape(), conv.input().type(), conv.x().data());
        return RuntimeNode.run(model, x, Map.of("y", outputType)).get(0).codes();
    }

    private AttributeProto[] attributes() {
        ConvGeometry g = conv.geometry();
        return new AttributeProto[] {
            integers("kernel_shape", g.kernelHeight(), g.kernelWidth()),
            integers("strides", g.strideHeight(), g.strideWidth()),
            integers("pads", g.padTop(), g.padLeft(), g.padBottom(), g.padRight()),
            integers("dilations", g.dilationHeight(), g.dilationWidth()),
            integer("group", g.group())
        };
    }

    private float[] weightScales() {
        List<QuantParams> channels = conv.weight().channels();
        boolean one = channels.stream().allMatch(channel -> channel.scale() == channels.get(0).scale());
        // Zero points of their own go with scales of their own.
        float[] scales = new float[one && weightZeroPoints.length == 1 ? 1 : channels.size()];
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = channels.get(channel).scale();
        }
        return scales;
    }

    private static TensorProto constant(String name, QuantType type, int... codes) {
        return RuntimeNode.constant(name, BackendTensor.ofCodes(extents(codes.length), type, codes));
    }

    private static Shape extents(int count) {
        return count == 1 ? Shape.of() : Shape.of(count);
    }
}
