package org.quantscope.bench;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.analysis.WeightHistogram;
import org.quantscope.bench.OrtNode.OrtInput;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Operand;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** What a person is told of 2.4 million weights (512, 512, 3, 3), in one thread. */
final class WeightCases implements AutoCloseable {
    static final String RUNTIME = "ORT QuantizeLinear + DequantizeLinear";
    static final String RANGE = "range of every channel";
    static final String PERCENTILE = "percentile 99.99 of the tensor";
    static final String HISTOGRAM = "histogram, clipped and zeroed";
    static final String FAKE_QUANT = "fake-quant and error";

    private static final Shape SHAPE = Shape.of(512, 512, 3, 3);

    private final FloatTensor weight;
    private final TensorParams params;
    private final WeightCounter counter;
    private final OrtNode runtime;
    private int steps;

    WeightCases() throws OrtException {
        Random random = new Random(5);
        float[] values = new float[SHAPE.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        this.weight = FloatTensor.wrap(SHAPE, values);
        this.counter = new WeightCounter(weight);
        QuantParams own = new QuantParams(QuantType.INT8_NARROW, 3f / 127, 0);
        this.params = TensorParams.uniform(own, SHAPE.extent(0));
        OnnxModels model = OnnxModels.opset(13).input("x", SHAPE.toLongArray()).output("y", SHAPE.toLongArray())
                .initializer("s", new float[] {own.scale()})
                .initializer(OnnxModels.raw("z", DataType.INT8, new byte[1]))
                .node("QuantizeLinear", "q", "x,s,z", "c")
                .node("DequantizeLinear", "d", "c,s,z", "y");
        this.runtime = OrtNode.of(model, OrtInput.floats(values, SHAPE.toLongArray()), 1);
    }

    /** The runtime's values are ours, but for −128, which a narrow range has not. */
    void require() throws OrtException {
        float[] theirs = runtime.floats();
        float[] ours = fakeQuant();
        float lowest = params.channel(0).lowest();
        for (int at = 0; at < ours.length; at++) {
            if (ours[at] != Math.max(lowest, theirs[at])) {
                throw new IllegalStateException(
                        "Weight " + at + " becomes " + ours[at] + " here and " + theirs[at] + " in ONNX Runtime.");
            }
        }
        WeightHistogram counted = new WeightCounter(weight).layer(Optional.of(params), HistogramAxis.VALUES, 0);
        if (Arrays.stream(counted.before()).sum() != weight.size()) {
            throw new IllegalStateException("The histogram does not hold every weight once.");
        }
    }

    List<BenchCase> cases() {
        return List.of(
                new BenchCase(RUNTIME, runtime::run),
                new BenchCase(RANGE, () -> WeightStatistics.of(weight)),
                new BenchCase(PERCENTILE, () ->
                        WeightStatistics.of(weight).tensor(CalibrationMethod.MICRONET_PERCENTILE)),
                new BenchCase(HISTOGRAM, this::histogram),
                new BenchCase(FAKE_QUANT, this::error));
    }

    /** A slider step changes the scale of every channel, so that all weights are counted anew. */
    private void histogram() {
        steps++;
        QuantParams moved = new QuantParams(QuantType.INT8_NARROW, (3f + 0.001f * (steps % 2)) / 127, 0);
        counter.layer(Optional.of(TensorParams.uniform(moved, SHAPE.extent(0))), HistogramAxis.VALUES, 0);
    }

    private float[] fakeQuant() {
        return Operand.weight(weight, Optional.of(params), ChannelRange.all(SHAPE.extent(0))).fakeQuant().data();
    }

    private void error() {
        float[] back = fakeQuant();
        double squares = 0;
        for (int at = 0; at < back.length; at++) {
            double difference = back[at] - weight.get(at);
            squares += difference * difference;
        }
        if (!(squares > 0)) {
            throw new IllegalStateException("Weights that are clipped have an error.");
        }
    }

    @Override
    public void close() throws OrtException {
        runtime.close();
    }
}
