package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;
import org.quantscope.tensor.FloatTensor;

/** Layers whose weights and inputs follow any formula, against one sum of dequantized products in double. */
class FormulaLayersTest {
    private static final List<Formula> WEIGHTS = List.of(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020,
            Formula.DOREFA_WEIGHT, Formula.TERNARY_WEIGHT, Formula.BINARY_WEIGHT);
    private static final List<Formula> INPUTS = List.of(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020,
            Formula.DOREFA_ACTIVATION, Formula.BINARY_ACTIVATION);

    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j"})
    void theIntegerPathEqualsTheSumOfItsDequantizedProducts(String engine) {
        LayerRunner runner = new LayerRunner(Engines.select(engine));
        for (int seed = 0; seed < 120; seed++) {
            RandomLayers layers = new RandomLayers(seed);
            Random random = layers.random();
            ConvShape shape = layers.shape(3);
            Layer layer = layers.layer(shape);
            FloatTensor input = layers.floats(shape.input());
            boolean inputQuantized = random.nextInt(4) > 0;
            LayerParams params = new LayerParams(
                    Optional.of(weight(WEIGHTS.get(seed % WEIGHTS.size()), layer, random)),
                    inputQuantized ? Optional.of(input(INPUTS.get(random.nextInt(5)), random)) : Optional.empty(),
                    Optional.empty(),
                    inputQuantized && random.nextBoolean() ? OptionalInt.of(32) : OptionalInt.empty(),
                    RequantizationProfile.FLOAT32,
                    Accumulator.EXACT,
                    Optional.empty());
            LayerOutputs outputs =
                    runner.run(layer, input, params, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
            new Expectation(shape.withChannels(ChannelRange.all(layer.outputChannels())), params, outputs, layer, input)
                    .check("seed " + seed + " " + params);
            assertThat(outputs.accumulator().isPresent())
                    .isEqualTo(params.isIntegerOnly() && params.countsInIntegers());
        }
    }

    private static TensorParams weight(Formula formula, Layer layer, Random random) {
        WeightPreparation preparation = new WeightPreparation(formula, layer.weight().data(),
                layer.outputChannels(), layer.weight().shape().extent(1));
        int bits = 2 + random.nextInt(7);
        List<QuantParams> channels = new ArrayList<>();
        for (int channel = 0; channel < layer.outputChannels(); channel++) {
            channels.add(switch (formula) {
                case DOREFA_WEIGHT -> MethodParams.dorefaWeight(bits);
                case TERNARY_WEIGHT, BINARY_WEIGHT ->
                        MethodParams.scaledSigns(formula, preparation.scale(channel));
                default -> affine(formula, new QuantType(bits, false, false), random);
            });
        }
        return new TensorParams(channels);
    }

    private static QuantParams input(Formula formula, Random random) {
        return switch (formula) {
            case DOREFA_ACTIVATION -> MethodParams.dorefaActivation(4);
            case BINARY_ACTIVATION -> MethodParams.signs();
            default -> affine(formula, QuantType.UINT8, random);
        };
    }

    private static QuantParams affine(Formula formula, QuantType type, Random random) {
        int origin = random.nextInt(type.levels());
        float z = formula == Formula.ONNX ? origin : random.nextBoolean() ? -origin : random.nextFloat() * 40 - 20;
        float scale = formula == Formula.MICRONET_2020 ? 20 + random.nextFloat() : 0.01f + random.nextFloat() / 9;
        return new QuantParams(type, scale, z, Rounding.values()[random.nextInt(3)], formula);
    }

    /** The layer written out: for each output the taps inside the input, dequantized in double, one after the other. */
    private record Expectation(ConvShape shape, LayerParams params, LayerOutputs outputs, Layer layer, FloatTensor input) {
        void check(String what) {
            int at = 0;
            for (int image = 0; image < shape.images(); image++) {
                for (int row = 0; row < shape.channels().count(); row++) {
                    for (int oy = 0; oy < shape.outputHeight(); oy++) {
                        for (int ox = 0; ox < shape.outputWidth(); ox++, at++) {
                            checkOne(what, at, image, row, oy, ox);
                        }
                    }
                }
            }
        }

        private void checkOne(String what, int at, int image, int row, int oy, int ox) {
            int tap = row * shape.taps();
            double sum = 0;
            double size = 1e-30;
            for (int channel = 0; channel < shape.channelsPerGroup(); channel++) {
                for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                    for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                        int iy = shape.inputRow(oy, ky);
                        int ix = shape.inputColumn(ox, kx);
                        if (shape.hasRow(iy) && shape.hasColumn(ix)) {
                            int place = shape.inputIndex(image, shape.firstInputChannel(row) + channel, iy) + ix;
                            double product = x(place) * w(row, tap);
                            sum += product;
                            size += Math.abs(product);
                        }
                    }
                }
            }
            double bias = bias(row);
            assertThat(Math.abs(outputs.integer().get(at) - (sum + bias))).as(what)
                    .isLessThanOrEqualTo(1e-9 * (size + Math.abs(bias)) + corrections());
            assertThat(Math.abs(outputs.fakeQuant().get(at) - (sum + bias))).as(what)
                    .isLessThanOrEqualTo((shape.taps() + 4) * 2e-7 * (size + Math.abs(bias)));
        }

        /** With real zero points large terms cancel: an absolute error in double remains. */
        private double corrections() {
            return params.isIntegerOnly() && params.countsInIntegers() ? 0 : 1e-9 * shape.taps() * 400 * 400;
        }

        private double x(int place) {
            return outputs.inputCodes().isEmpty()
                    ? input.get(place)
                    : params.input().get().valueAt(outputs.inputCodes().get().get(place));
        }

        private double w(int row, int tap) {
            return params.weight().get().channel(row).valueAt(outputs.weightCodes().get().get(tap));
        }

        private double bias(int row) {
            double real = layer.bias().map(all -> (double) all.get(row)).orElse(0.0);
            if (params.biasBits().isEmpty()) {
                return real;
            }
            double unit = (float) params.input().get().unit() * (float) params.weight().get().channel(row).unit();
            double exact = params.input().get().unit() * params.weight().get().channel(row).unit();
            return exact * Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Math.rint(real / (float) unit)));
        }
    }
}
