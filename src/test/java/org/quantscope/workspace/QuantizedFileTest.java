package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.InputShape;
import org.quantscope.network.MinMaxParams;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;

class QuantizedFileTest {
    @TempDir
    Path folder;

    @Test
    void aQuantizedFileOpensWithItsOwnParametersAsTheStartingPoint() throws IOException {
        Samples samples = new Samples();
        SampleModel sample = Samples.models().stream()
                .filter(known -> known.file().equals("fashion-lenet.onnx")).findFirst().orElseThrow();
        Model model = OnnxReader.read(samples.modelFile(sample));
        Map<String, LayerParams> params = MinMaxParams.of(model, List.of(samples.images(sample)
                .networkInput(0, sample.preprocessing(), InputShape.of(model).shape())));
        Layer untouched = model.layers().get(1);
        params.remove(untouched.name());
        Path file = Files.write(folder.resolve("q.onnx"),
                QuantizedNetwork.write(model, params, QuantizedForm.QDQ).model());
        List<String> problems = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            workspace.onProblem(problems::add);
            workspace.onNotice(notices::add);
            workspace.open(file);
            WorkspaceState state = workspace.state();
            assertThat(problems).isEmpty();
            assertThat(notices).contains("The file is quantized: " + params.size() + " of " + model.layers().size()
                    + " layers start with its integers and parameters.");
            OpenModel open = OpenModel.of(state.model().orElseThrow());
            for (Layer layer : model.layers()) {
                LayerParams derived =
                        open.derivation().derive(layer.name(), state.settings().layer(layer.name()));
                LayerParams wanted = params.getOrDefault(layer.name(), LayerParams.FLOAT);
                assertThat(derived.weight()).as(layer.name()).isEqualTo(wanted.weight());
                assertThat(derived.output()).as(layer.name()).isEqualTo(wanted.output());
                assertThat(derived.input()).as(layer.name()).isEqualTo(wanted.input());
                assertThat(derived.clamp()).as(layer.name())
                        .isEqualTo(layer.activation().map(own -> new Clamp(own.lo(), own.hi())));
            }
        }
    }
}
