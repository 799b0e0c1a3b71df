package org.quantscope.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.FoldedBatchNorm;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * The tensors of a model under its settings as a format holds them: every quantized weight, integer bias, layer input
 * and layer output, by the name of the tensor in the ONNX file. What the format cannot say is refused, naming layer and
 * remedy, so that the target never computes something else than the screen showed.
 */
final class TensorEncodings {
    private record Named(TensorEncoding encoding, String role) {}

    private final EncodingTarget target;
    private final Map<String, Named> entries = new LinkedHashMap<>();

    private TensorEncodings(EncodingTarget target) {
        this.target = target;
    }

    /**
     * The entries in the order of the model's layers.
     *
     * @throws IllegalArgumentException with a sentence if the format cannot hold the settings
     */
    static List<TensorEncoding> of(
            EncodingTarget target, Model model, QuantSettings settings, ParameterDerivation derivation) {
        TensorEncodings encodings = new TensorEncodings(target);
        for (Layer layer : model.layers()) {
            LayerSettings choices = settings.layer(layer.name());
            encodings.add(layer, choices, derivation.derive(layer.name(), choices));
        }
        if (encodings.entries.isEmpty()) {
            throw new IllegalArgumentException("No layer of " + Quoted.text(model.fileName())
                    + " is quantized, so there are no encodings to write; quantize a layer first.");
        }
        return encodings.entries.values().stream().map(Named::encoding).toList();
    }

    private void add(Layer layer, LayerSettings choices, LayerParams params) {
        requireObserved(layer, "input", choices.input().isPresent(), params.input());
        requireObserved(layer, "output", choices.output().isPresent(), params.output());
        params.input().ifPresent(input -> put(activation(layer, "input", layer.input(), input), layer, "input"));
        params.weight().ifPresent(weight -> {
            boolean perChannel = choices.weight().orElseThrow().granularity() == Granularity.PER_CHANNEL;
            put(weight(layer, weight, perChannel || !weight.isUniform()), layer, "weights");
            boolean named = layer.bias().isPresent() && layer.biasName().isPresent();
            if (target.holdsBiases() && params.hasIntegerBias() && named && !hasVanishingBiasScale(params)) {
                put(bias(layer, params, perChannel || !weight.isUniform()), layer, "bias");
            }
        });
        params.output().ifPresent(output ->
                put(activation(layer, "output", outputName(layer, params), output), layer, "output"));
    }

    static void requireObserved(Layer layer, String role, boolean chosen, Optional<QuantParams> params) {
        if (chosen && params.isEmpty()) {
            throw new IllegalArgumentException("The " + role + " of layer " + Quoted.text(layer.name())
                    + " has no scale yet because its range has not been observed; run the model on an image first, or"
                    + " set scale and zero point by hand.");
        }
    }

    /** With a fused activation the output quantizer stands behind it. */
    static String outputName(Layer layer, LayerParams params) {
        return layer.activation().isPresent() && params.clamp().isPresent()
                ? layer.activation().get().output()
                : layer.output();
    }

    private TensorEncoding activation(Layer layer, String role, String tensor, QuantParams params) {
        String what = "The " + role + " of layer " + Quoted.text(layer.name());
        requireWidth(params.type(), what);
        requireExpressible(params, what);
        return TensorEncoding.perTensor(tensor, params.type(), params.scale(), (int) params.origin());
    }

