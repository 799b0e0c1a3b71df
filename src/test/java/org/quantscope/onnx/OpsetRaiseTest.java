package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quantscope.onnx.OnnxModels.body;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.reals;
import static org.quantscope.onnx.OnnxModels.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsetRaiseTest {
    private static final ExternalData FILES = new ExternalData(Path.of("none.onnx"));
    private static final long[] SHAPE = {2, 4, 6, 5};

    private static Arguments raised(String name, long from, long to, UnaryOperator<OnnxModels> nodes) {
        return Arguments.of(Named.of(name + " from " + from + " to " + to, nodes), from, to);
    }

    private static Arguments node(long from, long to, String op, AttributeProto... attributes) {
        String what = op + Stream.of(attributes).map(AttributeProto::getName).collect(Collectors.toList());
        return raised(what, from, to, models -> models.node(op, "n", "x", "y", attributes));
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                node(7, 13, "Clip", real("min", -0.5f), real("max", 0.25f)),
                node(10, 13, "Clip", real("max", 0.25f)),
                node(8, 13, "Clip"),
                node(7, 13, "Dropout", real("ratio", 0.3f)),
                node(10, 21, "Dropout"),
                node(7, 13, "Upsample", reals("scales", 1, 1, 2, 3), text("mode", "nearest")),
                node(8, 21, "Upsample", reals("scales", 1, 1, 1.6f, 2.4f), text("mode", "nearest")),
                node(7, 13, "Upsample", reals("scales", 1, 1, 2, 2), text("mode", "linear")),
                raised("Upsample with input", 9, 19, models -> models
                        .initializer("s", new float[] {1, 1, 2, 2}, 4).node("Upsample", "n", "x,s", "y")),
                raised("Resize", 10, 13, models -> models
                        .initializer("s", new float[] {1, 1, 0.6f, 0.45f}, 4).node("Resize", "n", "x,s", "y")),
                raised("Resize to larger", 10, 13, models -> models
                        .initializer("s", new float[] {1, 1, 1, 1.7f}, 4).node("Resize", "n", "x,s", "y")),
                raised("Resize linear", 10, 21, models -> models.initializer("s", new float[] {1, 1, 1.5f, 2}, 4)
                        .node("Resize", "n", "x,s", "y", text("mode", "linear"))),
                node(7, 13, "Slice", integers("starts", 1, 1), integers("ends", 3, -1), integers("axes", 1, 3)),
                node(9, 21, "Slice", integers("starts", 0, 1), integers("ends", 2, 3)),
                node(7, 13, "Pad", integers("pads", 0, 0, 1, 2, 0, 0, 3, 1), real("value", 0.75f)),
                node(10, 18, "Pad", integers("pads", 0, 0, 1, 2, 0, 0, 2, 1), text("mode", "reflect")),
                node(7, 13, "Softmax"),
                node(11, 13, "Softmax", integer("axis", 2)),
                node(12, 13, "LogSoftmax", integer("axis", 1)),
                node(12, 21, "Hardmax", integer("axis", 3)),
                node(11, 13, "Softmax", integer("axis", -1)),
                node(11, 13, "Softmax", integer("axis", -2)),
                node(8, 13, "Unsqueeze", integers("axes", 0, 2)),
                node(7, 13, "ReduceSum", integers("axes", 1, 2), integer("keepdims", 0)),
                node(12, 21, "ReduceSum"),
                node(11, 18, "ReduceMean", integers("axes", -1, 2)),
                node(13, 21, "ReduceMax", integers("axes", 1), integer("keepdims", 0)),
                node(9, 21, "ReduceL2", integers("axes", 3)),
                node(7, 18, "ReduceLogSumExp"),
                batchNormalization(7, 21, 1),
                batchNormalization(8, 13, 1),
                raised("Squeeze", 11, 13, models -> models
                        .node("ReduceMax", "r", "x", "r", integers("axes", 1)).node(
                                "Squeeze", "n", "r", "y", integers("axes", 1))),
                raised("Squeeze of all", 7, 13, models -> models
                        .node("ReduceMax", "r", "x", "r", integers("axes", 1)).node("Squeeze", "n", "r", "y")),
                raised("Split", 11, 13, models -> models
                        .node("Split", "n", "x", "y,z", integer("axis", 1), integers("split", 1, 3)).output("z")),
                raised("Split evenly", 12, 21, models -> models
                        .node("Split", "n", "x", "y,z", integer("axis", 1)).output("z")),
                raised("TopK", 7, 13, models -> models
                        .node("TopK", "n", "x", "y,i", integer("k", 3), integer("axis", -1))),
                raised("If", 10, 13, OpsetRaiseTest::branches));
    }

    private static Arguments batchNormalization(long from, long to, long spatial) {
        return raised("BatchNormalization", from, to, models -> withStatistics(models)
                .node("BatchNormalization", "n", "x,g,b,m,v", "y", integer("spatial", spatial)));
    }

    private static OnnxModels withStatistics(OnnxModels models) {
        return models.initializer("g", new float[] {1, 2, -1, 0.5f}, 4).initializer("b", new float[] {0, 1, 2, 3}, 4)
                .initializer("m", new float[] {0.1f, 0, 0.3f, 1}, 4).initializer("v", new float[] {1, 2, 0.5f, 4}, 4);
    }

    /** A Clip within the bodies of an If, whose bounds lie in the outermost graph afterwards. */
    private static OnnxModels branches(OnnxModels models) {
        GraphProto then = GraphProto.newBuilder().setName("t")
                .addNode(OnnxModels.nodeProto("Clip", "c", "x", "t", real("min", 0), real("max", 0.5f)))
                .addOutput(OnnxModels.info("t")).build();
        GraphProto other = GraphProto.newBuilder().setName("e")
                .addNode(OnnxModels.nodeProto("Identity", "i", "x", "e")).addOutput(OnnxModels.info("e")).build();
        return models.initializer("zero", new float[] {0}, 1)
                .node("ReduceSum", "s", "x", "s", integer("keepdims", 0))
                .node("Greater", "g", "s,zero", "many")
                .node("Squeeze", "q", "many", "yes", integers("axes", 0))
                .node("If", "n", "yes", "y", body("then_branch", then), body("else_branch", other));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theRaisedModelComputesTheSame(UnaryOperator<OnnxModels> nodes, long from, long to) throws OrtException {
        OnnxModels models = OnnxModels.opset(from).input("x", SHAPE).output("y");
        ModelProto stored = nodes.apply(models).model().build();
        ModelProto raised = OpsetRaise.raise(stored, FILES, from, to);
        assertThat(raised.getOpsetImport(0).getVersion()).isEqualTo(to);
        assertThat(run(raised)).isEqualTo(run(stored));
    }

    @Test
    void anUnknownNumberOfDimensionsIsNoHindranceForSoftmax() throws OrtException {
        ModelProto stored = OnnxModels.opset(11).input("x", SHAPE).output("y")
                .node("Relu", "r", "x", "r").node("Softmax", "n", "r", "y", integer("axis", 2)).model().build();
        ModelProto raised = OpsetRaise.raise(stored, FILES, 11, 13);
        assertThat(raised.getGraph().getNodeList()).extracting(NodeProto::getOpType)
                .containsExactly("Relu", "Shape", "Flatten", "Softmax", "Reshape");
        assertThat(run(raised)).isEqualTo(run(stored));
    }

    @Test
    void aModelThatIsNewEnoughStaysAsItIs() {
        ModelProto stored = OnnxModels.opset(17).input("x").node("Softmax", "n", "x", "y").output("y").model().build();
        assertThat(OpsetRaise.raise(stored, FILES, 17, 13)).isSameAs(stored);
    }

    @Test
    void aResizeThatBothEnlargesAndShrinksIsNamed() {
        ModelProto stored = OnnxModels.opset(10).input("x", SHAPE).output("y")
                .initializer("s", new float[] {1, 1, 0.6f, 1.7f}, 4).node("Resize", "n", "x,s", "y").model().build();
        assertThatThrownBy(() -> OpsetRaise.raise(stored, FILES, 10, 13))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node 'n' (Resize)").hasMessageContaining("makes smaller along another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Scan", "BatchNormalization", "Dropout", "Resize", "GroupNormalization", "training"})
    void whatCannotBeRaisedIsNamed(String op) {
        OnnxModels models = OnnxModels.opset(op.equals("Resize") ? 11 : op.startsWith("G") ? 18 : 8).input("x", SHAPE);
        switch (op) {
            case "BatchNormalization" -> withStatistics(models)
                    .node(op, "n", "x,g,b,m,v", "y", integer("spatial", 0));
            case "training" -> withStatistics(models)
                    .node("BatchNormalization", "n", "x,g,b,m,v", "y,mm,vv");
            case "Dropout" -> models.node(op, "n", "x", "y,mask");
            case "Resize" -> models.node(op, "n", "x,r,s", "y",
                    text("coordinate_transformation_mode", "tf_half_pixel_for_nn"));
            default -> models.node(op, "n", "x", "y");
        }
        ModelProto stored = models.output("y").model().build();
        long from = stored.getOpsetImport(0).getVersion();
        assertThatThrownBy(() -> OpsetRaise.raise(stored, FILES, from, 21))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The network uses version " + from + " of ONNX's operators, and node 'n' (")
                .hasMessageContaining("cannot be raised to version 21: ")
                .hasMessageEndingWith("; export the model with opset 21 or newer.");
    }

    private static List<List<Float>> run(ModelProto model) throws OrtException {
        Random random = new Random(5);
        float[] x = new float[(int) (SHAPE[0] * SHAPE[1] * SHAPE[2] * SHAPE[3])];
        for (int at = 0; at < x.length; at++) {
            x[at] = random.nextFloat() * 2 - 0.8f;
        }
        return OnnxRuntimeRun.run(new ExposedTensors(model.toByteArray(), Optional.empty()), "x", x, SHAPE)
                .values().stream()
                .map(values -> IntStream.range(0, values.data().length).mapToObj(at -> values.data()[at]).toList())
                .toList();
    }
}
