package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.floats;
import static org.quantscope.onnx.OnnxModels.nodeProto;
import static org.quantscope.onnx.OnnxModels.ramp;
import static org.quantscope.onnx.OnnxModels.raw;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.tensor;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.model.FusedActivation;

class FusedActivationsTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @TempDir
    Path folder;

    @Test
    void aReluThatAloneReadsTheLayer() throws IOException {
        assertThat(behind(layer(13).node("Relu", "r", "h", "y").output("y")))
                .contains(new FusedActivation("r", 0, INFINITY, "y"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            'h,lo,hi', -1, 6
            'h,lo',    -1, Infinity
            'h,,hi',   -Infinity, 6
            'h',       -Infinity, Infinity
            """)
    void aClipWithConstantBounds(String inputs, float lo, float hi) throws IOException {
        OnnxModels model = layer(13).initializer(floats("lo", new float[] {-1}))
                .node("Constant", "", "", "hi", tensor("value", floats("", new float[] {6}, 1)))
                .node("Clip", "k", inputs, "y").output("y");
        assertThat(behind(model)).contains(new FusedActivation("k", lo, hi, "y"));
    }

    @Test
    void beforeVersion11BoundsAreAttributes() throws IOException {
        assertThat(behind(layer(10).node("Clip", "k", "h", "y", real("min", 0), real("max", 6)).output("y")))
                .contains(new FusedActivation("k", 0, 6, "y"));
        assertThat(behind(layer(7).node("Clip", "k", "h", "y", real("max", 6)).output("y")))
                .contains(new FusedActivation("k", Float.NEGATIVE_INFINITY, 6, "y"));
    }

    @Test
    void aSecondReaderKeepsThemApart() throws IOException {
        assertNone(layer(13).node("Relu", "r", "h", "y").node("Relu", "s", "h", "z").output("y"));
        assertNone(layer(13).node("Relu", "r", "h", "y").node("Add", "a", "y,h", "z").output("z"));
    }

    @Test
    void aLayerWhoseOutputLeavesTheNetworkKeepsIt() throws IOException {
        assertNone(layer(13).node("Relu", "r", "h", "y").output("y").output("h"));
    }

    @Test
    void aBodyThatReadsTheLayerCounts() throws IOException {
        GraphProto inner = GraphProto.newBuilder().addNode(nodeProto("Neg", "", "h", "n"))
                .addOutput(OnnxModels.info("n")).build();
        GraphProto outer = GraphProto.newBuilder()
                .addNode(nodeProto("If", "", "q", "m", OnnxModels.body("then_branch", inner)))
                .addOutput(OnnxModels.info("m")).build();
        assertNone(layer(13).node("Relu", "r", "h", "y")
                .node("If", "if", "p", "z", OnnxModels.body("then_branch", outer)).output("y"));
    }

    @Test
    void boundsThatAreNotPlainNumbersKeepTheClipApart() throws IOException {
        assertNone(layer(13).node("Clip", "k", "h,lo", "y").output("y"));
        assertNone(layer(13).node("Clip", "k", "h,h", "y").output("y"));
        assertNone(layer(13).initializer("lo", ramp(2), 2).node("Clip", "k", "h,lo", "y").output("y"));
        assertNone(layer(13).initializer("lo", new float[] {Float.NaN}).node("Clip", "k", "h,lo", "y").output("y"));
        assertNone(layer(13).initializer(raw("lo", DataType.INT32, new byte[4]))
                .node("Clip", "k", "h,lo", "y").output("y"));
        assertNone(layer(10).node("Clip", "k", "h", "y", real("min", 6), real("max", 0)).output("y"));
    }

    @Test
    void otherOperatorsAreNotFused() throws IOException {
        assertNone(layer(13).node("Sigmoid", "s", "h", "y").output("y"));
        assertNone(layer(13).output("h"));
        assertNone(layer(13)
                .node(nodeProto("Relu", "r", "h", "y").toBuilder().setDomain("my.own").build()).output("y"));
    }

    private void assertNone(OnnxModels model) throws IOException {
        assertThat(behind(model)).isEmpty();
    }

    private Optional<FusedActivation> behind(OnnxModels model) throws IOException {
        return OnnxReader.read(model.write(folder.resolve("net.onnx"))).layer("c").orElseThrow().activation();
    }

    private static OnnxModels layer(long opset) {
        return OnnxModels.opset(opset).input("x").initializer("w", ramp(4), 4, 1, 1, 1).node("Conv", "c", "x,w", "h");
    }
}
