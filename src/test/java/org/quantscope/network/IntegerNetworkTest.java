package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

class IntegerNetworkTest {
    private static final Samples SAMPLES = new Samples();

    static Stream<Arguments> networks() {
        return Samples.models().stream().flatMap(sample -> Stream.of(QuantizedForm.values())
                .map(form -> Arguments.of(sample.file(), form)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyLayersCodesFollowFromTheCodesThatItReads(String file, QuantizedForm form) {
        SampleModel sample = Samples.models().stream()
                .filter(known -> known.file().equals(file)).findFirst().orElseThrow();
        Model model = BatchNormFolding.fold(OnnxReader.read(SAMPLES.modelFile(sample)));
        Shape one = InputShape.of(model).shape();
        ImageSet images = SAMPLES.images(sample);
        List<FloatTensor> inputs = IntStream.range(0, 4)
                .mapToObj(i -> images.networkInput(i, sample.preprocessing(), one))
                .toList();
        Map<String, LayerParams> params = MinMaxParams.of(model, inputs);
        try (IntegerNetwork network = IntegerNetwork.open(model, params, form, 1)) {
            assertThat(network.findings()).isEmpty();
            for (FloatTensor input : inputs) {
                try (IntegerActivations run = network.run(input, Cancellation.NEVER)) {
                    for (Layer layer : model.layers()) {
                        int[] own = own(layer, run.inputCodes(layer).orElseThrow(), params.get(layer.name()));
                        assertThat(run.outputCodes(layer).orElseThrow().data()).as(layer.name()).isEqualTo(own);
                    }
                }
            }
        }
    }

    private static int[] own(Layer layer, IntTensor codes, LayerParams params) {
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        ConvShape shape = ConvShape.of(layer, codes.shape(), all);
        Operand weight = Operand.weight(layer.weight(), params.weight(), all);
        Bias bias = Bias.of(layer.bias(), params, all);
        LongTensor sums = IntegerConv.sums(shape, Codes.uniform(codes, params.input().orElseThrow().integerOrigin()),
                weight.counted().orElseThrow(), Cancellation.NEVER);
        long[] held = sums.data().clone();
        int plane = sums.shape().extent(2) * sums.shape().extent(3);
        for (int at = 0; at < held.length; at++) {
            held[at] += bias.code(at / plane % all.count());
        }
        return new IntegerEpilogue(params, all, bias)
                .fromAccumulator(LongTensor.wrap(sums.shape(), held)).codes().orElseThrow().data();
    }
}
