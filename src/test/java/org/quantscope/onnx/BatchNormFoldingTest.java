package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;
import static org.quantscope.onnx.OnnxModels.opset;
import static org.quantscope.onnx.OnnxModels.real;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.FoldableBatchNorm;
import org.quantscope.model.FoldedBatchNorm;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;

/** A folded layer computes what ONNX Runtime's BatchNormalization writes, and the model says what was folded. */
class BatchNormFoldingTest {
    @TempDir
    Path folder;

    private final Random random = new Random(7);

    @Test
    void aPaddedConvolutionWithBiasAndEveryKindOfScale() throws Exception {
        OnnxModels model = opset(15).input("x", 2, 3, 9, 8).output("y", 2, 6, 5, 4)
                .initializer("w", gaussian(6 * 3 * 3 * 3), 6, 3, 3, 3).initializer("b", gaussian(6), 6)
                .node("Conv", "c", "x,w,b", "a", integers("pads", 1, 1, 1, 1), integers("strides", 2, 2));
        statistics(model, 6, new float[] {1.5f, -2, 0, 1e-3f, -0.7f, 30});
        model.node("BatchNormalization", "bn", "a,scale,bias,mean,variance", "y", real("epsilon", 1e-3f));

        assertSameAsRuntime(model, 2, 3, 9, 8);
    }

    @Test
    void variancesDownToZeroAreLiftedByEpsilon() throws Exception {
        OnnxModels model = opset(9).input("x", 1, 2, 4, 4).output("y", 1, 4, 4, 4)
                .initializer("w", gaussian(8), 4, 2, 1, 1).node("Conv", "c", "x,w", "a");
        model.initializer("scale", gaussian(4), 4).initializer("bias", gaussian(4), 4)
                .initializer("mean", gaussian(4), 4)
                .initializer("variance", new float[] {0, 1e-30f, 1e-7f, 1e6f}, 4);
        model.node("BatchNormalization", "bn", "a,scale,bias,mean,variance", "y");

        assertSameAsRuntime(model, 1, 2, 4, 4);
    }

    @Test
    void depthwiseGroupedOneDimensionalAndFullyConnectedLayers() throws Exception {
        OnnxModels depthwise = opset(13).input("x", 1, 4, 6, 6).output("y", 1, 4, 6, 6)
                .initializer("w", gaussian(4 * 9), 4, 1, 3, 3)
                .node("Conv", "c", "x,w", "a", integer("group", 4), integers("pads", 1, 1, 1, 1));
        assertSameAsRuntime(normalised(depthwise, 4), 1, 4, 6, 6);

        OnnxModels line = opset(13).input("x", 2, 3, 11).output("y", 2, 5, 9)
                .initializer("w", gaussian(5 * 3 * 3), 5, 3, 3).node("Conv", "c", "x,w", "a");
        assertSameAsRuntime(normalised(line, 5), 2, 3, 11);

        OnnxModels gemm = opset(13).input("x", 3, 7).output("y", 3, 5)
                .initializer("w", gaussian(35), 7, 5).initializer("b", gaussian(5), 5)
                .node("Gemm", "c", "x,w,b", "a", real("alpha", 0.5f), real("beta", 2));
        assertSameAsRuntime(normalised(gemm, 5), 3, 7);

        OnnxModels matMul = opset(13).input("x", 3, 7).output("y", 3, 5)
                .initializer("w", gaussian(35), 7, 5).node("MatMul", "c", "x,w", "a");
        assertSameAsRuntime(normalised(matMul, 5), 3, 7);
    }

    @Test
    void theActivationBehindTheNormalisationIsFused() throws IOException {
        OnnxModels model = convolution();
        statistics(model, 2, gaussian(2));
        model.node("BatchNormalization", "bn", "a,scale,bias,mean,variance", "n").node("Relu", "r", "n", "y").output("y");
        Model stored = read(model);
        Layer folded = BatchNormFolding.fold(stored).layers().get(0);

        assertThat(stored.layers().get(0).activation()).isEmpty();
        assertThat(stored.layers().get(0).output()).isEqualTo("a");
        assertThat(folded.activation().orElseThrow().nodeName()).isEqualTo("r");
        assertThat(folded.output()).isEqualTo("n");
    }

    @Test
    void theFoldedLayerSaysWhereItsValuesComeFrom() throws IOException {
        OnnxModels model = opset(13).input("x", 1, 1, 3, 3).initializer("w", gaussian(2), 2, 1, 1, 1)
                .initializer("b", gaussian(2), 2).node("Conv", "c", "x,w,b", "a").output("y");
        Model stored = read(normalised(model, 2));
        Model folded = BatchNormFolding.fold(stored);
        Layer layer = folded.layer("c").orElseThrow();

        assertThat(layer.foldedBatchNorm()).contains(new FoldedBatchNorm("bn", true));
        assertThat(layer.weightsAsStored()).isFalse();
        assertThat(layer.weightName()).isEqualTo("w");
        assertThat(layer.biasName()).isEmpty();
        assertThat(layer.bias()).isPresent();
        assertThat(folded.folded()).isTrue();
        assertThat(folded.foldedLayers()).isEqualTo(1);
        assertThat(folded.nodes()).filteredOn(node -> node.op().equals("BatchNormalization"))
                .extracting(NodeInfo::remark).containsExactly("Folded into layer 'c'.");
        assertThat(BatchNormFolding.fold(folded)).isSameAs(folded);
    }

