package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Accumulator.Overflow;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * Registers of 16 to 32 bits against a loop that adds one product after the other, channel by channel, row by row, the
 * bias last, and wraps or sticks at every step. Random layers whose sums often do not fit.
 */
class NarrowRegistersTest {
    private static final float INPUT_SCALE = 0.002f;

    @ParameterizedTest
    @CsvSource({
            "reference, WRAP", "reference, SATURATE", "nd4j, WRAP", "nd4j, SATURATE", "onednn, WRAP", "onednn, SATURATE"
    })
    void whatARegisterHoldsIsWhatStepByStepAdditionLeaves(String engine, Overflow overflow) {
        RandomLayers layers = new RandomLayers(401);
        int changed = 0;
        for (int round = 0; round < 80; round++) {
            ConvShape shape = layers.shape(3);
            Layer layer = layers.layer(shape);
            QuantType inputType = new QuantType(layers.between(6, 16), layers.random().nextBoolean(), false);
            int inputZeroPoint = layers.between(inputType.qmin(), inputType.qmax());
            QuantParams input = new QuantParams(inputType, INPUT_SCALE, inputZeroPoint);
            QuantType weightType = new QuantType(layers.between(6, 16), true, false);
            int[] zeroPoints = new int[layer.outputChannels()];
            Arrays.setAll(zeroPoints, channel -> layers.between(weightType.qmin(), weightType.qmax()));
            float[] scales = new float[zeroPoints.length];
            QuantParams[] weight = new QuantParams[zeroPoints.length];
            Arrays.setAll(weight, channel -> {
                scales[channel] = 0.0002f + layers.random().nextFloat() / 1000;
                return new QuantParams(weightType, scales[channel], zeroPoints[channel]);
            });
            int bits = layers.between(16, 32);
            LayerParams params = new LayerParams(
                    Optional.of(new TensorParams(Arrays.asList(weight))), Optional.of(input), Optional.empty(),
                    OptionalInt.of(32), RequantizationProfile.FLOAT32, new Accumulator(bits, overflow),
                    Optional.empty());
            LayerOutputs outputs = new LayerRunner(Engines.select(engine)).run(
                    layer, layers.floats(shape.input()), params, ChannelRange.all(zeroPoints.length),
                    Cancellation.NEVER);
            long[] bias = new long[zeroPoints.length];
            Arrays.setAll(bias, channel -> layer.bias()
                    .map(all -> (long) Math.rint((double) all.get(channel) / (INPUT_SCALE * scales[channel])))
                    .orElse(0L));
            Register register = new Register(bits, overflow == Overflow.SATURATE);
            int at = 0;
            for (long held : new Loop(layer.geometry(), outputs, inputZeroPoint, zeroPoints, bias).run(register)) {
                int channel = at / (outputs.integer().size() / shape.images() / zeroPoints.length) % zeroPoints.length;
                assertThat(outputs.integer().get(at))
                        .as("round %d, element %d, %d bits: %s", round, at, bits, shape)
                        .isEqualTo((double) INPUT_SCALE * scales[channel] * held);
                changed += held == outputs.accumulator().orElseThrow().get(at) + bias[channel] ? 0 : 1;
                at++;
            }
        }
        assertThat(changed).as("sums that did not fit").isGreaterThan(1_000);
    }

    private record Register(int bits, boolean sticks) {
        long add(long held, long term) {
            long sum = held + term;
            long half = 1L << (bits - 1);
            return sticks
                    ? Math.max(-half, Math.min(half - 1, sum))
                    : Math.floorMod(sum + half, 2 * half) - half;
        }
    }

    private record Loop(
            ConvGeometry g, LayerOutputs outputs, int inputZeroPoint, int[] weightZeroPoints, long[] bias) {
        long[] run(Register register) {
            Shape y = outputs.integer().shape();
            long[] held = new long[y.size()];
            int at = 0;
            for (int image = 0; image < y.extent(0); image++) {
                for (int channel = 0; channel < y.extent(1); channel++) {
                    for (int row = 0; row < y.extent(2); row++) {
                        for (int column = 0; column < y.extent(3); column++) {
                            held[at++] = register.add(sum(register, image, channel, row, column), bias[channel]);
                        }
                    }
                }
            }
            return held;
        }

        private long sum(Register register, int image, int channel, int row, int column) {
            IntTensor x = outputs.inputCodes().orElseThrow();
            IntTensor w = outputs.weightCodes().orElseThrow();
            int perGroup = w.shape().extent(1);
            int first = channel / (weightZeroPoints.length / g.group()) * perGroup;
            int height = x.shape().extent(2);
            int width = x.shape().extent(3);
            int tap = channel * perGroup * g.kernelHeight() * g.kernelWidth();
            long held = 0;
            for (int c = first; c < first + perGroup; c++) {
                for (int ky = 0; ky < g.kernelHeight(); ky++) {
                    for (int kx = 0; kx < g.kernelWidth(); kx++, tap++) {
                        int iy = row * g.strideHeight() + ky * g.dilationHeight() - g.padTop();
                        int ix = column * g.strideWidth() + kx * g.dilationWidth() - g.padLeft();
                        if (iy >= 0 && iy < height && ix >= 0 && ix < width) {
                            int code = x.get(((image * x.shape().extent(1) + c) * height + iy) * width + ix);
                            long product = (long) (code - inputZeroPoint) * (w.get(tap) - weightZeroPoints[channel]);
                            held = register.add(held, product);
                        }
                    }
                }
            }
            return held;
        }
    }
}
