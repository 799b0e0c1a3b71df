package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.WeightSettings;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Whole runs of small layers at the edges of the arithmetic, calculated by hand; with both engines. */
class LayerEdgeCasesTest {
    private static final List<String> ENGINES = List.of("reference", "nd4j", "onednn");
    private static final List<RequantizationProfile> PROFILES = List.of(
            RequantizationProfile.FLOAT32, RequantizationProfile.GEMMLOWP, RequantizationProfile.RUY,
            RequantizationProfile.FLOAT64);

    private static LayerOutputs run(String engine, Layer layer, FloatTensor input, LayerParams params) {
        return new LayerRunner(Engines.select(engine))
                .run(layer, input, params, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
    }

    /**
     * One output element: the sum of the products of x and w. A side is "type scale zero point"; min and max are the
     * smallest normal and the largest float; there is one output code for all profiles, or one for each of {@link
     * #PROFILES}.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            what                        | input    | x                | codes       | weight   | w                | codes         | bias | output       | sum         | codes
            ties of the input           | u8 1 3   | 0.5 1.5 2.5 -0.5 | 3 5 5 3     | s8 1 0   | 1 1 1 1          | 1 1 1 1       | 0    | u8 1 0       | 4           | 4
            ties of the weights         | u8 1 0   | 1 1 1 1          | 1 1 1 1     | s8 1 1   | 0.5 1.5 2.5 -0.5 | 1 3 3 1       | 0    | u8 1 0       | 4           | 4
            tie of the output           | u8 1 3   | 4                | 7           | s8 1 0   | 1                | 1             | 0    | u8 8 5       | 4           | 5 6 6 5
            negative tie of the output  | u8 1 3   | 4                | 7           | s8 1 0   | -1               | -1            | 0    | u8 8 5       | -4          | 5 4 5 5
            tie made by the bias        | u8 1 3   | 4                | 7           | s8 1 0   | 1                | 1             | 8    | u8 8 5       | 4           | 7
            tie of the bias             | u8 1 3   | 4                | 7           | s8 1 0   | 1                | 1             | 2.5  | u8 1 5       | 4           | 11
            odd zero points             | u8 1 7   | 2                | 9           | s8 1 -3  | 4                | 1             | 0    | u8 1 9       | 8           | 17
            zero points at the ends     | u8 1 0   | 2 3              | 2 3         | s8 1 127 | -4 -5            | 123 122       | 0    | u8 1 255     | -23         | 232
            input clipped at both ends  | u8 1 100 | 1000 -1000       | 255 0       | s8 1 0   | 1 1              | 1 1           | 0    | u8 1 0       | 55          | 55
            weight clipped at both ends | u8 1 0   | 1 1              | 1 1         | s4 1 0   | 9 -9             | 7 -8          | 0    | u8 1 10      | -1          | 9
            output clipped above        | u8 1 0   | 200              | 200         | s8 1 0   | 100              | 100           | 0    | u8 1 9       | 20000       | 255
            output clipped below        | u8 1 0   | 200              | 200         | s8 1 0   | -100             | -100          | 0    | u8 1 9       | -20000      | 0
            one weight, one value       | u8 1 0   | 3                | 3           | s8 1 0   | 2                | 2             | 0    | s8 1 -1      | 6           | 5
            nothing but zeros           | u8 1 117 | 0 0 0            | 117 117 117 | s8 1 -7  | 0 0 0            | -7 -7 -7      | 0    | s8 1 33      | 0           | 33
            two bits on every side      | s2 1 0   | 1 -2 2 0         | 1 -2 1 0    | s2 1 0   | 1 -2 -3 0        | 1 -2 -2 0     | 0    | s2 4 0       | 3           | 1
            smallest input scale        | u8 min 3 | 0x1p-125         | 5           | s8 1 0   | 3                | 3             | 0    | u8 min 5     | 6           | 11
            smallest weight scale       | u8 1 3   | 3                | 6           | s8 min 0 | 0x1p-125         | 2             | 0    | u8 min 5     | 6           | 11
            smallest scales vanish      | u8 min 3 | 0x1p-125         | 5           | s8 min 0 | 0x1p-125         | 2             | 0    | u8 1 5       | 4           | 5
            largest input scale         | u8 max 3 | max              | 4           | s8 1 0   | 1                | 1             | 0    | u8 max 5     | 1           | 6
            largest weight scale        | u8 1 3   | 1                | 4           | s8 max 0 | -max             | -1            | 0    | u8 max 5     | -1          | 4
            largest output scale        | u8 1 0   | 255              | 255         | s8 1 0   | 127              | 127           | 0    | u8 max 5     | 32385       | 5
            sum beyond 2^31             | u16 1 0  | 65535 65535      | 65535 65535 | s16 1 0  | 32767 32767      | 32767 32767   | 0    | u16 0x1p24 0 | 4294770690  | 256
            sum below -2^31             | u16 1 0  | 65535 65535      | 65535 65535 | s16 1 0  | -32768 -32768    | -32768 -32768 | 0    | s16 0x1p24 1 | -4294901760 | -255
            """)
    void oneElement(
            String what, String input, String x, String xCodes, String weight, String w, String wCodes, float bias,
            String output, long sum, String yCodes) {
        float[] weights = numbers(w);
        Layer layer = RandomLayers.layer(
                "edge", FloatTensor.wrap(Shape.of(1, weights.length, 1, 1), weights),
                Optional.of(FloatTensor.wrap(Shape.of(1), new float[] {bias})), ConvGeometry.POINTWISE);
        FloatTensor values = FloatTensor.wrap(Shape.of(1, layer.taps(), 1, 1), numbers(x));
        int[] expected = codes(yCodes);
        for (String engine : ENGINES) {
            for (int profile = 0; profile < PROFILES.size(); profile++) {
                LayerParams params = new LayerParams(
                        Optional.of(new TensorParams(List.of(params(weight)))), Optional.of(params(input)),
                        Optional.of(params(output)), OptionalInt.of(32), PROFILES.get(profile), Accumulator.EXACT,
                        Optional.empty());
                LayerOutputs outputs = run(engine, layer, values, params);
                assertThat(outputs.inputCodes().orElseThrow().data()).isEqualTo(codes(xCodes));
                assertThat(outputs.weightCodes().orElseThrow().data()).isEqualTo(codes(wCodes));
                assertThat(outputs.accumulator().orElseThrow().data()).as(engine).containsExactly(sum);
                assertThat(outputs.outputCodes().orElseThrow().data())
                        .as("%s %s", engine, PROFILES.get(profile))
                        .containsExactly(expected[expected.length == 1 ? 0 : profile]);
            }
        }
    }

    private static QuantParams params(String written) {
        String[] parts = written.split(" ");
        QuantType type = new QuantType(Integer.parseInt(parts[0].substring(1)), parts[0].startsWith("s"), false);
        return new QuantParams(type, numbers(parts[1])[0], Integer.parseInt(parts[2]));
    }

    private static float[] numbers(String cell) {
        String[] words = cell.split(" ");
        float[] values = new float[words.length];
        for (int at = 0; at < words.length; at++) {
            values[at] = switch (words[at]) {
                case "min" -> Float.MIN_NORMAL;
                case "max" -> Float.MAX_VALUE;
                case "-max" -> -Float.MAX_VALUE;
                default -> Float.parseFloat(words[at]);
            };
        }
        return values;
    }

    private static int[] codes(String cell) {
        return Arrays.stream(cell.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    /** Parameters derived from what is there, the output's from the layer's own. */
    private static LayerParams derived(Layer layer, FloatTensor input, QuantScheme scheme) {
        LayerOutputs real = run("reference", layer, input, LayerParams.FLOAT);
        LayerStatistics seen = new LayerStatistics(
                WeightStatistics.of(layer.weight()), Optional.of(Observer.statistics(input)),
                Optional.of(Observer.statistics(real.real())));
        return new ParameterDerivation(Map.of(layer.name(), seen)).derive(
                layer.name(),
                LayerSettings.FLOAT
                        .withWeight(Optional.of(WeightSettings.DEFAULT.withScheme(scheme)))
                        .withInput(Optional.of(ActivationSettings.DEFAULT))
                        .withOutput(Optional.of(ActivationSettings.DEFAULT))
                        .withBiasBits(OptionalInt.of(32)));
    }

    @ParameterizedTest
    @EnumSource(QuantScheme.class)
    void aChannelOfZerosGivesItsBiasEverywhere(QuantScheme scheme) {
        RandomLayers layers = new RandomLayers(41);
        FloatTensor weight = layers.floats(Shape.of(3, 2, 3, 3));
        Arrays.fill(weight.data(), 18, 36, 0f);
        FloatTensor bias = FloatTensor.wrap(Shape.of(3), new float[] {0.5f, 1.25f, -2f});
        Layer layer = RandomLayers.layer(
                "zeros", weight, Optional.of(bias), new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        FloatTensor input = layers.floats(Shape.of(1, 2, 5, 5));
        LayerParams params = derived(layer, input, scheme);
        assertThat(params.weight().orElseThrow().channel(1).scale()).isEqualTo(1f);
        float step = params.output().orElseThrow().scale();
        for (String engine : ENGINES) {
            LayerOutputs outputs = run(engine, layer, input, params);
            for (int at = 25; at < 50; at++) {
                assertThat(outputs.accumulator().orElseThrow().get(at)).isZero();
                assertThat(outputs.real().get(at)).isEqualTo(1.25f);
                // The bias counts in steps of the input's scale, since the weight's is 1.
                float inputScale = params.input().orElseThrow().scale();
                assertThat(outputs.fakeQuant().get(at)).isEqualTo(inputScale * (float) Math.rint(1.25f / inputScale));
                assertThat(Math.abs(outputs.integer().get(at) - outputs.fakeQuant().get(at)))
                        .isLessThanOrEqualTo(0.5001 * step);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(QuantScheme.class)
    void aLayerOfZerosGivesZerosExactly(QuantScheme scheme) {
        FloatTensor weight = FloatTensor.wrap(Shape.of(2, 3, 1, 1), new float[6]);
        Layer layer = RandomLayers.layer("zeros", weight, Optional.empty(), ConvGeometry.POINTWISE);
        FloatTensor input = FloatTensor.wrap(Shape.of(1, 3, 4, 4), new float[48]);
        LayerParams params = derived(layer, input, scheme);
        for (String engine : ENGINES) {
            LayerOutputs outputs = run(engine, layer, input, params);
            assertThat(outputs.fakeQuant().data()).containsOnly(0f);
            assertThat(outputs.integer().data()).containsOnly(0.0);
            assertThat(outputs.outputCodes().orElseThrow().data()).containsOnly(0);
        }
    }

    /** Depthwise 1×1: every channel is one weight, and that weight is its own range. */
    @ParameterizedTest
    @EnumSource(QuantScheme.class)
    void channelsOfOneWeightKeepIt(QuantScheme scheme) {
        float[] weights = {0.3f, -0.7f, 1e-30f, -1e30f, 0f, 127f};
        Layer layer = RandomLayers.layer(
                "one", FloatTensor.wrap(Shape.of(6, 1, 1, 1), weights), Optional.empty(),
                new ConvGeometry(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 6));
        FloatTensor input = FloatTensor.wrap(Shape.of(1, 6, 1, 2), new float[] {1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0});
        LayerParams params = derived(layer, input, scheme);
        for (String engine : ENGINES) {
            LayerOutputs outputs = run(engine, layer, input, params);
            for (int channel = 0; channel < weights.length; channel++) {
                float kept = outputs.fakeQuant().get(2 * channel);
                assertThat(Math.abs(kept - weights[channel])).isLessThanOrEqualTo(Math.abs(weights[channel]) * 1e-6f);
                assertThat(outputs.fakeQuant().get(2 * channel + 1)).isZero();
                assertThat(outputs.accumulator().orElseThrow().get(2 * channel + 1)).isZero();
            }
        }
    }
}