    @Test
    void aModelOpensAsStored() throws IOException {
        Model stored = read(normalised(convolution().output("y"), 2));

        assertThat(stored.folded()).isFalse();
        assertThat(stored.foldedLayers()).isZero();
        assertThat(stored.foldable()).extracting(FoldableBatchNorm::layer).containsExactly("c");
        assertThat(stored.layers().get(0).foldedBatchNorm()).isEmpty();
        assertThat(stored.layers().get(0).weightsAsStored()).isTrue();
        assertThat(stored.nodes()).extracting(NodeInfo::remark).containsExactly("", "Can be folded into layer 'c'.");
    }

    @Test
    void aModelWithoutANormalisationStaysTheSame() throws IOException {
        Model stored = read(convolution().output("a"));

        assertThat(stored.isFoldable()).isFalse();
        assertThat(BatchNormFolding.fold(stored)).isSameAs(stored);
    }

    /** The bundled network comes as it was trained, and folded by the tool that exported it: the two agree. */
    @Test
    void theSampleFoldedHereIsTheSampleFoldedByItsExporter() {
        Model ours = BatchNormFolding.fold(OnnxReader.read(Path.of("samples", "fashion-mobile-bn.onnx")));
        Model theirs = OnnxReader.read(Path.of("samples", "fashion-mobile.onnx"));

        assertThat(ours.layers()).hasSameSizeAs(theirs.layers());
        assertThat(ours.foldedLayers()).isGreaterThan(10);
        for (int i = 0; i < ours.layers().size(); i++) {
            Layer own = ours.layers().get(i);
            Layer other = theirs.layers().get(i);
            assertThat(own.weight().shape()).as(own.name()).isEqualTo(other.weight().shape());
            assertClose(own.name() + " weights", own.weight().data(), other.weight().data());
            assertClose(own.name() + " bias", own.bias().orElseThrow().data(), other.bias().orElseThrow().data());
            assertThat(own.activation().map(fused -> List.of(fused.lo(), fused.hi())))
                    .isEqualTo(other.activation().map(fused -> List.of(fused.lo(), fused.hi())));
        }
    }

    private static void assertClose(String what, float[] ours, float[] theirs) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs((double) ours[i] - theirs[i]));
        }
        assertThat(worst).as(what).isLessThanOrEqualTo(1e-6 * largest);
    }

    /** The layer as it is stored gives the input of the node, folded its output; both as ONNX Runtime computes them. */
    private void assertSameAsRuntime(OnnxModels model, long... shape) throws IOException, OrtException {
        Path file = model.write(folder.resolve("m.onnx"));
        Model stored = OnnxReader.read(file);
        Layer before = stored.layers().get(0);
        Layer folded = BatchNormFolding.fold(stored).layers().get(0);
        assertThat(folded.foldedBatchNorm()).map(FoldedBatchNorm::nodeName).isEqualTo(Optional.of("bn"));
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        float[] input = gaussian(size);
        Map<String, OnnxRuntimeRun.Values> run = OnnxRuntimeRun.run(
                ExposedTensors.of(file, List.of(before.output(), folded.output())), "x", input, shape);

        PlainLayer.assertClose("as stored", PlainLayer.run(before, input, shape), run.get(before.output()).data());
        PlainLayer.assertClose("folded", PlainLayer.run(folded, input, shape), run.get(folded.output()).data());
    }

    private Model read(OnnxModels model) throws IOException {
        return OnnxReader.read(model.write(folder.resolve("m.onnx")));
    }

    private OnnxModels convolution() {
        return opset(13).input("x", 1, 1, 3, 3)
                .initializer("w", gaussian(2), 2, 1, 1, 1).node("Conv", "c", "x,w", "a");
    }

    private OnnxModels normalised(OnnxModels model, int channels) {
        statistics(model, channels, gaussian(channels));
        return model.node("BatchNormalization", "bn", "a,scale,bias,mean,variance", "y");
    }

    private void statistics(OnnxModels model, int channels, float[] scale) {
        float[] variance = gaussian(channels);
        for (int i = 0; i < channels; i++) {
            variance[i] = variance[i] * variance[i] + 0.01f;
        }
        model.initializer("scale", scale, channels).initializer("bias", gaussian(channels), channels)
                .initializer("mean", gaussian(channels), channels).initializer("variance", variance, channels);
    }

    private float[] gaussian(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
