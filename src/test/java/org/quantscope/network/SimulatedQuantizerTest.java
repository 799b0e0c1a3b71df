package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** The quantizers of the simulated network against {@link Quantizer}, bit for bit, through a layer that copies. */
class SimulatedQuantizerTest {
    @TempDir
    Path folder;

    static Stream<QuantParams> quantizers() {
        List<QuantParams> all = new ArrayList<>();
        for (Rounding rounding : Rounding.values()) {
            for (QuantType type : List.of(
                    new QuantType(8, false, false), new QuantType(8, true, false), new QuantType(4, true, true),
                    new QuantType(2, false, false), new QuantType(16, false, false), new QuantType(16, true, false))) {
                for (float scale : new float[] {0.0157f, 1, 3.7f, Float.MIN_NORMAL, 1e30f}) {
                    for (int zeroPoint : new int[] {type.qmin(), (type.qmin() + type.qmax()) / 2 + 1, type.qmax()}) {
                        all.add(new QuantParams(type, scale, zeroPoint, rounding, Formula.ONNX));
                    }
                    all.add(new QuantParams(type, scale, -3.25f, rounding, Formula.MICRONET));
                    all.add(new QuantParams(type, scale, 45, rounding, Formula.MICRONET));
                    all.add(new QuantParams(type, scale, 1e9f, rounding, Formula.MICRONET));
                    all.add(new QuantParams(type, scale, 0.5f, rounding, Formula.MICRONET_2020));
                    all.add(new QuantParams(type, scale, -128, rounding, Formula.MICRONET_2020));
                }
            }
        }
        for (int bits : new int[] {2, 4, 8, 16}) {
            all.add(MethodParams.dorefaActivation(bits));
        }
        all.add(MethodParams.signs());
        return all.stream();
    }

    @Test
    void everyFormulaAndRoundingGivesTheQuantizersFloats() throws IOException {
        try (SimulatedNetwork network = SimulatedNetwork.open(copying(13), 1)) {
            quantizers().forEach(params -> {
                float[] values = awkward(params);
                FloatTensor before = run(network, values, layer(Optional.of(params), Optional.empty(), Optional.empty()));
                FloatTensor behind = run(network, values, layer(Optional.empty(), Optional.of(params), Optional.empty()));
                for (int i = 0; i < values.length; i++) {
                    float expected = Quantizer.fakeQuantize(values[i], params);
                    assertSame(before.get(i), expected, values[i], params);
                    assertSame(behind.get(i), expected, values[i], params);
                }
            });
        }
    }

    @Test
    void aClampActsBeforeTheOutputQuantizer() throws IOException {
        try (SimulatedNetwork network = SimulatedNetwork.open(copying(13), 1)) {
            for (Clamp clamp : List.of(
                    new Clamp(0, Float.POSITIVE_INFINITY), new Clamp(0, 6), new Clamp(-1.5f, 0.7f), new Clamp(3, 3))) {
                quantizers().forEach(params -> {
                    float[] values = awkward(params);
                    FloatTensor given =
                            run(network, values, layer(Optional.empty(), Optional.of(params), Optional.of(clamp)));
                    for (int i = 0; i < values.length; i++) {
                        float expected = Quantizer.fakeQuantize(clamp.apply(values[i]), params);
                        assertSame(given.get(i), expected, values[i], params);
                    }
                });
            }
        }
    }

    @Test
    void aClampAloneKeepsEveryBitInside() throws IOException {
        float[] values = awkward(new QuantParams(new QuantType(8, false, false), 0.1f, 3));
        try (SimulatedNetwork network = SimulatedNetwork.open(copying(13), 1)) {
            for (Clamp clamp : List.of(new Clamp(0, Float.POSITIVE_INFINITY), new Clamp(-0.3f, 6))) {
                FloatTensor given = run(network, values, layer(Optional.empty(), Optional.empty(), Optional.of(clamp)));
                for (int i = 0; i < values.length; i++) {
                    assertThat(given.get(i)).isEqualTo(clamp.apply(values[i]) + 0f);
                }
            }
        }
    }

