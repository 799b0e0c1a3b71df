package org.quantscope.network;

import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;
import static org.quantscope.onnx.OnnxModels.real;
import static org.quantscope.onnx.OnnxModels.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.quantscope.onnx.OnnxModels;

/** Small networks with all that layers come with: groups, dilations, pads, residuals, pooling, Gemm's factors, MatMul. */
final class RandomNetworks {
    private final Random random;
    private final long opset;
    private final OnnxModels models;
    private int count;

    private RandomNetworks(long seed, long opset) {
        this.random = new Random(seed);
        this.opset = opset;
        this.models = OnnxModels.opset(opset);
    }

    /** Images (2, 4, 11, 9) to four numbers each. */
    static OnnxModels images(long seed, long opset) {
        return new RandomNetworks(seed, opset).images();
    }

    /** Sequences (2, 3, 17), one-dimensional convolutions. */
    static OnnxModels sequences(long seed, long opset) {
        return new RandomNetworks(seed, opset).sequences();
    }

    /** Rows (5, 7) through matrix products of every orientation. */
    static OnnxModels rows(long seed, long opset) {
        return new RandomNetworks(seed, opset).rows();
    }

    private OnnxModels images() {
        models.input("x", 2, 4, 11, 9);
        String first = clamped(conv("x", 4, 8, 1, 3, true));
        String normal = normalized(conv(first, 8, 8, 8, 3, false), 8);
        String depthwise = clamped(normal);
        String residual = node("Add", clamped(conv(depthwise, 8, 8, 2, 1, true)) + "," + first);
        String pooled = node("MaxPool", residual, integers("kernel_shape", 2, 2), integers("strides", 2, 2));
        String shared = node("Add", conv(pooled, 8, 6, 1, 1, false) + "," + clamped(conv(pooled, 8, 6, 2, 3, true)));
        String flat = node("Flatten", node("GlobalAveragePool", shared));
        String hidden = clamped(gemm(flat, 6, 5));
        String product = product(hidden, 5, 5);
        models.node("Gemm", "last", gemm(product, 5, 4, "last_"), "y", gemmAttributes());
        return models.output("y");
    }

    private OnnxModels sequences() {
        models.input("x", 2, 3, 17);
        String first = clamped(sequence("x", 3, 6, 1));
        String second = sequence(first, 6, 6, 3);
        return end(node("Add", first + "," + second));
    }

    private OnnxModels rows() {
        models.input("x", 5, 7);
        String hidden = clamped(gemm("x", 7, 6));
        String product = product(hidden, 6, 8);
        String turned = node("Transpose", product);
        transB = false;
        String columns = name();
        models.node("Gemm", "columns", gemm(turned, 8, 3, "columns_"), columns,
                integer("transA", 1), real("alpha", 0.7f));
        return end(columns);
    }

    private OnnxModels end(String tensor) {
        models.node("Identity", "end", tensor, "y");
        return models.output("y");
    }

    private boolean transB;

    private String conv(String x, int in, int out, int group, int kernel, boolean bias) {
        String w = constant(random.nextFloat() + 0.3f, out, in / group, kernel, kernel);
        String inputs = x + "," + w + (bias ? "," + constant(0.5f, out) : "");
        List<AttributeProto> attributes = new ArrayList<>(List.of(integer("group", group)));
        boolean same = kernel == 3;
        int dilation = same && random.nextBoolean() ? 2 : 1;
        attributes.add(integers("dilations", dilation, dilation));
        if (same && dilation == 1 && random.nextBoolean()) {
            attributes.add(text("auto_pad", random.nextBoolean() ? "SAME_UPPER" : "SAME_LOWER"));
        } else {
            int pad = same ? dilation : 0;
            attributes.add(integers("pads", pad, pad, pad, pad));
        }
        return node("Conv", inputs, attributes.toArray(new AttributeProto[0]));
    }

    private String sequence(String x, int in, int out, int group) {
        String inputs = x + "," + constant(0.6f, out, in / group, 3) + "," + constant(0.4f, out);
        return node("Conv", inputs, integer("group", group), integers("pads", 2, 2), integers("dilations", 2));
    }

    private String gemm(String x, int in, int out) {
        return node("Gemm", gemm(x, in, out, name() + "_"), gemmAttributes());
    }

    private String gemm(String x, int in, int out, String prefix) {
        transB = random.nextBoolean();
        if (prefix.startsWith("columns")) {
            transB = false;
        }
        String w = transB ? constant(0.5f, out, in) : constant(0.5f, in, out);
        return x + "," + w + "," + constant(0.3f, out);
    }

    private AttributeProto[] gemmAttributes() {
        return new AttributeProto[] {
            integer("transB", transB ? 1 : 0), real("alpha", 0.5f + random.nextFloat()), real("beta", 1.5f)
        };
    }

    private String product(String x, int in, int out) {
        return node("MatMul", x + "," + constant(0.6f, in, out));
    }

    private String clamped(String x) {
        if (random.nextInt(3) == 0) {
            return node("Relu", x);
        }
        if (opset < 11) {
            return node("Clip", x, real("min", 0), real("max", 1.5f));
        }
        String lo = name();
        String hi = name();
        models.initializer(lo, new float[] {random.nextBoolean() ? 0 : -0.4f}).initializer(hi, new float[] {1.2f});
        return node("Clip", x + "," + lo + "," + hi);
    }

    private String normalized(String x, int channels) {
        String variance = name();
        float[] values = new float[channels];
        for (int at = 0; at < channels; at++) {
            values[at] = 0.5f + random.nextFloat();
        }
        models.initializer(variance, values, channels);
        return node("BatchNormalization", x + "," + constant(1, channels) + "," + constant(0.3f, channels) + ","
                + constant(0.2f, channels) + "," + variance);
    }

    private String node(String op, String inputs, AttributeProto... attributes) {
        String output = name();
        models.node(op, "node_" + output, inputs, output, attributes);
        return output;
    }

    private String constant(float spread, long... extents) {
        int size = 1;
        for (long extent : extents) {
            size *= (int) extent;
        }
        float[] values = new float[size];
        for (int at = 0; at < size; at++) {
            values[at] = spread * (float) random.nextGaussian();
        }
        String name = name();
        models.initializer(name, values, extents);
        return name;
    }

    private String name() {
        return "t" + count++;
    }
}
