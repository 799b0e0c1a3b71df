package org.quantscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a file of overrides for ONNX Runtime's quantizer says of one tensor. The type is not in the file: it is one for
 * all weights and one for all activations, given on the quantizer's command line.
 *
 * @param name the tensor
 * @param scales one value, or one for each channel
 * @param zeroPoints as many
 * @param axis where the channels lie; empty: one scale for the tensor
 */
record OrtOverride(String name, List<Float> scales, List<Integer> zeroPoints, OptionalInt axis) {
    OrtOverride {
        scales = List.copyOf(scales);
        zeroPoints = List.copyOf(zeroPoints);
    }

    static OrtOverride of(TensorEncoding tensor) {
        return new OrtOverride(tensor.name(), tensor.scales(), tensor.zeroPoints(), tensor.axis());
    }

    /** The one form that the quantizer takes from a file: a dictionary for each channel, the axis in the first. */
    List<Map<String, Object>> written() {
        List<Map<String, Object>> channels = new ArrayList<>();
        for (int i = 0; i < scales.size(); i++) {
            Map<String, Object> channel = new LinkedHashMap<>();
            if (i == 0 && axis.isPresent()) {
                channel.put("axis", axis.getAsInt());
            }
            channel.put("scale", scales.get(i));
            channel.put("zero_point", zeroPoints.get(i));
            channels.add(channel);
        }
        return channels;
    }

    /** Every value of the entry, for a comparison. */
    void putFields(Map<String, Object> fields) {
        String tensor = "tensor '" + name + "' ";
        fields.put(tensor + "axis", axis);
        for (int i = 0; i < scales.size(); i++) {
            fields.put(tensor + "scale " + i, scales.get(i));
            fields.put(tensor + "zero_point " + i, zeroPoints.get(i));
        }
    }
}
