package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

class LayerReportTest {
    private static final Shape SHAPE = Shape.of(2, 2, 1, 2);

    @Test
    void everyChannelIsMeasuredOverAllImages() {
        float[] real = {1, 1, 2, 2, 1, 1, 2, 2};
        float[] fake = {1, 1, 2, 2, 1, 1, 2, 4};
        LayerReport report = LayerReport.of(outputs(real, fake, real), LayerParams.FLOAT);
        assertThat(report.channelErrors().get(0).isExact()).isTrue();
        assertThat(report.channelErrors().get(0).sqnrDb()).isEqualTo(Double.POSITIVE_INFINITY);
        QuantizationError second = report.channelErrors().get(1);
        assertThat(second.mse()).isEqualTo(1.0);
        assertThat(second.maxAbs()).isEqualTo(2.0);
        assertThat(second.sqnrDb()).isCloseTo(20 * Math.log10(4 / 2.0), within(1e-12));
        assertThat(report.error().mse()).isEqualTo(0.5);
        assertThat(report.error().cosine()).isCloseTo(24 / Math.sqrt(20 * 32.0), within(1e-12));
        assertThat(report.worstChannel()).isEqualTo(1);
    }

    @Test
    void aSilentChannelHasAFiniteFigure() {
        float[] zeros = new float[8];
        float[] fake = {0, 0, 0, 0, 0, 0, 0, 1};
        LayerReport report = LayerReport.of(outputs(zeros, fake, zeros), LayerParams.FLOAT);
        assertThat(report.error().sqnrDb()).isFinite().isNegative();
        assertThat(report.error().cosine()).isZero();
    }

    @Test
    void withoutAnOutputQuantizerSmallDifferencesAreTolerated() {
        float[] fake = {100, 0, 0, 0, 0, 0, 0, 0};
        float[] integer = {100, 0.0009f, 0.0011f, 0, 0, 0, 0, 0};
        ImplementationMismatch mismatch = ImplementationMismatch.of(outputs(fake, fake, integer), params());
        assertThat(mismatch.differing()).isEqualTo(1);
        assertThat(mismatch.total()).isEqualTo(8);
        assertThat(mismatch.inCodes()).isFalse();
        assertThat(mismatch.maxLsb()).isCloseTo(0.0011 / (0.5 * 0.25), within(1e-6));
        assertThat(mismatch.first().orElseThrow().index()).isEqualTo(2);
    }

    @Test
    void withAnOutputQuantizerCodesAreComparedAndATieIsNamed() {
        QuantParams output = new QuantParams(QuantType.UINT8, 0.5f, 10);
        LayerOutputs outputs = new LayerOutputs(
                ChannelRange.all(2),
                FloatTensor.zeros(SHAPE),
                FloatTensor.wrap(SHAPE, new float[] {0, 1.24999f, 0, 0, 0, 0, 0, 0}),
                DoubleTensor.zeros(SHAPE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(IntTensor.wrap(SHAPE, new int[] {10, 13, 10, 10, 10, 10, 10, 10})),
                Optional.of(IntTensor.wrap(SHAPE, new int[] {10, 12, 10, 10, 10, 10, 10, 10})));
        LayerParams params = new LayerParams(Optional.empty(), Optional.empty(), Optional.of(output),
                OptionalInt.empty(), RequantizationProfile.FLOAT64, Accumulator.EXACT, Optional.empty());
        ImplementationMismatch mismatch = ImplementationMismatch.of(outputs, params);
        assertThat(mismatch.differing()).isEqualTo(1);
        assertThat(mismatch.maxLsb()).isEqualTo(1);
        assertThat(mismatch.inCodes()).isTrue();
        ImplementationMismatch.Example first = mismatch.first().orElseThrow();
        assertThat(first.fakeQuant()).isCloseTo(12.5, within(1e-4));
        assertThat(first.integer()).isEqualTo(13);
        assertThat(first.isTie()).isTrue();
    }

    private static LayerOutputs outputs(float[] real, float[] fake, float[] integer) {
        double[] wide = new double[integer.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = integer[i];
        }
        return new LayerOutputs(ChannelRange.all(2), FloatTensor.wrap(SHAPE, real), FloatTensor.wrap(SHAPE, fake),
                DoubleTensor.wrap(SHAPE, wide), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    private static LayerParams params() {
        return new LayerParams(
                Optional.of(TensorParams.uniform(new QuantParams(QuantType.INT8_NARROW, 0.25f, 0), 2)),
                Optional.of(new QuantParams(QuantType.UINT8, 0.5f, 3)), Optional.empty(), OptionalInt.of(32),
                RequantizationProfile.FLOAT32, Accumulator.EXACT, Optional.empty());
    }
}