    /** Opset 7 has no Round, no Where and no Sign, and its Clip takes no inputs. */
    @ParameterizedTest
    @MethodSource("opsets")
    void quantizersRunInEveryOpset(long opset) throws IOException {
        try (SimulatedNetwork network = SimulatedNetwork.open(copying(opset), 1)) {
            for (QuantParams params : List.of(
                    new QuantParams(new QuantType(8, false, false), 0.0157f, 117),
                    new QuantParams(new QuantType(4, true, false), 0.3f, -0.25f, Rounding.HALF_AWAY_FROM_ZERO,
                            Formula.MICRONET))) {
                float[] values = awkward(params);
                FloatTensor given = run(network, values, layer(Optional.of(params), Optional.empty(), Optional.empty()));
                for (int i = 0; i < values.length; i++) {
                    assertSame(given.get(i), Quantizer.fakeQuantize(values[i], params), values[i], params);
                }
            }
        }
    }

    static Stream<Long> opsets() {
        return Stream.of(7L, 8L, 9L, 10L, 11L, 12L, 15L, 18L, 21L);
    }

    private static void assertSame(float given, float expected, float value, QuantParams params) {
        if (Float.floatToRawIntBits(given) != Float.floatToRawIntBits(expected)) {
            assertThat(given).as("fake-quant of %s by %s", value, params).isEqualTo(expected);
            assertThat(Float.floatToRawIntBits(given)).as("bits for %s by %s", value, params)
                    .isEqualTo(Float.floatToRawIntBits(expected));
        }
    }

    /** One channel through a 1×1 convolution with the weight 1: every value comes out as it went in. */
    private Model copying(long opset) throws IOException {
        return OnnxReader.read(OnnxModels.opset(opset)
                .input("x", 1, 1, 1, -1)
                .initializer("w", new float[] {1}, 1, 1, 1, 1)
                .node("Conv", "copy", "x,w", "y")
                .output("y", 1, 1, 1, -1)
                .write(folder.resolve("copy.onnx")));
    }

    private static FloatTensor run(SimulatedNetwork network, float[] values, LayerParams params) {
        return network.predict(FloatTensor.wrap(Shape.of(1, 1, 1, values.length), values), Map.of("copy", params),
                Cancellation.NEVER);
    }

    private static LayerParams layer(Optional<QuantParams> input, Optional<QuantParams> output, Optional<Clamp> clamp) {
        return new LayerParams(Optional.empty(), input, output, OptionalInt.empty(), RequantizationProfile.FLOAT32,
                Accumulator.EXACT, clamp);
    }

    /** Ties and their neighbours, both ends of the type, subnormals, zeros of both signs, and random values. */
    private static float[] awkward(QuantParams params) {
        List<Float> values = new ArrayList<>(List.of(
                0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE,
                -Float.MAX_VALUE, 1e30f, -1e30f, 0.49999997f, -0.49999997f, 10f, 5f, -5f, 0.7f));
        double step = params.step();
        double origin = params.origin();
        int lowest = params.type().qmin();
        int highest = params.type().qmax();
        for (int code : new int[] {lowest - 2, lowest - 1, lowest, lowest + 1, (lowest + highest) / 2, -1, 0, 1, 2,
            highest - 1, highest, highest + 1, highest + 2}) {
            for (double part : new double[] {0, 0.25, 0.5, 0.75}) {
                addWithNeighbours(values, (float) ((code + part - origin) * step));
            }
        }
        Random random = new Random(7);
        for (int i = 0; i < 64; i++) {
            values.add((float) ((lowest + random.nextDouble() * (highest - lowest) - origin) * step));
            values.add((float) random.nextGaussian());
        }
        values.removeIf(value -> !Float.isFinite(value));
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static void addWithNeighbours(List<Float> values, float value) {
        values.add(value);
        values.add(Math.nextUp(value));
        values.add(Math.nextDown(value));
    }
}
