package org.quantscope.ui.chart;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.analysis.ErrorSpread;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.FloatConv;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.ExposedTensors;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** A depthwise layer of the sample network on one sample image, in float and with quantized weights. */
record SampleLayer(Layer layer, FloatTensor input) {
    private static final Path MODEL = Path.of("samples", "fashion-mobile.onnx");
    private static final Path IMAGES = Path.of("samples", "fashion-test1000-images-idx3-ubyte");
    private static final int IDX_HEADER = 16;

    static SampleLayer load(String name, int image) throws IOException, OrtException {
        Model model = OnnxReader.read(MODEL);
        Layer layer = model.find(name).orElseThrow();
        byte[] bytes = Files.readAllBytes(IMAGES);
        float[] pixels = new float[28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = bytes[IDX_HEADER + image * pixels.length + i] & 0xff;
            pixels[i] = (pixel / 255f - 0.2860f) / 0.3530f;
        }
        ExposedTensors exposed = ExposedTensors.of(MODEL, List.of(layer.input()));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(exposed.model(), options);
                    OnnxTensor tensor =
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), new long[] {1, 1, 28, 28});
                    OrtSession.Result result =
                            session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
                OnnxTensor value = (OnnxTensor) result.get(layer.input()).orElseThrow();
                float[] copy = new float[value.getFloatBuffer().remaining()];
                value.getFloatBuffer().get(copy);
                long[] shape = value.getInfo().getShape();
                int rows = shape.length > 2 ? (int) shape[2] : 1;
                int columns = shape.length > 3 ? (int) shape[3] : 1;
                return new SampleLayer(layer, FloatTensor.wrap(Shape.of(1, (int) shape[1], rows, columns), copy));
            }
        }
    }

    /** One symmetric narrow set of parameters for all channels. */
    TensorParams perTensor(int bits, float clip) {
        return TensorParams.uniform(choose(bits, clip), layer.outputChannels());
    }

    /** Symmetric narrow min-max parameters for every channel. */
    TensorParams perChannel(int bits) {
        int length = layer.taps();
        return new TensorParams(IntStream.range(0, layer.outputChannels())
                .mapToObj(channel -> {
                    float largest = 0;
                    for (int i = 0; i < length; i++) {
                        largest = Math.max(largest, Math.abs(layer.weight().get(channel * length + i)));
                    }
                    return choose(bits, channel == 11 || channel == 12 ? largest * 0.8f : largest);
                })
                .toList());
    }

    private static QuantParams choose(int bits, float clip) {
        return ParameterChoice.choose(new ClippingRange(-clip, clip), new QuantType(bits, true, true),
                QuantScheme.SYMMETRIC, Rounding.HALF_TO_EVEN);
    }

    FloatTensor output() {
        return convolve(layer.weight());
    }

    FloatTensor fakeQuantOutput(TensorParams params) {
        float[] weights = layer.weight().data().clone();
        int length = layer.taps();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Quantizer.fakeQuantize(weights[i], params.channel(i / length));
        }
        return convolve(FloatTensor.wrap(layer.weight().shape(), weights));
    }

    private FloatTensor convolve(FloatTensor weight) {
        int channels = layer.outputChannels();
        ConvShape shape = ConvShape.of(layer, input.shape(), ChannelRange.all(channels));
        float[] bias = layer.bias().map(FloatTensor::data).orElse(new float[channels]);
        float[] output = FloatConv.convolve(shape, input, weight, bias, Cancellation.NEVER).data().clone();
        layer.activation().ifPresent(activation -> {
            for (int i = 0; i < output.length; i++) {
                output[i] = Math.max(activation.lo(), Math.min(activation.hi(), output[i]));
            }
        });
        return FloatTensor.wrap(shape.output(), output);
    }

    static float[] difference(FloatTensor test, FloatTensor reference) {
        float[] difference = new float[test.size()];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = test.get(i) - reference.get(i);
        }
        return difference;
    }

    /** How a difference (1, C, H, W) is spread. */
    static ErrorHistogram spread(float[] difference, Shape shape, int channel) {
        int plane = shape.extent(2) * shape.extent(3);
        List<ErrorSpread> channels = IntStream.range(0, shape.extent(1))
                .mapToObj(which -> ErrorSpread.of(Arrays.copyOfRange(difference, which * plane, (which + 1) * plane)))
                .toList();
        return ErrorHistogram.of(channels, channel, plane);
    }
}
