package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.StoredQuantization;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.TensorParams;

/** Settings from the quantizers of an {@code .onnx} file, for that file itself or for the float network it came from. */
final class NetworkImport {
    /** Below these bytes there are only control characters: no text begins with one, and every {@code .onnx} file does. */
    private static final int FIRST_OF_TEXT = '\t';

    private NetworkImport() {}

    static boolean recognizes(ImportFile file) {
        byte[] head = file.head();
        return head.length > 0 && head[0] >= 0 && head[0] < FIRST_OF_TEXT;
    }

    /**
     * @throws SettingsFormatException with a sentence if no layer is quantized, or the network has other layers
     * @throws org.quantscope.onnx.ModelFormatException with a sentence if the file cannot be read as a network
     */
    static Imported read(ImportFile file, ImportTarget target) {
        Model stored = OnnxReader.read(file.path());
        StoredQuantization found = StoredQuantization.of(stored);
        if (found.isEmpty()) {
            throw new SettingsFormatException("File " + Quoted.text(file.name())
                    + " is a network without a quantized layer, so there are no settings in it; open it as a model.");
        }
        Model model = target.model().orElse(stored);
        Map<String, LayerParams> params = target.model().isPresent()
                ? forLayersOf(model, found.params(), file.name())
                : found.params();
        return new Imported(
                model, ExplicitSettings.of(model, params, target.derivation().apply(model)), found.remarks());
    }

    private static Map<String, LayerParams> forLayersOf(
            Model model, Map<String, LayerParams> params, String fileName) {
        Map<String, LayerParams> matched = new LinkedHashMap<>();
        params.forEach((name, own) -> {
            Layer layer = model.layer(name).orElseThrow(() -> new SettingsFormatException("In file "
                    + Quoted.text(fileName) + ": the layer " + Quoted.text(name) + " is not in the model "
                    + Quoted.text(model.fileName()) + "; give the model that the file was made of."));
            int channels = own.weight().map(TensorParams::channelCount).orElse(layer.outputChannels());
            if (channels != layer.outputChannels()) {
                throw new SettingsFormatException("In file " + Quoted.text(fileName) + ": the layer "
                        + Quoted.text(name) + " has " + channels + " output channels, but in the model "
                        + Quoted.text(model.fileName()) + " it has " + layer.outputChannels()
                        + "; give the model that the file was made of.");
            }
            Optional<Clamp> clamp = layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()));
            matched.put(name, new LayerParams(own.weight(), own.input(), own.output(), own.biasBits(),
                    own.requantization(), own.accumulator(), clamp));
        });
        return matched;
    }
}