    private TensorEncoding weight(Layer layer, TensorParams params, boolean perChannel) {
        String name = Quoted.text(layer.name());
        if (!isNamedInFile(layer)) {
            throw new IllegalArgumentException("The weights of layer " + name + " are not those of the file, because an"
                    + " alpha was applied or doubles were rounded, so their scales do not fit the stored tensor "
                    + Quoted.text(layer.weightName()) + "; leave this layer's weights float for this export.");
        }
        QuantType first = params.channel(0).type();
        for (int channel = 0; channel < params.channelCount(); channel++) {
            QuantType type = params.channel(channel).type();
            requireWidth(type, "Channel " + channel + " of layer " + name);
            requireExpressible(params.channel(channel), "Channel " + channel + " of layer " + name);
            if (type.bits() != first.bits()) {
                throw new IllegalArgumentException("Channel " + channel + " of layer " + name + " has " + type.bits()
                        + " bits and channel 0 has " + first.bits()
                        + ", but " + target.many() + " have one type for a tensor; give all channels the same bits.");
            }
        }
        if (!perChannel) {
            QuantParams only = params.channel(0);
            return TensorEncoding.perTensor(layer.weightName(), first, only.scale(), (int) only.origin());
        }
        return new TensorEncoding(
                layer.weightName(),
                first.bits(),
                first.signed(),
                first.narrowRange(),
                params.channels().stream().map(QuantParams::scale).toList(),
                params.channels().stream().map(own -> (int) own.origin()).toList(),
                true,
                OptionalInt.of(layer.storedOutputAxis()));
    }

    /**
     * Whether the weights are the values of the tensor whose name they get: those of the file, or those that folding
     * BatchNormalization into the file's own gives, which {@link AimetNotes} tells of.
     */
    private static boolean isNamedInFile(Layer layer) {
        return layer.foldedBatchNorm().map(FoldedBatchNorm::ofStoredWeights).orElse(layer.weightsAsStored());
    }

    /** The bias on the accumulator's scale, (24). */
    private static TensorEncoding bias(Layer layer, LayerParams params, boolean perChannel) {
        List<Float> all = biasScales(params);
        List<Float> scales = perChannel ? all : all.subList(0, 1);
        OptionalInt axis = perChannel ? OptionalInt.of(0) : OptionalInt.empty();
        return new TensorEncoding(
                layer.biasName().orElseThrow(), params.biasBits().getAsInt(), true, false, scales,
                Collections.nCopies(scales.size(), 0), perChannel, axis);
    }

    /** Whether some channel's bias scale is too small to be a scale; dead channels of real networks have such. */
    static boolean hasVanishingBiasScale(LayerParams params) {
        return params.hasIntegerBias()
                && biasScales(params).stream().anyMatch(scale -> QuantParams.scaleFault(scale) != null);
    }

    private static List<Float> biasScales(LayerParams params) {
        float inputScale = params.input().orElseThrow().scale();
        List<Float> scales = new ArrayList<>();
        params.weight().orElseThrow().channels().forEach(channel -> scales.add(inputScale * channel.scale()));
        return scales;
    }

    /** The target rounds the stored float weights itself, by ONNX's formula. */
    private void requireExpressible(QuantParams params, String what) {
        Optional<String> fault = params.formula().isAffine()
                ? params.onnxFault()
                : Optional.of("The method '" + params.formula().keyword()
                        + "' does more than to round, which " + target.one() + " cannot say; choose the method 'affine'.");
        fault.ifPresent(sentence -> {
            throw new IllegalArgumentException(what + " cannot be " + target.one() + ". " + sentence);
        });
    }

    private void requireWidth(QuantType type, String what) {
        if (!target.widths().contains(type.bits())) {
            throw new IllegalArgumentException(what + " has " + type.bits() + " bits, which " + target.many()
                    + " cannot say; choose " + target.widthWords() + ".");
        }
    }

    private void put(TensorEncoding encoding, Layer layer, String role) {
        String here = "the " + role + " of layer " + Quoted.text(layer.name());
        Named older = entries.putIfAbsent(encoding.name(), new Named(encoding, here));
        if (older != null && !older.encoding().equals(encoding)) {
            throw new IllegalArgumentException("The tensor " + Quoted.text(encoding.name()) + " is " + older.role()
                    + " and " + here + ", with different parameters, but it can have one encoding only; give both the"
                    + " same bits, scale and zero point.");
        }
    }
}
