package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.Operand;
import org.quantscope.conv.RandomLayers;
import org.quantscope.model.Layer;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/** Every layer of the sample networks: ND4J's sums are those of the plain loops, and both paths agree to 1e-5. */
class SampleLayersTest {
    @ParameterizedTest
    @ValueSource(strings = {"fashion-lenet", "fashion-mobile", "fashion-mobile-bn"})
    void enginesAgreeExactlyAndPathsClosely(String name) {
        RandomLayers random = new RandomLayers(7);
        for (Layer layer : OnnxReader.read(Path.of("samples", name + ".onnx")).layers()) {
            FloatTensor input = random.floats(inputShape(layer));
            ChannelRange all = ChannelRange.all(layer.outputChannels());
            ConvShape shape = ConvShape.of(layer, input.shape(), all);
            LayerRunner runner = new LayerRunner(Engines.select("nd4j"));
            for (int bits : new int[] {8, 4, 2}) {
                for (QuantScheme scheme : QuantScheme.values()) {
                    for (Granularity granularity : Granularity.values()) {
                        LayerParams params = params(layer, input, bits, scheme, granularity);
                        LayerOutputs outputs = runner.run(layer, input, params, all, Cancellation.NEVER);
                        String what = name + " " + layer.name() + " " + bits + " " + scheme + " " + granularity;
                        assertThat(outputs.accumulator()).as(what).contains(reference(shape, input, layer, params));
                        assertPathsAgree(what, outputs);
                    }
                }
            }
        }
    }

    private static LongTensor reference(ConvShape shape, FloatTensor input, Layer layer, LayerParams params) {
        Codes inputCodes = Operand.input(input, params.input()).counted().orElseThrow();
        Codes weightCodes = Operand.weight(layer.weight(), params.weight(), shape.channels()).counted().orElseThrow();
        return IntegerConv.sums(shape, inputCodes, weightCodes, Cancellation.NEVER);
    }

    private static void assertPathsAgree(String what, LayerOutputs outputs) {
        double largest = 0;
        double difference = 0;
        for (int at = 0; at < outputs.fakeQuant().size(); at++) {
            double integer = outputs.integer().get(at);
            largest = Math.max(largest, Math.abs(integer));
            difference = Math.max(difference, Math.abs(integer - outputs.fakeQuant().get(at)));
        }
        assertThat(difference).as(what).isLessThanOrEqualTo(1e-5 * largest);
    }

    private static LayerParams params(
            Layer layer, FloatTensor input, int bits, QuantScheme scheme, Granularity granularity) {
        QuantType weightType = scheme == QuantScheme.SYMMETRIC
                ? new QuantType(bits, true, true)
                : new QuantType(bits, true, false);
        QuantType inputType = new QuantType(bits, scheme == QuantScheme.SYMMETRIC, false);
        List<RangeStatistics> statistics = Observer.perChannel(layer.weight());
        if (granularity == Granularity.PER_TENSOR) {
            RangeStatistics whole = statistics.stream().reduce(RangeStatistics::merge).orElseThrow();
            statistics = Collections.nCopies(statistics.size(), whole);
        }
        List<QuantParams> channels = new ArrayList<>();
        for (RangeStatistics channel : statistics) {
            channels.add(choose(channel, weightType, scheme));
        }
        Observer observer = new Observer();
        observer.observe(input);
        return new LayerParams(
                Optional.of(new TensorParams(channels)),
                Optional.of(choose(observer.statistics(), inputType, scheme)),
                Optional.empty(),
                OptionalInt.of(32),
                RequantizationProfile.FLOAT32,
                Accumulator.EXACT,
                Optional.empty());
    }

    private static QuantParams choose(RangeStatistics statistics, QuantType type, QuantScheme scheme) {
        RangeTarget target = new RangeTarget(type, scheme, Rounding.HALF_TO_EVEN, Formula.ONNX);
        return target.params(CalibrationMethod.MIN_MAX.range(statistics, target));
    }

    private static Shape inputShape(Layer layer) {
        return switch (layer.inputLayout()) {
            case IMAGE -> Shape.of(1, layer.inputChannels(), 9, 9);
            case SEQUENCE -> Shape.of(1, layer.inputChannels(), 1, 9);
            case ROWS, COLUMNS -> Shape.of(3, layer.inputChannels(), 1, 1);
        };
    }
}
