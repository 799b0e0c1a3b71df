package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.engine.Engines;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.DataSet;
import org.quantscope.network.LayerCodes;
import org.quantscope.network.MinMaxParams;
import org.quantscope.network.RuntimeArithmetic;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;
import org.quantscope.network.Verification;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/** Exported networks in ONNX Runtime against this program's integers, and what makes them differ. */
class VerificationTest {
    private static final Samples SAMPLES = new Samples();
    private static final String LENET_CONV = "/conv2/Conv";

    /** A sample with the parameters of every layer. */
    private record Subject(Model model, DataSet data, Map<String, LayerParams> params) {
        static Subject of(SampleModel sample) {
            Model model = BatchNormFolding.fold(OnnxReader.read(SAMPLES.modelFile(sample)));
            DataSet data = DataSet.of(SAMPLES.images(sample), sample.preprocessing(), model, OptionalInt.empty());
            return new Subject(model, data, MinMaxParams.of(model, List.of(data.input(0), data.input(1))));
        }

        static Subject lenet() {
            return of(Samples.models().stream().filter(sample -> sample.file().contains("lenet")).findFirst()
                    .orElseThrow());
        }

        Certificate verified(QuantizedForm form, LayerCodes own, int images) {
            return verified(form, QuantizedNetwork.write(model, params, form), own, images);
        }

        Certificate verified(QuantizedForm form, QuantizedNetwork exported, LayerCodes own, int images) {
            try (Verification verification = new Verification(model, params, form, exported, own, RuntimeArithmetic.EXACT, 1)) {
                for (int image = 0; image < images; image++) {
                    verification.add(data.input(image), Cancellation.NEVER);
                }
                return verification.certificate("test", "0", Map.of());
            }
        }
    }

