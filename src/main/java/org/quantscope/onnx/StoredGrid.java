package org.quantscope.onnx;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;

/**
 * Scales and zero points as a QuantizeLinear or a DequantizeLinear has them.
 *
 * @param scales one for the tensor, or one for each index of the axis; as many zero points
 * @param axis the axis of the codes along which they differ, counted from the end if negative
 */
record StoredGrid(CodeContainer container, float[] scales, int[] zeroPoints, int axis) {

    /** Whether all can be quantized with: as the parameters of a quantizer they are legal. */
    boolean isUsable() {
        for (float scale : scales) {
            if (QuantParams.scaleFault(scale) != null) {
                return false;
            }
        }
        return true;
    }

    /** As parameters of an activation: one scale, and codes of at most 16 bits. */
    Optional<QuantParams> activation() {
        Optional<QuantType> type = container.type();
        return scales.length == 1 && type.isPresent() && isUsable()
                ? Optional.of(new QuantParams(type.get(), scales[0], zeroPoints[0]))
                : Optional.empty();
    }

    /** The values of codes, in float32 as ONNX computes them; empty if scales and codes do not belong together. */
    Optional<float[]> dequantize(CodeTensor codes, WeightMemory memory) {
        int rank = codes.extents().size();
        int along = axis < 0 ? axis + rank : axis;
        boolean perTensor = scales.length == 1;
        if (!perTensor && (along < 0 || along >= rank || codes.extents().get(along) != scales.length)) {
            return Optional.empty();
        }
        int inner = 1;
        for (int dimension = rank - 1; !perTensor && dimension > along; dimension--) {
            inner *= codes.extents().get(dimension);
        }
        float[] values = memory.floats(codes.codes().length);
        for (int i = 0; i < values.length; i++) {
            int at = perTensor ? 0 : i / inner % scales.length;
            values[i] = (float) (codes.codes()[i] - (long) zeroPoints[at]) * scales[at];
        }
        return Optional.of(values);
    }

    boolean isSameAs(StoredGrid other) {
        return container == other.container && Arrays.equals(scales, other.scales)
                && Arrays.equals(zeroPoints, other.zeroPoints) && (scales.length == 1 || axis == other.axis);
    }
}
