package org.quantscope.conv.engine;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.cpu.nativecpu.CpuNDArrayFactory;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuBlas;

/**
 * ND4J's arrays with the matrix products of {@link OpenBlas}. ND4J's own factory looks for functions that may not be
 * there, which is not safe while other threads load libraries, and ends the program on a processor that is too old. ND4J
 * makes the only instance, by the name of this class.
 */
public final class SafeNd4jFactory extends CpuNDArrayFactory {
    /** ND4J's setting that names the class to make. */
    static final String SETTING = "ndarrayfactory.class";

    /** In the order in which ND4J expects them; the products of batches and the decompositions after them stay unset. */
    private static final List<String> FUNCTIONS = List.of("cblas_sgemv", "cblas_dgemv", "cblas_sgemm", "cblas_dgemm");
    private static final int EXPECTED = 10;

    public SafeNd4jFactory() {}

    /** What ND4J calls: the type and the order of arrays for which none is given. */
    public SafeNd4jFactory(DataType type, char order) {
        super(type, order);
    }

    @Override
    public void createBlas() {
        if (!nativeOps.isMinimalRequirementsMet()) {
            throw new UnsatisfiedLinkError("ND4J's library was built for newer processors");
        }
        OpenBlas.load();
        OpenBlas.useOneThread();
        blas = new OneThread();
        try (PointerPointer<Pointer> functions = new PointerPointer<>(EXPECTED)) {
            for (int at = 0; at < EXPECTED; at++) {
                functions.put(at, at < FUNCTIONS.size() ? OpenBlas.function(FUNCTIONS.get(at)) : null);
            }
            nativeOps.initializeFunctions(functions);
        }
        if (nativeOps.lastErrorCode() != 0) {
            throw new IllegalStateException(nativeOps.lastErrorMessage());
        }
    }

    /** ND4J's products, which set the number of threads as they are made; it stays at one. */
    private static final class OneThread extends CpuBlas {
        private static final int OPENBLAS = 2;

        @Override
        public void setMaxThreads(int threads) {
            // Set already; the preset's way to set it seeks functions of another library.
        }

        @Override
        public int getMaxThreads() {
            return 1;
        }

        @Override
        public int getBlasVendorId() {
            return OPENBLAS;
        }
    }
}
