package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPartTest {
    @TempDir
    Path folder;

    /** x, a → first → m; m, b → second → y; z, a → third → q. */
    private static OnnxModels twoBranches(int weightsOfSecond) {
        return OnnxModels.opset(13).input("x", 1).input("z", 1)
                .initializer("a", OnnxModels.ramp(8), 8)
                .initializer("b", OnnxModels.ramp(weightsOfSecond), weightsOfSecond)
                .node("Add", "first", "x,a", "m")
                .node("Add", "second", "m,b", "y")
                .node("Mul", "third", "z,a", "q")
                .output("y").output("q");
    }

    @Test
    void onlyWhatTheTensorsNeedIsLeft() {
        GraphProto part = NetworkPart.upTo(twoBranches(8).model().build(), Set.of("m")).getGraph();
        assertThat(part.getNodeList()).extracting(NodeProto::getName).containsExactly("first");
        assertThat(part.getInitializerList()).extracting(TensorProto::getName).containsExactly("a");
        assertThat(part.getOutputList()).extracting(output -> output.getName()).containsExactly("m");
        assertThat(part.getInputList()).as("all inputs are fed as before").hasSize(2);
    }

    @Test
    void everythingBehindATensorStaysInItsOrder() {
        GraphProto part = NetworkPart.upTo(twoBranches(8).model().build(), Set.of("y", "nowhere")).getGraph();
        assertThat(part.getNodeList()).extracting(NodeProto::getName).containsExactly("first", "second");
        assertThat(part.getOutputList()).extracting(output -> output.getName()).containsExactly("y");
    }

    @Test
    void whatTheBodyOfABranchReadsIsNeededToo() {
        GraphProto body = GraphProto.newBuilder()
                .addNode(OnnxModels.nodeProto("Identity", "inner", "m", "r"))
                .addOutput(OnnxModels.info("r"))
                .build();
        ModelProto model = OnnxModels.opset(13).input("x", 1).input("c", 1)
                .initializer("a", OnnxModels.ramp(8), 8)
                .node("Add", "first", "x,a", "m")
                .node("If", "branch", "c", "y", OnnxModels.body("then_branch", body), OnnxModels.body("else_branch", body))
                .output("y").model().build();
        assertThat(NetworkPart.upTo(model, Set.of("y")).getGraph().getNodeList())
                .extracting(NodeProto::getName).containsExactly("first", "branch");
    }

    @Test
    void aPartThatIsHardlySmallerIsNotOffered() throws IOException {
        Path small = twoBranches(8).write(folder.resolve("small.onnx"));
        Path large = twoBranches(1000).write(folder.resolve("large.onnx"));
        assertThat(ExposedTensors.upTo(small, Set.of("m"))).isEmpty();
        assertThat(ExposedTensors.upTo(large, Set.of("y"))).isEmpty();
        assertThat(ExposedTensors.upTo(large, Set.of("nowhere"))).isEmpty();
        Optional<ExposedTensors> part = ExposedTensors.upTo(large, Set.of("m"));
        assertThat(part).isPresent();
        assertThat(nodes(part.get().model())).isEqualTo(1);
    }

    private static int nodes(byte[] model) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(model).getGraph().getNodeCount();
    }
}
