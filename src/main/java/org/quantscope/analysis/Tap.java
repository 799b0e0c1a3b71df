package org.quantscope.analysis;

/**
 * One product of an output element, and what both paths hold after adding it.
 *
 * @param channel input channel, counted over the whole input
 * @param kernelRow row of the kernel
 * @param kernelColumn column of the kernel
 * @param row row of the input; outside it where the tap lies in the padding
 * @param column column of the input
 * @param inPadding whether the tap reads real zero from the padding
 * @param input what is read of the input
 * @param weight what is read of the weights
 * @param product of the two in steps: exact
 * @param exact the sum so far, of steps that are integers
 * @param held what the register holds so far
 * @param overflows whether the register could not hold the sum with this product
 * @param real the sum so far in double precision, of steps that are not integers
 * @param fakeQuant the fake-quant path's sum so far, in float32
 */
public record Tap(
        int channel,
        int kernelRow,
        int kernelColumn,
        int row,
        int column,
        boolean inPadding,
        Factor input,
        Factor weight,
        double product,
        long exact,
        long held,
        boolean overflows,
        double real,
        float fakeQuant) {

    /**
     * One side of a product.
     *
     * @param code the code; 0 where this side stayed float
     * @param steps the code counted from real zero; the real value where this side stayed float
     * @param fakeQuant the value after quantize and dequantize
     */
    public record Factor(int code, double steps, float fakeQuant) {}
}
