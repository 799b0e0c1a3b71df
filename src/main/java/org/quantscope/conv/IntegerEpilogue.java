package org.quantscope.conv;

import java.util.Optional;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/** The end of the integer path for whole tensors: {@link ChannelEpilogue} for every channel. Sums are (N, channels, H', W'). */
public final class IntegerEpilogue {
    private final LayerParams params;
    private final ChannelRange channels;
    private final Bias bias;

    public IntegerEpilogue(LayerParams params, ChannelRange channels, Bias bias) {
        this.params = params;
        this.channels = channels;
        this.bias = bias;
    }

    /**
     * The integer path's output.
     *
     * @param real in real units; the dequantized {@code codes} where there is an output quantizer
     * @param codes the output codes, if there is an output quantizer
     */
    public record Output(DoubleTensor real, Optional<IntTensor> codes) {}

    /** From what the accumulator holds, the bias codes included where the bias is an integer. */
    public Output fromAccumulator(LongTensor held) {
        Target target = new Target(held.shape());
        for (int plane = 0; plane < target.planes(); plane++) {
            int row = plane % channels.count();
            ChannelEpilogue epilogue = ChannelEpilogue.ofHeld(params, channels.from() + row, bias, row);
            for (int at = target.start(plane); at < target.start(plane + 1); at++) {
                if (epilogue.hasCodes()) {
                    target.put(at, epilogue.code(held.get(at)), epilogue);
                } else {
                    target.put(at, epilogue.value(held.get(at)));
                }
            }
        }
        return target.output();
    }

    /**
     * From sums in double precision, of a layer of which at least one side stayed float or counts from a zero that is no
     * integer, equation (21).
     */
    public Output fromReal(DoubleTensor sums) {
        Target target = new Target(sums.shape());
        for (int plane = 0; plane < target.planes(); plane++) {
            int row = plane % channels.count();
            ChannelEpilogue epilogue = ChannelEpilogue.ofReal(params, channels.from() + row, bias, row);
            for (int at = target.start(plane); at < target.start(plane + 1); at++) {
                if (epilogue.hasCodes()) {
                    target.put(at, epilogue.codeOfSum(sums.get(at)), epilogue);
                } else {
                    target.put(at, epilogue.valueOfSum(sums.get(at)));
                }
            }
        }
        return target.output();
    }

    /** The real value of one step of a row's sums: s_x · s_o, with 1 for a side that stayed float. */
    public double scale(int row) {
        return ChannelEpilogue.scale(params, channels.from() + row);
    }

    /** {@link ChannelEpilogue#isRequantized} for a row. */
    public boolean isRequantized(int row) {
        return ChannelEpilogue.isRequantized(params, channels.from() + row, bias);
    }

    /** The output being written: codes with their values, or real values. */
    private final class Target {
        private final Shape shape;
        private final int plane;
        private final double[] real;
        private final int[] codes;

        Target(Shape shape) {
            this.shape = shape;
            this.plane = shape.extent(2) * shape.extent(3);
            this.real = new double[shape.size()];
            this.codes = params.output().isEmpty() ? null : new int[shape.size()];
        }

        int planes() {
            return real.length / plane;
        }

        int start(int index) {
            return index * plane;
        }

        void put(int at, int code, ChannelEpilogue epilogue) {
            codes[at] = code;
            real[at] = epilogue.valueOfCode(code);
        }

        void put(int at, double value) {
            real[at] = value;
        }

        Output output() {
            return new Output(
                    DoubleTensor.wrap(shape, real), Optional.ofNullable(codes).map(all -> IntTensor.wrap(shape, all)));
        }
    }
}
