package org.quantscope.conv;

import java.util.Optional;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;

/**
 * The integer path of one channel out of a run's tensors (N, channels, H', W').
 *
 * @param outputs the run
 * @param row which of the computed channels
 * @param biasCode what the register added to the sums where {@code outputs} does not keep what it held
 */
public record StoredPlane(LayerOutputs outputs, int row, int biasCode) implements IntegerPlane {
    @Override
    public int size() {
        return outputs.integer().size() / outputs.channels().count();
    }

    @Override
    public double value(int at) {
        DoubleTensor values = outputs.integer();
        return values.get(index(at));
    }

    @Override
    public boolean hasCodes() {
        return outputs.outputCodes().isPresent();
    }

    @Override
    public int code(int at) {
        IntTensor codes = outputs.outputCodes().orElseThrow();
        return codes.get(index(at));
    }

    @Override
    public boolean hasSums() {
        return outputs.accumulator().isPresent();
    }

    @Override
    public long sum(int at) {
        LongTensor sums = outputs.accumulator().orElseThrow();
        return sums.get(index(at));
    }

    @Override
    public long held(int at) {
        Optional<LongTensor> held = outputs.held();
        return held.isPresent() ? held.get().get(index(at)) : sum(at) + biasCode;
    }

    private int index(int at) {
        int plane = outputs.integer().shape().extent(2) * outputs.integer().shape().extent(3);
        return (at / plane * outputs.channels().count() + row) * plane + at % plane;
    }
}
