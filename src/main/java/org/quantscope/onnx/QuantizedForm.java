package org.quantscope.onnx;

/** The two ways in which an ONNX file says that a network is quantized. */
public enum QuantizedForm {
    /** Float operators between QuantizeLinear and DequantizeLinear; a runtime fuses them into integer ones. */
    QDQ,
    /** Integer operators: QLinearConv, and QLinearMatMul where there is no bias. */
    QOPERATOR
}
