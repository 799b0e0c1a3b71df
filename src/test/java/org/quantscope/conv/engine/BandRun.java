package org.quantscope.conv.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.Operand;
import org.quantscope.quant.QuantParams;

/**
 * All channels of a layer by an engine's bands and nothing else: input and weights prepared, sums left outside the heap, as
 * the runtime that it is compared with leaves them.
 */
public final class BandRun implements AutoCloseable {
    private static final int BAND_ELEMENTS = 1 << 17;

    private final ConvShape shape;
    private final Crew crew;
    private final List<BandKernels> kernels = new ArrayList<>();
    private final PackedInput input;
    private final PackedWeights weights;
    private final IntBuffer integers;
    private final FloatBuffer reals;
    private final int rows;

    /**
     * @param x the input's codes
     * @param params of the input
     * @param w the weights' codes
     * @throws java.util.NoSuchElementException if the engine has no bands for the shape
     */
    public BandRun(ConvEngine engine, Crew crew, ConvShape shape, Operand x, QuantParams params, Operand w) {
        this.shape = shape;
        this.crew = crew;
        this.input = PackedInput.of(shape, x.stepsOrReal().data(), params.integerOrigin(), params.scale(), crew);
        this.weights = PackedWeights.of(w).orElseThrow();
        this.integers = direct().asIntBuffer();
        this.reals = direct().asFloatBuffer();
        this.rows = Math.max(1, Math.min(shape.outputHeight(), BAND_ELEMENTS / rowElements()));
        for (int member = 0; member < crew.size(); member++) {
            BandKernels own = engine.bands(shape).orElseThrow();
            own.input(input);
            own.weights(weights);
            kernels.add(own);
        }
    }

    /** Integer sums of packed codes. */
    public void integerSums() {
        share((own, band, at) -> own.integerSums(band, integers, at));
    }

    /** The fake-quant path's sums. */
    public void floatSums() {
        share((own, band, at) -> own.floatSums(band, reals, at));
    }

    /** {@code Σ (qx − zx)(qw − zw)} of the last {@link #integerSums()}, (N, O, H', W'). */
    public int[] integers() {
        int[] sums = new int[shape.output().size()];
        integers.get(0, sums);
        PackedTerms.of(input, weights, PackedTerms.boxes(input, Crew.ALONE))
                .correct(sums, 0, shape.output().size() / shape.outputChannels());
        int[] moved = new int[sums.length];
        for (int at = 0; at < sums.length; at++) {
            moved[place(at)] = sums[at];
        }
        return moved;
    }

    /** {@code Σ x̂·ŵ} of the last {@link #floatSums()}, (N, O, H', W'). */
    public float[] reals() {
        float[] moved = new float[shape.output().size()];
        for (int at = 0; at < moved.length; at++) {
            moved[place(at)] = reals.get(at);
        }
        return moved;
    }

    private interface Work {
        void run(BandKernels own, Band band, int at);
    }

    private void share(Work work) {
        int ofImage = (shape.outputHeight() + rows - 1) / rows;
        crew.share(shape.images() * ofImage, 1, (member, from, to) -> {
            for (int part = from; part < to; part++) {
                int row = part % ofImage * rows;
                Band band = new Band(part / ofImage, row, Math.min(shape.outputHeight(), row + rows));
                int first = band.image() * shape.outputHeight() + row;
                work.run(kernels.get(member), band, first * rowElements());
            }
        });
    }

    private int rowElements() {
        return shape.outputWidth() * shape.outputChannels();
    }

    private ByteBuffer direct() {
        return ByteBuffer.allocateDirect(shape.output().size() * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    /** The NCHW index of an NHWC one. */
    private int place(int at) {
        int channels = shape.outputChannels();
        int plane = shape.outputHeight() * shape.outputWidth();
        int pixel = at / channels;
        return (pixel / plane * channels + at % channels) * plane + pixel % plane;
    }

    @Override
    public void close() {
        kernels.forEach(BandKernels::close);
    }
}
