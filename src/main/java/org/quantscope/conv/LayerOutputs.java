package org.quantscope.conv;

import java.util.Optional;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;

/**
 * What one run of a layer gave. All output tensors are (N, channels.count(), H', W').
 *
 * @param channels the output channels that were computed
 * @param real the float layer after its clamp
 * @param fakeQuant the fake-quant path after the clamp and before any output quantizer
 * @param integer the integer path in real units: the dequantized {@code outputCodes} where there is an output quantizer
 * @param inputCodes the whole input as codes (N, C, H, W), if the input is quantized
 * @param weightCodes the computed channels' weights as codes (channels, I/group, kh, kw), if the weights are quantized
 * @param accumulator {@code Σ (qx − zx)(qw − zw)}, exact, without the bias, if input and weights are both quantized
 * @param held what the accumulator's register holds at the end, bias codes included, where these weights can make a sum
 *     that does not fit into it; empty: it holds every sum
 * @param outputCodes codes of the integer path, if there is an output quantizer
 * @param fakeQuantCodes {@code fakeQuant} through the same output quantizer
 */
public record LayerOutputs(
        ChannelRange channels,
        FloatTensor real,
        FloatTensor fakeQuant,
        DoubleTensor integer,
        Optional<IntTensor> inputCodes,
        Optional<IntTensor> weightCodes,
        Optional<LongTensor> accumulator,
        Optional<LongTensor> held,
        Optional<IntTensor> outputCodes,
        Optional<IntTensor> fakeQuantCodes) {}
