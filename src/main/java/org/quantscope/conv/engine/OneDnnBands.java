package org.quantscope.conv.engine;

import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.quantscope.conv.ConvShape;

/**
 * Bands by oneDNN. Integer sums come from its products of unsigned by signed bytes where these are exact on this
 * processor; where pairs of them stick at 16 bits, the codes travel as float32, which is exact as long as no sum of
 * magnitudes exceeds 2^24; a layer with larger ones is cut into blocks of input channels, which are added as integers.
 */
final class OneDnnBands implements BandKernels {
    /** Rows that are converted at once, and their results, stay in a second-level cache of the usual 512 kB. */
    private static final long SCRATCH_BYTES = 384 << 10;

    private final OneDnn library;
    private final ConvShape shape;
    private final ByteProducts trust;
    private final stream stream;
    private final OneDnnLane codes;
    private final OneDnnLane real;
    private final RealRows rows;
    private final CarriedSums carried;
    private BandKernels others;
    private PackedInput input;
    private PackedWeights weights;
    private BytePointer inputCodes;
    private IntBuffer boundIntegers;
    private Pointer integers;
    private FloatBuffer boundFloats;
    private Pointer floats;

    private OneDnnBands(OneDnn library, ConvShape shape, ByteProducts trust, boolean proving) {
        this.library = library;
        this.shape = shape;
        this.trust = trust;
        this.stream = library.newStream();
        int channels = shape.input().extent(1);
        this.codes = new OneDnnLane(library, OneDnnConv.Kind.CODES, shape, channels,
                proving ? this::sumsExtremes : OneDnnLane.Proof.NONE);
        this.real = new OneDnnLane(library, OneDnnConv.Kind.REAL, shape, channels, OneDnnLane.Proof.NONE);
        this.rows = new RealRows(library, stream, library.dequantizesExactly());
        this.carried = new CarriedSums(library, stream, rows, shape);
    }

    /**
     * Bands of a shape. The code that the library chose for it is tried on extreme codes before it is used.
     *
     * @param trust which products of bytes are exact on this processor
     * @return empty if the library has only its reference loops for the shape
     */
    static Optional<BandKernels> create(OneDnn library, ConvShape shape, ByteProducts trust) {
        return create(new OneDnnBands(library, shape, trust, true));
    }

    /** The same with products that nothing proves, to find out whether they can be trusted. */
    static Optional<BandKernels> unproven(OneDnn library, ConvShape shape, ByteProducts trust) {
        return create(new OneDnnBands(library, shape, trust, false));
    }

    private static Optional<BandKernels> create(OneDnnBands bands) {
        bands.library.oneThread();
        if (bands.real.implementation(rowsPerBand(bands.shape)).isEmpty()) {
            bands.close();
            return Optional.empty();
        }
        return Optional.of(bands);
    }

    private boolean sumsExtremes(OneDnnConv convolution, ConvShape extents) {
        return ExtremeProducts.areExact(convolution, stream, extents, trust);
    }

    /** How many output rows fit the cache with the input rows under them, as float32. */
    static int rowsPerBand(ConvShape shape) {
        long inputRow = (long) Float.BYTES * shape.input().extent(1) * shape.geometry().strideHeight()
                * (shape.inputWidth() + shape.geometry().padLeft() + shape.geometry().padRight());
        long outputRow = (long) Float.BYTES * shape.outputChannels() * shape.outputWidth();
        long fitting = SCRATCH_BYTES / (inputRow + outputRow);
        return (int) Math.max(1, Math.min(shape.outputHeight(), fitting));
    }

    @Override
    public void input(PackedInput packed) {
        if (input == packed) {
            return;
        }
        input = packed;
        inputCodes = new BytePointer(packed.codes());
        rows.input(packed);
        if (others != null) {
            others.input(packed);
        }
    }

    @Override
    public void weights(PackedWeights packed) {
        if (weights == packed) {
            return;
        }
        weights = packed;
        if (others != null) {
            others.weights(packed);
        }
        codes.weights(packed.codes());
        real.weights(packed.values());
        carried.weights(packed);
    }

    @Override
    public void integerSums(Band band, IntBuffer target, int at) {
        library.oneThread();
        require(band, target, at);
        if (boundIntegers != target) {
            integers = new Pointer(target);
            boundIntegers = target;
        }
        boolean exact = trust.exactFor(input.largest(), weights.largest(), weights.largestRowSum());
        if (exact && codes.run(stream, 1, band.rows(), inputCodes.position(input.start(band)), place(integers, at))) {
            return;
        }
        for (Band part : parts(band)) {
            int start = at + (part.fromRow() - band.fromRow()) * rowSize();
            if (!carried.run(part, target, place(integers, start), start)) {
                others().integerSums(part, target, start);
            }
        }
    }

    @Override
    public void floatSums(Band band, FloatBuffer target, int at) {
        library.oneThread();
        require(band, target, at);
        if (boundFloats != target) {
            floats = new Pointer(target);
            boundFloats = target;
        }
        for (Band part : parts(band)) {
            int start = at + (part.fromRow() - band.fromRow()) * rowSize();
            Pointer values = rows.dequantized(part);
            if (!real.run(stream, 1, part.rows(), values, place(floats, start))) {
                others().floatSums(part, target, start);
            }
        }
    }

    /** For the rare band or sum that the library has no fast code for. */
    private BandKernels others() {
        if (others == null) {
            others = Nd4jEngine.bandsOf(shape);
            others.input(input);
            others.weights(weights);
        }
        return others;
    }

    private List<Band> parts(Band band) {
        int height = rowsPerBand(shape);
        List<Band> parts = new ArrayList<>();
        for (int from = band.fromRow(); from < band.toRow(); from += height) {
            parts.add(new Band(band.image(), from, Math.min(band.toRow(), from + height)));
        }
        return parts;
    }

    /** A pointer without a type counts bytes. */
    private static Pointer place(Pointer start, int element) {
        return start.position((long) element * Integer.BYTES);
    }

    private int rowSize() {
        return shape.outputWidth() * shape.outputChannels();
    }

    /** The library writes wherever it is told to. */
    private void require(Band band, Buffer target, int at) {
        boolean inOrder = target instanceof IntBuffer whole
                ? whole.order() == ByteOrder.nativeOrder()
                : ((FloatBuffer) target).order() == ByteOrder.nativeOrder();
        if (!target.isDirect() || !inOrder) {
            throw new IllegalArgumentException("Sums go into a direct buffer of native byte order.");
        }
        if (band.image() >= shape.images() || band.toRow() > shape.outputHeight()) {
            throw new IllegalArgumentException("There is no " + band + " in an output of " + shape.output() + ".");
        }
        if (at < 0 || at + (long) band.rows() * rowSize() > target.capacity()) {
            throw new IllegalArgumentException(
                    band.rows() + " rows of " + rowSize() + " sums do not fit behind element " + at + ".");
        }
    }

    @Override
    public void close() {
        if (others != null) {
            others.close();
        }
        codes.close();
        real.close();
        carried.close();
        rows.close();
        stream.close();
    }
}
