package org.quantscope.ui;

import java.util.List;

/**
 * A bundled network as the menus offer it.
 *
 * @param file its name under {@code samples/}
 * @param description what it shows, in one sentence
 */
record SampleNetwork(String file, String description) {
    static final List<SampleNetwork> ALL = List.of(
            new SampleNetwork(
                    "fashion-mobile.onnx",
                    "A small MobileNet on Fashion-MNIST: depthwise layers whose channels differ widely in range."),
            new SampleNetwork(
                    "fashion-mobile-bn.onnx",
                    "The same network before its BatchNormalization was folded into the weights."),
            new SampleNetwork(
                    "fashion-lenet.onnx", "A classic LeNet on Fashion-MNIST: few layers, easy to quantize."));

    String id() {
        return file.substring(0, file.length() - ".onnx".length());
    }
}
