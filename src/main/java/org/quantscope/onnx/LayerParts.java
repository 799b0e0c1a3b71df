package org.quantscope.onnx;

import java.util.Optional;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.LayerKind;
import org.quantscope.tensor.FloatTensor;

/**
 * What one node alone says about a layer; its names and its activation depend on the other nodes.
 *
 * @param weight (O, I/group, kh, kw)
 * @param storedOutputAxis the axis of the stored weights along which the output channels lie
 * @param bias one value for each output channel
 */
record LayerParts(
        LayerKind kind,
        FloatTensor weight,
        String weightName,
        boolean weightsAsStored,
        int storedOutputAxis,
        Optional<FloatTensor> bias,
        Optional<String> biasName,
        ConvGeometry geometry,
        AutoPad autoPad,
        String input,
        InputLayout inputLayout) {}
