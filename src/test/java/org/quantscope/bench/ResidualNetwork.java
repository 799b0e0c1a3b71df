package org.quantscope.bench;

import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.quantscope.onnx.OnnxModels;

/** A network of ResNet-18's form and size with random weights: 20 convolutions, 11.7 million weights, 1.8 GMAC. */
final class ResidualNetwork {
    static final int CONVOLUTIONS = 20;
    private static final int[] WIDTHS = {64, 128, 256, 512};

    private final Random random = new Random(18);
    private final OnnxModels model = OnnxModels.opset(13).input("x", 1, 3, 224, 224).output("y", 1, 1000);

    private ResidualNetwork() {}

    static void write(Path file) throws IOException {
        new ResidualNetwork().build().write(file);
    }

    private OnnxModels build() {
        String tensor = relu(conv("x", "stem", 3, 64, 7, 2), "stem");
        model.node("MaxPool", "pool", tensor, "pooled", integers("kernel_shape", 3, 3), integers("strides", 2, 2),
                integers("pads", 1, 1, 1, 1));
        tensor = "pooled";
        int channels = 64;
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            for (int block = 0; block < 2; block++) {
                tensor = block("stage" + stage + "." + block, tensor, channels, WIDTHS[stage]);
                channels = WIDTHS[stage];
            }
        }
        return model.node("GlobalAveragePool", "average", tensor, "averaged")
                .node("Flatten", "flatten", "averaged", "flat", integer("axis", 1))
                .initializer("fc.w", weights(1000 * 512, 512), 1000, 512)
                .initializer("fc.b", new float[1000], 1000)
                .node("Gemm", "fc", "flat,fc.w,fc.b", "y", integer("transB", 1));
    }

    private String block(String name, String input, int inputs, int outputs) {
        int stride = inputs == outputs ? 1 : 2;
        String first = relu(conv(input, name + ".a", inputs, outputs, 3, stride), name + ".a");
        String second = conv(first, name + ".b", outputs, outputs, 3, 1);
        String shortcut = stride == 1 ? input : conv(input, name + ".down", inputs, outputs, 1, 2);
        model.node("Add", name + ".add", second + "," + shortcut, name + ".sum");
        return relu(name + ".sum", name);
    }

    private String conv(String input, String name, int inputs, int outputs, int kernel, int stride) {
        int taps = inputs * kernel * kernel;
        int pad = kernel / 2;
        model.initializer(name + ".w", weights(outputs * taps, taps), outputs, inputs, kernel, kernel)
                .initializer(name + ".bias", new float[outputs], outputs)
                .node("Conv", name, input + "," + name + ".w," + name + ".bias", name + ".y",
                        integers("kernel_shape", kernel, kernel), integers("strides", stride, stride),
                        integers("pads", pad, pad, pad, pad));
        return name + ".y";
    }

    private String relu(String input, String name) {
        model.node("Relu", name + ".relu", input, name + ".z");
        return name + ".z";
    }

    /** So large that the signal grows no more than the additions make it. */
    private float[] weights(int count, int taps) {
        float[] values = new float[count];
        float deviation = (float) Math.sqrt(1.4 / taps);
        for (int at = 0; at < count; at++) {
            values[at] = deviation * (float) random.nextGaussian();
        }
        return values;
    }
}
