package org.quantscope.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.Layer;
import org.quantscope.onnx.FormFinding.Severity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;

/** What a quantized ONNX file does not say of one layer's parameters. */
final class LayerForm {
    private final Layer layer;
    private final LayerParams params;
    private final QuantizedForm form;
    private final CodeStorage storage;
    private final List<FormFinding> findings = new ArrayList<>();

    LayerForm(Layer layer, LayerParams params, QuantizedForm form, CodeStorage storage) {
        this.layer = layer;
        this.params = params;
        this.form = form;
        this.storage = storage;
    }

    List<FormFinding> findings() {
        params.weight().ifPresent(this::weight);
        params.input().ifPresent(input -> activation("input", input));
        params.output().ifPresent(output -> activation("output", output));
        if (!FormRules.isRefused(findings)) {
            bias();
            arithmetic();
            simulation();
        }
        return findings;
    }

    private void weight(TensorParams weight) {
        QuantType first = weight.channel(0).type();
        for (int channel = 1; channel < weight.channelCount(); channel++) {
            QuantType type = weight.channel(channel).type();
            if (type.bits() != first.bits() || type.signed() != first.signed()) {
                refuse("weight", channel, "has " + first.onnxName() + " weights in channel 0 and " + type.onnxName()
                        + " weights in channel " + channel + ", and a tensor of ONNX has one type");
                return;
            }
        }
        for (int channel = 0; channel < weight.channelCount(); channel++) {
            Optional<String> fault = weight.channel(channel).onnxFault();
            if (fault.isPresent()) {
                refuse("weight", channel, "cannot be written, channel " + channel + ": " + clause(fault.get()));
                return;
            }
        }
        width("weight", first);
        if (weight.channels().stream().map(QuantParams::origin).distinct().count() > 1) {
            remark("weight", "has weight zero points that differ by channel, which ONNX Runtime reads in its newer"
                    + " versions only");
        }
    }

    private void activation(String tensor, QuantParams quantizer) {
        Optional<String> fault = quantizer.onnxFault();
        if (fault.isPresent()) {
            refuse(tensor, "cannot be written, its " + tensor + ": " + clause(fault.get()));
        } else if (quantizer.rounding() != Rounding.HALF_TO_EVEN) {
            refuse(tensor, "rounds its " + tensor + " another way than half to even, the only one that ONNX's"
                    + " QuantizeLinear knows");
        } else {
            width(tensor, quantizer.type());
        }
    }

    private void width(String tensor, QuantType type) {
        boolean weights = tensor.equals("weight");
        CodeContainer container = weights ? storage.weight(type) : storage.activation(type);
        if (form == QuantizedForm.QOPERATOR && storage == CodeStorage.NARROWEST && type.bits() != 8) {
            refuse(tensor, "has " + type.onnxName() + " codes for its " + tensor
                    + ", and the integer operators of ONNX take 8 bits only; choose 8 bits or the QDQ form");
        } else if (form == QuantizedForm.QOPERATOR && !container.isByte()) {
            refuse(tensor, "has " + type.onnxName() + " codes for its " + tensor
                    + ", and the integer operators of ONNX take at most 8 bits");
        } else if (!weights && !storage.saturatesAs(type)) {
            remark(tensor, "keeps the codes of its " + tensor + " (" + type.onnxName()
                    + (type.narrowRange() ? ", narrow range" : "") + ") in " + container.name().toLowerCase(Locale.ROOT)
                    + " with a Clip that limits them");
        } else if (weights && storage == CodeStorage.NARROWEST
                && !container.name().equalsIgnoreCase(type.onnxName())) {
            remark(tensor, "keeps its " + type.onnxName() + " weight codes in "
                    + container.name().toLowerCase(Locale.ROOT) + ", the next type that ONNX has");
        }
    }

