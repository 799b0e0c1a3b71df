package org.quantscope.conv;

import java.util.Optional;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;

/**
 * What the fake-quant path and the integer path hold between the input and the output of one run, stage by stage, so
 * that they can be compared. Output tensors are (N, channels, H', W').
 *
 * @param shape the extents of the run
 * @param params what it ran with
 * @param input the input, dequantized and as codes
 * @param weight the computed channels' weights, dequantized and as codes
 * @param bias the computed channels' bias, dequantized and as codes
 * @param fakeQuantSums float32 sums of products of the fake-quant path, before its bias
 * @param held what the accumulator register holds at the end, bias codes included, if there is an integer accumulator
 * @param realSums sums of products in double precision, if there is none
 * @param outputs what the run gave
 */
public record LayerStages(
        ConvShape shape,
        LayerParams params,
        Operand input,
        Operand weight,
        Bias bias,
        FloatTensor fakeQuantSums,
        Optional<LongTensor> held,
        Optional<DoubleTensor> realSums,
        LayerOutputs outputs) {}
