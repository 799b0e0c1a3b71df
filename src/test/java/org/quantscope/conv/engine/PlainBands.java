package org.quantscope.conv.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Optional;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;

/** Bands in the plainest loops, in the order of the reference: what every engine's bands are compared with. */
final class PlainBands implements BandKernels {
    private final ConvShape shape;
    private PackedInput input;
    private PackedWeights weights;

    PlainBands(ConvShape shape) {
        this.shape = shape;
    }

    /** The reference engine with bands. */
    static ConvEngine engine() {
        ReferenceEngine reference = new ReferenceEngine();
        return new ConvEngine() {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public String description() {
                return "plain bands";
            }

            @Override
            public ConvKernels kernels() {
                return reference;
            }

            @Override
            public Optional<BandKernels> bands(ConvShape wanted) {
                return Optional.of(new PlainBands(wanted));
            }
        };
    }

    @Override
    public void input(PackedInput packed) {
        this.input = packed;
    }

    @Override
    public void weights(PackedWeights packed) {
        this.weights = packed;
    }

    private interface Tap {
        void at(int code, int weight);
    }

    @Override
    public void integerSums(Band band, IntBuffer target, int at) {
        eachOutput(band, (index, pixel, channel) -> {
            int[] sum = {0};
            eachTap(band, pixel, channel, (code, weight) -> sum[0] += code * weights.codes()[weight]);
            target.put(at + index, sum[0]);
        });
    }

    @Override
    public void floatSums(Band band, FloatBuffer target, int at) {
        eachOutput(band, (index, pixel, channel) -> {
            float[] sum = {0};
            eachTap(band, pixel, channel, (code, weight) -> sum[0] = Math.fma(
                    input.scale() * (code - input.zeroPoint()), weights.values()[weight], sum[0]));
            target.put(at + index, sum[0]);
        });
    }

    private interface Output {
        void at(int index, int pixel, int channel);
    }

    private void eachOutput(Band band, Output output) {
        int channels = shape.outputChannels();
        for (int pixel = 0; pixel < band.rows() * shape.outputWidth(); pixel++) {
            for (int channel = 0; channel < channels; channel++) {
                output.at(pixel * channels + channel, pixel, channel);
            }
        }
    }

    private void eachTap(Band band, int pixel, int channel, Tap tap) {
        ConvGeometry geometry = shape.geometry();
        int row = pixel / shape.outputWidth() * geometry.strideHeight();
        int column = pixel % shape.outputWidth() * geometry.strideWidth();
        int weight = channel * shape.taps();
        for (int c = 0; c < shape.channelsPerGroup(); c++) {
            for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                for (int kx = 0; kx < geometry.kernelWidth(); kx++, weight++) {
                    int y = row + ky * geometry.dilationHeight();
                    int x = column + kx * geometry.dilationWidth();
                    int index = input.start(band) + (y * input.paddedWidth() + x) * input.channels()
                            + shape.firstInputChannel(channel) + c;
                    tap.at(input.codes().get(index) & 0xFF, weight);
                }
            }
        }
    }

    @Override
    public void close() {
        input = null;
        weights = null;
    }
}
