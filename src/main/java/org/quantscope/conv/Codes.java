package org.quantscope.conv;

import java.util.Arrays;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * A tensor of codes with the zero points that they count from: one for all of them, or one for each row of axis 0.
 *
 * @param tensor the codes
 * @param zeroPoints one value, or one for each index of axis 0
 */
public record Codes(IntTensor tensor, int[] zeroPoints) {
    public Codes {
        int rows = tensor.shape().rank() == 0 ? 1 : tensor.shape().extent(0);
        if (zeroPoints.length != 1 && zeroPoints.length != rows) {
            throw new IllegalArgumentException(
                    "A tensor of " + rows + " rows cannot have " + zeroPoints.length + " zero points.");
        }
    }

    /** Codes that all count from one zero point. */
    public static Codes uniform(IntTensor tensor, int zeroPoint) {
        return new Codes(tensor, new int[] {zeroPoint});
    }

    /** The zero point of row {@code row} of axis 0. */
    public int zeroPoint(int row) {
        return zeroPoints[zeroPoints.length == 1 ? 0 : row];
    }

    /** {@code q − z} for every code: integers of at most 17 bits, which float32 holds exactly. */
    public FloatTensor steps() {
        int[] codes = tensor.data();
        float[] steps = new float[codes.length];
        int rowSize = codes.length / zeroPoints.length;
        for (int row = 0; row < zeroPoints.length; row++) {
            for (int at = row * rowSize; at < (row + 1) * rowSize; at++) {
                steps[at] = codes[at] - zeroPoints[row];
            }
        }
        return FloatTensor.wrap(tensor.shape(), steps);
    }

    /** Row {@code row} of axis 0 alone. */
    public Codes row(int row) {
        int[] extents = tensor.shape().toArray();
        int size = tensor.size() / extents[0];
        extents[0] = 1;
        int[] codes = Arrays.copyOfRange(tensor.data(), row * size, (row + 1) * size);
        return uniform(IntTensor.wrap(Shape.of(extents), codes), zeroPoint(row));
    }
}
