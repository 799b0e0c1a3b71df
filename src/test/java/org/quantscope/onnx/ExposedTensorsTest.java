package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quantscope.onnx.OnnxModels.external;
import static org.quantscope.onnx.OnnxModels.ramp;
import static org.quantscope.onnx.OnnxModels.rawFloats;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposedTensorsTest {
    @TempDir
    Path folder;

    @Test
    void innerTensorsOfASampleComeOutOfOnnxRuntime() throws Exception {
        ExposedTensors exposed = ExposedTensors.of(
                Path.of("samples/fashion-mobile.onnx"),
                List.of("/stem/stem.2/Clip_output_0", "/ir1/dw/dw.0/Conv_output_0", "logits", "input"));
        Map<String, OnnxRuntimeRun.Values> seen =
                OnnxRuntimeRun.run(exposed, "input", new float[2 * 28 * 28], 2, 1, 28, 28);
        assertThat(exposed.externalDataFolder()).isEmpty();
        assertThat(seen).containsOnlyKeys("logits", "/stem/stem.2/Clip_output_0", "/ir1/dw/dw.0/Conv_output_0");
        assertThat(seen.get("/ir1/dw/dw.0/Conv_output_0").shape()).containsExactly(2, 64, 14, 14);
        assertThat(seen.get("logits").data()).hasSize(20);
    }

    @Test
    void theNetworkItselfStaysAsItIs() throws Exception {
        Path file = Path.of("samples/fashion-lenet.onnx");
        ModelProto before = ModelProto.parseFrom(Files.readAllBytes(file));
        ExposedTensors exposed = ExposedTensors.of(file, List.of("/Relu_output_0", "/Relu_output_0"));
        ModelProto after = ModelProto.parseFrom(exposed.model());
        assertThat(after.getGraph().getOutputList()).extracting(ValueInfoProto::getName)
                .containsExactly("logits", "/Relu_output_0");
        ModelProto.Builder undone = after.toBuilder();
        undone.getGraphBuilder().removeOutput(1);
        assertThat(undone.build()).isEqualTo(before);
    }

    @Test
    void externalWeightsAreFoundThroughTheFolder() throws Exception {
        Files.write(folder.resolve("w.bin"), rawFloats(ramp(6)));
        Path file = OnnxModels.opset(13).input("x", 1, 2, 1, 1)
                .initializer(external("w", new long[] {3, 2, 1, 1}, "location", "w.bin", "length", "24"))
                .node("Conv", "c", "x,w", "h").node("Relu", "r", "h", "y").output("y")
                .write(folder.resolve("net.onnx"));
        ExposedTensors exposed = ExposedTensors.of(file, List.of("h"));
        assertThat(exposed.externalDataFolder()).contains(folder.toAbsolutePath());
        assertThat(OnnxRuntimeRun.run(exposed, "x", new float[] {1, 10}, 1, 2, 1, 1).get("h").data())
                .containsExactly(-8.5f, -3, 2.5f);
    }

    @Test
    void aTensorThatTheNetworkLacksIsNamed() {
        assertThatThrownBy(() -> ExposedTensors.of(Path.of("samples/fashion-lenet.onnx"), List.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Model 'fashion-lenet.onnx' has no tensor 'nowhere';"
                        + " its layers' inputs and outputs are listed by the inspect command.");
    }

    @Test
    void aFileThatCannotBeReadIsRefusedAsByTheReader() {
        assertThatThrownBy(() -> ExposedTensors.of(folder.resolve("absent.onnx"), List.of()))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("File 'absent.onnx' cannot be opened: it does not exist; check its path.");
    }
}
