package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;

/**
 * A quantized network read back from the disk, against what was to be written: first every tensor and node of the file,
 * then what a reader finds in it, which is every code of the weights and of the biases, every scale and every zero point.
 *
 * @param fields how many values were compared
 * @param differing the names of those that differ
 */
public record WrittenFile(int fields, List<String> differing) {

    /**
     * Compares a file with the network that it shall hold.
     *
     * @param model what was quantized
     * @param params with which; by layer name
     * @throws ModelFormatException with a sentence if the file cannot be read
     */
    public static WrittenFile compare(
            Model model, Map<String, LayerParams> params, QuantizedNetwork intended, Path written) {
        Comparison comparison = new Comparison();
        try {
            byte[] bytes = OnnxFile.bytes(written, Long.MAX_VALUE);
            comparison.graphs(
                    OnnxFile.parsed(intended.model()).getGraph(), OnnxFile.parsed(bytes).getGraph());
            OnnxFile file = OnnxFile.of(written, bytes);
            Model read = OnnxReader.modelOf(file);
            comparison.layers(model, params, read, file.stored());
        } catch (DefectException e) {
            throw ModelFormatException.about(written, e.getMessage(), e);
        }
        return new WrittenFile(
                (int) Math.min(Integer.MAX_VALUE, comparison.fields), List.copyOf(comparison.differing));
    }

    private static final class Comparison {
        private final List<String> differing = new ArrayList<>();
        private long fields;

        private void graphs(GraphProto intended, GraphProto found) {
            Map<String, TensorProto> tensors = new HashMap<>();
            found.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
            for (TensorProto tensor : intended.getInitializerList()) {
                field("tensor '" + tensor.getName() + "'", tensor, tensors.get(tensor.getName()));
            }
            for (int at = 0; at < intended.getNodeCount(); at++) {
                field(GraphNames.describe(intended.getNode(at)), intended.getNode(at),
                        at < found.getNodeCount() ? found.getNode(at) : null);
            }
        }

        private void layers(
                Model model, Map<String, LayerParams> params, Model read, Map<String, StoredLayer> stored) {
            StoredQuantization found = StoredQuantization.of(read, stored);
            for (Layer layer : model.layers()) {
                LayerParams own = params.getOrDefault(layer.name(), LayerParams.FLOAT);
                String name = "layer '" + layer.name() + "' ";
                Optional<Layer> again = read.layer(layer.name());
                LayerParams back = found.params().getOrDefault(layer.name(), LayerParams.FLOAT);
                if (own.weight().isPresent()) {
                    weight(name, WeightCodes.of(layer, own.weight().get()),
                            again.flatMap(same -> back.weight().map(weight -> WeightCodes.of(same, weight))));
                }
                if (layer.bias().isPresent() && own.hasIntegerBias()) {
                    bias(name, BiasCodes.of(layer, own),
                            again.map(same -> stored.get(same.output())).flatMap(StoredLayer::bias));
                }
                quantizer(name + "input ", own.input(), back.input());
                quantizer(name + "output ", own.output(), back.output());
            }
        }

        private void weight(String layer, WeightCodes written, Optional<WeightCodes> found) {
            boolean whole = found.filter(back -> back.codes().length == written.codes().length).isPresent();
            for (int at = 0; at < written.codes().length; at++) {
                Object back = whole ? found.get().codes()[at] : null;
                field(layer + "weight code ", at, written.codes()[at], back);
            }
            int count = Math.max(written.scales().length, found.map(back -> back.scales().length).orElse(1));
            for (int channel = 0; channel < count; channel++) {
                int at = channel;
                field(layer + "weight scale ", channel, scale(written, at), found.map(back -> scale(back, at)).orElse(null));
                field(layer + "weight zero point ", channel, zeroPoint(written, at),
                        found.map(back -> zeroPoint(back, at)).orElse(null));
            }
        }

        private static Object scale(WeightCodes codes, int channel) {
            return codes.scales()[Math.min(channel, codes.scales().length - 1)];
        }

        private static Object zeroPoint(WeightCodes codes, int channel) {
            return codes.zeroPoints()[Math.min(channel, codes.zeroPoints().length - 1)];
        }

        private void bias(String layer, BiasCodes written, Optional<StoredLayer.StoredBias> found) {
            boolean whole = found.filter(back -> back.codes().length == written.codes().length).isPresent();
            for (int channel = 0; channel < written.codes().length; channel++) {
                Object back = whole ? found.get().codes()[channel] : null;
                field(layer + "bias code ", channel, written.codes()[channel], back);
                float[] scales = found.map(bias -> bias.grid().scales()).orElse(new float[] {Float.NaN});
                field(layer + "bias scale ", channel, written.scales()[channel],
                        scales[Math.min(channel, scales.length - 1)]);
            }
        }

        /** A reader cannot tell whose quantizer it is where something else than nodes reads the tensor too. */
        private void quantizer(String tensor, Optional<QuantParams> written, Optional<QuantParams> found) {
            if (written.isPresent() && found.isPresent()) {
                field(tensor + "scale", written.get().scale(), found.get().scale());
                field(tensor + "zero point", written.get().origin(), found.get().origin());
                field(tensor + "sign", written.get().type().signed(), found.get().type().signed());
            }
        }

        private void field(String name, int at, Object written, Object found) {
            fields++;
            if (!written.equals(found)) {
                differing.add(name + at);
            }
        }

        private void field(String name, Object written, Object found) {
            fields++;
            if (!written.equals(found)) {
                differing.add(name);
            }
        }
    }
}
