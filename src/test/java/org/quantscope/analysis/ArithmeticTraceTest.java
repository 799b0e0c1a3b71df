package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.RandomParams;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** A trace is what the layer computes, written out; it must say the same, element by element. */
class ArithmeticTraceTest {
    private static final int ELEMENTS = 12;

    @RepeatedTest(120)
    void everyStepIsThatOfTheLayer(RepetitionInfo repetition) {
        RandomLayers layers = new RandomLayers(1000 + repetition.getCurrentRepetition());
        ConvShape shape = layers.shape(4);
        Layer layer = layers.layer(shape);
        FloatTensor input = layers.floats(shape.input());
        LayerParams params = repetition.getCurrentRepetition() % 2 == 0
                ? new RandomParams(layers).any(shape.outputChannels())
                : new RandomParams(layers).otherFormulas(shape.outputChannels());
        LayerOutputs outputs = run(layer, input, params);

        for (int i = 0; i < ELEMENTS; i++) {
            int at = layers.random().nextInt(outputs.real().size());
            ArithmeticTrace trace = ArithmeticTracer.trace(layer, input, params, pixel(outputs.real().shape(), at));

            assertThat(trace.taps()).hasSize(layer.taps());
            assertThat(trace.output()).isEqualTo(outputs.integer().get(at));
            outputs.outputCodes().ifPresentOrElse(
                    codes -> assertThat(trace.outputCode()).hasValue(codes.get(at)),
                    () -> assertThat(trace.outputCode()).isEmpty());
            outputs.accumulator().ifPresentOrElse(
                    sums -> assertThat(trace.accumulator()).isEqualTo(sums.get(at)),
                    () -> assertThat(trace.isInteger()).isFalse());
            assertThat(trace.fakeQuant().clamped()).isEqualTo(outputs.fakeQuant().get(at));
            outputs.fakeQuantCodes().ifPresent(codes ->
                    assertThat(trace.fakeQuant().output().orElseThrow().code()).isEqualTo(codes.get(at)));
            assertThat(trace.verdict().sentence()).endsWith(".").doesNotContain("NaN");
            assertThat(TraceRows.of(trace)).filteredOn(TraceRow::parts).hasSizeLessThanOrEqualTo(1);
        }
    }

    @RepeatedTest(40)
    void theFourSumsAreTheAccumulator(RepetitionInfo repetition) {
        RandomLayers layers = new RandomLayers(2000 + repetition.getCurrentRepetition());
        ConvShape shape = layers.shape(3);
        Layer layer = layers.layer(shape);
        FloatTensor input = layers.floats(shape.input());
        LayerParams params =
                new RandomParams(layers).requantized(shape.outputChannels(), RequantizationProfile.FLOAT32);
        Shape output = layer.geometryFor(input.shape()).outputShape(input.shape(), layer.outputChannels());

        ArithmeticTrace trace = ArithmeticTracer.trace(
                layer, input, params, pixel(output, layers.random().nextInt(output.size())));

        FourSums four = trace.fourSums().orElseThrow();
        assertThat(four.sum()).isEqualTo(trace.accumulator());
        assertThat(four.taps()).isEqualTo((int) trace.taps().stream().filter(tap -> !tap.inPadding()).count());
    }

    @Test
    void aDifferenceOfTheCodesIsNamed() {
        // 2.5 steps: half to even gives 2 in float64; fake-quant with half away from zero gives 3.
        QuantParams one = new QuantParams(QuantType.UINT8, 1, 0);
        QuantParams away = new QuantParams(
                QuantType.UINT8, 2, 0, Rounding.HALF_AWAY_FROM_ZERO);
        LayerParams params = params(one, away, RequantizationProfile.FLOAT64, Accumulator.EXACT);

        FloatTensor input = FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {1});

        ArithmeticTrace trace = ArithmeticTracer.trace(single(5), input, params, new Pixel(0, 0, 0, 0));

