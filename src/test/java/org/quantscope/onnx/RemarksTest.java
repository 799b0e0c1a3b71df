package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.conv;
import static org.quantscope.onnx.OnnxModels.floats;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;
import static org.quantscope.onnx.OnnxModels.nodeProto;
import static org.quantscope.onnx.OnnxModels.opset;
import static org.quantscope.onnx.OnnxModels.ramp;
import static org.quantscope.onnx.OnnxModels.raw;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;

/** Legal nodes that are not explored stay in the network, with the reason where one looks like a layer. */
class RemarksTest {
    @TempDir
    Path folder;

    static Stream<Arguments> nodes() {
        return Stream.of(
                Arguments.of(conv(floats("w", ramp(8), 1, 1, 2, 2, 2)),
                        "Its weights have the shape 1×1×2×2×2;"
                                + " only convolutions over one or two dimensions are explored."),
                Arguments.of(opset(13).node("Conv", "c", "x,w", "y"),
                        "Its weights 'w' are computed while the network runs."),
                Arguments.of(opset(13).initializer("w", ramp(2), 2, 1, 1, 1).node("Conv", "c", "x,w,b", "y"),
                        "Its bias 'b' is computed while the network runs."),
                Arguments.of(conv(raw("w", DataType.INT8, new byte[4], 4, 1, 1, 1)),
                        "Tensor 'w' holds INT8 values, so this layer is not a float layer."),
                Arguments.of(conv(raw("w", DataType.FLOAT8E5M2, new byte[4], 4, 1, 1, 1)),
                        "Tensor 'w' holds FLOAT8E5M2 values, which Quantscope does not read."),
                Arguments.of(conv(OnnxModels.empty("w", DataType.FLOAT, 4, 1, 1, 1).setDataType(77).build()),
                        "Tensor 'w' has element type number 77, which Quantscope does not read."),
                Arguments.of(conv(floats("w", new float[0], 0, 3, 1, 1)),
                        "Tensor 'w' is empty, so there is nothing to quantize."),
                Arguments.of(conv(floats("w", ramp(4), 4, 1, 1, 1), integers("pads", -1, 0, 0, 0)),
                        "Its pads [-1, 0, 0, 0] crop the input, which is not explored."),
                Arguments.of(sparse(), "Tensor 'w' is stored sparsely, which Quantscope does not read."),
                Arguments.of(opset(13).initializer(raw("q", DataType.INT8, new byte[4], 4, 1, 1, 1))
                                .node("DequantizeLinear", "", "q,s", "w").node("Conv", "c", "x,w", "y"),
                        "Tensor 'w' comes from DequantizeLinear, so this layer is already quantized."),
                Arguments.of(opset(13).node("Constant", "", "", "w", integers("value_ints", 1, 2))
                                .node("Conv", "c", "x,w", "y"),
                        "Tensor 'w' is a Constant without real numbers."),
                Arguments.of(opset(13).initializer("f", ramp(4), 4, 1, 1, 1)
                                .node("Cast", "", "f", "w", integer("to", DataType.INT32_VALUE))
                                .node("Conv", "c", "x,w", "y"),
                        "Tensor 'f' is cast to a type that no float layer has."),
                Arguments.of(opset(13).initializer("w", ramp(4), 4, 1, 1, 1).node("ConvTranspose", "c", "x,w", "y"),
                        "Transposed convolutions are not explored."),
                Arguments.of(opset(13).node("QLinearConv", "c", "x,xs,xz,w,ws,wz,ys,yz", "y"),
                        "This layer is already quantized."),
                Arguments.of(opset(13).node("Gemm", "g", "x,w", "y"),
                        "Its matrix 'w' is computed while the network runs."),
                Arguments.of(gemm("2 3").node("Gemm", "g", "x,m,b", "y"),
                        "Its C of shape 2×3 is not one bias for each of the 3 output channels."),
                Arguments.of(gemm("2 1").node("Gemm", "g", "x,m,b", "y"),
                        "Its C of shape 2×1 is not one bias for each of the 3 output channels."),
                Arguments.of(gemm("2").node("Gemm", "g", "x,m,b", "y"),
                        "Its C of shape 2 is not one bias for each of the 3 output channels."),
                Arguments.of(gemm("1 1 3").node("Gemm", "g", "x,m,b", "y"),
                        "Its C of shape 1×1×3 is not one bias for each of the 3 output channels."),
                Arguments.of(gemm("3").node("Gemm", "g", "m,m,b", "y"), "Both of its matrices are constant."),
                Arguments.of(gemm("3").node("MatMul", "g", "m,m", "y"), "Both of its matrices are constant."),
                Arguments.of(opset(13).node("MatMul", "m", "a,b", "y"),
                        "Both of its matrices are computed while the network runs."),
                Arguments.of(opset(13).initializer("v", ramp(3), 3).node("MatMul", "m", "x,v", "y"),
                        "Its constant of shape 3 is not one matrix."),
                Arguments.of(opset(13).initializer("v", ramp(12), 2, 2, 3).node("MatMul", "m", "x,v", "y"),
                        "Its constant of shape 2×2×3 is not one matrix."),
                Arguments.of(gemm("3").input("x", 4, 3, 5).node("MatMul", "m", "m,x", "y"),
                        "Its constant matrix stands left of a batch of matrices."));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("nodes")
    void theLastNodeIsNotExplorable(OnnxModels model, String remark) throws IOException {
        Model read = read(model);
        NodeInfo last = read.nodes().get(read.nodes().size() - 1);
        assertThat(read.layers()).isEmpty();
        assertThat(last.explorable()).isFalse();
        assertThat(last.remark()).isEqualTo(remark);
    }

    @Test
    void otherOperatorsAndOtherDomainsAreListedWithoutARemark() throws IOException {
        OnnxModels model = opset(13).initializer("w", ramp(4), 4, 1, 1, 1)
                .node(nodeProto("Conv", "fused", "x,w", "a").toBuilder().setDomain("com.microsoft").build())
                .node("Relu", "", "a", "b");
        Model read = read(model);
        assertThat(read.nodes()).containsExactly(
                new NodeInfo("fused", "Conv", List.of("x", "w"), List.of("a"), false, ""),
                new NodeInfo("b", "Relu", List.of("a"), List.of("b"), false, ""));
    }

    @Test
    void bodiesOfIfStayOneNode() throws IOException {
        GraphProto body = GraphProto.newBuilder().addNode(nodeProto("Conv", "inner", "x,w", "o"))
                .addOutput(OnnxModels.info("o")).build();
        OnnxModels model = opset(13).initializer("w", ramp(4), 4, 1, 1, 1)
                .node("If", "if", "c", "y", OnnxModels.body("then_branch", body), OnnxModels.body("else_branch", body));
        Model read = read(model);
        assertThat(read.layers()).isEmpty();
        assertThat(read.nodes()).extracting(NodeInfo::op).containsExactly("If");
    }

    @Test
    void theLongerNameOfTheStandardDomainCounts() throws IOException {
        OnnxModels model = opset(13).initializer("w", ramp(4), 4, 1, 1, 1)
                .node(nodeProto("Conv", "c", "x,w", "a").toBuilder().setDomain("ai.onnx").build());
        assertThat(read(model).layers()).hasSize(1);
    }

    private Model read(OnnxModels model) throws IOException {
        return OnnxReader.read(model.write(folder.resolve("net.onnx")));
    }

    private static OnnxModels gemm(String biasShape) {
        long[] shape = Stream.of(biasShape.split(" ")).mapToLong(Long::parseLong).toArray();
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return opset(13).initializer("m", ramp(9), 3, 3).initializer("b", ramp(size), shape);
    }

    private static OnnxModels sparse() {
        OnnxModels model = opset(13).node("Conv", "c", "x,w", "y");
        model.graph().addSparseInitializer(SparseTensorProto.newBuilder()
                .setValues(floats("w", ramp(1), 1)).addDims(4).addDims(1).addDims(1).addDims(1));
        return model;
    }
}
