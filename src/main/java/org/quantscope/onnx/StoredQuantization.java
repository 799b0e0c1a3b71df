package org.quantscope.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;

/**
 * The parameters that a quantized file brings with it. Quantizing the layers of its model with them gives the file's own
 * integers.
 *
 * @param params by layer name; a layer that is float in the file has no entry
 * @param remarks what of the file's quantization is not in them, one sentence each
 */
public record StoredQuantization(Map<String, LayerParams> params, List<String> remarks) {
    public static final StoredQuantization NONE = new StoredQuantization(Map.of(), List.of());

    /**
     * Reads a model's file once more.
     *
     * @param model as it was read, not folded
     * @throws ModelFormatException with a sentence if the file cannot be read, or is another one by now
     */
    public static StoredQuantization of(Model model) {
        try {
            OnnxFile file = OnnxFile.read(model.file());
            if (!file.sha256().equals(model.sha256())) {
                throw new DefectException("it changed since it was opened; open it again");
            }
            return of(model, file.stored());
        } catch (DefectException e) {
            throw ModelFormatException.about(model.file(), e.getMessage(), e);
        }
    }

    /** Whether the file has no quantizer of a layer. */
    public boolean isEmpty() {
        return params.isEmpty();
    }

    static StoredQuantization of(Model model, Map<String, StoredLayer> stored) {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        for (Layer layer : model.layers()) {
            StoredLayer own = stored.getOrDefault(layer.output(), StoredLayer.FLOAT);
            if (own.isQuantized()) {
                params.put(layer.name(), params(layer, own, remarks));
            }
        }
        return new StoredQuantization(params, List.copyOf(remarks));
    }

    private static LayerParams params(Layer layer, StoredLayer stored, List<String> remarks) {
        Optional<TensorParams> weight = stored.weight().flatMap(grid -> weight(layer, grid));
        if (weight.isEmpty() && stored.weight().isPresent()) {
            remarks.add("Layer '" + layer.name() + "' has weight scales that are not one for each output channel, so its"
                    + " weights are taken as float values.");
        }
        boolean coded = weight.isPresent() && stored.input().isPresent();
        boolean integerBias = coded && (layer.bias().isEmpty() || stored.bias().isPresent());
        if (integerBias && stored.bias().isPresent()
                && !hasCodes(layer, weight.get(), stored.input().get(), stored.bias().get().codes())) {
            remarks.add("Layer '" + layer.name() + "' has bias codes of another scale than that of its input times that of"
                    + " its weights, so its bias is rounded once more.");
        }
        boolean floatBias = !integerBias && stored.output().isPresent();
        return new LayerParams(
                weight, stored.input(), stored.output(),
                integerBias ? OptionalInt.of(32) : OptionalInt.empty(),
                floatBias ? RequantizationProfile.FLOAT64 : RequantizationProfile.FLOAT32,
                Accumulator.EXACT,
                layer.activation().map(own -> new Clamp(own.lo(), own.hi())));
    }

    /** The parameters of weights if they give the file's own codes. */
    private static Optional<TensorParams> weight(Layer layer, StoredGrid grid) {
        int count = grid.scales().length;
        Optional<QuantType> type = grid.container().type();
        boolean perChannel = count == layer.outputChannels();
        if (type.isEmpty() || count != 1 && !perChannel || !layer.weightsAsStored()) {
            return Optional.empty();
        }
        int rank = layer.shownWeightShape().rank();
        int axis = grid.axis() < 0 ? grid.axis() + rank : grid.axis();
        if (count > 1 && axis != layer.storedOutputAxis()) {
            return Optional.empty();
        }
        QuantParams[] channels = new QuantParams[layer.outputChannels()];
        Arrays.setAll(channels, channel -> {
            int at = count == 1 ? 0 : channel;
            return new QuantParams(type.get(), grid.scales()[at], grid.zeroPoints()[at]);
        });
        TensorParams params = new TensorParams(List.of(channels));
        return Optional.of(isNarrow(layer, params) ? narrow(params) : params);
    }

    /** ONNX has no narrow range: it is that of symmetric signed codes without the lowest one. */
    private static boolean isNarrow(Layer layer, TensorParams params) {
        QuantType type = params.channel(0).type();
        if (!type.signed() || params.channels().stream().anyMatch(channel -> channel.zeroPoint() != 0)) {
            return false;
        }
        float[] weights = layer.weight().data();
        int taps = layer.taps();
        for (int i = 0; i < weights.length; i++) {
            if (Quantizer.quantize(weights[i], params.channel(i / taps)) == type.qmin()) {
                return false;
            }
        }
        return true;
    }

    private static TensorParams narrow(TensorParams params) {
        return new TensorParams(params.channels().stream()
                .map(own -> new QuantParams(own.type().withNarrowRange(true), own.scale(), 0))
                .toList());
    }

    private static boolean hasCodes(Layer layer, TensorParams weight, QuantParams input, int[] codes) {
        BiasQuantizer quantizer = new BiasQuantizer(32);
        boolean one = codes.length == 1;
        for (int channel = 0; channel < layer.outputChannels(); channel++) {
            float scale = BiasQuantizer.scale(input.scale(), weight.channel(channel).scale());
            if (quantizer.quantize(layer.bias().orElseThrow().get(channel), scale) != codes[one ? 0 : channel]) {
                return false;
            }
        }
        return true;
    }
}