        assertThat(trace.verdict().parting()).contains(Stage.REQUANTIZATION);
        assertThat(trace.verdict().sentence()).isEqualTo("The paths part at the rounding: float32 has exactly 2.5 and"
                + " gives code 3, the integer path has exactly 2.5 and gives code 2.");
        assertThat(TraceRows.of(trace)).filteredOn(TraceRow::parts)
                .singleElement()
                .extracting(TraceRow::label, TraceRow::integer, TraceRow::fakeQuant)
                .containsExactly("Rounded", Optional.of("2"), Optional.of("3"));
    }

    @ParameterizedTest
    @CsvSource({
        "WRAP, 'The paths part at the accumulator: at tap 2 the 16-bit register wraps to -17,036; the exact sum is"
                + " 64,700.'",
        "SATURATE, 'The paths part at the accumulator: at tap 2 the 16-bit register saturates at 32,767; the exact sum"
                + " is 64,700.'"
    })
    void theTapAtWhichTheRegisterOverflowsIsMarked(Accumulator.Overflow overflow, String start) {
        QuantParams wide = new QuantParams(new QuantType(16, true, false), 1, 0);
        LayerParams params = params(wide, wide, RequantizationProfile.FLOAT32, new Accumulator(16, overflow));
        Layer layer = RandomLayers.layer("sum", FloatTensor.wrap(Shape.of(1, 4, 1, 1), new float[] {1, 1, 1, 1}),
                Optional.empty(), ConvGeometry.POINTWISE);
        FloatTensor input = FloatTensor.wrap(Shape.of(1, 4, 1, 1), new float[] {16_000, 16_500, 16_000, 16_200});

        ArithmeticTrace trace = ArithmeticTracer.trace(layer, input, params, new Pixel(0, 0, 0, 0));

        assertThat(trace.firstOverflow()).contains(trace.taps().get(2));
        assertThat(trace.verdict().parting()).contains(Stage.ACCUMULATOR);
        assertThat(trace.verdict().sentence()).startsWith(start);
        assertThat(trace.held()).isEqualTo(overflow == Accumulator.Overflow.WRAP ? 64_700 - 65_536 : 32_767);
    }

    @Test
    void agreementSaysToHowManyDigits() {
        QuantParams tenth = new QuantParams(QuantType.UINT8, 0.1f, 3);
        LayerParams params = params(tenth, tenth, RequantizationProfile.FLOAT32, Accumulator.EXACT);
        FloatTensor input = FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {1.23f});

        ArithmeticTrace trace = ArithmeticTracer.trace(single(7.7f), input, params, new Pixel(0, 0, 0, 0));

        assertThat(trace.verdict().parting()).isEmpty();
        assertThat(trace.verdict().sentence()).matches(
                "Both paths give code \\d+; before rounding they (agree to \\d+ digits|are equal to the last digit)\\.");
    }

    @Test
    void valuesBeyondTheCodesAreComparedBeforeTheClamp() {
        QuantParams tenth = new QuantParams(QuantType.UINT8, 0.1f, 3);
        LayerParams params = params(tenth, tenth, RequantizationProfile.FLOAT32, Accumulator.EXACT);
        LayerParams clamped = new LayerParams(params.weight(), params.input(), params.output(), params.biasBits(),
                params.requantization(), params.accumulator(), Optional.of(new Clamp(0, 6)));
        FloatTensor input = FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {20.3f});

        ArithmeticTrace trace = ArithmeticTracer.trace(single(7.7f), input, clamped, new Pixel(0, 0, 0, 0));

        assertThat(trace.verdict().sentence()).matches(
                "Both paths give code 63; before rounding and clamp they (agree to \\d+ digits|are equal to the last"
                        + " digit)\\.");
    }

    @Test
    void aSecondRoundingIsNamed() {
        // 0.375 · 2^e: one rounding of 1.4.. keeps 1, rounding to halves first gives 1.5 and then 2.
        QuantParams one = new QuantParams(QuantType.UINT8, 1, 0);
        QuantParams output = new QuantParams(QuantType.UINT8, 2.1f, 0);
        LayerParams params = params(one, output, RequantizationProfile.GEMMLOWP, Accumulator.EXACT);
        FloatTensor input = FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {3});

        ArithmeticTrace trace = ArithmeticTracer.trace(single(1), input, params, new Pixel(0, 0, 0, 0));

        assertThat(trace.verdict().sentence()).isEqualTo("The paths part at the rounding: float32 has 1.4285715 and"
                + " gives code 1, the integer path has 1.428571494, rounds it first to 3/2^1, and gives code 2.");
    }

    @ParameterizedTest
    @CsvSource({"1,0,0,0", "-1,0,0,0", "0,1,0,0", "0,0,1,0", "0,0,0,-1"})
    void anElementThatIsNotThereIsRefused(int image, int channel, int row, int column) {
        FloatTensor input = FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {1});

        assertThatThrownBy(() -> ArithmeticTracer.trace(
                        single(1), input, LayerParams.FLOAT, new Pixel(image, channel, row, column)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The output of layer 'one' is 1×1×1×1 (images × channels × rows × columns) and has no"
                        + " element (" + image + ", " + channel + ", " + row + ", " + column + "), counted from 0.");
    }

    @Test
    void thousandsOfTapsAreTraced() {
        RandomLayers layers = new RandomLayers(5);
        ConvShape shape = new ConvShape(
                new ConvGeometry(5, 5, 1, 1, 2, 2, 2, 2, 1, 1, 1), Shape.of(1, 500, 7, 7), 2, ChannelRange.all(2));
        Layer layer = layers.layer(shape);
        FloatTensor input = layers.floats(shape.input());
        LayerParams params = new RandomParams(layers).requantized(2, RequantizationProfile.RUY);

        ArithmeticTrace trace = ArithmeticTracer.trace(layer, input, params, new Pixel(0, 1, 0, 6));

        assertThat(trace.taps()).hasSize(12_500);
        assertThat(trace.outputCode()).hasValue(
                run(layer, input, params).outputCodes().orElseThrow().get(49 + 6));
    }

    private static LayerOutputs run(Layer layer, FloatTensor input, LayerParams params) {
        return new LayerRunner(Engines.select("reference"))
                .run(layer, input, params, ChannelRange.all(layer.outputChannels()), Cancellation.NEVER);
    }

    private static Layer single(float weight) {
        return RandomLayers.layer("one", FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {weight}),
                Optional.empty(), ConvGeometry.POINTWISE);
    }

    /** The weights and the input alike, a 32-bit bias. */
    private static LayerParams params(
            QuantParams sides, QuantParams output, RequantizationProfile profile, Accumulator accumulator) {
        return new LayerParams(
                Optional.of(new TensorParams(List.of(sides))), Optional.of(sides), Optional.of(output),
                OptionalInt.of(32), profile, accumulator, Optional.empty());
    }

    private static Pixel pixel(Shape shape, int at) {
        int width = shape.extent(3);
        int height = shape.extent(2);
        int channels = shape.extent(1);
        return new Pixel(
                at / (width * height * channels), at / (width * height) % channels, at / width % height, at % width);
    }
}
