package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The entry of one tensor in an AIMET encodings file, which maps one to one on ONNX's QuantizeLinear.
 *
 * @param name the tensor
 * @param outputType {@code int8}, {@code uint4}, ...
 * @param scales one value, or one for each index of {@code axis}
 * @param zeroPoints as many; ONNX's zero point
 * @param axis the axis of the stored tensor; empty: one scale for the tensor
 */
public record AimetEncoding(
        String name, String outputType, List<Float> scales, List<Integer> zeroPoints, OptionalInt axis) {
    public AimetEncoding {
        scales = List.copyOf(scales);
        zeroPoints = List.copyOf(zeroPoints);
        if (scales.isEmpty() || scales.size() != zeroPoints.size() || (axis.isEmpty() && scales.size() != 1)) {
            throw new IllegalArgumentException(
                    "An encoding needs one scale and zero point, or as many of both along an axis.");
        }
    }

    public static AimetEncoding perTensor(String name, String outputType, float scale, int zeroPoint) {
        return new AimetEncoding(name, outputType, List.of(scale), List.of(zeroPoint), OptionalInt.empty());
    }

    /** As the file has it; a bias, which has no zero point, goes without that key. */
    Map<String, Object> entry() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("output_dtype", outputType);
        entry.put("y_scale", axis.isPresent() ? scales : scales.get(0));
        if (!outputType.equals("int32")) {
            entry.put("y_zero_point", axis.isPresent() ? zeroPoints : zeroPoints.get(0));
        }
        axis.ifPresent(along -> entry.put("axis", along));
        return entry;
    }

    /** Every value of the entry, for a comparison. */
    void putFields(Map<String, Object> fields) {
        String tensor = "tensor '" + name + "' ";
        fields.put(tensor + "output_dtype", outputType);
        fields.put(tensor + "axis", axis);
        for (int i = 0; i < scales.size(); i++) {
            fields.put(tensor + "y_scale " + i, scales.get(i));
            fields.put(tensor + "y_zero_point " + i, zeroPoints.get(i));
        }
    }
}