    private void bias() {
        if (layer.bias().isEmpty() || !params.hasIntegerBias()) {
            return;
        }
        BiasCodes codes = BiasCodes.of(layer, params);
        int silent = 0;
        for (int channel = 0; channel < codes.codes().length; channel++) {
            float scale = codes.scales()[channel];
            float value = layer.bias().get().get(channel);
            boolean usable = QuantParams.scaleFault(scale) == null;
            if (usable && Math.abs(value / (double) scale - codes.codes()[channel]) <= 1) {
                continue;
            }
            if (!isSilent(value, scale)) {
                refuse("bias", channel, usable
                        ? "has a bias of " + value + " in channel " + channel + ", which does not fit into "
                                + params.biasBits().orElseThrow() + " bits at the scale " + scale
                        : "has no usable bias scale in channel " + channel + ": " + params.input().orElseThrow().scale()
                                + " times " + params.weight().orElseThrow().channel(channel).scale() + " is " + scale);
                return;
            }
            silent++;
        }
        if (silent > 0) {
            remark("bias", "has a bias that no integer of its scale holds in " + silent
                    + (silent == 1 ? " channel" : " channels") + ", where nothing reaches half a step of the output");
        }
    }

    /**
     * Whether neither the bias nor any sum of 32 bits reaches half a step of the output: weights that are all but zero, as
     * networks have them whose BatchNormalization switched a channel off. A bias that is too large for such a scale
     * changes no output code, however the register overflows.
     */
    private boolean isSilent(float bias, float scale) {
        double half = params.output().map(output -> output.scale() / 2.0).orElse(0.0);
        return scale > 0 && scale * 0x1p32 <= half && Math.abs(bias) <= half;
    }

    private void arithmetic() {
        boolean coded = params.weight().isPresent() && params.input().isPresent() && params.output().isPresent();
        if (!coded) {
            inFloat("", "has not all of weights, input and output quantized");
        } else if (layer.bias().isPresent() && !params.hasIntegerBias()) {
            floatBias();
        } else if (!FormRules.hasOperator(layer)) {
            inFloat("", "multiplies with its weights on the left, for which ONNX has no integer operator with a scale"
                    + " for each output channel");
        } else if (!FormRules.haveOperator(params, storage)) {
            types();
        }
    }

    private void floatBias() {
        String what = "has a float bias, and the bias of an integer operator is int32; give it 32 bits";
        if (form == QuantizedForm.QOPERATOR) {
            refuse("bias", what);
        } else {
            inFloat("bias", what);
        }
    }

    private void types() {
        String what = "has " + params.input().orElseThrow().type().onnxName() + " inputs, "
                + params.weight().orElseThrow().channel(0).type().onnxName() + " weights and "
                + params.output().orElseThrow().type().onnxName()
                + " outputs, for which ONNX Runtime has no integer operator";
        if (form == QuantizedForm.QOPERATOR) {
            refuse("", what + "; choose 8 bits, the same sign for input and output, and signed weights");
        } else {
            inFloat("", what);
        }
    }

    /** What only Quantscope does; the file's arithmetic is the runtime's own. */
    private void simulation() {
        if (params.output().isPresent() && params.requantization() != RequantizationProfile.FLOAT32) {
            remark("output", "requantizes by '" + params.requantization().keyword()
                    + "', which the file does not say: the runtime chooses");
        }
        if (!params.accumulator().equals(Accumulator.EXACT) && params.accumulator().bits() < 32) {
            remark("", "has an accumulator of " + params.accumulator().bits()
                    + " bits, which the file does not say: the runtime has 32");
        }
    }

    private void refuse(String tensor, String what) {
        findings.add(FormFinding.of(Severity.REFUSED, layer.name(), tensor, sentence(what)));
    }

    private void refuse(String tensor, int channel, String what) {
        findings.add(new FormFinding(
                Severity.REFUSED, layer.name(), tensor, OptionalInt.of(channel), sentence(what)));
    }

    private void inFloat(String tensor, String what) {
        findings.add(FormFinding.of(Severity.FLOAT, layer.name(), tensor, sentence(what + ", so it computes in float32")));
    }

    private void remark(String tensor, String what) {
        findings.add(FormFinding.of(Severity.REMARK, layer.name(), tensor, sentence(what)));
    }

    private String sentence(String what) {
        return "Layer '" + layer.name() + "' " + what + ".";
    }

    private static String clause(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
