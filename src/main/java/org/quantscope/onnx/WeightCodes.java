package org.quantscope.onnx;

import org.quantscope.model.Layer;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;

/**
 * A layer's weights as codes with ONNX's parameters, one row for each output channel: the codes that the kernels run with.
 *
 * @param codes (O, I/group, kh, kw), last dimension fastest
 * @param scales one for each row, or one for all
 * @param zeroPoints one for each row, or one for all, in ONNX's sign
 */
record WeightCodes(int[] codes, float[] scales, int[] zeroPoints) {

    static WeightCodes of(Layer layer, TensorParams params) {
        Formula formula = params.channel(0).formula();
        float[] weight = layer.weight().data();
        int rows = layer.outputChannels();
        float[] prepared = WeightPreparation.isIdentity(formula)
                ? weight
                : new WeightPreparation(formula, weight, rows, layer.weight().shape().extent(1)).rows(0, rows);
        int rowSize = prepared.length / rows;
        int[] codes = new int[prepared.length];
        for (int row = 0; row < rows; row++) {
            Quantizer.quantize(prepared, codes, row * rowSize, (row + 1) * rowSize, params.channel(row));
        }
        int different = params.isUniform() ? 1 : rows;
        float[] scales = new float[different];
        int[] zeroPoints = new int[different];
        for (int row = 0; row < different; row++) {
            QuantParams own = params.channel(row);
            scales[row] = own.scale();
            zeroPoints[row] = (int) own.origin();
        }
        return new WeightCodes(codes, scales, zeroPoints);
    }

    boolean isPerChannel() {
        return scales.length > 1;
    }

    /** The codes of a matrix (O, I) as (I, O). */
    int[] transposed(int rows) {
        int columns = codes.length / rows;
        int[] turned = new int[codes.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = codes[row * columns + column];
            }
        }
        return turned;
    }
}
