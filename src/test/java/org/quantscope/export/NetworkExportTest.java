package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.onnx.StoredQuantization;
import org.quantscope.onnx.WrittenFile;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.OpenModel;

class NetworkExportTest {
    private static final QuantParams INPUT = new QuantParams(QuantType.UINT8, 0.03f, 120);
    private static final QuantParams OUTPUT = new QuantParams(QuantType.UINT8, 0.02f, 0);
    private static final String WRITTEN_BEFORE = "what was there before";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void everyCodeScaleAndZeroPointIsReadBackAndCompared(QuantizedForm form) throws IOException {
        Model model = conv(13);
        SaveReport report = NetworkExport.save(folder.resolve("q.onnx"), source(model), form);
        assertThat(report.differing()).isEmpty();
        int codesScalesZeroPointsAndBiases = 54 + 3 + 3 + 6;
        assertThat(report.fieldsCompared()).isGreaterThan(codesScalesZeroPointsAndBiases + 6);
        assertThat(report.sentence()).startsWith("Saved q.onnx: 0 of ").endsWith(" fields differ.");
        assertThat(report.files()).hasSize(2).allMatch(Files::exists);
        assertThat(StoredQuantization.of(OnnxReader.read(folder.resolve("q.onnx"))).params().get("c").weight())
                .isEqualTo(params(model).weight());
        assertThat(SettingsFileReader.read(report.files().get(1), model, OpenModel.of(model).derivation()).layers())
                .containsOnlyKeys("c");
    }

    @Test
    void aFileWithOneOtherCodeIsTold() throws IOException {
        Model model = conv(13);
        Map<String, LayerParams> params = Map.of("c", params(model));
        QuantizedNetwork network = QuantizedNetwork.write(model, params, QuantizedForm.QDQ);
        float[] others = model.layers().get(0).weight().data().clone();
        others[17] = -others[17];
        Model changed = read("other.onnx", 13, others);
        Path written = Files.write(folder.resolve("q.onnx"),
                QuantizedNetwork.write(changed, params, QuantizedForm.QDQ).model());
        assertThat(WrittenFile.compare(model, params, network, written).differing())
                .containsExactly("tensor 'w_quantized'", "layer 'c' weight code 17");
    }

    @Test
    void aNetworkThatCannotBeRaisedIsRefusedByTheRulesAndTheOlderFileStays() throws IOException {
        OnnxModels models = OnnxModels.opset(8).input("x", 1, 2, 7, 6)
                .initializer("w", OnnxModels.ramp(54), 3, 2, 3, 3).initializer("s", OnnxModels.ramp(60), 3, 5, 4)
                .node("Conv", "c", "x,w", "a")
                .node("BatchNormalization", "n", "a,s,s,s,s", "y", OnnxModels.integer("spatial", 0)).output("y");
        ExportSource source = source(OnnxReader.read(models.write(folder.resolve("old.onnx"))));
        String sentence = "The network uses version 8 of ONNX's operators, and node 'n' (BatchNormalization) cannot be raised"
                + " to version 13: it has statistics for every pixel; export the model with opset 13 or newer.";
        for (LintTarget target : new LintTarget[] {LintTarget.QDQ, LintTarget.QOPERATOR}) {
            assertThat(Lint.check(target, source)).filteredOn(LintFinding::isRefused)
                    .extracting(LintFinding::reason).containsExactly(sentence);
        }
        Path target = Files.writeString(folder.resolve("q.onnx"), WRITTEN_BEFORE);
        assertThatThrownBy(() -> NetworkExport.save(target, source, QuantizedForm.QDQ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
        assertThat(target).hasContent(WRITTEN_BEFORE);
    }

    private ExportSource source(Model model) {
        ParameterDerivation derivation = OpenModel.of(model).derivation();
        QuantSettings settings = ExplicitSettings.of(model, Map.of("c", params(model)), derivation);
        return new ExportSource(model, settings, derivation);
    }

    private static LayerParams params(Model model) {
        return new LayerParams(
                Optional.of(new TensorParams(java.util.List.of(
                        weight(0.011f), weight(0.012f), weight(0.013f)))),
                Optional.of(INPUT), Optional.of(OUTPUT), OptionalInt.of(32), RequantizationProfile.FLOAT32,
                Accumulator.EXACT,
                model.layers().get(0).activation().map(own -> new Clamp(own.lo(), own.hi())));
    }

    private static QuantParams weight(float scale) {
        return new QuantParams(QuantType.INT8_NARROW, scale, 0);
    }

    private Model conv(long opset) throws IOException {
        return read("m.onnx", opset, OnnxModels.ramp(54));
    }

    private Model read(String name, long opset, float[] weights) throws IOException {
        OnnxModels models = OnnxModels.opset(opset).input("x", 1, 2, 7, 6)
                .initializer("w", weights, 3, 2, 3, 3).initializer("b", new float[] {0.5f, -1, 2}, 3)
                .node("Conv", "c", "x,w,b", "s").node("Relu", "r", "s", "y").output("y");
        return OnnxReader.read(models.write(folder.resolve(name)));
    }
}
