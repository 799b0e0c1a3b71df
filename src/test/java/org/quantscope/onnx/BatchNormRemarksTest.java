package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.floats;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.opset;
import static org.quantscope.onnx.OnnxModels.raw;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;

/** A BatchNormalization that cannot be folded stays as it is, and says why in one sentence; the model still opens. */
class BatchNormRemarksTest {
    private static final float[] ONES = {1, 1};
    private static final float NAN = Float.NaN;

    @TempDir
    Path folder;

    static Stream<Arguments> nodes() {
        return Stream.of(
                Arguments.of(conv().output("a").output("y"), NORM,
                        "The output of layer 'c' is used elsewhere too, without the normalisation"),
                Arguments.of(conv().node("Relu", "r", "a", "z").output("y"), NORM,
                        "The output of layer 'c' is used elsewhere too, without the normalisation"),
                Arguments.of(conv().node("If", "i", "q", "z", OnnxModels.body("then_branch", readingA())), NORM,
                        "The output of layer 'c' is used elsewhere too, without the normalisation"),
                Arguments.of(conv(), norm(15, "y", integer("training_mode", 1)),
                        "It is in training mode and takes its statistics from the input"),
                Arguments.of(conv(), norm(13, "y,m,v"),
                        "It is in training mode and takes its statistics from the input"),
                Arguments.of(conv(), norm(7, "y", integer("spatial", 0)),
                        "It has statistics for every pixel and not for every channel"),
                Arguments.of(conv(), norm(13, ""), "It writes no tensor"),
                Arguments.of(with("variance", new float[] {1, -0.5f}), NORM,
                        "The variance of channel 1 is -0.5, so there is no deviation to divide by"),
                Arguments.of(with("variance", new float[] {0, 1}), norm(13, "y", real("epsilon", 0)),
                        "The variance of channel 0 is 0.0, so there is no deviation to divide by"),
                Arguments.of(with("mean", new float[] {NAN, 1}), NORM, "The mean of channel 0 is NaN"),
                Arguments.of(with("bias", new float[] {1, Float.NEGATIVE_INFINITY}), NORM,
                        "The bias of channel 1 is -Infinity"),
                Arguments.of(with("scale", new float[] {1, 1, 1}), NORM,
                        "Its scale has the shape 3 for the 2 output channels of layer 'c'"),
                Arguments.of(with("mean", new float[] {1}), NORM,
                        "Its mean has the shape 1 for the 2 output channels of layer 'c'"),
                Arguments.of(without("mean"), NORM, "Its mean 'mean' is not a constant of the file"),
                Arguments.of(without("mean").initializer(raw("mean", DataType.INT8, new byte[2], 2)), NORM,
                        "Its mean 'mean' cannot be read"),
                Arguments.of(conv(), norm(13, "y", real("epsilon", NAN)),
                        "The epsilon of a BatchNormalization is NaN, but it must be a finite number that is not"
                                + " negative"),
                Arguments.of(with("scale", new float[] {1, 3e38f}), norm(13, "y", real("epsilon", 0)),
                        "Folded into the layer, the values of channel 1 are too large for float32"),
                Arguments.of(statistics(opset(13).input("a")).output("y"), NORM,
                        "It does not stand right behind a layer that can be explored"),
                Arguments.of(statistics(conv2("y")).input("a"), NORM,
                        "It stands before a Conv, whose padding it does not apply to, and not right behind a layer"),
                Arguments.of(statistics(matMul()), NORM,
                        "The file does not say that the output of layer 'c' has two dimensions"),
                Arguments.of(statistics(matMul()).valueInfo("a", 3, 2, 2), NORM,
                        "It does not run along the output channels of layer 'c'"),
                Arguments.of(statistics(matMulLeft()), NORM,
                        "It does not run along the output channels of layer 'c'"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("nodes")
    void staysAsItIs(OnnxModels model, Norm norm, String reason) throws IOException {
        NodeInfo node = read(norm.behind(model));

        assertThat(node.remark()).isEqualTo(reason + ", so it stays as it is.");
    }

    /** What is damaged about the node alone does not keep the network from opening. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("damaged")
    void damagedOnesStayToo(OnnxModels model, String reason) throws IOException {
        NodeInfo node = read(model);

        assertThat(node.remark()).isEqualTo("It cannot be read (" + reason + "), so it stays as it is.");
    }

    static Stream<Arguments> damaged() {
        return Stream.of(
                Arguments.of(norm(13, "y", text("epsilon", "small")).behind(conv()),
                        "node 'bn' (BatchNormalization) has the attribute epsilon of type STRING where FLOAT belongs;"
                                + " export the model again"),
                Arguments.of(NORM.behind(without("mean").initializer(raw("mean", DataType.FLOAT, new byte[3], 2))),
                        "tensor 'mean' needs 8 bytes for its shape but holds 3; the file is damaged, export the model"
                                + " again"));
    }

    /** A node behind tensor {@code a}. */
    private record Norm(long opset, String outputs, AttributeProto... attributes) {
        OnnxModels behind(OnnxModels model) {
            model.model().getOpsetImportBuilder(0).setVersion(opset);
            return model.node("BatchNormalization", "bn", "a,scale,bias,mean,variance", outputs, attributes);
        }
    }

    private static final Norm NORM = norm(13, "y");

    private static Norm norm(long opset, String outputs, AttributeProto... attributes) {
        return new Norm(opset, outputs, attributes);
    }

    private NodeInfo read(OnnxModels model) throws IOException {
        Model read = OnnxReader.read(model.write(folder.resolve("net.onnx")));
        assertThat(read.isFoldable()).isFalse();
        assertThat(BatchNormFolding.fold(read)).isSameAs(read);
        return read.nodes().stream().filter(node -> node.name().equals("bn") || node.op().startsWith("Batch"))
                .findFirst().orElseThrow();
    }

    private static OnnxModels conv() {
        return statistics(layer());
    }

    private static OnnxModels layer() {
        return opset(13).input("x").initializer("w", new float[] {1, 2}, 2, 1, 1, 1).node("Conv", "c", "x,w", "a");
    }

    private static OnnxModels conv2(String input) {
        return opset(13).initializer("w", new float[] {1, 2}, 1, 2, 1, 1).node("Conv", "c", input + ",w", "o");
    }

    private static OnnxModels matMul() {
        return opset(13).input("x").initializer("w", new float[] {1, 2, 3, 4}, 2, 2).node("MatMul", "c", "x,w", "a");
    }

    private static OnnxModels matMulLeft() {
        return opset(13).input("x", 2, 2).initializer("w", new float[] {1, 2, 3, 4}, 2, 2)
                .node("MatMul", "c", "w,x", "a");
    }

    private static OnnxModels statistics(OnnxModels model) {
        for (String name : new String[] {"scale", "bias", "mean", "variance"}) {
            model.initializer(name, ONES, 2);
        }
        return model;
    }

    private static OnnxModels with(String name, float[] values) {
        return without(name).initializer(floats(name, values, values.length));
    }

    private static OnnxModels without(String left) {
        OnnxModels model = layer();
        for (String name : new String[] {"scale", "bias", "mean", "variance"}) {
            if (!name.equals(left)) {
                model.initializer(name, ONES, 2);
            }
        }
        return model;
    }

    private static GraphProto readingA() {
        return GraphProto.newBuilder().addNode(OnnxModels.nodeProto("Relu", "inner", "a", "o"))
                .addOutput(OnnxModels.info("o")).build();
    }
}