    static Stream<Arguments> forms() {
        return Samples.models().stream().flatMap(sample ->
                Stream.of(QuantizedForm.values()).map(form -> Arguments.of(sample, form)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyCodeAndTheOutputOfASampleAreTheRuntimes(SampleModel sample, QuantizedForm form) {
        Subject subject = Subject.of(sample);
        Certificate certificate = subject.verified(form, new EngineCodes(Engines.select("auto")), 3);
        assertThat(certificate.layers()).hasSameSizeAs(subject.model().layers())
                .allSatisfy(layer -> assertThat(layer.elements()).isPositive())
                .allSatisfy(layer -> assertThat(layer.differing()).as(layer.place()).isZero());
        assertThat(certificate.output()).isEqualTo(new CodeParity("logits", 30, 0, 0));
        assertThat(certificate.outputUnit()).isEqualTo(Certificate.LSB);
        assertThat(certificate.isExact()).isTrue();
        assertThat(certificate.notCompared()).isEmpty();
        assertThat(certificate.images()).isEqualTo(3);
        assertThat(certificate.versions()).containsKeys("ONNX Runtime", "Java");
    }

    @Test
    void theFastEngineGivesTheCodesOfThePlainLoops() {
        EngineCodes fast = new EngineCodes(Engines.select("auto"));
        Random random = new Random(3);
        for (SampleModel sample : Samples.models()) {
            Subject subject = Subject.of(sample);
            for (Layer layer : subject.model().layers()) {
                int edge = layer.geometry().kernelHeight() * layer.geometry().kernelWidth() == 1 ? 1 : 9;
                int[] codes = random.ints((long) layer.inputChannels() * edge * edge, 0, 256).toArray();
                IntTensor input = IntTensor.wrap(Shape.of(1, layer.inputChannels(), edge, edge), codes);
                LayerParams params = subject.params().get(layer.name());
                assertThat(fast.outputCodes(layer, input, params, Cancellation.NEVER)).as(layer.name())
                        .isEqualTo(LayerCodes.reference().outputCodes(layer, input, params, Cancellation.NEVER));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneWeightCodeThatIsAnotherInTheFileShowsInItsLayerAndAtTheOutput(QuantizedForm form) throws Exception {
        Subject subject = Subject.lenet();
        QuantizedNetwork right = QuantizedNetwork.write(subject.model(), subject.params(), form);
        QuantizedNetwork wrong =
                new QuantizedNetwork(withAnotherCode(right.model()), right.opset(), right.layers(), right.findings());
        Certificate certificate = subject.verified(form, wrong, LayerCodes.reference(), 2);
        List<String> differing = certificate.layers().stream()
                .filter(layer -> layer.differing() > 0).map(CodeParity::place).toList();
        assertThat(differing).containsExactly(LENET_CONV);
        assertThat(certificate.total().maxLsb()).isPositive();
        assertThat(certificate.output().differing()).isPositive();
        assertThat(certificate.output().maxLsb()).isPositive();
        assertThat(certificate.isExact()).isFalse();
        assertThat(certificate.exportSha256()).isNotEqualTo(right.sha256());
    }

    /** Another weight in the middle of the second convolution's 16 × 6 × 5 × 5 codes. */
    private static byte[] withAnotherCode(byte[] file) throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
        List<TensorProto.Builder> tensors = model.getGraphBuilder().getInitializerBuilderList();
        TensorProto.Builder codes = tensors.stream()
                .filter(tensor -> tensor.getDataType() == DataType.INT8_VALUE && tensor.getDimsCount() == 4
                        && tensor.getDims(0) == 16 && tensor.getDims(1) == 6)
                .findFirst().orElseThrow();
        byte[] bytes = codes.getRawData().toByteArray();
        int at = bytes.length / 2;
        bytes[at] = (byte) (bytes[at] > 0 ? bytes[at] - 90 : bytes[at] + 90);
        codes.setRawData(ByteString.copyFrom(bytes));
        return model.build().toByteArray();
    }

    /** The file was written for other parameters: one channel's multiplier is a thousandth larger. */
    @Test
    void anotherRequantizationThanTheRuntimesShows() {
        Subject subject = Subject.lenet();
        QuantizedNetwork exported = QuantizedNetwork.write(subject.model(), subject.params(), QuantizedForm.QDQ);
        Subject other = new Subject(subject.model(), subject.data(), new HashMap<>(subject.params()));
        LayerParams own = subject.params().get(LENET_CONV);
        List<QuantParams> channels = new ArrayList<>(own.weight().orElseThrow().channels());
        QuantParams right = channels.get(4);
        channels.set(4, new QuantParams(right.type(), right.scale() * 1.001f, right.zeroPoint(), right.rounding(),
                right.formula()));
        other.params().put(LENET_CONV, new LayerParams(Optional.of(new TensorParams(channels)), own.input(),
                own.output(), own.biasBits(), own.requantization(), own.accumulator(), own.clamp()));
        Certificate certificate = other.verified(QuantizedForm.QDQ, exported, LayerCodes.reference(), 3);
        assertThat(certificate.layers()).filteredOn(layer -> layer.differing() > 0)
                .extracting(CodeParity::place).containsExactly(LENET_CONV);
        assertThat(certificate.total().maxLsb()).isEqualTo(1);
    }

    @Test
    void aRequantizationThatTheFileCannotSayIsRemarked() {
        Subject subject = Subject.lenet();
        subject.params().computeIfPresent(LENET_CONV, (name, own) ->
                own.withRequantization(RequantizationProfile.GEMMLOWP));
        Certificate certificate = subject.verified(QuantizedForm.QDQ, LayerCodes.reference(), 1);
        assertThat(certificate.remarks()).anyMatch(remark -> remark.contains("requantizes by 'gemmlowp'"));
    }

    @Test
    void aNarrowAccumulatorThatTheRuntimeDoesNotHaveShows() {
        Subject subject = Subject.lenet();
        for (Accumulator.Overflow overflow : Accumulator.Overflow.values()) {
            subject.params().computeIfPresent(LENET_CONV, (name, own) -> new LayerParams(own.weight(), own.input(),
                    own.output(), own.biasBits(), own.requantization(), new Accumulator(16, overflow), own.clamp()));
            Certificate certificate = subject.verified(QuantizedForm.QDQ, LayerCodes.reference(), 1);
            assertThat(certificate.total().differing()).as(overflow.keyword()).isPositive();
        }
    }

    @Test
    void oneWrongSumIsFoundInItsLayerAndFollowedToTheOutput() {
        Subject subject = Subject.lenet();
        LayerCodes wrong = (layer, input, params, cancellation) -> {
            LongTensor sums = LayerCodes.reference().sums(layer, input, params, cancellation);
            if (!layer.name().equals("/fc3/Gemm")) {
                return sums;
            }
            long[] moved = sums.data().clone();
            moved[3] += 1_000_000;
            return LongTensor.wrap(sums.shape(), moved);
        };
        Certificate certificate = subject.verified(QuantizedForm.QOPERATOR, wrong, 3);
        assertThat(certificate.total().differing()).isEqualTo(3);
        assertThat(certificate.output().differing()).isEqualTo(3);
        assertThat(certificate.output().maxLsb()).isEqualTo(certificate.total().maxLsb()).isGreaterThan(10);
    }

    @Test
    void layersThatStayFloatAreTheRuntimesOwn() {
        Subject subject = Subject.lenet();
        subject.params().remove(LENET_CONV);
        Certificate certificate = subject.verified(QuantizedForm.QDQ, LayerCodes.reference(), 2);
        assertThat(certificate.notCompared()).containsExactly(Map.entry(LENET_CONV, "it is not quantized"));
        assertThat(certificate.isExact()).isTrue();
    }

    @Test
    void whatIsCancelledCountsNothing() {
        Subject subject = Subject.lenet();
        QuantizedNetwork exported = QuantizedNetwork.write(subject.model(), subject.params(), QuantizedForm.QDQ);
        try (Verification verification = new Verification(subject.model(), subject.params(), QuantizedForm.QDQ,
                exported, LayerCodes.reference(), RuntimeArithmetic.EXACT, 1)) {
            Cancellation asked = new Cancellation(() -> true);
            assertThatThrownBy(() -> verification.add(subject.data().input(0), asked))
                    .isInstanceOf(CancellationException.class);
            Certificate certificate = verification.certificate("test", "0", Map.of());
            assertThat(certificate.images()).isZero();
            assertThat(certificate.total().elements()).isZero();
            assertThat(certificate.isExact()).isFalse();
        }
    }
}
